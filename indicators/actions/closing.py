"""Closing a form's period, so that what was handed in stays as it was, and opening it again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django_guid import get_guid

from indicators.actions.approving import need
from indicators.audit import acting_as
from indicators.models import FormPeriod
from indicators.rights import answers_for, refuse_foreign

MAY_CLOSE = "indicators.change_formperiod"


@transaction.atomic
def close_periods(periods, *, by, reason):
    """Let nobody type into forms in these periods, but who has an exception; gives how many were open."""
    if not reason.strip():
        raise ValidationError("Khóa kỳ phải ghi vì sao, để người nhập biết.")
    FormPeriod._meta.get_field("closed_because").run_validators(reason.strip())
    rows = _held(periods, by)
    fields = {"closed_at": timezone.now(), "closed_by": by, "closed_because": reason.strip()}
    return _write([row for row in rows if row.closed_at is None], by, fields)


@transaction.atomic
def close_period(form, period, *, by, reason):
    """Let nobody type into one form in a period, whether or not anything was set for it before."""
    need(by, MAY_CLOSE, "khóa, mở kỳ của biểu")
    refuse_foreign([form], by=by)
    with acting_as(by, via=get_guid() or ""):
        form.periods.get_or_create(period_start=period.start, period_end=period.end)
    return close_periods(form.periods.of_period(period), by=by, reason=reason)


def may_close(user, form):
    """Whether somebody may close and open the periods of a form."""
    return user.has_perm(MAY_CLOSE) and answers_for(user, form)


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
