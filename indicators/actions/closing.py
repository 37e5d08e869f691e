"""Closing a form's period, so that what was handed in stays as it was, and opening it again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django_guid import get_guid

from indicators.actions.approving import need
from indicators.audit import acting_as
from indicators.models import FormPeriod
from indicators.rights import refuse_foreign

MAY_CLOSE = "indicators.change_formperiod"


@transaction.atomic
def close_periods(periods, *, by, reason):
    """Let nobody type into forms in these periods, but who has an exception; gives how many were open."""
    if not reason.strip():
        raise ValidationError("Khóa kỳ phải ghi vì sao, để người nhập biết.")
    rows = _held(periods, by)
    fields = {"closed_at": timezone.now(), "closed_by": by, "closed_because": reason.strip()}
    return _write([row for row in rows if row.closed_at is None], by, fields)


@transaction.atomic
def reopen_periods(periods, *, by):
    """Let forms be filled again in these periods; gives how many were closed."""
    rows = _held(periods, by)
    fields = {"closed_at": None, "closed_by": None, "closed_because": ""}
    return _write([row for row in rows if row.closed_at], by, fields)


def _held(periods, by):
    need(by, MAY_CLOSE, "khóa, mở kỳ của biểu")
    rows = FormPeriod.objects.filter(pk__in=periods.order_by().values("pk")).order_by("pk")
    rows = list(rows.select_related("form__office").select_for_update(of=("self",)))
    refuse_foreign(rows, by=by)
    return rows


def _write(rows, by, fields):
    with acting_as(by, via=get_guid() or ""):
        return FormPeriod.objects.filter(pk__in=[row.pk for row in rows]).update(**fields)
