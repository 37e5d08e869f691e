"""How far each form is in each period and place: missing, entered, handed in, approved, released, late."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.template.response import TemplateResponse
from django.utils import timezone

from indicators.entry import periods
from indicators.entry.screen import address_of, place_of
from indicators.models import Figure, FormPeriod, Office, Place, ReportForm, State, Version
from indicators.models.forms import FormColumn, FormRow
from indicators.periods import Period
from indicators.rights import NOBODY, reach_of

PERIODS_SHOWN = 4
STEPS = ["released", "approved", "submitted", "entered"]
WORDS = {"entered": "đã nhập", "submitted": "chờ duyệt", "approved": "đã duyệt", "released": "đã công bố"}
STEP_OF = {State.DRAFT: "entered", State.RETURNED: "entered", State.SUBMITTED: "submitted", State.APPROVED: "approved"}


@dataclass
class Count:
    """Required boxes in one period, counted by how far their figures are."""

    due_on: date
    wanted: int = 0
    counts: dict = field(default_factory=lambda: defaultdict(int))
    # Of those that were entered, how many came back.
    returned: int = 0

    def add(self, state, is_released):
        self.wanted += 1
        if state:
            self.counts["released" if is_released and state == State.APPROVED else STEP_OF[state]] += 1
            self.returned += state == State.RETURNED

    @property
    def missing(self):
        return self.wanted - sum(self.counts.values())

    @property
    def is_done(self):
        """Whether all of it is handed in."""
        return not (self.missing or self.counts["entered"])

    @property
    def is_late(self):
        """Whether the due day has passed with something not yet handed in."""
        return timezone.localdate() > self.due_on and not self.is_done

    @property
    def bar(self):
        """Each step with where its part of a bar of a hundred begins and how long it is; what is missing stays bare."""
        begins = 0
        for name in STEPS:
            if count := self.counts[name]:
                yield name, f"{100 * begins / self.wanted:.1f}", f"{100 * count / self.wanted:.1f}"
                begins += count

    @property
    def words(self):
        """«còn thiếu 3/12 ô; đã nhập 2, chờ duyệt 4, đã công bố 3»."""
        steps = [f"{WORDS[name]} {self.counts[name]}" for name in reversed(STEPS) if self.counts[name]]
        missing = f"còn thiếu {self.missing}/{self.wanted} ô" if self.missing else f"đủ {self.wanted} ô"
        return "; ".join(filter(None, [missing, ", ".join(steps)]))


@dataclass(kw_only=True)
class Progress(Count):
    """How far a form is in one period and place, in all and by the offices that answer for its boxes."""

    form: ReportForm
    period: Period
    place: Place
    closed: bool
    address: str
    # By the id of the office; None where nobody was given the indicator.
    offices: dict = field(default_factory=dict)

    def add_box(self, office, state, is_released):
        self.add(state, is_released)
        self.offices.setdefault(office, Count(self.due_on)).add(state, is_released)


def progress_of(forms, *, periods_shown=PERIODS_SHOWN, office=None):
    """The progress of forms in their newest periods, for the place that stands then; queries do not grow with forms.

    With an office only the boxes it answers for are counted: the others are not its to fill.
    """
    forms = list(forms)
    wanted = required_keys(forms, office)
    asked = [
        (form, period, place_of(list(form.places.all()), period))
        for form in forms
        for period in newest_periods(form, periods_shown)
    ]
    asked = [(form, period, place) for form, period, place in asked if place]
    settings = {(one.form_id, one.period): one for one in FormPeriod.objects.filter(form__in=forms)}
    states = states_of(asked, wanted)
    found = []
    for form, period, place in asked:
        own = settings.get((form.pk, period))
        due = (own and own.due_on) or period.end + timedelta(days=form.due_days)
        address = address_of(form, period, place)
        row = Progress(due, form=form, period=period, place=place, closed=bool(own and own.closed_at), address=address)
        for answers, indicator, measure, relative, kind in wanted[form.pk]:
            whole = periods.period_of(relative, period)
            spans = [periods.held_over(measure, whole), whole]
            state = next(
                (one for span in spans if (one := states.get((indicator, place.pk, span, kind)))), (None, False)
            )
            row.add_box(answers, *state)
        found.append(row)
    return found


def required_keys(forms, office=None):
    """Of each form, by its id, what its required boxes are about: office, indicator, measure, relative period, kind."""
    columns = defaultdict(list)
    for column in FormColumn.objects.filter(form__in=forms, is_required=True):
        columns[column.form_id].append(column)
    keys = defaultdict(list)
    said = [f"{name}{path}" for name in ("indicator", "beside") for path in ("", "__measure", "__office")]
    for form, *both in FormRow.objects.filter(form__in=columns).order_by().values_list("form", *said):
        for column in columns[form]:
            indicator, measure, answers = both[3:] if column.is_beside else both[:3]
            if indicator and (office is None or answers == office.pk):
                keys[form].append((answers, indicator, measure, column.relative, column.kind))
    return keys


def newest_periods(form, count):
    """The current period of a form and those before it."""
    found = [periods.current(form.frequency, timezone.localdate())]
    while len(found) < count:
        found.append(found[-1].previous())
    return found


def states_of(asked, wanted):
    """The state of each figure, and whether it is public, by indicator, place, period and kind; two queries."""
    spans = {
        day
        for form, period, _ in asked
        for *_, relative, _ in wanted[form.pk]
        for whole in [periods.period_of(relative, period)]
        for day in (whole, Period.on(whole.end))
    }
    figures = Figure.objects.filter(
        indicator__in={key[1] for form, _, _ in asked for key in wanted[form.pk]},
        place__in={place.pk for _, _, place in asked},
        period_start__in={span.start for span in spans},
        period_end__in={span.end for span in spans},
    )
    released = set(Version.objects.public().filter(figure__in=figures).values_list("figure", flat=True))
    return {
        (one.indicator_id, one.place_id, one.period, one.kind): (one.state, one.pk in released)
        for one in figures.only("indicator", "place", "period_start", "period_end", "kind", "state")
    }


def forms_in_use():
    """The forms that are filled, with their places; two queries."""
    return ReportForm.objects.filter(is_in_use=True).select_related("office").prefetch_related("places")


def forms_to_fill(user):
    """The forms that somebody's office makes, or that ask for something it answers for."""
    return forms_of(reach_of(user).office)


def forms_of(office):
    """The forms that an office makes or fills; all of them for no office."""
    if office is None:
        return forms_in_use()
    rows = FormRow.objects.filter(Q(indicator__office=office) | Q(beside__office=office))
    return forms_in_use().filter(Q(office=office) | Q(pk__in=rows.values("form")))


def offices_that_fill():
    """The offices that make forms or answer for something a form asks for."""
    rows = FormRow.objects.filter(form__is_in_use=True)
    makes = Q(report_forms__is_in_use=True)
    return Office.objects.filter(
        makes | Q(pk__in=rows.values("indicator__office")) | Q(pk__in=rows.values("beside__office"))
    ).distinct()


def progress_page(screen, request):
    """The forms of an office, or of all, in their newest periods, and how far each office is with its boxes."""
    if not screen.has_view_permission(request):
        raise PermissionDenied
    offices = list(offices_that_fill())
    asked = request.GET.get("phong")
    own = reach_of(request.user).office
    chosen = next((one for one in offices if one.code == asked), None) if asked is not None else own
    lines = defaultdict(list)
    for row in progress_of(forms_of(chosen)):
        lines[row.form].append((row, *parts_of(row, offices, first=chosen or own)))
    context = {
        **screen.admin_site.each_context(request),
        "title": "Tiến độ các biểu",
        "opts": screen.opts,
        "section": screen.section,
        "offices": offices,
        "chosen": chosen,
        "lines": list(lines.items()),
    }
    return TemplateResponse(request, "admin/indicators/reportform/progress.html", context)


def parts_of(row, offices, *, first):
    """What each office has of a form in a period: that of one office, those of the others, how many are not done."""
    named = [(one, row.offices[one.pk]) for one in offices if one.pk in row.offices]
    if None in row.offices:
        named.append((NOBODY, row.offices[None]))
    others = [(office, part) for office, part in named if office != first]
    own = [(office, part) for office, part in named if office == first]
    return own, others, sum(1 for _, part in others if not part.is_done)
