"""Every form of the book, taken out and brought in again."""

import random
from decimal import Decimal

import pytest
from django.utils import timezone

from indicators.entry.grid import Grid
from indicators.entry.periods import current
from indicators.models import Figure, Place, ReportForm
from tests.indicators.sheets.forms.workbooks import clerk, looked_at, taken_out

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

SAID = [
    {"value": Decimal("12.5")}, {"value": Decimal("1234.5678")}, {"value": 0}, {"value": 7, "as_printed": "7,0"},
    {"value": 5, "upper": 7, "qualifier": "range"}, {"value": 30, "qualifier": ">"}, {"value": 30, "qualifier": "<"},
    {"value": 30, "qualifier": "under"}, {"value": 4600, "qualifier": "~", "as_printed": "khoảng 4.600"},
    {"value": 1200, "as_printed": "1,2 tỷ"}, {"value": None, "as_printed": "…"}, {"value": None, "as_printed": "-"},
    {"value": None, "as_printed": "259.560 triệu", "note": "nguồn in sai"}, {"value": None},
]  # fmt: skip


def test_every_form_of_the_book_comes_back_as_it_went_out(filled_book):
    """In its current period, each box filled in another way; xlsx and ods in turn."""
    user = clerk()
    place, chosen = Place.objects.get(code="PT"), random.Random(7)
    forms = list(ReportForm.objects.order_by("position"))
    assert len(forms) == 12
    for number, form in enumerate(forms):
        period = current(form.frequency, timezone.localdate())
        cells = [cell for cell in Grid(form, period, place, user=user).cells.values() if cell.is_open]
        new = [
            Figure(
                indicator=cell.indicator, place=place, period_start=cell.period.start, period_end=cell.period.end,
                kind=cell.column.kind, **chosen.choice(SAID),
            )
            for cell in cells
            if cell.figure is None
        ]  # fmt: skip
        Figure.objects.bulk_create(new)
        extension = ("xlsx", "ods")[number % 2]
        preview = looked_at(taken_out(form, user, extension=extension, period=period, place=place), user)
        told = [form.code, [str(one) for one in preview.problems], preview.warnings, len(preview.views["changed"])]
        assert told == [form.code, [], [], 0]
        assert preview.counts == {"new": 0, "changed": 0, "same": len(cells), "refused": 0, "left": 0}
        assert len(cells) > 5
