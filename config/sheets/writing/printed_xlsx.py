"""Printed pages as an xlsx file: looks, merged cells, locks, rules of typing and the set-up of the paper."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from config.sheets.writing.cells import Cells
from config.sheets.writing.packages import XML, packed, xml_attribute, xml_text
from config.sheets.writing.printed import FONT, Look, LookedCells, PrintedSheet, in_rows
from config.sheets.writing.sheets import sheet_name
from config.sheets.writing.xlsx import FIRST_PATTERN, MAIN, RELATIONS, content_types, inline, letters, quoted, relations

# Excel says no more beside a cell.
LONGEST_PROMPT, LONGEST_WARNING = 255, 225
FRAME = "<left{0}/><right{0}/><top{0}/><bottom{0}/><diagonal/>"
HIDDEN = ' hidden="1"'
THIN = ' style="thin"'
# The first two fills of a workbook are Excel's own.
NO_FILL = '<fill><patternFill patternType="none"/></fill>'
GREY_FILL = '<fill><patternFill patternType="gray125"/></fill>'


def write_printed_xlsx(sheets: Sequence[PrintedSheet]) -> Iterator[bytes]:
    """The file, piece by piece; sheets have names of their own."""
    return packed(_parts(sheets))


def _parts(sheets):
    styles = _Styles()
    yield "[Content_Types].xml", content_types(len(sheets)).encode()
    yield "_rels/.rels", relations([("officeDocument", "xl/workbook.xml")]).encode()
    for number, sheet in enumerate(sheets, start=1):
        yield f"xl/worksheets/sheet{number}.xml", _sheet(sheet, styles, is_first=number == 1)
    yield "xl/workbook.xml", _workbook(sheets).encode()
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    yield "xl/_rels/workbook.xml.rels", relations([*targets, ("styles", "styles.xml")]).encode()
    # Last: only now is it known which looks there are.
    yield "xl/styles.xml", styles.xml().encode()


class _Styles:
    """The looks of a workbook by their numbers, in the order in which they were asked for."""

    def __init__(self):
        self.numbers = {(Look(), 0): 0}
        self.fonts, self.frames, self.patterns = {}, {}, {}
        self.fills = {NO_FILL: 0, GREY_FILL: 1}
        self._cells = {}

    def cells(self, look):
        """What writes the cells of a look."""
        if look not in self._cells:
            self._cells[look] = XlsxLookedCells(look, self)
        return self._cells[look]

    def number(self, look, decimals=0):
        return self.numbers.setdefault((look, decimals), len(self.numbers))

    def xml(self):
        formats = [self._format(look, decimals) for look, decimals in self.numbers]
        return (
            f'{XML}<styleSheet xmlns="{MAIN}">'
            f"{_listed('numFmts', [_pattern(code, at) for code, at in self.patterns.items()])}"
            f"{_listed('fonts', self.fonts)}{_listed('fills', self.fills)}{_listed('borders', self.frames)}"
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f"{_listed('cellXfs', formats)}"
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        )

    def _format(self, look, decimals):
        places = [
            known.setdefault(part, len(known))
            for known, part in [(self.fonts, _font(look)), (self.fills, _fill(look.fill)), (self.frames, _frame(look))]
        ]
        code = "#,##0" + (f".{'0' * decimals}" if decimals else "") + (f'"{look.mark}"' if look.mark else "")
        pattern = self.patterns.setdefault(code, len(self.patterns) + FIRST_PATTERN)
        return (
            '<xf numFmtId="{}" fontId="{}" fillId="{}" borderId="{}" xfId="0" applyNumberFormat="1" applyFont="1" '
            'applyFill="1" applyBorder="1" applyAlignment="1" applyProtection="1">{}<protection locked="{}"/></xf>'
        ).format(pattern, *places, _alignment(look), int(not look.is_open))


def _listed(name, parts):
    return f'<{name} count="{len(parts)}">{"".join(parts)}</{name}>' if parts else ""


def _pattern(code, number):
    return f'<numFmt numFmtId="{number}" formatCode="{xml_attribute(code)}"/>'


def _font(look):
    colour = f'<color rgb="FF{look.colour}"/>' if look.colour else ""
    bold, italic = "<b/>" * look.is_bold, "<i/>" * look.is_italic
    return f'<font>{bold}{italic}<sz val="{look.size}"/>{colour}<name val="{FONT}"/><family val="1"/></font>'


def _fill(colour):
    if not colour:
        return NO_FILL
    return f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour}"/></patternFill></fill>'


def _frame(look):
    return f"<border>{FRAME.format(THIN if look.is_boxed else '')}</border>"


def _alignment(look):
    across = f' horizontal="{look.across or "left"}"' if look.across or look.indent else ""
    indent = f' indent="{look.indent}"' if look.indent else ""
    wraps = ' wrapText="1"' if look.wraps else ""
    return f'<alignment{across} vertical="center"{indent}{wraps}/>'


class XlsxLookedCells(LookedCells):
    """Cells from behind their address on."""

    def __init__(self, look, styles):
        super().__init__(look)
        self.styles = styles
        self.empty = f'" s="{styles.number(look)}"/>'

    def number(self, digits):
        return f'" s="{self.styles.number(self.look, self.decimals(digits))}"><v>{digits}</v></c>'

    def text(self, text):
        return f'" s="{self.styles.number(self.look)}"{inline(text)}'


def _sheet(sheet, styles, is_first):
    """The part of one sheet, row by row; the order of what follows the rows is the format's."""
    fit = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    yield f'{XML}<worksheet xmlns="{MAIN}">{fit}{_view(sheet, is_first)}{_columns(sheet)}<sheetData>'
    for number, (row, placed) in enumerate(in_rows(sheet), start=1):
        yield _row(number, row, placed, styles)
    orientation = "landscape" if sheet.is_landscape else "portrait"
    locked = '<sheetProtection sheet="1" formatColumns="0" formatRows="0"/>' if sheet.is_locked else ""
    yield (
        f"</sheetData>{locked}{_merged(sheet)}{_rules(sheet)}"
        '<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.6" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="9" orientation="{orientation}" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;CTrang &amp;P/&amp;N</oddFooter></headerFooter></worksheet>"
    )


def _row(number, row, placed, styles):
    height = f' ht="{row.height:.1f}" customHeight="1"' if row.height else ""
    hidden = HIDDEN if row.is_hidden else ""
    cells = "".join(
        f'<c r="{letters(column)}{number}{_cell(styles.cells(cell.look), None if is_under else cell.value)}'
        for column, (cell, is_under) in placed
    )
    return f'<row r="{number}"{height}{hidden}>{cells}</row>'


def _cell(cells: Cells, value):
    return cells[type(value)](value)


def _view(sheet, is_first):
    selected = ' tabSelected="1"' if is_first else ""
    pane = ""
    if sheet.frozen_rows:
        corner = f"{letters(sheet.frozen_columns)}{sheet.frozen_rows + 1}"
        across = f'xSplit="{sheet.frozen_columns}" ' if sheet.frozen_columns else ""
        name = "bottomRight" if sheet.frozen_columns else "bottomLeft"
        pane = (
            f'<pane {across}ySplit="{sheet.frozen_rows}" topLeftCell="{corner}" activePane="{name}" state="frozen"/>'
            f'<selection pane="{name}" activeCell="{corner}" sqref="{corner}"/>'
        )
    return f'<sheetViews><sheetView{selected} showGridLines="0" workbookViewId="0">{pane}</sheetView></sheetViews>'


def _columns(sheet):
    columns = [
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"'
        f"{HIDDEN if place - 1 in sheet.hidden_columns else ''}/>"
        for place, width in enumerate(sheet.widths, start=1)
    ]
    return f"<cols>{''.join(columns)}</cols>"


def _merged(sheet):
    ranges = [
        f'<mergeCell ref="{letters(left)}{top}:{letters(left + cell.wide - 1)}{top + cell.high - 1}"/>'
        for top, row in enumerate(sheet.rows, start=1)
        for left, cell in row.cells.items()
        if cell.wide > 1 or cell.high > 1
    ]
    return _listed("mergeCells", ranges)


def _rules(sheet):
    cells = defaultdict(list)
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in row.cells.items():
            if cell.rule:
                cells[cell.rule].append(f"{letters(column)}{number}")
    return _listed("dataValidations", [_rule(rule, where) for rule, where in cells.items()])


def _rule(rule, where):
    return (
        '<dataValidation type="decimal" errorStyle="warning" operator="between" allowBlank="1" '
        f'showInputMessage="1" showErrorMessage="1" error="{xml_attribute(rule.warning[:LONGEST_WARNING])}" '
        f'prompt="{xml_attribute(rule.prompt[:LONGEST_PROMPT])}" sqref="{" ".join(where)}">'
        f"<formula1>{rule.lowest:f}</formula1><formula2>{rule.highest:f}</formula2></dataValidation>"
    )


def _workbook(sheets):
    names = [sheet_name(sheet.name) for sheet in sheets]
    listed = [
        f'<sheet name="{xml_attribute(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    ]
    repeated = [
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">{xml_text(quoted(names[place]))}!'
        f"${sheet.repeated[0] + 1}:${sheet.repeated[1] + 1}</definedName>"
        for place, sheet in enumerate(sheets)
        if sheet.repeated
    ]
    titles = f"<definedNames>{''.join(repeated)}</definedNames>" if repeated else ""
    return (
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{''.join(listed)}</sheets>{titles}</workbook>"
    )
