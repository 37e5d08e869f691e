"""What stands in a box of a register, and what is meant by what is typed there."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from config.values.dates import format_date
from config.values.text import fold, identity_key, nfc
from indicators.entry import typing
from indicators.models import Qualifier


def text_of(field, row) -> str:
    """What a row's field says, as it is typed: words of a choice, 05/03/2026, 1.234.567,8."""
    value = getattr(row, field.attname)
    if value is None or value == "":
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, date):
        return format_date(value)
    return typing.shown(value, None, Qualifier.EXACT, "") if isinstance(value, Decimal) else str(value)


def sent_of(field, text) -> str:
    """What a form of the row is sent for a text: of a choice its code, by its words or a beginning only it has."""
    if not field.choices or not text:
        return text
    words = {code: str(label) for code, label in field.flatchoices}
    found = named(words, text)
    if len(found) != 1:
        several = ", ".join(f"«{words[code]}»" for code in found or words)
        shown = nfc(text)[:40]
        raise ValidationError(
            f"«{shown}» có thể là {several}: hãy gõ thêm." if found else f"Không có «{shown}»: hãy chọn {several}."
        )
    return found[0]


def named(words, text) -> list[str]:
    """The codes whose words a text is, else begins; with its marks, else without them."""
    for matches in (str.__eq__, str.startswith):
        for key in (identity_key, fold):
            wanted = key(text)
            if wanted and (found := [code for code, label in words.items() if matches(key(label), wanted)]):
                return found
    return []
