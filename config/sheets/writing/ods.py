"""ods files (OpenDocument), row by row: building them node by node takes twenty times as long."""

import re
from collections.abc import Iterable, Iterator, Sequence

from config.sheets.writing.cells import MOST_DECIMALS, REPLACEMENT, Cells, decimals_of, fitting, shown_moment
from config.sheets.writing.packages import XML, packed, xml_attribute, xml_text
from config.sheets.writing.ruled import ROWS_BELOW, ods_rule
from config.sheets.writing.sheets import CLOSED_FILL, OPEN_FILL, Blank, Lock, Numbers, Page, SheetOut, pages_of
from config.sheets.writing.xlsx import letters, quoted
from config.values.dates import format_date

KIND = "application/vnd.oasis.opendocument.spreadsheet"
STYLE_OF = {Numbers.GROUPED: "grouped", Numbers.UNGROUPED: "ungrouped"}
CM_A_LETTER = 0.21
# How the names of styles begin on a locked sheet: of what is written in a column, and of its empty cells below.
WRITTEN_UNDER = {Lock.NONE: "", Lock.OPEN: "open-", Lock.WRITTEN: "closed-", Lock.CLOSED: "closed-"}
BLANK_UNDER = {Lock.NONE: "", Lock.OPEN: "bare-", Lock.WRITTEN: "bare-", Lock.CLOSED: "closed-"}
BLANKS = {Blank.ANY: "plain", Blank.TEXT: "as-text", Blank.DAY: "day"}
# How LibreOffice names the filter of a sheet; one of another name it saves as a table of xlsx, by a name Excel mends.
OWN_FILTER = "__Anonymous_Sheet_DB__"

# Conditions of checks are formulas, and LibreOffice passes over those whose language has no name here.
NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}"'
    for name, urn in [
        ("office", "office:1.0"),
        ("table", "table:1.0"),
        ("text", "text:1.0"),
        ("style", "style:1.0"),
        ("number", "datastyle:1.0"),
        ("fo", "xsl-fo-compatible:1.0"),
        ("config", "config:1.0"),
        ("of", "of:1.2"),
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

    def __init__(self, column, rule=""):
        """`rule` is the name of the check that each cell bears."""
        super().__init__()
        self.groups_long_numbers = column.numbers is Numbers.GROUPED
        self.ruled = f' table:content-validation-name="{rule}"' if rule else ""
        under = WRITTEN_UNDER[column.lock]
        self.number_styles = [
            self._style(under, _number_style(column.numbers, decimals)) for decimals in range(MOST_DECIMALS + 1)
        ]
        self.day_style, self.moment_style = self._style(under, "day"), self._style(under, "moment")
        self.text_style = self._style(under, "wrapped" if column.wraps else BLANKS[column.blank])
        if self.ruled or column.lock:
            self.empty = f"<table:table-cell{self._style(under, BLANKS[column.blank])}/>"
        self.below = f"<table:table-cell{self._style(BLANK_UNDER[column.lock], BLANKS[column.blank])}/>"

    def _style(self, under, name):
        return self.ruled if f"{under}{name}" == "plain" else f' table:style-name="{under}{name}"{self.ruled}'

    def number(self, digits):
        return (
            f'<table:table-cell{self.number_styles[decimals_of(digits)]} office:value-type="float" '
            f'office:value="{digits}"><text:p>{digits.replace(".", ",")}</text:p></table:table-cell>'
        )

    def day(self, day):
        return _dated(self.day_style, day.isoformat(), format_date(day))

    def moment(self, moment):
        return _dated(self.moment_style, moment.isoformat(timespec="seconds"), shown_moment(moment))

    def text(self, text):
        return text_cell(text, self.text_style)


def _number_style(numbers, decimals):
    return f"{STYLE_OF[numbers]}-{decimals}" if numbers in STYLE_OF else "plain"


def _dated(style, value, shown):
    return (
        f'<table:table-cell{style} office:value-type="date" office:date-value="{value}">'
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
        f'{XML}<office:document-content {NAMES} office:version="1.2"><office:automatic-styles>'
        f"{_styles(widths, any(page.sheet.is_locked for page in pages))}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{_rules(pages)}"
    )
    for page in pages:
        yield from _table(page)
    yield f"{_filters(pages)}</office:spreadsheet></office:body></office:document-content>"


def _table(page: Page):
    """One sheet, row by row."""
    sheet = page.sheet
    locked = ' table:protected="true"' if sheet.is_locked else ""
    yield f'<table:table table:name="{xml_attribute(page.name)}"{locked}>{"".join(map(_column, sheet.columns))}'
    if sheet.title:
        yield row_of([text_cell(sheet.title, ' table:style-name="title"')]) + row_of([OdsCells.empty])
    if page.codes_at:
        yield row_of(_told("plain", [column.code for column in sheet.columns]), ' table:visibility="collapse"')
    if page.hints_at:
        yield row_of(_told("hint", [column.hint for column in sheet.columns]))
    if page.headings_at:
        headings = [text_cell(column.heading, ' table:style-name="heading"') for column in sheet.columns]
        yield f"<table:table-header-rows>{row_of(headings)}</table:table-header-rows>"
    kinds = [OdsCells(column, _rule_name(page, place)) for place, column in enumerate(sheet.columns)]
    for _, row in page.numbered_rows():
        yield row_of([kind[type(value)](value) for kind, value in zip(kinds, row, strict=True)])
    if any(column.rule or column.lock or column.blank is not Blank.ANY for column in sheet.columns):
        yield row_of([kind.below for kind in kinds], f' table:number-rows-repeated="{ROWS_BELOW}"')
    yield "</table:table>"


def _column(column):
    hidden = ' table:visibility="collapse"' if column.is_hidden else ""
    return f'<table:table-column table:style-name="width-{column.shown_width}"{hidden}/>'


def _told(style, texts):
    return [text_cell(text, f' table:style-name="{style}"') if text else OdsCells.empty for text in texts]


def _rule_name(page, place):
    return f"rule-{page.place}-{place}" if page.sheet.columns[place].rule else ""


def _rules(pages):
    rules = [
        ods_rule(column.rule, _rule_name(page, place), f"{quoted(page.name)}.{letters(place)}{page.headings_at + 1}")
        for page in pages
        for place, column in enumerate(page.sheet.columns)
        if column.rule
    ]
    return f"<table:content-validations>{''.join(rules)}</table:content-validations>" if rules else ""


def row_of(cells: Iterable[str], style: str = "") -> str:
    return f"<table:table-row{style}>{''.join(cells)}</table:table-row>"


def _filters(pages):
    ranges = [
        f'<table:database-range table:name="{OWN_FILTER}{page.place}" table:display-filter-buttons="true" '
        f'table:target-range-address="{xml_attribute(_filtered(page))}"/>'
        for page in pages
        if page.sheet.has_filter
    ]
    return f"<table:database-ranges>{''.join(ranges)}</table:database-ranges>" if ranges else ""


def _filtered(page):
    name = quoted(page.name)
    return f"{name}.A{page.headings_at}:{name}.{letters(len(page.sheet.columns) - 1)}{page.last}"


def _styles(widths, is_locked=False):
    day = _parts_of_date("day", "/", "month", "/", "year")
    moment = _parts_of_date("hours", ":", "minutes", " ", "day", "/", "month", "/", "year")
    return "".join(
        [
            *(_column_style(width) for width in widths),
            f'<number:date-style style:name="as-day">{day}</number:date-style>',
            f'<number:date-style style:name="as-moment">{moment}</number:date-style>',
            '<number:text-style style:name="as-it-is"><number:text-content/></number:text-style>',
            *(
                _number_format(name, decimals, numbers is Numbers.GROUPED)
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
            _cell_style(
                "hint",
                '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>'
                '<style:text-properties fo:font-style="italic" fo:font-size="9pt"/>',
            ),
            *_value_styles(),
            *(style for look in PROTECTIONS.items() for style in _value_styles(*look) if is_locked),
        ]
    )


# What stands in the cells of a locked sheet besides their values, by how the names of their styles begin.
PROTECTIONS = {
    "open-": f' style:cell-protect="none" fo:background-color="#{OPEN_FILL.lower()}"',
    "closed-": f' style:cell-protect="protected" fo:background-color="#{CLOSED_FILL.lower()}"',
    "bare-": ' style:cell-protect="none"',
}


def _value_styles(under="", protection=""):
    """The styles of each kind of value: as a program shows it and, on a locked sheet, whether it may be typed over."""
    cell = f"<style:table-cell-properties{protection}/>" if protection else ""
    wrapped = f'<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"{protection}/>'
    yield _cell_style(f"{under}plain", cell)
    yield _cell_style(f"{under}day", cell, data="as-day")
    yield _cell_style(f"{under}moment", cell, data="as-moment")
    yield _cell_style(f"{under}as-text", cell, data="as-it-is")
    yield _cell_style(f"{under}wrapped", wrapped)
    for name in STYLE_OF.values():
        for decimals in range(MOST_DECIMALS + 1):
            yield _cell_style(f"{under}{name}-{decimals}", cell, data=f"as-{name}-{decimals}")


def _column_style(width):
    return (
        f'<style:style style:name="width-{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * CM_A_LETTER:.2f}cm"/></style:style>'
    )


def _cell_style(name, properties="", data=""):
    shown_by = f' style:data-style-name="{data}"' if data else ""
    return f'<style:style style:name="{name}" style:family="table-cell"{shown_by}>{properties}</style:style>'


def _number_format(name, decimals, is_grouped):
    return (
        f'<number:number-style style:name="as-{name}-{decimals}"><number:number number:decimal-places="{decimals}" '
        f'number:min-integer-digits="1" number:grouping="{str(is_grouped).lower()}"/></number:number-style>'
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
