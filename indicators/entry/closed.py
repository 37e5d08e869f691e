"""What closed periods of forms keep from being changed, at every door of staff: boxes of forms, figures, sheets.

A figure belongs to the period of a form that asks for it as its own. Beside that a form asks for others, as the plan
of the year in each of its months: such a one stays open while another period of the form that asks for it is open, or
one that asks for it as its own.
"""

from collections import defaultdict
from contextlib import contextmanager
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, prefetch_related_objects

from indicators.entry.periods import asking
from indicators.entry.windows import closing_of, whom_to_ask
from indicators.models import Figure, FormColumn, FormException, FormPeriod, FormRow, ReportForm
from indicators.trail.versions import newest_entry, rolled_back, written_since

TOLD = [Figure._meta.get_field(name).attname for name in (*Figure.KEY, *Figure.CONTENT)]
NAMED = 5


class Asked(NamedTuple):
    """A column in which a form asks for the figures of an indicator of one kind."""

    form: int
    frequency: str
    is_in_use: bool
    measure: str
    relative: str


class Closings:
    """The closed periods of forms that bind one person's figures of some indicators; at most three queries."""

    def __init__(self, user, indicators, *, closed=None, place=None):
        """Whoever has an exception in force is not bound; `user` None is the software, which nothing binds.

        `closed` are the closed periods where they are known; `place` is the only place that is asked about.
        """
        if closed is None:
            closed = closed_for(user) if user else {}
        self._closed = closed
        self._asked = asked_of(indicators, place) if closed else {}
        self._indicators = {indicator for indicator, _ in self._asked}
        self._places = None if place else places_of({one.form for found in self._asked.values() for one in found})

    def ask_for(self, indicator):
        """Whether a form asks for figures of this indicator while any period is closed."""
        return indicator in self._indicators

    def of(self, indicator, place, period, kind):
        """The closed period that binds a figure, None where it may be changed."""
        asked = [
            (one, at)
            for one in self._asked.get((indicator, kind), ())
            if self._places is None or place in self._places[one.form]
            for at in asking(one.frequency, one.relative, one.measure, period)
        ]
        own = [(one, at) for one, at in asked if one.relative == FormColumn.Relative.SAME]
        if bound := self._first_closed(own):
            return bound
        if any(one.is_in_use for one, _ in own):
            return None
        by_form = defaultdict(list)
        for one, at in asked:
            by_form[one.form].append((one, at))
        whole = (found for found in by_form.values() if all((one.form, at) in self._closed for one, at in found))
        return next(map(self._first_closed, whole), None)

    def _first_closed(self, asked):
        found = next((found for one, at in asked if (found := self._closed.get((one.form, at)))), None)
        if found and not FormPeriod.form.is_cached(found):
            # They say what they are called only where one of them binds.
            prefetch_related_objects(list(self._closed.values()), "form__office")
        return found


def closed_for(user):
    """The periods of forms closed for somebody, by form and period; one query."""
    excepted = FormException.objects.in_force().filter(user=user, form_period=OuterRef("pk"))
    rows = FormPeriod.objects.filter(~Exists(excepted), closed_at__isnull=False)
    return {(one.form_id, one.period): one for one in rows.order_by("pk").select_related("form__office", "closed_by")}


def asked_of(indicators, place=None):
    """Where forms ask for figures of these indicators, by indicator and kind, at one place or at any; one query."""
    said = ("indicator", "indicator__measure", "beside", "beside__measure")
    column = [f"form__columns__{name}" for name in ("relative", "kind", "is_beside")]
    rows = FormRow.objects.filter(
        Q(indicator__in=indicators) | Q(beside__in=indicators), form__columns__content=FormColumn.Content.TYPED
    )
    if place:
        rows = rows.filter(form__in=place.report_forms.order_by())
    found = defaultdict(list)
    for form, frequency, is_in_use, *both, relative, kind, is_beside in rows.order_by("form", "pk").values_list(
        "form", "form__frequency", "form__is_in_use", *said, *column
    ):
        indicator, measure = both[2:] if is_beside else both[:2]
        if indicator:
            found[indicator, kind].append(Asked(form, frequency, is_in_use, measure, relative))
    return found


def places_of(forms):
    """The ids of the places each of these forms is filled for; one query, none where there is no form."""
    found = defaultdict(set)
    if forms:
        through = ReportForm.places.through.objects.filter(reportform__in=forms)
        for form, place in through.values_list("reportform", "place"):
            found[form].add(place)
    return found


def why_bound(closing):
    """Why a figure may not be changed: which form and period is closed, since when, by whom, whom to ask."""
    return f"Số này ở «{closing.form}», {closing.period}, {closing_of(closing)}.{whom_to_ask(closing)}"


@contextmanager
def closed_periods_stand(user):
    """Around a write of figures: what it changed of those that closed periods bind is refused, with names.

    Raises ValidationError at its end. To hand in, to approve, to return and to release change nothing a figure says.
    """
    seen = newest_entry()
    yield
    entries = written_since(seen, [Figure._meta.db_table])
    now = Figure.objects.in_bulk({entry.row for entry in entries})
    was = rolled_back(Figure, now, entries)
    changed = [(was.get(pk), now.get(pk)) for pk in was.keys() | now.keys()]
    touched = [one for before, after in changed if told(before) != told(after) for one in (before, after) if one]
    closings = Closings(user, {one.indicator_id for one in touched})
    bound = [
        (one, closing)
        for one in touched
        if (closing := closings.of(one.indicator_id, one.place_id, one.period, one.kind))
    ]
    if bound:
        raise ValidationError([f"«{one}»: {why_bound(closing)}" for one, closing in bound[:NAMED]])


def told(figure):
    """What is said of a figure and which it is, to be held against itself."""
    return figure and [getattr(figure, name) for name in TOLD]
