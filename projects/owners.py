"""What an owner's name suggests of them: the rule that proposes, a person decides."""

import re

from django.utils.text import capfirst

from projects.models import OwnerKind

# Read by Python and by both engines: letters with marks in both cases, since not every engine folds these.
STARTS = {
    OwnerKind.HOUSEHOLD: r"^(hkd|h[ộỘ] (kinh doanh|gia [đĐ][ìÌ]nh|s[ảẢ]n xu[ấẤ]t|c[áÁ] th[ểỂ]|[ôÔ]ng|b[àÀ]))( |:|$)",
    OwnerKind.PERSON: r"^([ôÔ]ng|b[àÀ]|[ôÔ]ng */ *b[àÀ]|[ôÔ]ng \(b[àÀ]\)|c[áÁ] nh[âÂ]n)( |:|$)",
}


def suggested(name):
    """The kind of owner a name speaks of; None where it is that of an organisation, as far as it tells."""
    return next((kind for kind, start in STARTS.items() if re.match(start, name or "", re.IGNORECASE)), None)


def tell_owners(plan, name):
    """Warn of the owners of a sheet whose name is that of a person or a household, where nothing marks them."""
    owners = zip(plan.writing, plan.written(name), plan.written(f"{name}_kind"), strict=True)
    if rows := [row for row, owner, kind in owners if not kind and suggested(owner)]:
        field, mark = (capfirst(plan.model._meta.get_field(path).verbose_name) for path in (name, f"{name}_kind"))
        plan.warn(
            f"«{field}» giống tên cá nhân hoặc hộ kinh doanh ở {plan.lines(rows)}, mà «{mark}» để trống "
            f"nên tên sẽ công khai. Nếu đúng, hãy ghi «cá nhân» hoặc «hộ kinh doanh» ở cột «{mark}», hoặc đánh dấu "
            "trong danh sách."
        )
