"""A form as one person opens it for a period, with its columns, its places and what is closed, in one query."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q
from django.http import Http404

from indicators.gathered import gathered_rows, rows_of
from indicators.models import FormColumn, FormException, FormPeriod, Place, ReportForm
from indicators.periods import Period

# A column speaks of the year before its form's period or the year after, and is asked for within a year of that.
YEARS_AROUND = 2


@dataclass(frozen=True)
class Opened:
    """What came with a form, as it was when the form was read."""

    user: object
    period: Period
    columns: list[FormColumn]
    places: list[Place]
    # What is set for the form in the period, None where nothing is; and the exception this person has there.
    settings: FormPeriod | None
    exception: FormException | None
    # The periods of all forms around that are closed for this person, by form and period.
    closed: dict


def opened_form(code, period, user):
    """The form of a code with `opened`, told of this period and person; what is written after it must share its
    transaction, or a period closed in between would be missed.
    """
    around = date(period.end.year - YEARS_AROUND, 1, 1), date(period.end.year + YEARS_AROUND, 12, 31)
    own = Q(form=OuterRef("pk"), period_start=period.start, period_end=period.end)
    periods = FormPeriod.objects.filter(own | Q(closed_at__isnull=False, period_end__range=around))
    told = {
        "told_columns": FormColumn.objects.filter(form=OuterRef("pk")),
        "told_places": Place.objects.filter(report_forms=OuterRef("pk")),
        "told_periods": periods,
        "told_exceptions": FormException.objects.in_force().filter(user=user),
    }
    forms = ReportForm.objects.select_related("office")
    form = forms.annotate(**{name: gathered_rows(rows) for name, rows in told.items()}).filter(code=code).first()
    if form is None:
        raise Http404("Không có biểu này.")
    form.opened = _opened(form, period, user)
    return form


def _opened(form, period, user):
    exceptions = {one.form_period_id: one for one in rows_of(FormException, form.told_exceptions)}
    periods = rows_of(FormPeriod, form.told_periods)
    closed = {(one.form_id, one.period): one for one in periods if one.closed_at and one.pk not in exceptions}
    settings = next((one for one in periods if (one.form_id, one.period) == (form.pk, period)), None)
    if settings:
        settings.form = form
    return Opened(
        user=user,
        period=period,
        columns=sorted(rows_of(FormColumn, form.told_columns), key=lambda column: column.number),
        places=sorted(rows_of(Place, form.told_places), key=lambda place: place.code),
        settings=settings,
        exception=exceptions.get(settings.pk) if settings and settings.closed_at else None,
        closed=closed,
    )


def opened_for(form, period, user):
    """What came with a form that was opened for this period by this person; None of any other form."""
    opened = getattr(form, "opened", None)
    return opened if opened and (opened.period, opened.user) == (period, user) else None
