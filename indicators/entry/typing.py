"""What a clerk means by the text of one cell: a number, a range, a bound, another unit, or that there is none."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.core.exceptions import ValidationError

from config.values.forms import DigitsValidator
from config.values.numbers import (
    DECIMALS,
    DIGITS,
    EXACT,
    LONGEST,
    MINUS,
    MISSING,
    AmbiguousNumberError,
    NumberError,
    format_input,
    format_number,
    is_missing_mark,
    parse_number,
    plain_decimal,
    plain_text,
)
from config.values.text import identity_key, nfc, unmarked
from config.values.units import COUNTED_APART, Measured, counted, spelling_key
from config.values.words import in_words, spoken_unit


class Qualifier(StrEnum):
    """How a value is meant, in the words of the stored figure (indicators.models.figures), without its tables."""

    EXACT = "="
    ABOUT = "~"
    OVER = ">"
    NEAR = "<"
    UNDER = "under"
    RANGE = "range"


class TypingError(ValueError):
    """Text that cannot be taken for a figure of this cell; the message says what to do instead."""


class AmbiguousTyping(TypingError):
    """Text with a dot as in 1.234; `choices` are pairs of what to type instead and its meaning in words."""

    def __init__(self, text: str, choices: list[tuple[str, str]]) -> None:
        instead = " hoặc ".join(choice for choice, _ in choices)
        super().__init__(f"«{text}» có thể đọc hai cách, hơn kém nhau một nghìn lần: hãy gõ {instead}.")
        self.choices = choices


@dataclass(frozen=True)
class Scale:
    """What is known of a cell before anything is typed: how its indicator is measured, and the units of the book."""

    decimals: int
    lowest: Decimal | None
    highest: Decimal | None
    unit: str
    dimension: str
    factor: Decimal
    units: Mapping[str, Measured]
    may_be_negative: bool


@dataclass(frozen=True)
class Typed:
    """What was understood, as a figure keeps it; `says` tells it in one line where the text alone does not."""

    value: Decimal | None
    upper: Decimal | None
    qualifier: str
    as_printed: str
    says: str


@dataclass(frozen=True)
class _End:
    """One number in the unit it was typed in, and its value in the unit of the cell."""

    number: Decimal
    unit: str
    value: Decimal


@dataclass(frozen=True)
class _Reading:
    """One number, or the two ends of a range, with the word before them."""

    qualifier: Qualifier
    word: str
    ends: list[_End]
    is_converted: bool
    says_more: bool


_SIGNS = {"~": "khoảng", "≈": "khoảng", ">": "trên", "<": "dưới"}
_WORDS = {
    "khoảng": Qualifier.ABOUT,
    "ước": Qualifier.ABOUT,
    "trên": Qualifier.OVER,
    "hơn": Qualifier.OVER,
    "dưới": Qualifier.UNDER,
    "gần": Qualifier.NEAR,
}
_USUAL = {Qualifier.ABOUT: "~", Qualifier.OVER: ">", Qualifier.NEAR: "gần ", Qualifier.UNDER: "<"}
_TYPED_WORDS = {spelling: word for word in _WORDS for spelling in (identity_key(word), unmarked(word))}

_SIGNED = re.compile(r"([~≈<>]) ?(.*)")
_WORDED = re.compile(r"([^\W\d_]+) (.*)")
_FROM_TO = re.compile(r"(?:(?:từ|tu) )?(?P<low>.+?) (?:đến|den) (?P<high>.+)", re.IGNORECASE)
_DASHED = re.compile(r"(?P<low>[+-]?[0-9,][^-]*?) ?- ?(?P<high>[+-]?[0-9,][^-]*)")
_WITH_UNIT = re.compile(r"(?P<number>[+-]?[0-9,][0-9., ]*?) ?(?P<unit>[^0-9., +-].*)")
_DOTTED = re.compile(r"(?<![0-9.,])([1-9][0-9]{0,2})\.([0-9]{3})(?![0-9.,])")
_QUOTED = re.compile(r"« ?(\S.*?) ?»")


def understand(text: str, scale: Scale) -> Typed | None:
    """What the text of a cell says of its figure, None for an empty cell; TypingError says what to type instead.

    A dot as in 1.234 groups thousands for some readers and starts decimals for others: one sentence of a source report
    has «259.560 triệu» and «2.025 triệu» in two meanings, and the press printed 866,605 ha for 866.605. So it is read
    only where the cell leaves one reading: a count typed in its own unit has no decimals, and the plausible range may
    admit one of the two. Otherwise AmbiguousTyping brings both.
    """
    line = nfc(text)
    if not line:
        return None
    quoted = _QUOTED.fullmatch(line)
    printed = quoted[1] if quoted else line
    if len(printed) > LONGEST:
        raise TypingError(f"Ô có quá {LONGEST} ký tự: hãy chỉ gõ một số, ví dụ 1234,5, phần còn lại để ở ghi chú.")
    if quoted or is_missing_mark(line):
        return _without_number("-" if _is_dash(line) else printed)
    try:
        return _typed(line, _read(plain_text(line), scale), scale)
    except AmbiguousNumberError:
        return _settled(line, scale)
    except NumberError as error:
        raise TypingError(str(error)) from error


def spoken(typed: Typed, unit_name: str) -> str:
    """What is read aloud of a cell: «khoảng bốn nghìn sáu trăm triệu đô la Mỹ», «chưa có số»."""
    if typed.value is None:
        return _absence(typed.as_printed)
    ends = [in_words(end) for end in (typed.value, typed.upper) if end is not None]
    return f"{_phrase(_word_of(typed), ends)} {spoken_unit(unit_name)}".strip()


def shown(value: Decimal | None, upper: Decimal | None, qualifier: str, as_printed: str) -> str:
    """What a cell shows of a stored figure, which `understand` reads back as the same figure.

    The print is shown where it says the whole figure; a print that has no number stands in «…».
    """
    if value is None:
        is_mark = is_missing_mark(as_printed) and (as_printed == "-" or not _is_dash(as_printed))
        return as_printed if is_mark else f"«{as_printed}»"
    if _says_all(as_printed, value, upper, qualifier):
        return as_printed
    if upper is None:
        return _USUAL.get(qualifier, "") + _in_a_cell(value)
    ends = [_in_a_cell(value), _in_a_cell(upper)]
    return "–".join(ends) if value >= 0 else _phrase("", ends)


# A cell without a number


def _without_number(printed: str) -> Typed:
    return Typed(None, None, Qualifier.EXACT, printed, _absence(printed))


def _absence(printed: str) -> str:
    """«-» in a statistical table: it did not happen; «…»: nobody has the figure. Neither is zero."""
    if _is_dash(printed):
        return "không phát sinh"
    return "chưa có số" if is_missing_mark(printed) else f"chưa có số, nguồn in «{printed}»"


def _is_dash(line: str) -> bool:
    """Whether the line is a dash of tables, not the long one that our own pages print for what is missing."""
    return line not in ("", MISSING) and not plain_text(line).strip("-")


# A cell with numbers


def _read(plain: str, scale: Scale) -> _Reading:
    """The numbers in the text; AmbiguousNumberError where a dot has two meanings, other errors where it has none."""
    qualifier, word, body = _qualified(plain)
    between = _FROM_TO.fullmatch(body) or _DASHED.fullmatch(body)
    ends = _ends([between["low"], between["high"]] if between else [body], scale)
    if between and qualifier in (Qualifier.OVER, Qualifier.NEAR, Qualifier.UNDER):
        raise TypingError(f"«{plain}» vừa là khoảng vừa có «{word}»: hãy gõ một khoảng như 5-7 hoặc một số như >5.")
    is_converted = any(end.unit != scale.unit for end in ends)
    is_qualified = qualifier != Qualifier.EXACT
    is_usual = plain[0] in _SIGNS or qualifier == Qualifier.NEAR
    says_more = is_converted or (is_qualified and (bool(between) or not is_usual))
    reading = _Reading(Qualifier.RANGE if between else qualifier, word, ends, is_converted, says_more)
    _check(plain, reading, scale)
    return reading


def _qualified(plain: str) -> tuple[Qualifier, str, str]:
    """What stands before the number, the word for it, and the rest."""
    if match := _SIGNED.fullmatch(plain):
        word = _SIGNS[match[1]]
        return _WORDS[word], word, match[2]
    if (match := _WORDED.fullmatch(plain)) and (word := _TYPED_WORDS.get(identity_key(match[1]))):
        return _WORDS[word], word, match[2]
    return Qualifier.EXACT, "", plain


def _ends(texts: list[str], scale: Scale) -> list[_End]:
    parts = [_split(text, scale) for text in texts]
    last = parts[-1][1]
    if last is None and parts[0][1] is not None:
        raise TypingError(f"«{texts[0]}» có đơn vị mà «{texts[-1]}» không có: hãy ghi đơn vị ở cuối, như 5-7 triệu.")
    return [_end(number, last if unit is None else unit, scale) for number, unit in parts]


def _split(text: str, scale: Scale) -> tuple[str, Measured | None]:
    """The number's text and the unit after it; all of the text where no unit is known, for parse_number to judge."""
    match = _WITH_UNIT.fullmatch(text)
    if match is None:
        return text, None
    if match["unit"] == "%" and scale.unit.startswith("%"):
        return match["number"], (scale.unit, scale.dimension, scale.factor)
    unit = scale.units.get(spelling_key(match["unit"]))
    return (text if unit is None else match["number"]), unit


def _end(text: str, unit: Measured | None, scale: Scale) -> _End:
    number = parse_number(text)
    if unit is None:
        return _End(number, scale.unit, number)
    name, dimension, factor = unit
    times, thing = counted(scale.unit)
    if not dimension and "%" not in thing:
        return _End(number, f"{name} {thing}", _converted(number, factor, times))
    if dimension != scale.dimension or (dimension == COUNTED_APART and counted(name)[1] != thing):
        raise TypingError(
            f"Ô này tính bằng {scale.unit}, không đổi từ {name} sang được: "
            f"hãy gõ số theo {scale.unit}, hoặc xem lại có nhầm ô không."
        )
    return _End(number, name, _converted(number, factor, scale.factor))


def _converted(number: Decimal, factor: Decimal, to: Decimal) -> Decimal:
    return plain_decimal(EXACT.divide(EXACT.multiply(number, factor), to))


def _check(plain: str, reading: _Reading, scale: Scale) -> None:
    """Raise for what the row of a figure would refuse, while it can still be said of what was typed."""
    values = [end.value for end in reading.ends]
    if min(values) < 0 and not scale.may_be_negative:
        raise TypingError(
            "Chỉ tiêu này không nhận số âm: hãy kiểm tra dấu, hoặc báo người giữ danh mục cho phép số âm ở chỉ tiêu."
        )
    if reading.qualifier == Qualifier.RANGE and values[0] >= values[1]:
        raise TypingError(f"«{plain}»: đầu khoảng phải nhỏ hơn cuối khoảng, hãy gõ số nhỏ trước, ví dụ 5-7.")
    for value in values:
        try:
            DigitsValidator(DIGITS, DECIMALS)(value)
        except ValidationError as error:
            message = error.messages[0]
            told = f"«{plain}» đổi ra {scale.unit}: {message[0].lower()}{message[1:]}"
            raise TypingError(told if reading.is_converted else message) from error


def _settled(line: str, scale: Scale) -> Typed:
    """The one reading of the dot that the cell admits; AmbiguousTyping where it admits both, or neither."""
    readings, refusals = {}, []
    for mark in ("", ","):
        retyped = _DOTTED.sub(rf"\1{mark}\2", plain_text(line))
        try:
            readings[retyped] = _read(retyped, scale)
        except (NumberError, TypingError) as error:
            refusals.append(error)
    if not readings:
        raise TypingError(str(refusals[0]))
    if not refusals and (reading := _only_possible(list(readings.values()), scale)):
        return _typed(line, reading, scale, settled=True)
    choices = [(retyped, spoken(_typed(retyped, reading, scale), scale.unit)) for retyped, reading in readings.items()]
    raise AmbiguousTyping(line, choices)


def _only_possible(readings: list[_Reading], scale: Scale) -> _Reading | None:
    grouped = readings[0]
    if scale.decimals == 0 and not grouped.is_converted:
        return grouped
    plausible = [reading for reading in readings if all(_is_plausible(end.value, scale) for end in reading.ends)]
    return plausible[0] if len(plausible) == 1 else None


def _is_plausible(value: Decimal, scale: Scale) -> bool:
    above = scale.lowest is None or value >= scale.lowest
    return above and (scale.highest is None or value <= scale.highest)


def _typed(line: str, reading: _Reading, scale: Scale, settled: bool = False) -> Typed:
    value, upper = [end.value for end in reading.ends] + [None] * (2 - len(reading.ends))
    as_printed = line if reading.says_more else ""
    return Typed(value, upper, reading.qualifier, as_printed, _told(reading, scale, settled))


# What was understood, in words and in the cell


def _told(reading: _Reading, scale: Scale, settled: bool) -> str:
    values = [end.value for end in reading.ends]
    parts = []
    if reading.is_converted:
        typed = [f"{format_number(end.number)} {end.unit}" for end in reading.ends]
        became = _amount(reading.word, map(format_number, values), scale)
        parts.append(f"đổi {_phrase(reading.word, typed)} thành {became}")
    elif settled:
        parts.append(f"hiểu là {_amount(reading.word, map(_in_a_cell, values), scale)}")
    elif reading.qualifier != Qualifier.EXACT:
        parts.append(_amount(reading.word, map(format_number, values), scale))
    if any(-value.as_tuple().exponent > scale.decimals for value in values):
        parts.append(f"nhiều chữ số thập phân hơn chỉ tiêu ({scale.decimals}): giữ nguyên")
    return "; ".join(parts)


def _amount(word: str, ends: Iterable[str], scale: Scale) -> str:
    return f"{_phrase(word, list(ends))} {scale.unit}".strip()


def _phrase(word: str, ends: list[str]) -> str:
    said = ends[0] if len(ends) == 1 else f"từ {ends[0]} đến {ends[1]}"
    return f"{word} {said}" if word else said


def _word_of(typed: Typed) -> str:
    """The word that was typed before the number; of a sign, the usual word."""
    qualifier, word, _ = _qualified(plain_text(typed.as_printed))
    if qualifier == typed.qualifier or (typed.qualifier == Qualifier.RANGE and qualifier == Qualifier.ABOUT):
        return word
    usual = _USUAL.get(typed.qualifier, "")
    return _SIGNS.get(usual, usual.strip())


def _in_a_cell(value: Decimal) -> str:
    """The number with dots between its thousands, unless the one dot could be taken for a comma; its sign as typed."""
    text = format_number(value).replace(MINUS, "-")
    return format_input(value) if _DOTTED.fullmatch(text.removeprefix("-")) else text


# A cell of which nothing is known: what reads here reads the same in every cell.
_ANY_CELL = Scale(DECIMALS, None, None, "", "", Decimal(1), {}, may_be_negative=True)


def _says_all(printed: str, value: Decimal, upper: Decimal | None, qualifier: str) -> bool:
    try:
        typed = understand(printed, _ANY_CELL)
    except TypingError:
        return False
    stored = (value, upper, qualifier, printed)
    return typed is not None and (typed.value, typed.upper, typed.qualifier, typed.as_printed) == stored
