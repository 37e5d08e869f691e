"""Cells of the entry grid, measured in the units of the book."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from config.values.units import spellings
from indicators.entry.typing import AmbiguousTyping, Scale, TypingError, understand
from indicators.models import Unit

HOME = Path(__file__).resolve().parents[3]
DIMENSIONS = {label: value for value, label in Unit.Dimension.choices}


def units():
    """The units of the book by name, as rows of code, name, dimension and factor."""
    with (HOME / "fixtures" / "units.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines, delimiter=";"))[1:]
    return {name: (code, name, DIMENSIONS[label], Decimal(factor)) for code, name, label, factor in rows}


UNITS = units()
SPELLINGS = spellings(UNITS.values())


def cell(unit="triệu USD", *, decimals=2, lowest=None, highest=None, may_be_negative=False):
    _, name, dimension, factor = UNITS[unit]
    ends = [None if end is None else Decimal(end) for end in (lowest, highest)]
    return Scale(decimals, *ends, name, dimension, factor, SPELLINGS, may_be_negative)


def number(text, scale):
    """The plain number that is read, and nothing else."""
    typed = understand(text, scale)
    assert (typed.upper, typed.qualifier, typed.as_printed) == (None, "=", "")
    return typed.value


def refusal(text, scale):
    with pytest.raises(TypingError) as refused:
        understand(text, scale)
    assert not isinstance(refused.value, AmbiguousTyping)
    return str(refused.value)
