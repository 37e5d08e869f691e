"""A form on the screen: its rows and columns for one period and place, filled with what the book holds."""

from collections import defaultdict
from functools import cached_property
from hashlib import sha256

from django.db.models import Exists, OuterRef, Q

from indicators import measures
from indicators.counts import Tally
from indicators.entry.cells import Cell, Computed, Line, Total, indicator_of, name_of_cell, supplier_of
from indicators.entry.closed import Closings
from indicators.entry.opened import opened_for
from indicators.entry.periods import heading, held_over, period_of
from indicators.entry.windows import RETIRED, window_of
from indicators.measures import MeasureKind
from indicators.models import Figure, FormColumn, Indicator, ReleaseItem, ReportedValue, Version
from indicators.models.figures import ACTUAL_KINDS
from indicators.periods import Period
from indicators.rights import NOBODY, reach_of

Content, Relative, Formula = FormColumn.Content, FormColumn.Relative, FormColumn.Formula
# How far back «số công bố gần nhất» is looked for.
YEARS_BACK = 5
CLOSED = "kỳ đã khóa"
NO_RIGHT = "tài khoản chỉ được xem"


class Grid:
    """A form filled for one period and place, as one person sees it; as many queries for ten rows as for a thousand."""

    def __init__(self, form, period, place, *, user, rows=None, hold=False, over=None):
        """`rows` narrows the form to these and their families; `hold` keeps the figures from other writers.

        `over` are figures to stand in the place of stored ones, by indicator, days and kind.
        """
        self.form, self.period, self.place, self.user = form, period, place, user
        self.window = window_of(form, period, user=user)
        opened = opened_for(form, period, user)
        self.columns = opened.columns if opened else list(form.columns.all())
        related = [f"{name}__{of}" for name in ("indicator", "beside") for of in ("unit", "office", "agency")]
        chosen = form.rows.all() if rows is None else form.rows.filter(with_family(rows))
        self.rows = list(chosen.select_related(*related))
        self._hold = hold
        self._may_write = user.has_perm("indicators.change_figure") and user.has_perm("indicators.add_figure")
        self._office = reach_of(user).office
        self._figures = self._stored() | (over or {})
        self._tally = Tally(place)
        self._closings = Closings(user, self._indicators(), closed=opened and opened.closed, place=place)
        # The box in which each figure is typed; where columns meet in one figure, that is the first.
        self._first = {}

    # What is stored

    def _indicators(self):
        return {pk for row in self.rows for pk in (row.indicator_id, row.beside_id) if pk}

    def _stored(self):
        """The figures the columns speak of, by indicator, days and kind; one query."""
        periods = {period_of(column.relative, self.period) for column in self.columns} - {None}
        days = {day for period in periods for day in (period, Period.on(period.end))}
        figures = Figure.objects.filter(
            place=self.place,
            indicator__in=self._indicators(),
            period_start__in={period.start for period in days},
            period_end__in={period.end for period in days},
        )
        if self._hold:
            # The catalogues they are ordered by stay free for others.
            figures = with_what_hangs_on_them(figures).order_by("pk").select_for_update()
        return {(one.indicator_id, one.period_start, one.period_end, one.kind): one for one in figures}

    @cached_property
    def _released(self):
        """By indicator, the public actual figure that ends last before the form's period does; one query."""
        versions = (
            Version.objects.public()
            .current()
            .filter(
                place=self.place,
                indicator__in=self._indicators(),
                period_end__lt=self.period.end,
                period_end__gte=self.period.start.replace(year=self.period.start.year - YEARS_BACK, day=1),
            )
        )
        length = self.period.length_in_months
        found = {}
        for version in versions.order_by("period_end", "maturity"):
            if version.period.length_in_months == length or version.period_start == version.period_end:
                found[version.indicator_id] = version
        return found

    def _figure(self, indicator, period, kind):
        """The figure of a box; of what is counted at a moment, the one of the last day or else of the period."""
        for span in dict.fromkeys([held_over(indicator.measure, period), period]):
            kinds = [kind] if kind else reversed(ACTUAL_KINDS)
            for one in kinds:
                if figure := self._figures.get((indicator.pk, span.start, span.end, one)):
                    return figure
        return None

    # The boxes

    @cached_property
    def lines(self):
        """Every row with its boxes; totals and computed boxes are filled from the others."""
        lines = [Line(row, [self._box(row, column) for column in self.columns], supplier_of(row)) for row in self.rows]
        for at, line in enumerate(lines):
            if line.row.is_total:
                self._add_up(line, lines[at + 1 :])
        boxes = {box.name: box for line in lines for box in line.cells}
        row_of = {row.indicator_id: row.pk for row in self.rows if row.indicator_id}
        for line in lines:
            for box in line.cells:
                if isinstance(box, Computed) and not line.is_heading:
                    self._compute(box, boxes, row_of)
        return lines

    @cached_property
    def cells(self):
        """Every box that holds a figure, by its name."""
        boxes = (box for line in self.lines for box in line.cells)
        return {box.name: box for box in boxes if isinstance(box, Cell) and box.indicator}

    def cell(self, name):
        return self.cells.get(name)

    @property
    def shut(self):
        """Why nothing at all may be typed here, in words; empty where something may."""
        typed = [cell for cell in self.cells.values() if cell.is_typed]
        if any(cell.is_open for cell in typed):
            return ""
        return "; ".join(dict.fromkeys(cell.locked for cell in typed))

    @cached_property
    def by_row(self):
        """The boxes that hold a figure, by the id of their row."""
        found = defaultdict(list)
        for cell in self.cells.values():
            found[cell.row.pk].append(cell)
        return found

    @cached_property
    def by_whole(self):
        """The boxes of the parts of an indicator, by the number of their column and the id of the whole."""
        found = defaultdict(list)
        for cell in self.cells.values():
            found[cell.column.number, cell.indicator.parent_id].append(cell)
        return found

    @cached_property
    def by_indicator(self):
        """Each box that holds a figure, by the number of its column and the id of its indicator."""
        return {(cell.column.number, cell.indicator.pk): cell for cell in self.cells.values()}

    def _box(self, row, column):
        if column.content == Content.COMPUTED:
            return Computed(row, column)
        if row.is_total:
            return Total(row, column)
        indicator = row.beside if column.is_beside else row.indicator
        if indicator is None:
            return Cell(row, column)
        if column.relative == Relative.RELEASED:
            # Whoever writes looks at nothing beside it that the public reads.
            figure = None if self._hold else self._released.get(indicator.pk)
            return Cell(row, column, indicator, figure=figure)
        period = period_of(column.relative, self.period)
        figure = self._figure(indicator, period, column.kind)
        span = figure.period if figure else held_over(indicator.measure, period)
        is_typed = column.content == Content.TYPED
        register = self._register(column, indicator, period)
        cell = Cell(row, column, indicator, span, figure, is_typed=is_typed, register=register)
        if is_typed:
            first = self._first.setdefault((indicator.pk, span, column.kind), cell)
            cell.same_as = first.name if first is not cell else ""
            cell.locked = self._lock(cell, first)
        return cell

    def _register(self, column, indicator, period):
        """What counts a box: none a plan, and none a figure that a more mature one stands beside."""
        kind = column.kind or ACTUAL_KINDS[-1]
        if not indicator.counted_by or kind not in ACTUAL_KINDS:
            return None
        later = ACTUAL_KINDS[ACTUAL_KINDS.index(kind) + 1 :]
        if any(self._figure(indicator, period, one) for one in later):
            return None
        return self._tally.of(indicator.counted_by, period)

    def _lock(self, cell, first):
        """Why this person may not type in a box; `first` is the one in which its figure is typed."""
        indicator = cell.indicator
        if not self._may_write:
            return NO_RIGHT
        if not self.form.is_in_use:
            return RETIRED.lower()
        if not self.window.is_open:
            return CLOSED
        if self._office and indicator.office_id != self._office.pk:
            return f"do {indicator.office or NOBODY} phụ trách"
        if closing := self._closings.of(indicator.pk, self.place.pk, cell.period, cell.kind):
            return f"số này ở «{closing.form}», kỳ {closing.period} đã khóa"
        if cell is not first:
            row = "" if cell.row.pk == first.row.pk else f" dòng «{first.row}»"
            return f"cùng một số với cột «{heading(first.column, self.period)}»{row}, nhập ở đó"
        return ""

    def _add_up(self, line, below):
        """Give the boxes of a total row the boxes of the rows under it, one level deeper."""
        for other in below:
            if other.row.level <= line.row.level:
                return
            if other.row.level == line.row.level + 1:
                for total, cell in zip(line.cells, other.cells, strict=True):
                    if isinstance(total, Total) and isinstance(cell, Cell) and cell.indicator:
                        total.parts.append(cell)

    def _compute(self, box, boxes, row_of):
        """Compute one box by the one module that computes anything that is printed."""
        column = box.column
        of = boxes.get(name_of_cell(box.row.pk, column.of_number))
        base = boxes.get(name_of_cell(box.row.pk, column.base_number))
        indicator = indicator_of(of)
        if indicator is None:
            return
        if column.formula == Formula.SHARE:
            base = boxes.get(name_of_cell(row_of.get(indicator.parent_id), of.column.number))
        elif column.formula == Formula.TERMS:
            terms = indicator.numerator_id, indicator.denominator_id
            of, base = (boxes.get(name_of_cell(row_of.get(term), of.column.number)) for term in terms)
        if indicator_of(of) is None or indicator_of(base) is None:
            return
        if column.formula != Formula.MOVEMENT and not MeasureKind(indicator_of(of).measure).adds_up:
            # No plan, whole or other term divides a rate, a share or an index.
            return
        box.of, box.base, box.measure = of.name, base.name, indicator.measure
        if column.formula == Formula.MOVEMENT:
            told = measures.comparison(indicator.measure, of.value, base.value)
            box.amount, box.unit = told.amount, told.unit
        else:
            box.amount, box.unit = measures.ratio(of.value, base.value), "%"

    # What stands over the columns

    @cached_property
    def layout(self):
        """A short name for what the columns mean: what was typed under another one does not fit any more."""
        meant = [(one.number, one.content, one.relative, one.kind, one.is_beside) for one in self.columns]
        return sha256(repr(meant).encode()).hexdigest()[:16]

    @cached_property
    def heads(self):
        """Each column with what stands over it."""
        return [(column, heading(column, self.period)) for column in self.columns]


def with_what_hangs_on_them(figures):
    """Figures with whether a version or a release speaks of them, and whether another source does beside them."""
    kinds = {"versions": Version, "items": ReleaseItem, "reported_values": ReportedValue}
    return figures.annotate(
        **{f"has_{name}": Exists(kind.objects.filter(figure=OuterRef("pk"))) for name, kind in kinds.items()}
    )


def with_family(rows):
    """Of a form's rows these, and those of the whole or of the parts of their indicators."""
    of_these = Indicator.objects.filter(form_rows__in=rows)
    wholes = Q(indicator__in=of_these.values("parent"))
    parts = Q(indicator__parent__in=of_these) | Q(indicator__parent__in=of_these.values("parent"))
    return Q(pk__in=rows) | wholes | parts
