"""What should be looked at twice in a box of a form; it never stops anybody, the answer becomes the note."""

from indicators.actions.approving import is_implausible
from indicators.actions.checklist import jump_phrase
from indicators.measures import MeasureKind, is_thousandfold
from indicators.models import Indicator, Kind
from indicators.periods import PeriodError
from indicators.series import period_before

# Preliminary and official figures rarely move further than this from the estimate before them.
FAR = 20
DEGREE_BEFORE = {Kind.PRELIMINARY: Kind.ESTIMATE, Kind.OFFICIAL: Kind.PRELIMINARY}


def doubts_of(grid, cell):
    """The warnings of one box, in words; none for an empty one."""
    figure = cell.figure
    if figure is None or figure.value is None:
        return []
    figure.indicator = cell.indicator
    found = []
    if is_implausible(figure):
        found.append("nằm ngoài khoảng hợp lý của chỉ tiêu")
    if cell.indicator.measure == Indicator.Measure.SHARE and figure.value > 100:
        found.append("tỷ trọng lớn hơn 100 %")
    base, last = (of_period(grid, cell, period) for period in (period_before(figure.period), previous(figure.period)))
    if words := jump_phrase(figure, base and base.figure):
        found.append(f"{words} {base.figure.period.phrase}: kiểm tra dấu chấm, phẩy và đơn vị")
    elif last and is_thousandfold(figure.value, last.value):
        words = f"hơn kém {last.figure.period.phrase} ({last.text}) khoảng 1.000 lần"
        found.append(f"{words}: kiểm tra dấu chấm, phẩy và đơn vị")
    if words := far_from_degree_before(grid, cell):
        found.append(words)
    return [*found, *above_whole(grid, cell)]


def of_period(grid, cell, period):
    """The first box of the same row and indicator that has a figure of this period; None for none."""
    others = (other for other in grid.by_row[cell.row.pk] if other.indicator is cell.indicator and other.figure)
    return next((other for other in others if other.figure.period == period), None)


def previous(period):
    """The period just before; None where the calendar has none."""
    try:
        return period.previous()
    except PeriodError:
        return None


def beside(grid, cell, **wanted):
    """The first box of the same row and indicator whose column is so, None where the form has none with a figure."""
    for other in grid.by_row[cell.row.pk]:
        same = other.indicator is cell.indicator and other.figure is not None
        if same and all(getattr(other.column, name) == value for name, value in wanted.items()):
            return other
    return None


def far_from_degree_before(grid, cell):
    """«lệch 25 % so với ước tính», for a figure far from the less mature one of the same period."""
    before = DEGREE_BEFORE.get(cell.column.kind)
    other = before and beside(grid, cell, relative=cell.column.relative, kind=before)
    if not other or not cell.value or not other.value or other.value <= 0:
        return ""
    apart = abs(cell.value - other.value) / other.value * 100
    if MeasureKind(cell.indicator.measure).adds_up and apart > FAR:
        return f"lệch hơn {FAR} % so với {Kind(before).label} {other.text}"
    return ""


def above_whole(grid, cell):
    """Parts that add up to more than their whole, asked of the whole and of each part."""
    if not MeasureKind(cell.indicator.measure).adds_up:
        return
    number, whole = cell.column.number, cell.indicator.parent_id or cell.indicator.pk
    top = grid.by_indicator.get((number, whole))
    if top is None or top.value is None:
        return
    parts = [one for one in grid.by_whole[number, whole] if one.value is not None]
    parts = [one for one in parts if one.indicator.unit_id == top.indicator.unit_id]
    if not parts:
        return
    if sum(one.value for one in parts) > top.value:
        yield f"các phần cộng lại lớn hơn «{top.indicator}»"
