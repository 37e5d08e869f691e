"""xlsx files (ECMA-376, SpreadsheetML), row by row: a library that keeps the workbook takes ten times as long."""

import re
from collections.abc import Iterator, Sequence

from config.sheets.writing.cells import EXCEL_FIRST_DAY, MOST_DECIMALS, Cells, decimals_of, fitting
from config.sheets.writing.limits import MOST_ROWS
from config.sheets.writing.packages import XML, packed, xml_attribute, xml_text
from config.sheets.writing.ruled import xlsx_rule
from config.sheets.writing.sheets import CLOSED_FILL, OPEN_FILL, Blank, Lock, Numbers, Page, SheetOut, pages_of

# Places in the list of cell formats that _styles() writes.
TITLE, HEADING, DAY, MOMENT, WRAPPED, TEXT, HINT = range(1, 8)
FIRST_NUMBER = 8
GROUPS = [Numbers.GROUPED, Numbers.UNGROUPED]
# How many formats there are; on a locked sheet each a second, a third and a fourth time, with these protections.
FORMATS = FIRST_NUMBER + len(GROUPS) * (MOST_DECIMALS + 1)
OPEN_TO_TYPING, CLOSED_TO_TYPING, OPEN_BELOW = (FORMATS * times for times in (1, 2, 3))
WRITTEN_UNDER = {
    Lock.NONE: 0,
    Lock.OPEN: OPEN_TO_TYPING,
    Lock.WRITTEN: CLOSED_TO_TYPING,
    Lock.CLOSED: CLOSED_TO_TYPING,
}
BLANK_UNDER = {Lock.NONE: 0, Lock.OPEN: OPEN_BELOW, Lock.WRITTEN: OPEN_BELOW, Lock.CLOSED: CLOSED_TO_TYPING}
BLANKS = {Blank.ANY: 0, Blank.TEXT: TEXT, Blank.DAY: DAY}
# Number formats below this are Excel's own, among them that of text.
FIRST_PATTERN, AS_TEXT = 164, 49

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"

# Excel counts days from here.
_DAY_ZERO = EXCEL_FIRST_DAY.toordinal() - 61
_SECONDS_A_DAY = 86_400
# «_x0041_» in a file is the letter A; so are the characters XML has no place for written.
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f]")
PROTECTION = (
    '<sheetProtection sheet="1" formatCells="0" formatColumns="0" formatRows="0" insertRows="0" autoFilter="0"/>'
)


def write_xlsx(sheets: Sequence[SheetOut]) -> Iterator[bytes]:
    """The file, piece by piece; LimitError where a row does not fit in."""
    return packed(_parts(pages_of(sheets)))


def _parts(pages):
    numbered = list(enumerate(pages, start=1))
    yield "[Content_Types].xml", content_types(len(numbered)).encode()
    yield "_rels/.rels", relations([("officeDocument", "xl/workbook.xml")]).encode()
    for number, page in numbered:
        yield f"xl/worksheets/sheet{number}.xml", _sheet(page, is_first=number == 1)
    # After the sheets: only now is it known how far their filters reach.
    yield "xl/workbook.xml", _workbook(numbered).encode()
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number, _ in numbered]
    yield "xl/_rels/workbook.xml.rels", relations([*targets, ("styles", "styles.xml")]).encode()
    yield "xl/styles.xml", _styles(any(page.sheet.is_locked for page in pages)).encode()


class XlsxCells(Cells):
    """Cells from behind their address on: `<c r="A1` stands before."""

    def __init__(self, column):
        super().__init__()
        self.groups_long_numbers = column.numbers is Numbers.GROUPED
        under = WRITTEN_UNDER[column.lock]
        self.number_openings = [_numeric(under + _number_style(column.numbers, n)) for n in range(MOST_DECIMALS + 1)]
        self.day_opening, self.moment_opening = _numeric(under + DAY), _numeric(under + MOMENT)
        text = under + (WRAPPED if column.wraps else BLANKS[Blank.TEXT] if column.blank is Blank.TEXT else 0)
        self.text_style = f'" s="{text}"' if text else '"'
        if column.lock:
            self.empty = f'" s="{under + BLANKS[column.blank]}"/>'

    def number(self, digits):
        return f"{self.number_openings[decimals_of(digits)]}{digits}</v></c>"

    def day(self, day):
        return f"{self.day_opening}{day.toordinal() - _DAY_ZERO}</v></c>"

    def moment(self, moment):
        seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
        return f"{self.moment_opening}{moment.toordinal() - _DAY_ZERO + seconds / _SECONDS_A_DAY:.10f}</v></c>"

    def text(self, text):
        return f"{self.text_style}{inline(text)}"


def _numeric(style):
    return f'" s="{style}"><v>' if style else '"><v>'


def _number_style(numbers, decimals):
    """The place of a number's format; 0, the general one, where the program is to show it as it likes."""
    return FIRST_NUMBER + GROUPS.index(numbers) * (MOST_DECIMALS + 1) + decimals if numbers in GROUPS else 0


def inline(text: str) -> str:
    """A text in its own cell: a table of shared texts would grow with the rows."""
    fitting(text)
    if "_x" in text:
        text = _LIKE_AN_ESCAPE.sub("_x005F_", text)
    if not text.isprintable() or "&" in text or "<" in text or ">" in text:
        text = _CONTROLS.sub(lambda letter: f"_x{ord(letter[0]):04X}_", xml_text(text))
    space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f' t="inlineStr"><is><t{space}>{text}</t></is></c>'


def _sheet(page: Page, is_first):
    """The part of one sheet, row by row."""
    sheet = page.sheet
    openings = [f'<c r="{letters(place)}' for place in range(len(sheet.columns))]
    yield f'{XML}<worksheet xmlns="{MAIN}">{_view(page, is_first)}{_columns(sheet)}<sheetData>'
    if sheet.title:
        yield f'<row r="1"><c r="A1" s="{TITLE}"{inline(sheet.title)}</row>'
    if page.codes_at:
        yield _row(page.codes_at, openings, _told(0, [column.code for column in sheet.columns]), ' hidden="1"')
    if page.hints_at:
        yield _row(page.hints_at, openings, _told(HINT, [column.hint for column in sheet.columns]))
    if page.headings_at:
        yield _row(page.headings_at, openings, _told(HEADING, [column.heading for column in sheet.columns]))
    kinds = [XlsxCells(column) for column in sheet.columns]
    for number, row in page.numbered_rows():
        yield _row(number, openings, [kind[type(value)](value) for kind, value in zip(kinds, row, strict=True)])
    yield f"</sheetData>{PROTECTION if sheet.is_locked else ''}{_filter(page)}{_rules(page)}</worksheet>"


def _told(style, texts):
    return [f'" s="{style}"{inline(text)}' if text else "" for text in texts]


def _row(number, openings, cells, hidden=""):
    filled = [f"{opening}{number}{cell}" for opening, cell in zip(openings, cells, strict=True) if cell]
    return f'<row r="{number}"{hidden}>{"".join(filled)}</row>'


def _rules(page):
    columns = [(letters(place), column.rule) for place, column in enumerate(page.sheet.columns) if column.rule]
    first = page.headings_at + 1
    rules = [xlsx_rule(rule, f"{column}{first}:{column}{MOST_ROWS}") for column, rule in columns]
    return f'<dataValidations count="{len(rules)}">{"".join(rules)}</dataValidations>' if rules else ""


def _view(page, is_first):
    selected = ' tabSelected="1"' if is_first else ""
    return f'<sheetViews><sheetView{selected} workbookViewId="0">{_pane(page)}</sheetView></sheetViews>'


def _pane(page):
    rows, columns = page.headings_at, page.sheet.frozen_columns
    if not rows:
        return ""
    split = f'xSplit="{columns}" ' if columns else ""
    pane = "bottomRight" if columns else "bottomLeft"
    corner = f"{letters(columns)}{rows + 1}"
    return (
        f'<pane {split}ySplit="{rows}" topLeftCell="{corner}" activePane="{pane}" state="frozen"/>'
        f'<selection pane="{pane}"/>'
    )


def _columns(sheet):
    widths = [
        f'<col min="{place}" max="{place}" width="{column.shown_width}" customWidth="1"{_of_column(column)}/>'
        for place, column in enumerate(sheet.columns, start=1)
    ]
    return f"<cols>{''.join(widths)}</cols>" if widths else ""


def _of_column(column):
    """How the cells of a column look that nobody has filled yet, and whether it is shown."""
    style = BLANK_UNDER[column.lock] + BLANKS[column.blank]
    return (f' style="{style}"' if style else "") + (' hidden="1"' if column.is_hidden else "")


def _filter(page):
    return f'<autoFilter ref="{_filtered(page)}"/>' if page.sheet.has_filter else ""


def _filtered(page, mark=""):
    """The cells a filter is over: the headings and the rows below."""
    last = letters(len(page.sheet.columns) - 1)
    return f"{mark}A{mark}{page.headings_at}:{mark}{last}{mark}{page.last}"


def _workbook(numbered):
    sheets = [
        f'<sheet name="{xml_attribute(page.name)}" sheetId="{number}" r:id="rId{number}"/>' for number, page in numbered
    ]
    filters = [
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{number - 1}" hidden="1">'
        f"{xml_text(quoted(page.name))}!{_filtered(page, '$')}</definedName>"
        for number, page in numbered
        if page.sheet.has_filter
    ]
    names = f"<definedNames>{''.join(filters)}</definedNames>" if filters else ""
    return (
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{''.join(sheets)}</sheets>{names}</workbook>"
    )


def quoted(name: str) -> str:
    """A sheet's name as an address has it."""
    return "'" + name.replace("'", "''") + "'"


def relations(targets) -> str:
    """Where the parts stand that one part names, by their kinds."""
    named = [
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    ]
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{"".join(named)}</Relationships>'


def content_types(sheets: int) -> str:
    """What each part of a workbook of so many sheets is."""
    parts = [
        ("workbook", "sheet.main"),
        ("styles", "styles"),
        *((f"worksheets/sheet{number}", "worksheet") for number in range(1, sheets + 1)),
    ]
    overrides = [f'<Override PartName="/xl/{name}.xml" ContentType="{CONTENT}.{kind}+xml"/>' for name, kind in parts]
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{"".join(overrides)}</Types>'
    )


def _styles(is_locked=False):
    """The formats of cells; on a locked sheet each open and yellow, closed and grey, and open alone besides."""
    patterns = ["dd/mm/yyyy", "hh:mm dd/mm/yyyy"] + [
        f"{group.value}.{'0' * decimals}" if decimals else group.value
        for group in GROUPS
        for decimals in range(MOST_DECIMALS + 1)
    ]
    formats = [f'<numFmt numFmtId="{FIRST_PATTERN + n}" formatCode="{p}"/>' for n, p in enumerate(patterns)]
    day, moment, *numbers = ((FIRST_PATTERN + n, 0, 0, 0, False) for n in range(len(patterns)))
    plain = [
        (0, 0, 0, 0, False),
        (0, 2, 0, 0, False),
        (0, 1, 2, 1, True),
        day,
        moment,
        (0, 0, 0, 0, True),
        (AS_TEXT, 0, 0, 0, False),
        (0, 3, 0, 0, True),
        *numbers,
    ]
    cells = [_format(*each) for each in plain]
    for fill, is_open in [(3, True), (4, False), (0, True)] if is_locked else []:
        cells += [_format(number, font, fill, border, wraps, is_open) for number, font, _, border, wraps in plain]
    return (
        f'{XML}<styleSheet xmlns="{MAIN}"><numFmts count="{len(formats)}">{"".join(formats)}</numFmts>'
        f'<fonts count="4">{_font("")}{_font("<b/>")}{_font("<b/>", 14)}{_font("<i/>", 9)}</fonts>'
        '<fills count="5"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
        f"</fill>{_fill('E8F1EE')}{_fill(OPEN_FILL)}{_fill(CLOSED_FILL)}</fills>"
        '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left/><right/><top/>'
        '<bottom style="thin"><color auto="1"/></bottom><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(cells)}">{"".join(cells)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _format(number, font, fill, border, wraps, is_open=False):
    parts = [("NumberFormat", number), ("Font", font), ("Fill", fill), ("Border", border)]
    applied = "".join(f' apply{name}="1"' for name, place in parts if place)
    inside = ('<alignment vertical="top" wrapText="1"/>' * wraps) + ('<protection locked="0"/>' * is_open)
    applied += ' applyAlignment="1"' * wraps + ' applyProtection="1"' * is_open
    opening = f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"{applied}'
    return f"{opening}>{inside}</xf>" if inside else f"{opening}/>"


def _font(kind, size=11):
    return f'<font>{kind}<sz val="{size}"/><name val="Calibri"/><family val="2"/></font>'


def _fill(colour):
    solid = f'<fgColor rgb="FF{colour}"/><bgColor indexed="64"/>'
    return f'<fill><patternFill patternType="solid">{solid}</patternFill></fill>'


def letters(place: int) -> str:
    """The letters of a column counted from 0: A, Z, AA."""
    name = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
