"""How one figure reads in a sentence or a cell: its amount with «khoảng», «trên», «gần», and its flags in words."""

from collections.abc import Iterator
from decimal import Decimal

from config.values.numbers import MISSING, format_number

AMOUNTS = {"~": "khoảng {}", ">": "trên {}", "<": "gần {}"}
FLAGS = {
    "in_doubt": "còn nghi vấn",
    "is_break": "đứt chuỗi",
    "has_other_definition": "khác khái niệm",
    "is_unreliable": "độ tin cậy thấp",
}


def amount(value: Decimal | None, qualifier: str = "=", upper: Decimal | None = None) -> str:
    """«9.417,1», «khoảng 4.600», «trên 30», «gần 240», «5–7», or «—»: never rounded, never made up."""
    if value is None:
        return MISSING
    if qualifier == "range":
        return f"{format_number(value)}–{format_number(upper)}"
    return AMOUNTS.get(qualifier, "{}").format(format_number(value))


def flags(figure) -> Iterator[str]:
    """What a reader must know before quoting the figure, in words."""
    return (words for name, words in FLAGS.items() if getattr(figure, name))
