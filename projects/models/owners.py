"""Owners who are a person or a household: marked on the row, and known to readers by that word alone."""

from django.db import models
from django.db.models import Case, F, Value, When


class OwnerKind(models.TextChoices):
    """What an owner is who is no organisation; their name is personal data (Luật 91/2025/QH15)."""

    PERSON = "person", "cá nhân"
    HOUSEHOLD = "household", "hộ kinh doanh"


def owner_kind_field(label):
    """The mark beside an owner's name; blank for an organisation."""
    return models.CharField(
        f"{label} là", max_length=10, choices=OwnerKind, blank=True, default="",
        help_text="Để trống nếu là doanh nghiệp, tổ chức. Khi chọn, người đọc chỉ thấy «cá nhân» hoặc «hộ kinh doanh», "
        "không thấy tên.",
    )  # fmt: skip


def shown_owner_field(name, label):
    """What readers see of an owner: the name of an organisation, of anybody else the word. Kept by the database."""
    kind = f"{name}_kind"
    # Whatever stands in the mark, a name is shown only where there is none.
    words = [
        When(**{name: ""}, then=Value("")),
        When(**{kind: ""}, then=F(name)),
        When(**{kind: OwnerKind.HOUSEHOLD.value}, then=Value(OwnerKind.HOUSEHOLD.label)),
    ]
    return models.GeneratedField(
        verbose_name=label,
        expression=Case(*words, default=Value(OwnerKind.PERSON.label), output_field=models.CharField()),
        output_field=models.CharField(max_length=250),
        db_persist=True,
    )
