"""Blocks of cells that come from a spreadsheet by copy and paste."""

import re

_CELL = re.compile(r'"([^"]*(?:""[^"]*)*)"(?=[\t\r\n]|\Z)|([^\t\r\n]*)')
_ROW_END = re.compile(r"\r\n|\r|\n")


def cells_of(clipboard_text: str) -> list[list[str]]:
    """The rows of cells in what Excel, LibreOffice or Google Sheets put on the clipboard.

    A cell with breaks or quotes stands in quotes, doubled inside; a quote that nothing closes is a plain letter. The
    break that ends the last row begins no other.
    """
    rows, place = [], 0
    while place < len(clipboard_text):
        row = []
        while True:
            cell = _CELL.match(clipboard_text, place)
            place = cell.end()
            row.append(cell[2] if cell[1] is None else _ROW_END.sub("\n", cell[1].replace('""', '"')))
            if not clipboard_text.startswith("\t", place):
                break
            place += 1
        rows.append(row)
        if end := _ROW_END.match(clipboard_text, place):
            place = end.end()
    return rows
