"""Printed pages as an ods file: what `printed_xlsx` writes, in OpenDocument's words."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from config.sheets.writing.ods import CM_A_LETTER, KIND, NAMES, freezing, manifest, row_of, settings_of, text_cell
from config.sheets.writing.packages import XML, packed, xml_attribute, xml_text
from config.sheets.writing.printed import FONT, SIZE, Look, LookedCells, PrintedSheet, in_rows
from config.sheets.writing.sheets import sheet_name
from config.sheets.writing.xlsx import letters, quoted

UNDER = "<table:covered-table-cell/>"
COLLAPSED = ' table:visibility="collapse"'
# How far a level is set in.
CM_A_LEVEL = 0.35


def write_printed_ods(sheets: Sequence[PrintedSheet]) -> Iterator[bytes]:
    """The file, piece by piece; sheets have names of their own."""
    named = [(sheet_name(sheet.name), sheet) for sheet in sheets]
    windows = [freezing(name, sheet.frozen_columns, sheet.frozen_rows) for name, sheet in named if sheet.frozen_rows]
    return packed(
        [
            # The format asks for this part first and unpacked.
            ("mimetype", KIND.encode()),
            ("META-INF/manifest.xml", manifest().encode()),
            ("styles.xml", _paper().encode()),
            ("settings.xml", settings_of(windows).encode()),
            ("content.xml", _content(named)),
        ]
    )


class _Styles:
    """The looks of a file by their names."""

    def __init__(self):
        self.names = {}
        self._cells = {}

    def cells(self, look):
        """What writes the cells of a look."""
        if look not in self._cells:
            self._cells[look] = OdsLookedCells(look, self)
        return self._cells[look]

    def name(self, look, decimals=0):
        return self.names.setdefault((look, decimals), f"look-{len(self.names)}")

    def xml(self):
        return "".join(_style(name, look, decimals) for (look, decimals), name in self.names.items())


class OdsLookedCells(LookedCells):
    """Cells that begin with the name of their style; what merges them or rules them is put in by `placed`."""

    def __init__(self, look, styles):
        super().__init__(look)
        self.styles = styles
        self.empty = f"<table:table-cell{self._style()}/>"

    def number(self, digits):
        decimals = self.decimals(digits)
        shown = f"{digits.replace('.', ',')}{self.look.mark}"
        return (
            f'<table:table-cell{self._style(decimals)} office:value-type="float" office:value="{digits}">'
            f"<text:p>{xml_text(shown)}</text:p></table:table-cell>"
        )

    def text(self, text):
        return text_cell(text, self._style())

    def _style(self, decimals=0):
        return f' table:style-name="{self.styles.name(self.look, decimals)}"'


def _content(named):
    styles = _Styles()
    rules = {}
    # Whole: the styles of the cells stand before them, and a form is small.
    tables = [_table(name, sheet, styles, rules) for name, sheet in named]
    sizes = {width for _, sheet in named for width in sheet.widths}
    heights = {row.height for _, sheet in named for row in sheet.rows if row.height}
    yield f'{XML}<office:document-content {NAMES} office:version="1.2"><office:automatic-styles>'
    yield from (_column_style(width) for width in sorted(sizes))
    yield from (_row_style(height) for height in sorted(heights))
    yield from (_table_style(name) for name in PAPER)
    yield f"{styles.xml()}</office:automatic-styles><office:body><office:spreadsheet>"
    yield f"<table:content-validations>{''.join(map(_rule, rules, rules.values()))}</table:content-validations>"
    yield from tables
    yield "</office:spreadsheet></office:body></office:document-content>"


def _table(name, sheet, styles, rules):
    paper = "landscape" if sheet.is_landscape else "portrait"
    locked = ' table:protected="true"' if sheet.is_locked else ""
    columns = "".join(
        f'<table:table-column table:style-name="width-{width}"{COLLAPSED if place in sheet.hidden_columns else ""}/>'
        for place, width in enumerate(sheet.widths)
    )
    first, last = sheet.repeated or (-1, -1)
    rows = []
    for is_head, group in groupby(enumerate(in_rows(sheet)), key=lambda one: first <= one[0] <= last):
        part = "".join(_row(name, number, row, placed, styles, rules) for number, (row, placed) in group)
        rows.append(f"<table:table-header-rows>{part}</table:table-header-rows>" if is_head else part)
    return (
        f'<table:table table:name="{xml_attribute(name)}" table:style-name="{paper}"{locked}>{columns}{"".join(rows)}'
        "</table:table>"
    )


def _row(name, number, row, placed, styles, rules):
    cells, at = [], 0
    for column, (cell, is_under) in placed:
        cells += ["<table:table-cell/>"] * (column - at)
        at = column + 1
        cells.append(
            UNDER if is_under else _placed(cell, styles, rules, f"{quoted(name)}.{letters(column)}{number + 1}")
        )
    style = f' table:style-name="height-{row.height:.1f}"' if row.height else ""
    return row_of(cells, style + (COLLAPSED if row.is_hidden else ""))


def _placed(cell, styles, rules, address):
    """A cell with what it is merged over and what it is to be given."""
    more = ""
    if cell.wide > 1 or cell.high > 1:
        more = f' table:number-columns-spanned="{cell.wide}" table:number-rows-spanned="{cell.high}"'
    if cell.rule:
        rule, _ = rules.setdefault(cell.rule, (f"rule-{len(rules)}", address))
        more += f' table:content-validation-name="{rule}"'
    written = styles.cells(cell.look)[type(cell.value)](cell.value)
    return written.replace("<table:table-cell", f"<table:table-cell{more}", 1)


def _rule(rule, named):
    name, address = named
    bounds = f"cell-content-is-between({rule.lowest:f},{rule.highest:f})"
    return (
        f'<table:content-validation table:name="{name}" table:allow-empty-cell="true" '
        f'table:condition="of:cell-content-is-decimal-number() and {bounds}" '
        f'table:base-cell-address="{xml_attribute(address)}">'
        f'<table:help-message table:display="true"><text:p>{xml_text(rule.prompt)}</text:p></table:help-message>'
        '<table:error-message table:display="true" table:message-type="warning">'
        f"<text:p>{xml_text(rule.warning)}</text:p></table:error-message></table:content-validation>"
    )


def _style(name, look, decimals):
    frame = ' fo:border="0.5pt solid #000000"' if look.is_boxed else ""
    fill = f' fo:background-color="#{look.fill.lower()}"' if look.fill else ""
    wraps = ' fo:wrap-option="wrap"' if look.wraps else ""
    lock = "none" if look.is_open else "protected"
    across = {"left": "start", "right": "end"}.get(look.across, look.across) or ("start" if look.indent else "")
    sides = f' fo:text-align="{across}"' if across else ""
    indent = f' fo:margin-left="{look.indent * CM_A_LEVEL:.2f}cm"' if look.indent else ""
    source = ' style:text-align-source="fix"' if across else ""
    mark = f"<number:text>{xml_text(look.mark)}</number:text>" if look.mark else ""
    return (
        # In Vietnamese whatever the program speaks: the texts beside the numbers are.
        f'<number:number-style style:name="as-{name}" number:language="vi" number:country="VN">'
        f'<number:number number:decimal-places="{decimals}" number:min-integer-digits="1" number:grouping="true"/>'
        f"{mark}</number:number-style>"
        f'<style:style style:name="{name}" style:family="table-cell" style:parent-style-name="Default" '
        f'style:data-style-name="as-{name}">'
        f'<style:table-cell-properties style:vertical-align="middle" fo:padding="0.06cm" style:cell-protect="{lock}"'
        f"{source}{frame}{fill}{wraps}/><style:paragraph-properties{sides}{indent}/>"
        f"<style:text-properties{_letters(look)}/></style:style>"
    )


def _letters(look: Look):
    return "".join(
        [
            f' fo:font-size="{look.size}pt"' if look.size != SIZE else "",
            ' fo:font-weight="bold"' if look.is_bold else "",
            ' fo:font-style="italic"' if look.is_italic else "",
            f' fo:color="#{look.colour.lower()}"' if look.colour else "",
        ]
    )


def _column_style(width):
    return (
        f'<style:style style:name="width-{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * CM_A_LETTER:.2f}cm"/></style:style>'
    )


def _row_style(height):
    return (
        f'<style:style style:name="height-{height:.1f}" style:family="table-row"><style:table-row-properties '
        f'style:row-height="{height:.1f}pt" style:use-optimal-row-height="false"/></style:style>'
    )


def _table_style(paper):
    return (
        f'<style:style style:name="{paper}" style:family="table" style:master-page-name="{paper}">'
        '<style:table-properties table:display="true"/></style:style>'
    )


FOOT = "<text:p>Trang <text:page-number>1</text:page-number>/<text:page-count>1</text:page-count></text:p>"
# A4, in centimetres.
PAPER = {"landscape": (29.7, 21), "portrait": (21, 29.7)}


def _paper():
    """The sheets of paper: one page wide, the number of each at its foot."""
    layouts = "".join(
        f'<style:page-layout style:name="{name}"><style:page-layout-properties fo:page-width="{width}cm" '
        f'fo:page-height="{height}cm" style:print-orientation="{name}" style:scale-to-X="1" style:scale-to-Y="0" '
        'style:table-centering="horizontal" fo:margin-top="1.2cm" fo:margin-bottom="0.6cm" fo:margin-left="1.5cm" '
        'fo:margin-right="1cm"/><style:header-style/><style:footer-style><style:header-footer-properties '
        'fo:min-height="0.5cm"/></style:footer-style></style:page-layout>'
        for name, (width, height) in PAPER.items()
    )
    masters = "".join(
        f'<style:master-page style:name="{name}" style:page-layout-name="{name}"><style:header style:display="false"/>'
        f"<style:footer>{FOOT}</style:footer></style:master-page>"
        for name in PAPER
    )
    return (
        f'{XML}<office:document-styles {NAMES} office:version="1.2"><office:styles>'
        '<style:style style:name="Default" style:family="table-cell"><style:text-properties '
        f'fo:font-family="\'{FONT}\'" fo:font-size="{SIZE}pt"/></style:style></office:styles>'
        f"<office:automatic-styles>{layouts}</office:automatic-styles>"
        f"<office:master-styles>{masters}</office:master-styles></office:document-styles>"
    )
