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
from indicators.rights import reach_of

PERIODS_SHOWN = 4
STEPS = ["released", "approved", "submitted", "entered"]
WORDS = {"entered": "đã nhập", "submitted": "chờ duyệt", "approved": "đã duyệt", "released": "đã công bố"}
STEP_OF = {State.DRAFT: "entered", State.RETURNED: "entered", State.SUBMITTED: "submitted", State.APPROVED: "approved"}


@dataclass
class Progress:
    """The required boxes of a form in one period and place, counted by how far their figures are."""

    form: ReportForm
    period: Period
    place: Place
    due_on: date
    closed: bool
    address: str
    wanted: int = 0
    counts: dict = field(default_factory=lambda: defaultdict(int))

    @property
    def missing(self):
        return self.wanted - sum(self.counts.values())

    @property
    def is_late(self):
        """Whether the due day has passed with something not yet handed in."""
        return timezone.localdate() > self.due_on and bool(self.missing or self.counts["entered"])

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
    steps = steps_of(asked, wanted)
    found = []
    for form, period, place in asked:
        own = settings.get((form.pk, period))
        due = (own and own.due_on) or period.end + timedelta(days=form.due_days)
        row = Progress(form, period, place, due, bool(own and own.closed_at), address_of(form, period, place))
        for indicator, measure, relative, kind in wanted[form.pk]:
            span = periods.held_over(measure, periods.period_of(relative, period))
            row.wanted += 1
            whole = periods.period_of(relative, period)
            step = steps.get((indicator, place.pk, span, kind)) or steps.get((indicator, place.pk, whole, kind))
            if step:
                row.counts[step] += 1
        found.append(row)
    return found


def required_keys(forms, office=None):
    """Of each form, by its id, what its required boxes are about: indicator, measure, relative period, kind."""
    columns = defaultdict(list)
    for column in FormColumn.objects.filter(form__in=forms, is_required=True):
        columns[column.form_id].append(column)
    keys = defaultdict(list)
    said = [f"{name}{path}" for name in ("indicator", "beside") for path in ("", "__measure", "__office")]
    for form, *both in FormRow.objects.filter(form__in=columns).order_by().values_list("form", *said):
        for column in columns[form]:
            indicator, measure, answers = both[3:] if column.is_beside else both[:3]
            if indicator and (office is None or answers == office.pk):
                keys[form].append((indicator, measure, column.relative, column.kind))
    return keys


def newest_periods(form, count):
    """The current period of a form and those before it."""
    found = [periods.current(form.frequency, timezone.localdate())]
    while len(found) < count:
        found.append(found[-1].previous())
    return found


def steps_of(asked, wanted):
    """How far each figure is, by indicator, place, period and kind; two queries."""
    spans = {
        day
        for form, period, _ in asked
        for _, _, relative, _ in wanted[form.pk]
        for whole in [periods.period_of(relative, period)]
        for day in (whole, Period.on(whole.end))
    }
    figures = Figure.objects.filter(
        indicator__in={key[0] for form, _, _ in asked for key in wanted[form.pk]},
        place__in={place.pk for _, _, place in asked},
        period_start__in={span.start for span in spans},
        period_end__in={span.end for span in spans},
    )
    released = set(Version.objects.public().filter(figure__in=figures).values_list("figure", flat=True))
    return {
        (one.indicator_id, one.place_id, one.period, one.kind): (
            "released" if one.state == State.APPROVED and one.pk in released else STEP_OF[one.state]
        )
        for one in figures.only("indicator", "place", "period_start", "period_end", "kind", "state")
    }


def forms_in_use():
    """The forms that are filled, with their places; two queries."""
    return ReportForm.objects.filter(is_in_use=True).select_related("office").prefetch_related("places")


def forms_to_fill(user):
    """The forms that somebody's office makes, or that ask for something it answers for."""
    office = reach_of(user).office
    if office is None:
        return forms_in_use()
    rows = FormRow.objects.filter(Q(indicator__office=office) | Q(beside__office=office))
    return forms_in_use().filter(Q(office=office) | Q(pk__in=rows.values("form")))


def progress_page(screen, request):
    """The forms of an office, or of all, in their newest periods."""
    if not screen.has_view_permission(request):
        raise PermissionDenied
    offices = list(Office.objects.filter(report_forms__is_in_use=True).distinct())
    asked = request.GET.get("phong")
    own = reach_of(request.user).office
    chosen = next((one for one in offices if one.code == asked), None) if asked is not None else own
    forms = forms_in_use().filter(office=chosen) if chosen else forms_in_use()
    lines = defaultdict(list)
    for row in progress_of(forms):
        lines[row.form].append(row)
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
