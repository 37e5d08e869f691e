"""A book to measure on: a vocabulary, and figures of it as a sheet and as rows of the table."""

import random
from itertools import islice, product

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from config.sheets.writing.sheets import ColumnOut, SheetOut
from config.sheets.writing.xlsx import write_xlsx
from indicators.actions.approving import write_versions
from indicators.models import Figure, Indicator, Place, Source
from indicators.periods import Period
from tests import makers

HEAD = ["Chỉ tiêu", "Địa bàn", "Kỳ", "Loại số liệu", "Giá trị", "Nguồn", "Vị trí trong nguồn"]
INDICATORS, MONTHS = 50, 120
PUBLISHED_AT_ONCE = 5_000
KIND = "chính thức"


def make_vocabulary(rows):
    """Indicators, places and a source for this many figures, and the account that imports them."""
    get_user_model().objects.create_superuser("nguoi-nhap", password=None)
    unit, topic = makers.make_unit(name="tỷ đồng"), makers.make_topic()
    for number in range(INDICATORS):
        makers.make_indicator(code=f"chi-tieu-{number}", unit=unit, topic=topic)
    Place.objects.bulk_create(
        Place(code=f"xa-{number}", name=f"Xã {number}", level="commune")
        for number in range(-(-rows // (INDICATORS * MONTHS)))
    )
    makers.make_source(code="bao-cao")


def months():
    first = Period.month(2010, 1)
    found = [first]
    while len(found) < MONTHS:
        found.append(found[-1].next())
    return found


def lines(rows, changed=0):
    """The cells of this many figures; the values of the first `changed` of them are others than without."""
    chance = random.Random(0)
    places = [f"xa-{number}" for number in range(-(-rows // (INDICATORS * MONTHS)))]
    named = product(places, [f"chi-tieu-{number}" for number in range(INDICATORS)], map(str, months()))
    for number, (place, indicator, period) in enumerate(islice(named, rows)):
        value = chance.randrange(1, 10**8) / 100
        yield [
            indicator, place, period, KIND, value + 1 if number < changed else value, "bao-cao",
            f"trang {number % 300}",
        ]  # fmt: skip


def publish():
    """Make all figures public, some thousands in a release."""
    figures = Figure.objects.order_by("pk").iterator(chunk_size=PUBLISHED_AT_ONCE)
    while some := list(islice(figures, PUBLISHED_AT_ONCE)):
        with transaction.atomic(), connection.cursor() as cursor:
            makers.make_release(*write_versions(some, by=None))
            if connection.vendor == "postgresql":
                # What the triggers planned for empty tables would read these whole for each new row.
                cursor.execute("ANALYZE indicators_version, indicators_release, indicators_releaseitem")


def workbook(rows, changed=0):
    """The figures as people would send them."""
    return b"".join(write_xlsx([SheetOut("Số liệu", [ColumnOut(each) for each in HEAD], lines(rows, changed))]))


class Records:
    """Makes rows of the table from cells, with nothing but looking up: what no import can do without."""

    COLUMNS = (
        "indicator_id", "place_id", "period_start", "period_end", "kind", "value", "source_id", "locator", "qualifier",
        "as_printed", "note", "is_break", "has_other_definition", "is_unreliable", "in_doubt", "state",
        "return_reason", "change_reason",
    )  # fmt: skip
    REST = ("=", "", "", False, False, False, False, "draft", "", "")

    def __init__(self):
        self.indicators = dict(Indicator.objects.values_list("code", "pk"))
        self.places = dict(Place.objects.values_list("code", "pk"))
        self.sources = dict(Source.objects.values_list("code", "pk"))
        self.periods = {str(each): (each.start.isoformat(), each.end.isoformat()) for each in months()}

    def of(self, cells):
        indicator, place, period, _, value, source, locator = cells
        start, end = self.periods[period]
        return (
            self.indicators[indicator], self.places[place], start, end, "official", value, self.sources[source],
            locator, *self.REST,
        )  # fmt: skip

    def figures(self, rows):
        """The same as model instances, for what writes by Django."""
        return [Figure(**dict(zip(self.COLUMNS, self.of(cells), strict=True))) for cells in lines(rows)]
