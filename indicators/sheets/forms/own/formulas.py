"""What the formulas of a layout would have said, held against what the book writes in their places."""

import ast
import re
from decimal import Decimal

from openpyxl.utils import coordinate_to_tuple, range_boundaries

from config.sheets.shown import shows_percent
from config.values.numbers import MISSING, format_number, plain_decimal
from indicators.sheets.forms.pages import COMPARED_DECIMALS

LONGEST, NAMED = 400, 5
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)")
_CELL = re.compile(r"\$?\b([A-Z]{1,3})\$?(\d+)\b(?!\()")
_COMPARISONS = re.compile(r"(?<![<>=])=(?!=)")
_MOST_CELLS = 5_000


class Unknown(Exception):
    """A formula that is not reckoned here, or has no value."""


class Formulas:
    """The formulas of a page, reckoned on the numbers that stand in it now: sums, ratios and what guards them."""

    def __init__(self, page):
        self.page = page

    def differing(self, own, formulas):
        """A sentence for each column of a layout whose formulas say something else than the book wrote."""
        found = {}
        for row, column, box in () if own.is_template else own.places():
            cell = self.page.cell(row + 1, column + 1)
            theirs = self._reckoned(formulas[row, column])
            if theirs is None or _is_same(theirs, cell.value, shows_percent(cell.number_format)):
                continue
            said = format_number(cell.value) if isinstance(cell.value, int | Decimal) else MISSING
            found.setdefault(box.column.number, []).append(
                f"{cell.coordinate}: {format_number(round(theirs, 4))} → {said}"
            )
        for number, cells in sorted(found.items()):
            more = f" và {len(cells) - NAMED} ô nữa" if len(cells) > NAMED else ""
            yield (
                f"Cột {number}: công thức của khuôn cho số khác, biểu ghi số sổ tính. {'; '.join(cells[:NAMED])}{more}."
            )

    def _reckoned(self, formula):
        if not formula or len(formula) > LONGEST:
            return None
        text = _RANGE.sub(lambda match: f'RANGE("{match[0].replace("$", "")}")', formula.removeprefix("="))
        text = re.sub(r'"[^"]*"|' + _CELL.pattern, lambda match: match[0] if match[0][0] == '"' else _ref(match), text)
        text = _COMPARISONS.sub("==", text.replace("<>", "!="))
        try:
            return self._value(ast.parse(text.strip(), mode="eval").body)
        except (Unknown, SyntaxError, ValueError, ArithmeticError, RecursionError, MemoryError):
            return None

    def _value(self, node):
        match node:
            case ast.Constant(value=int() | float() as number):
                return plain_decimal(number)
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return -self._value(inner)
            case ast.BinOp(left=left, op=op, right=right):
                return _joined(op, self._value(left), self._value(right))
            case ast.Call(func=ast.Name(id=name), args=args):
                return self._called(name.upper(), args)
        raise Unknown

    def _called(self, name, args):
        match name, args:
            case "CELL", [ast.Constant(value=place)]:
                return self._number(*coordinate_to_tuple(place))
            case "SUM", _:
                return sum((self._sum(arg) for arg in args), Decimal(0))
            case "IFERROR", [first, second]:
                try:
                    return self._value(first)
                except ArithmeticError:
                    return self._value(second)
            case "IF", [ast.Compare(left=left, ops=[op], comparators=[right]), first, second]:
                return self._value(first if _holds(op, self._value(left), self._value(right)) else second)
            case "ROUND", [inner, places]:
                return round(self._value(inner), int(self._value(places)))
        raise Unknown

    def _sum(self, arg):
        match arg:
            case ast.Call(func=ast.Name(id="RANGE"), args=[ast.Constant(value=area)]):
                left, top, right, bottom = range_boundaries(area)
                if (right - left + 1) * (bottom - top + 1) > _MOST_CELLS:
                    raise Unknown
                rows, columns = range(top, bottom + 1), range(left, right + 1)
                return sum((self._number(row, column) for row in rows for column in columns), Decimal(0))
        return self._value(arg)

    def _number(self, row, column):
        # Asked by its address, a page would make the cells that are not there.
        cell = self.page._cells.get((row, column))
        value = cell.value if cell else None
        if value is None:
            return Decimal(0)
        if isinstance(value, int | float | Decimal):
            return plain_decimal(value)
        raise Unknown


def _ref(match):
    return f'CELL("{match[1]}{match[2]}")'


def _joined(op, left, right):
    match op:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.Div():
            return left / right
    raise Unknown


def _holds(op, left, right):
    match op:
        case ast.Eq():
            return left == right
        case ast.NotEq():
            return left != right
        case ast.Gt():
            return left > right
        case ast.Lt():
            return left < right
    raise Unknown


def _is_same(theirs, ours, is_percent):
    """Whether two numbers print alike; a guard's 0 is no number where the book has none."""
    if not isinstance(ours, int | Decimal):
        return theirs == 0
    places = COMPARED_DECIMALS + 2 * is_percent
    return abs(theirs - ours) <= Decimal(1).scaleb(-places)
