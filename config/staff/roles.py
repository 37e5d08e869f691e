"""Who may do what: roles as data, each with a line of prose, kept in step with the groups of accounts."""

from dataclasses import dataclass

from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from config.staff.admin import Section

BOOK = frozenset(Section) - {Section.ACCOUNTS, Section.TRAIL}
# What one office answers for and another does not.
REGISTERS = BOOK - {Section.RELEASES, Section.CATALOGUES, Section.FORMS}
KEPT_BY_ADMINISTRATORS = REGISTERS | {Section.CATALOGUES, Section.FORMS, Section.ACCOUNTS}


@dataclass(frozen=True)
class Role:
    """What holders of a role do, and in which sections of the staff site they may do it."""

    name: str
    meaning: str
    view: frozenset = frozenset()
    add: frozenset = frozenset()
    change: frozenset = frozenset()
    delete: frozenset = frozenset()
    approve: frozenset = frozenset()
    publish: frozenset = frozenset()
    # Whether it holds for what every office answers for; the other roles stop at one's own office.
    everywhere: bool = False

    def allows(self, permission, section):
        """Whether the role has this permission of a model that stands in this section."""
        verb = permission.codename.split("_")[0]
        return section in getattr(self, verb, frozenset())


ROLES = [
    Role(
        "Người xem nội bộ",
        "Xem và xuất mọi số liệu, sổ và danh mục, kể cả bản chưa duyệt; không xem thông tin cá nhân, không sửa gì.",
        view=BOOK,
    ),
    Role(
        "Chuyên viên nhập liệu",
        "Thêm, sửa, xóa, nhập từ tệp số liệu và các sổ của đơn vị mình; gửi duyệt. Không duyệt, không sửa danh mục.",
        view=BOOK,
        add=REGISTERS,
        change=REGISTERS,
        delete=REGISTERS,
    ),
    Role(
        "Lãnh đạo duyệt",
        "Duyệt hoặc trả lại số liệu, phê duyệt đề án khuyến công của đơn vị mình; sửa được số liệu, người khác duyệt; "
        "lập biểu, đặt hạn, khóa kỳ của biểu; xem nhật ký.",
        view=BOOK | {Section.TRAIL},
        add=frozenset({Section.FORMS}),
        change=frozenset({Section.FIGURES, Section.EXTENSION, Section.FORMS}),
        delete=frozenset({Section.FORMS}),
        approve=frozenset({Section.FIGURES, Section.EXTENSION}),
    ),
    Role(
        "Người công bố",
        "Lập đợt công bố từ số liệu đã duyệt, đọc cảnh báo, công bố, đính chính, rút. Không nhập, không duyệt.",
        view=BOOK | {Section.TRAIL},
        add=frozenset({Section.RELEASES}),
        change=frozenset({Section.RELEASES}),
        delete=frozenset({Section.RELEASES}),
        publish=frozenset({Section.RELEASES}),
    ),
    Role(
        "Quản trị hệ thống",
        "Sửa số liệu và sổ của mọi đơn vị, giữ danh mục dùng chung và tài khoản, xem nhật ký. Không duyệt, không công "
        "bố.",
        view=frozenset(Section),
        add=KEPT_BY_ADMINISTRATORS,
        change=KEPT_BY_ADMINISTRATORS,
        delete=KEPT_BY_ADMINISTRATORS - {Section.ACCOUNTS},
        everywhere=True,
    ),
]


@transaction.atomic
def sync():
    """Make the group of each role hold exactly what ROLES says; other groups are left alone."""
    sections = {
        ContentType.objects.get_for_model(model).pk: admin.site.section_of(model) for model in admin.site._registry
    }
    permissions = list(Permission.objects.filter(content_type__in=sections))
    groups = {role: Group.objects.get_or_create(name=role.name)[0] for role in ROLES}
    meant = {
        (groups[role].pk, permission.pk)
        for role in ROLES
        for permission in permissions
        if role.allows(permission, sections[permission.content_type_id])
    }
    granted = Group.permissions.through
    held = {(one.group_id, one.permission_id): one.pk for one in granted.objects.filter(group__in=groups.values())}
    granted.objects.filter(pk__in=[pk for pair, pk in held.items() if pair not in meant]).delete()
    granted.objects.bulk_create(
        granted(group_id=group, permission_id=permission) for group, permission in sorted(meant - held.keys())
    )


def meaning_of(group):
    """What a group's role is for, in a line; empty for a group that is no role."""
    return next((role.meaning for role in ROLES if role.name == group.name), "")
