"""What awaits approval, each figure with all that a decision needs: what stood, the year before, the doubts."""

from dataclasses import dataclass, field

from django.db.models import Max

from indicators.actions.approving import is_implausible, locked, refuse
from indicators.actions.checklist import jump_phrase
from indicators.changes import differences, newest_versions, reported_beside
from indicators.models import AuditEntry, BookSettings, Figure, State, Version
from indicators.series import Movement, is_computable, movement_between, period_before
from indicators.trail.editors import with_last_editor


@dataclass
class Waiting:
    """One figure that waits, and what stands around it."""

    figure: Figure
    seen: int
    is_own: bool
    newest: Version | None = None
    base: Version | None = None
    changes: list = field(default_factory=list)

    @property
    def movement(self) -> Movement | None:
        """How far it lies from the period before, None where the two cannot be compared."""
        return movement_between(self.figure, self.base)

    @property
    def warnings(self):
        """What to look at twice before approving."""
        figure = self.figure
        if figure.value is None and not figure.note:
            yield "không có giá trị và không ghi vì sao"
        if is_implausible(figure):
            yield "nằm ngoài khoảng hợp lý"
        if figure.source_id is None:
            yield "chưa có nguồn, chưa công bố được"
        if words := jump_phrase(figure, self.base):
            yield f"{words} {self.base.period.phrase}"
        if words := jump_phrase(figure, self.newest):
            yield f"{words} bản {self.newest.number}"
        if self.changes and self.newest is not None and not figure.change_reason:
            yield "chưa ghi lý do sửa"

    @property
    def may_approve(self):
        return not self.is_own


def waiting_figures(*, report_form=None, topic=None, office=None, period=None):
    """Figures handed in and not yet decided, topic by topic."""
    figures = Figure.objects.filter(state=State.SUBMITTED)
    if report_form:
        figures = figures.filter(indicator__in=report_form.indicators())
    if topic:
        figures = figures.filter(indicator__topic=topic)
    if office:
        figures = figures.filter(indicator__office=office)
    if period:
        figures = figures.of_period(period)
    return figures.order_by("indicator__topic__position", "indicator__position", "indicator__code", "place", "pk")


def told(figures, *, reader):
    """The figures with all that stands around them, in a number of queries that does not grow with theirs."""
    related = ["indicator__unit", "indicator__topic", "indicator__office", "place", "source"]
    rows = list(with_last_editor(figures).select_related(*related))
    newest, reported, seen = newest_versions(rows), reported_beside(rows), newest_words(rows)
    before = versions_before(rows)
    own_is_refused = not BookSettings.get().editor_may_approve
    found = []
    for row in rows:
        version = newest.get(row.pk)
        found.append(
            Waiting(
                row,
                seen[row.pk],
                own_is_refused and row.last_editor == reader.pk,
                version,
                before.get(row.pk),
                differences(row, version, reported[row.pk]) if version else [],
            )
        )
    return found


def newest_words(rows):
    """The newest entry of the trail on each figure or on what stands beside it: what a decision was made from."""
    entries = AuditEntry.objects.filter(owner_table=Figure._meta.db_table, owner_row__in=[row.pk for row in rows])
    found = dict(entries.order_by().values_list("owner_row").annotate(Max("id")))
    return {row.pk: found.get(row.pk, 0) for row in rows}


def versions_before(rows):
    """For each figure the most mature approved one of the period before, by the figure's id; one query."""
    known = {}
    versions = (
        Version.objects.newest()
        .actual()
        .filter(indicator__in={row.indicator_id for row in rows}, place__in={row.place_id for row in rows})
    )
    for version in versions.select_related("indicator").order_by("maturity"):
        known[version.indicator_id, version.place_id, version.period] = version
    found = {}
    for row in rows:
        base = known.get((row.indicator_id, row.place_id, period_before(row.period)))
        if is_computable(base, even_in_doubt=True):
            found[row.pk] = base
    return found


def changed_since(rows, seen):
    """The rows that were written again after they were shown; `seen` is the entry each was shown with."""
    now = newest_words(rows)
    return [row for row in rows if now[row.pk] != seen.get(row.pk)]


def refuse_unseen(figures, seen):
    """Hold figures that are about to be approved; refuse all where one was not shown, or says otherwise by now."""
    why = "Số liệu vừa được sửa, hoặc chưa hiện ra ở trang: hãy mở lại trang, xem rồi mới duyệt"
    refuse(changed_since(locked(figures), seen), why)
