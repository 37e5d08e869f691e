"""Numbers as they are written in Vietnam: a comma before the decimals, dots between the thousands."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from config.values.text import nfc

MISSING = "—"
# As wide as a digit and as high as a plus: a hyphen before a number is missed, or taken for a dash.
MINUS = "−"

# Figures are never rounded by the arithmetic that prints them, whatever their length.
EXACT = Context(prec=400)

# Longer than any figure; what is longer is a paragraph in the wrong cell.
LONGEST = 100

# What a stored amount keeps, in all and after the comma.
DIGITS, DECIMALS = 20, 4

_FULL_WIDTH = str.maketrans("０１２３４５６７８９，．＋－", "0123456789,.+-")
_DASHES = str.maketrans("−–—‒﹣", "-----")
_AS_READ = str.maketrans(",.-", f".,{MINUS}")

# What departments put in a cell they have no figure for.
_MISSING_MARK = re.compile(r"-{0,3}|\.{2,5}|…+|x", re.IGNORECASE)

_VIETNAMESE = re.compile(
    r"""(?P<sign>[+-]?)
        (?P<whole> [0-9]+ | [1-9][0-9]{0,2}(?:\.[0-9]{3})+ | [1-9][0-9]{0,2}(?:[ ][0-9]{3})+ | (?=,) )
        (?:,(?P<decimals>[0-9]+))?""",
    re.VERBOSE,
)
_AMBIGUOUS = re.compile(r"(?P<sign>[+-]?)(?P<whole>[1-9][0-9]{0,2})\.(?P<rest>[0-9]{3})")
_DOT_DECIMAL = re.compile(r"(?P<sign>[+-]?)(?P<whole>[0-9]*)\.(?P<decimals>[0-9]+)")
_ENGLISH = re.compile(r"(?P<sign>[+-]?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+)(?:\.(?P<decimals>[0-9]+))?")
# No zero in front or at the end, and no more digits than any store keeps.
_SHORT = re.compile(r"-?([1-9][0-9]{0,10})(?:,([0-9]{0,3}[1-9]))?")
_EXPONENT = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?e[+-]?[0-9]+", re.IGNORECASE)
_DOUBLED = re.compile(r"[0-9][.,]{2,}[0-9]")
_RANGE = re.compile(r"[0-9.,]+ ?- ?[0-9.,]+")


class NumberError(ValueError):
    """Text that is no number, or not surely one; the message says what to type instead."""


class AmbiguousNumberError(NumberError):
    """Text such as 1.234, which is a thousand times more in Vietnam than in England."""

    def __init__(self, text: str, whole: str, decimal: str) -> None:
        super().__init__(f"«{text}» có thể là {whole} hoặc {decimal}: hãy gõ {whole} hoặc {decimal}.")
        self.whole, self.decimal = whole, decimal


def parse_number(text: str) -> Decimal:
    """The number a Vietnamese reader sees in the text; NumberError where two readers could differ."""
    plain, shown = plain_text(text), _shown(text)
    if len(plain) > LONGEST:
        raise NumberError(f"«{shown}» quá dài, không phải số: hãy gõ một số, ví dụ 1234,5.")
    # The dot of 1.234 groups thousands here and starts decimals in most software: nobody may guess.
    if match := _AMBIGUOUS.fullmatch(plain):
        sign, whole, rest = match.groups()
        raise AmbiguousNumberError(shown, f"{sign}{whole}{rest}", f"{sign}{whole},{rest}")
    if match := _VIETNAMESE.fullmatch(plain):
        whole = re.sub(r"[. ]", "", match["whole"]) or "0"
        return _decimal(match["sign"], whole, match["decimals"])
    raise NumberError(_what_to_type(plain, shown))


def is_ambiguous(cell: object) -> bool:
    """Whether a cell is a text such as 1.234, which two readers read differently."""
    return isinstance(cell, str) and _AMBIGUOUS.fullmatch(plain_text(cell)) is not None


def number_from_cell(value: object) -> Decimal | None:
    """The number in a spreadsheet cell; None for an empty cell or a mark of a missing figure."""
    if value is None:
        return None
    if isinstance(value, bool):
        raise NumberError("Ô chứa giá trị đúng/sai, không phải số: hãy gõ một số.")
    if isinstance(value, int | float | Decimal):
        if not Decimal(value).is_finite():
            raise NumberError("Ô chứa kết quả tính lỗi, không phải số: hãy sửa công thức hoặc gõ một số.")
        return plain_decimal(value)
    if isinstance(value, str):
        return None if is_missing_mark(value) else parse_number(value)
    raise NumberError(f"«{_shown(str(value))}» không phải số: hãy gõ một số, ví dụ 1234,5.")


def is_missing_mark(text: str) -> bool:
    """Whether a cell's text only says that there is no figure."""
    return _MISSING_MARK.fullmatch(plain_text(text)) is not None


def plain_text(text: str) -> str:
    """The text with its look-alikes of digits, dashes and spaces made plain."""
    return nfc(text).translate(_FULL_WIDTH).translate(_DASHES)


def format_number(value: Decimal | int | None, decimals: int | None = None, grouping: bool = True) -> str:
    """9.417,1 or −0,5 for a reader; «—» for a missing figure; all the decimals it has unless told how many."""
    if value is None:
        return MISSING
    number = plain_decimal(value)
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=EXACT)
    if number.is_zero():
        number = number.copy_abs()
    text = f"{number:,f}" if grouping else f"{number:f}"
    return text.translate(_AS_READ)


def format_input(value: Decimal | int | None) -> str:
    """The number as a form shows it: parse_number reads exactly the same number back."""
    return "" if value is None else f"{plain_decimal(value):f}".replace(".", ",")


def plain_decimal(value: Decimal | int | float) -> Decimal:
    """The same number without trailing zeros and without an exponent: 100, not 100.0000 or 1E+2."""
    # Of a float 15 digits can be trusted: 0.1 + 0.2 is 0.3.
    text = format(Decimal(format(value, ".15g") if isinstance(value, float) else value), "f")
    number = Decimal(text.rstrip("0").rstrip(".") if "." in text else text)
    return number.copy_abs() if number.is_zero() else number


def short_decimal(value: float, max_digits: int, decimal_places: int) -> Decimal | None:
    """The same as plain_decimal, a few times quicker, for a number of plain digits that fits; None for any other."""
    text = format(value, ".15g")
    whole, _, decimals = text.partition(".")
    fits = len(decimals) <= decimal_places and len(whole) <= min(max_digits - decimal_places, 15)
    return Decimal(text) if fits and value and whole.lstrip("-").isdecimal() else None


def short_number(text: str, max_digits: int, decimal_places: int) -> Decimal | None:
    """The same as parse_number, a few times quicker, for a number without grouping that fits; None for any other."""
    match = _SHORT.fullmatch(text)
    fits = match and len(match[2] or "") <= decimal_places and len(match[1]) <= max_digits - decimal_places
    return Decimal(text.replace(",", ".")) if fits else None


def significant_digits(value: Decimal) -> int:
    """How many digits a store must keep to give the number back unchanged."""
    return len(value.normalize(EXACT).as_tuple().digits)


def _decimal(sign: str, whole: str, decimals: str | None) -> Decimal:
    number = plain_decimal(Decimal(f"{whole}.{decimals or 0}"))
    # copy_negate and not a minus, which would round to 28 digits; there is no -0.
    return number if sign != "-" or number.is_zero() else number.copy_negate()


def _what_to_type(plain: str, shown: str) -> str:
    if not plain:
        return "Chưa gõ số nào: hãy gõ một số, ví dụ 1234,5."
    if plain.endswith("%"):
        return f"«{shown}» có dấu %: chỉ gõ số, đơn vị đã ghi riêng."
    if _EXPONENT.fullmatch(plain):
        return f"«{shown}» viết theo lũy thừa: hãy gõ đủ các chữ số, ví dụ 1234,5."
    if _DOUBLED.search(plain):
        return f"«{shown}» có hai dấu liền nhau nên không rõ là số nào: hãy xem lại số gốc rồi gõ lại."
    if match := _DOT_DECIMAL.fullmatch(plain):
        instead = f"{match['sign']}{match['whole'] or 0},{match['decimals']}"
        return f"«{shown}» dùng dấu chấm cho phần thập phân: hãy gõ {instead}."
    if match := _ENGLISH.fullmatch(plain):
        whole = match["sign"] + match["whole"].replace(",", "")
        instead = f"{whole},{match['decimals']}" if match["decimals"] else whole
        return f"«{shown}» viết theo kiểu Anh: hãy gõ {instead}."
    if _RANGE.fullmatch(plain):
        return f"«{shown}» là một khoảng: hãy gõ từng số vào ô riêng."
    if any(letter.isalpha() for letter in plain):
        return f"«{shown}» có chữ: chỉ gõ số, đơn vị đã ghi riêng, ví dụ 1234,5."
    return f"«{shown}» không phải số: hãy dùng dấu phẩy cho phần thập phân, ví dụ 1234,5 hoặc 1.234.567,8."


def _shown(text: str) -> str:
    """The text as an error message quotes it: one short line."""
    line = nfc(text)
    return line if len(line) <= 40 else f"{line[:39]}…"
