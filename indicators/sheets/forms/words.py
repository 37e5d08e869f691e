"""The words by which a form's page names its period, its rows, its units and its columns."""

from indicators.entry.cells import Total
from indicators.models import FormColumn

Formula = FormColumn.Formula


def where(period, place):
    """The line that says for which period and place a form is filled."""
    return f"Kỳ báo cáo: {period.phrase}. Địa bàn: {place}."


def corner_of(unit):
    return f"Đơn vị tính: {unit}"


def words_of(row):
    """What is printed of a row of a form, its number ahead."""
    return f"{row.number} {row}".strip()


def unit_of(line):
    """The unit of a row; of two indicators in one row both, where they differ."""
    indicators = [one for one in (line.row.indicator, line.row.beside) if one]
    if line.row.is_total:
        indicators = [part.indicator for total in line.cells if isinstance(total, Total) for part in total.parts]
    return " / ".join(dict.fromkeys(str(one.unit) for one in indicators))


def units_of(lines):
    """The units of all rows, and the one that holds for all of them and so stands in a corner; «» where none does."""
    units = [unit_of(line) for line in lines]
    stated = set(filter(None, units))
    return units, stated.pop() if len(stated) == 1 else ""


def numbered(column):
    """The number of a column, with what it is computed of: «7=4/3»."""
    of, base = column.of_number, column.base_number
    match column.formula:
        case Formula.RATIO:
            return f"{column.number}={of}/{base}"
        case Formula.MOVEMENT:
            return f"{column.number}=({of}-{base})/{base}"
        case Formula.SHARE:
            return f"{column.number}={of}/{of} của dòng trên"
        case Formula.TERMS:
            return f"{column.number}=tử số/mẫu số của cột {of}"
    return str(column.number)
