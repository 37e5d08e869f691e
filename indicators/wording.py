"""How one figure reads in a sentence or a cell: its amount with «khoảng», «trên», «gần», and its flags in words."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from config.values.dates import format_date, format_moment
from config.values.numbers import MISSING, format_number

AMOUNTS = {"~": "khoảng {}", ">": "trên {}", "<": "gần {}", "under": "dưới {}"}
FLAGS = {
    "in_doubt": "còn nghi vấn",
    "is_break": "đứt chuỗi",
    "has_other_definition": "khác khái niệm",
    "is_unreliable": "độ tin cậy thấp",
}


def amount(value: Decimal | None, qualifier: str = "=", upper: Decimal | None = None) -> str:
    """«9.417,1», «khoảng 4.600», «trên 30», «dưới 30», «gần 240», «5–7», or «—»: never rounded, never made up."""
    if value is None:
        return MISSING
    if qualifier == "range":
        return f"{format_number(value)}–{format_number(upper)}"
    return AMOUNTS.get(qualifier, "{}").format(format_number(value))


def told(value) -> str:
    """A value of any field as a message tells it: 9.417,1, 05/03/2026, có, «—»."""
    if value is None or value == "":
        return MISSING
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, date):
        return format_date(value)
    return format_number(value) if isinstance(value, Decimal) else str(value)


def flags(figure) -> Iterator[str]:
    """What a reader must know before quoting the figure, in words."""
    return (words for name, words in FLAGS.items() if getattr(figure, name))
