"""ods files (OpenDocument), row by row: building them node by node takes twenty times as long."""

import re
from collections.abc import Iterable, Iterator, Sequence

from config.sheets.writing.cells import MOST_DECIMALS, REPLACEMENT, Cells, decimals_of, fitting, shown_moment
from config.sheets.writing.packages import XML, packed, xml_attribute, xml_text
from config.sheets.writing.sheets import Numbers, Page, SheetOut, pages_of
from config.sheets.writing.xlsx import letters, quoted
from config.values.dates import format_date

KIND = "application/vnd.oasis.opendocument.spreadsheet"
STYLE_OF = {Numbers.GROUPED: "grouped", Numbers.UNGROUPED: "ungrouped"}
CM_A_LETTER = 0.21

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in [
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
        ("fo", "xsl-fo-compatible"),
        ("config", "config"),
    ]
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LINE_BREAK = re.compile("\r\n?|\n")
# Readers make one space of several, and none of those at the edges.
_LOST_SPACES = re.compile("^ +| +$| {2,}")


def write_ods(sheets: Sequence[SheetOut]) -> Iterator[bytes]:
    """The file, piece by piece; LimitError where a row does not fit in."""
    pages = pages_of(sheets)
    windows = [freezing(page.name, page.sheet.frozen_columns, page.headings_at) for page in pages if page.headings_at]
    return packed(
        [
            # The format asks for this part first and unpacked.
            ("mimetype", KIND.encode()),
            ("META-INF/manifest.xml", manifest().encode()),
            ("styles.xml", f'{XML}<office:document-styles {NAMES} office:version="1.2"/>'.encode()),
            ("settings.xml", settings_of(windows).encode()),
            ("content.xml", _content(pages)),
        ]
    )


class OdsCells(Cells):
    """Whole cells: the value for programs, and what it looks like for people."""

    empty = "<table:table-cell/>"

    def __init__(self, column):
        super().__init__()
        self.groups_long_numbers = column.numbers is Numbers.GROUPED
        self.number_openings = [
            f"<table:table-cell{_number_style(column.numbers, decimals)}" for decimals in range(MOST_DECIMALS + 1)
        ]
        self.text_style = ' table:style-name="wrapped"' if column.wraps else ""

    def number(self, digits):
        return (
            f'{self.number_openings[decimals_of(digits)]} office:value-type="float" office:value="{digits}">'
            f"<text:p>{digits.replace('.', ',')}</text:p></table:table-cell>"
        )

    def day(self, day):
        return _dated("day", day.isoformat(), format_date(day))

    def moment(self, moment):
        return _dated("moment", moment.isoformat(timespec="seconds"), shown_moment(moment))

    def text(self, text):
        return text_cell(text, self.text_style)


def _number_style(numbers, decimals):
    return f' table:style-name="{STYLE_OF[numbers]}-{decimals}"' if numbers in STYLE_OF else ""


def _dated(style, value, shown):
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="date" office:date-value="{value}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def text_cell(text: str, style: str) -> str:
    """A cell of text in the style of these attributes."""
    fitting(text)
    if not text.isprintable() or "&" in text or "<" in text or ">" in text:
        text = _CONTROLS.sub(REPLACEMENT, xml_text(text))
    lines = "</text:p><text:p>".join(map(_line, _LINE_BREAK.split(text) if "\n" in text or "\r" in text else [text]))
    return f'<table:table-cell{style} office:value-type="string"><text:p>{lines}</text:p></table:table-cell>'


def _line(line):
    if "  " in line or line[:1] == " " or line[-1:] == " ":
        line = _LOST_SPACES.sub(lambda spaces: f'<text:s text:c="{len(spaces[0])}"/>', line)
    return line.replace("\t", "<text:tab/>")


def _content(pages):
    widths = sorted({column.shown_width for page in pages for column in page.sheet.columns})
    yield (
        f'{XML}<office:document-content {NAMES} office:version="1.2"><office:automatic-styles>{_styles(widths)}'
        "</office:automatic-styles><office:body><office:spreadsheet>"
    )
    for page in pages:
        yield from _table(page)
    yield f"{_filters(pages)}</office:spreadsheet></office:body></office:document-content>"


def _table(page: Page):
    """One sheet, row by row."""
    sheet = page.sheet
    columns = [f'<table:table-column table:style-name="width-{column.shown_width}"/>' for column in sheet.columns]
    yield f'<table:table table:name="{xml_attribute(page.name)}">{"".join(columns)}'
    if sheet.title:
        yield row_of([text_cell(sheet.title, ' table:style-name="title"')]) + row_of([OdsCells.empty])
    if page.headings_at:
        headings = [text_cell(column.heading, ' table:style-name="heading"') for column in sheet.columns]
        yield f"<table:table-header-rows>{row_of(headings)}</table:table-header-rows>"
    kinds = [OdsCells(column) for column in sheet.columns]
    for _, row in page.numbered_rows():
        yield row_of([kind[type(value)](value) for kind, value in zip(kinds, row, strict=True)])
    yield "</table:table>"


def row_of(cells: Iterable[str], style: str = "") -> str:
    return f"<table:table-row{style}>{''.join(cells)}</table:table-row>"


def _filters(pages):
    ranges = [
        f'<table:database-range table:name="filter-{number}" table:display-filter-buttons="true" '
        f'table:target-range-address="{xml_attribute(_filtered(page))}"/>'
        for number, page in enumerate(pages, start=1)
        if page.sheet.has_filter
    ]
    return f"<table:database-ranges>{''.join(ranges)}</table:database-ranges>" if ranges else ""


def _filtered(page):
    name = quoted(page.name)
    return f"{name}.A{page.headings_at}:{name}.{letters(len(page.sheet.columns) - 1)}{page.last}"


def _styles(widths):
    day = _parts_of_date("day", "/", "month", "/", "year")
    moment = _parts_of_date("hours", ":", "minutes", " ", "day", "/", "month", "/", "year")
    return "".join(
        [
            *(_column_style(width) for width in widths),
            f'<number:date-style style:name="as-day">{day}</number:date-style>',
            f'<number:date-style style:name="as-moment">{moment}</number:date-style>',
            _cell_style("day", data="as-day"),
            _cell_style("moment", data="as-moment"),
            *(
                _numbers_style(name, decimals, numbers is Numbers.GROUPED)
                for numbers, name in STYLE_OF.items()
                for decimals in range(MOST_DECIMALS + 1)
            ),
            _cell_style("title", '<style:text-properties fo:font-weight="bold" fo:font-size="14pt"/>'),
            _cell_style(
                "heading",
                '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top" '
                'fo:background-color="#e8f1ee" fo:border-bottom="0.5pt solid #000000"/>'
                '<style:text-properties fo:font-weight="bold"/>',
            ),
            _cell_style("wrapped", '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>'),
        ]
    )


def _column_style(width):
    return (
        f'<style:style style:name="width-{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * CM_A_LETTER:.2f}cm"/></style:style>'
    )


def _cell_style(name, properties="", data=""):
    shown_by = f' style:data-style-name="{data}"' if data else ""
    return f'<style:style style:name="{name}" style:family="table-cell"{shown_by}>{properties}</style:style>'


def _numbers_style(name, decimals, is_grouped):
    return (
        f'<number:number-style style:name="as-{name}-{decimals}"><number:number number:decimal-places="{decimals}" '
        f'number:min-integer-digits="1" number:grouping="{str(is_grouped).lower()}"/></number:number-style>'
        + _cell_style(f"{name}-{decimals}", data=f"as-{name}-{decimals}")
    )


def _parts_of_date(*parts):
    return "".join(
        f'<number:{part} number:style="long"/>' if part.isalpha() else f"<number:text>{part}</number:text>"
        for part in parts
    )


def manifest() -> str:
    """What the parts of the package are."""
    entries = [("/", KIND), *((f"{name}.xml", "text/xml") for name in ["content", "styles", "settings"])]
    files = [
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>' for path, kind in entries
    ]
    return (
        f'{XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.2">{"".join(files)}</manifest:manifest>'
    )


def settings_of(windows: Iterable[str]) -> str:
    """What the program remembers of each sheet's window."""
    return (
        f'{XML}<office:document-settings {NAMES} xmlns:ooo="http://openoffice.org/2004/office" office:version="1.2">'
        "<office:settings>"
        '<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">'
        '<config:config-item-map-entry><config:config-item config:name="ViewId" config:type="string">view1'
        f'</config:config-item><config:config-item-map-named config:name="Tables">{"".join(windows)}'
        "</config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings></office:document-settings>"
    )


def freezing(name: str, columns: int, rows: int) -> str:
    """The window of a sheet whose first columns and rows stay in sight."""
    items = [
        *((f"{side}SplitMode", "short", 2 if at else 0) for side, at in [("Horizontal", columns), ("Vertical", rows)]),
        *((f"{side}SplitPosition", "int", at) for side, at in [("Horizontal", columns), ("Vertical", rows)]),
        # Which of the four panes has the cursor: the lower left, or with columns that stay the lower right.
        ("ActiveSplitRange", "short", 3 if columns else 2),
        ("PositionRight", "int", columns),
        ("PositionBottom", "int", rows),
    ]
    settings = [
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'
        for name, kind, value in items
    ]
    return (
        f'<config:config-item-map-entry config:name="{xml_attribute(name)}">{"".join(settings)}'
        "</config:config-item-map-entry>"
    )
