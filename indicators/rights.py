"""Who may write which row: what the roles allow (config.staff.roles), in what the person's office answers for.

Everyone with a role sees everything. Figures belong to the office of their indicator, forms to the office they name,
registers to the offices that keep their section, and to everyone while none does. An account of no office, an
administrator and a superuser answer for everything; shared catalogues, releases and sources belong to no office, there
the role alone decides.
"""

from dataclasses import dataclass
from functools import cached_property

from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.core.exceptions import ValidationError

from config.staff.admin import Section
from config.staff.roles import REGISTERS, ROLES
from config.values.numbers import format_number
from indicators.models import (
    Figure,
    FormColumn,
    FormException,
    FormPeriod,
    FormRow,
    Indicator,
    Office,
    ReportedValue,
    ReportForm,
)

EVERYWHERE = [role.name for role in ROLES if role.everywhere]
# The flag of an office that keeps a section.
KEEPS = {section: f"keeps_{section.value}" for section in Section if section in REGISTERS - {Section.FIGURES}}
# Where the rows of figures and of forms find the office that answers for them.
TO_OFFICE = {
    Indicator: "office",
    Figure: "indicator__office",
    ReportedValue: "figure__indicator__office",
    ReportForm: "office",
    FormRow: "form__office",
    FormColumn: "form__office",
    FormPeriod: "form__office",
    FormException: "form_period__form__office",
}
OF_OFFICES = REGISTERS | {Section.FORMS}
NOBODY = "chưa giao đơn vị nào"
NAMED = 5


@dataclass(frozen=True)
class Reach:
    """What an account answers for: one office's figures and some sections; with no office, everything."""

    office: Office | None = None

    @cached_property
    def sections(self):
        """The sections of registers it may write: those its office keeps, and those that nobody does; one query."""
        if self.office is None:
            return frozenset(KEEPS)
        kept = [sections_of(office) for office in Office.objects.all()]
        return sections_of(self.office) | frozenset(KEEPS).difference(*kept)


def reach_of(user):
    """What this account answers for; asked once for each request, whose user is an object of its own."""
    if not hasattr(user, "_reach"):
        user._reach = _reach(user)
    return user._reach


def _reach(user):
    posting = None if user.is_superuser else getattr(user, "posting", None)
    if posting is None or is_everywhere(user):
        return Reach()
    return Reach(posting.office)


def is_everywhere(user):
    """Whether a role of the account holds for what every office answers for."""
    if hasattr(user, "is_everywhere"):
        return user.is_everywhere
    return user.groups.filter(name__in=EVERYWHERE).exists()


def sections_of(office):
    """The sections of registers that an office keeps."""
    return frozenset(section for section, flag in KEEPS.items() if getattr(office, flag))


def may(user, verb, target):
    """Whether somebody may do this («change») with a row, or at all with the rows of a model."""
    permission = f"{target._meta.app_label}.{get_permission_codename(verb, target._meta)}"
    return user.has_perm(permission) and answers_for(user, target)


def answers_for(user, target):
    """Whether what the account answers for takes in a row, or can take in rows of a model."""
    reach = reach_of(user)
    section = admin.site.section_of(target._meta.model)
    if reach.office is None or section not in OF_OFFICES:
        return True
    if section in KEEPS:
        return section in reach.sections
    if isinstance(target, type) or type(target) not in TO_OFFICE:
        return True
    return _whose(target).office_id == reach.office.pk


def _whose(row):
    """The row that names the office: a figure's indicator, a row's form."""
    for name in TO_OFFICE[type(row)].split("__")[:-1]:
        row = getattr(row, name)
    return row


def answerers(target):
    """Who answers for a row or for the rows of a section, by name."""
    section = admin.site.section_of(target._meta.model)
    if section in KEEPS:
        return ", ".join(map(str, Office.objects.filter(**{KEEPS[section]: True})))
    return str(_whose(target).office or NOBODY)


def own(rows, user):
    """Of indicators, figures or values beside them, those this account answers for."""
    office = reach_of(user).office
    return rows.filter(**{TO_OFFICE[rows.model]: office}) if office else rows


def refuse_foreign(rows, *, by):
    """Refuse a whole selection because of the rows that others answer for, naming both."""
    foreign = [row for row in rows if not answers_for(by, row)]
    if foreign:
        named = "; ".join(f"«{row}» ({answerers(row)})" for row in foreign[:NAMED])
        others = f" và {format_number(len(foreign) - NAMED)} dòng khác" if len(foreign) > NAMED else ""
        raise ValidationError(
            f"{reach_of(by).office} không phụ trách: {named}{others}. Hãy bỏ chọn, hoặc nhờ đơn vị phụ trách làm."
        )


def foreign_indicators(user):
    """Why a row of an indicator is not this account's to write, by the indicator's id; empty for who answers for all.

    None stands for the software, which loads the book.
    """
    return {
        pk: f"Chỉ tiêu này do đơn vị khác phụ trách ({name}), tài khoản thuộc {reach_of(user).office}: hãy bỏ dòng này "
        "khỏi tệp."
        for pk, name in other_offices(user).items()
    }


def other_offices(user):
    """Who answers for the indicators that this account does not, by their ids, with None for the software."""
    office = user and reach_of(user).office
    others = Indicator.objects.exclude(office=office).order_by() if office else Indicator.objects.none()
    return {pk: name or NOBODY for pk, name in others.values_list("pk", "office__name")}
