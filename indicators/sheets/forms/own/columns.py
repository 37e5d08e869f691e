"""Which column of a form each column of a layout is, by its head, by what its head says, by its number."""

from indicators.entry.periods import period_of
from indicators.models import FormColumn, Kind
from indicators.sheets.forms.remarks import CUMULATED
from indicators.sheets.heads import Base, Degree
from indicators.sheets.laid import Role

Content, Relative, Formula = FormColumn.Content, FormColumn.Relative, FormColumn.Formula

KINDS = {
    Degree.PLAN: {Kind.PLAN},
    Degree.TARGET: {Kind.TARGET},
    Degree.ESTIMATE: {Kind.ESTIMATE},
    Degree.DONE: {Kind.PRELIMINARY, Kind.OFFICIAL, ""},
    Degree.PRELIMINARY: {Kind.PRELIMINARY, ""},
    Degree.OFFICIAL: {Kind.OFFICIAL, ""},
}
YEAR_AGO = {Relative.YEAR_AGO, Relative.CUMULATED_YEAR_AGO, Relative.YEAR_BEFORE}


def numbers_of_columns(decided, grid, numbering):
    """The number of the form's column that each column of a table is, by position; those that nothing tells are out.

    `numbering` are the numbers that the sheet itself gives its columns.
    """
    taken = {}
    columns = {column.number: column for column in grid.columns}
    for each in decided.columns:
        fitting = [number for number, one in columns.items() if _means(each, one, columns, grid.period)]
        if len(fitting) == 1 and fitting[0] not in taken.values():
            taken[each.column.position] = fitting[0]
    for each in decided.columns:
        place, number = each.column.position, numbering.get(each.column.position)
        is_free = place not in taken and number in columns and number not in taken.values()
        if is_free and _is_of_sort(each, columns[number]):
            taken[place] = number
    return taken


def _is_of_sort(each, column):
    """Whether figures are held against figures, and what is computed against what is computed."""
    is_computed = column.content == Content.COMPUTED
    return each.role == Role.UNKNOWN or is_computed == (each.role == Role.COMPARED)


def _means(each, column, columns, own):
    if each.role == Role.COMPARED:
        return column.content == Content.COMPUTED and _compares(each.column.said, column, columns)
    if each.role != Role.VALUE or column.content == Content.COMPUTED:
        return False
    is_timed = each.period is not None and period_of(column.relative, own) == each.period
    return is_timed and column.kind in KINDS.get(each.degree, ()) and column.is_beside == each.is_beside


def _compares(said, column, columns):
    """Whether a comparison is of the year so far, and with what its head says."""
    of, base = columns.get(column.of_number), columns.get(column.base_number)
    if column.formula in (Formula.SHARE, Formula.TERMS) or not (of and base):
        return column.formula == Formula.SHARE and said.base == Base.WHOLE
    if (of.relative in CUMULATED) != said.is_cumulated:
        return False
    match said.base:
        case Base.PREVIOUS:
            return base.relative == Relative.PREVIOUS
        case Base.YEAR_AGO:
            return base.relative in YEAR_AGO
        case Base.PLAN:
            return base.kind in (Kind.PLAN, Kind.TARGET)
    return False
