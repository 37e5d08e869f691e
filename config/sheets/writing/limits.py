"""What no spreadsheet holds, and who is told of it before a file begins."""

import math

from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, Count, Max, TextField
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from config.values.numbers import format_number

LONGEST_CELL = 32_767
MOST_ROWS = 1_048_576
# Rows above the rows themselves: a title, an empty line, the headings.
MOST_HEAD_ROWS = 3


class LimitError(ValueError):
    """Rows no spreadsheet can hold; the message says which and what to do."""


class TooLongError(LimitError):
    """A text longer than a cell."""

    def __init__(self, text):
        super().__init__(
            f"Có ô dài hơn {LONGEST_CELL} ký tự, bảng tính không chứa hết: «{text[:60]}…». Hãy lấy tệp csv."
        )


class TooManyRowsError(LimitError):
    """More rows than a sheet has."""

    def __init__(self):
        super().__init__(
            f"Bảng dài hơn {format_number(MOST_ROWS)} dòng, một trang bảng tính không chứa hết: "
            "hãy lọc bớt dòng hoặc lấy tệp csv."
        )


def refuse_what_no_sheet_holds(queryset, paths):
    """Ask the database whether these columns of the rows fit: once a file has begun, nobody can be told."""
    unlimited = [path for path in dict.fromkeys(paths) if _may_be_too_long(queryset.model, path)]
    found = queryset.order_by().aggregate(Count("pk"), **{path: Max(Length(path)) for path in unlimited})
    if found.pop("pk__count") > MOST_ROWS - MOST_HEAD_ROWS:
        raise TooManyRowsError
    for path, longest in found.items():
        if longest is not None and longest > LONGEST_CELL:
            is_too_long = GreaterThan(Length(path), LONGEST_CELL)
            raise TooLongError(queryset.order_by().filter(is_too_long).values_list(path, flat=True)[0])


def _may_be_too_long(model, path):
    """Whether a path of names ends at a text that may be longer than a cell."""
    try:
        for name in path.split("__"):
            field = model._meta.get_field(name)
            model = field.related_model
    except (FieldDoesNotExist, AttributeError):
        return False
    return isinstance(field, CharField | TextField) and (field.max_length or math.inf) > LONGEST_CELL
