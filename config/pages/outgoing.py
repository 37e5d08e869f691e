"""A public table as files for machines: JSON, and a package of csv with its description, both made while it is read."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice

from config.pages.described import DAY, NUMBER, TEXT, YEAR, Described
from config.sheets.formats import FORMAT_BY_EXTENSION
from config.sheets.writing.csv import write_csv
from config.sheets.writing.packages import ROWS_A_PIECE, packed
from config.sheets.writing.sheets import SheetOut
from config.values.dates import format_date
from config.values.numbers import plain_decimal

CSV_NAME = "so-lieu.csv"
# CSV on the Web, W3C 2015, «Metadata Vocabulary for Tabular Data»: how our csv files write what a column holds.
CSV_TYPES = {
    TEXT: "string",
    NUMBER: {"base": "decimal", "format": {"decimalChar": ","}},
    YEAR: "integer",
    DAY: {"base": "date", "format": "dd/MM/yyyy"},
}


@dataclass(frozen=True)
class Outgoing:
    """A table with all its reader must know; its rows are read once."""

    title: str
    publisher: str
    licence: dict
    address: str
    taken_on: date
    columns: Sequence[Described]
    sheet: SheetOut
    notes: Sequence[str]

    def about(self):
        return {
            "title": self.title,
            "publisher": self.publisher,
            "address": self.address,
            "taken_on": self.taken_on.isoformat(),
            "licence": self.licence,
            "notes": list(self.notes),
        }


class Json:
    """Rows as objects under the names of their columns."""

    extension = "json"
    content_type = "application/json; charset=utf-8"

    def write(self, table: Outgoing) -> Iterator[bytes]:
        """The file, piece by piece; one that breaks off is no JSON, so nobody takes half of it for the whole."""
        columns = {"columns": [column.as_data() for column in table.columns]}
        head = _dumped(table.about() | columns)
        yield f'{head[:-1]}, "rows": ['.encode()
        names = [f"{_dumped(column.name)}: " for column in table.columns]
        rows, opening = iter(table.sheet.rows), "\n"
        while piece := list(islice(rows, ROWS_A_PIECE)):
            yield (opening + ",\n".join(_object(names, row) for row in piece)).encode()
            opening = ",\n"
        yield b"\n]}\n"


class Bundle:
    """The csv file, its description as CSV on the Web, and what a person reads first."""

    extension = "zip"
    content_type = "application/zip"

    def write(self, table: Outgoing) -> Iterator[bytes]:
        """The package, piece by piece."""
        return packed(
            [
                ("doc-truoc.txt", readme(table).encode()),
                (f"{CSV_NAME}-metadata.json", f"{json.dumps(csvw(table), ensure_ascii=False, indent=2)}\n".encode()),
                (CSV_NAME, _lines(write_csv(table.sheet))),
            ]
        )


def readme(table: Outgoing) -> str:
    """What the rows are, where they are from, and what each column says."""
    said = [
        table.title,
        "",
        f"{table.publisher}. Lấy ngày {format_date(table.taken_on)} từ {table.address}",
        "",
        *table.notes,
        "",
        f"Tệp {CSV_NAME}: mã UTF-8, các ô cách nhau bằng dấu chấm phẩy, dấu phẩy trước phần thập phân, ngày viết "
        f"ngày/tháng/năm. Máy đọc được mô tả ở {CSV_NAME}-metadata.json (CSV on the Web).",
        "",
        "Các cột:",
        *(f"- {column.label}" + (f": {column.meaning}" if column.meaning else "") for column in table.columns),
    ]
    return "\r\n".join([*said, ""])


def csvw(table: Outgoing) -> dict:
    """The description of the csv file."""
    columns = [
        {"name": column.name, "titles": column.label, "datatype": CSV_TYPES[column.type]}
        | ({"dc:description": column.meaning} if column.meaning else {})
        for column in table.columns
    ]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "vi"}],
        "url": CSV_NAME,
        "dc:title": table.title,
        "dc:publisher": table.publisher,
        "dc:source": table.address,
        "dc:issued": table.taken_on.isoformat(),
        "dc:license": table.licence["address"],
        "dc:rights": table.licence["text"],
        "rdfs:comment": list(table.notes),
        "dialect": {"delimiter": ";", "encoding": "utf-8", "header": True, "quoteChar": '"'},
        "tableSchema": {"columns": columns},
    }


def _lines(pieces: Iterable[bytes]) -> Iterator[str]:
    """The csv file by its lines, which the package gathers as it gathers those of a sheet."""
    for piece in pieces:
        yield from piece.decode().splitlines(keepends=True)


def _object(names, row):
    return f"{{{', '.join(name + _value(cell) for name, cell in zip(names, row, strict=True))}}}"


def _value(cell):
    """A cell in JSON: numbers with all their digits and no more, days as ISO 8601 writes them."""
    if isinstance(cell, Decimal):
        return f"{plain_decimal(cell):f}"
    if isinstance(cell, date | datetime):
        return _dumped(cell.isoformat())
    return _dumped(cell if cell is None or isinstance(cell, bool | int) else str(cell))


def _dumped(value):
    return json.dumps(value, ensure_ascii=False)


MACHINE_FORMATS = {each.extension: each for each in [Json, Bundle]}
# All that a public table can be taken as.
FILE_FORMATS = FORMAT_BY_EXTENSION | MACHINE_FORMATS
