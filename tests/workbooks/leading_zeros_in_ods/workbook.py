"""The same in a file of LibreOffice."""

import io

from odf.number import Number, NumberStyle
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style
from odf.table import Table, TableCell, TableRow
from odf.text import P

HEAD = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Chiều dài (km)"]


def files():
    document = OpenDocumentSpreadsheet()
    digits = NumberStyle(name="N5")
    digits.addElement(Number(decimalplaces=0, minintegerdigits=5))
    document.automaticstyles.addElement(digits)
    document.automaticstyles.addElement(Style(name="ce5", family="table-cell", datastylename="N5"))
    table = Table(name="Biểu 1")
    table.addElement(line([text(each) for each in HEAD]))
    code = TableCell(valuetype="float", value="123", stylename="ce5")
    code.addElement(P(text="00123"))
    table.addElement(line([code, text("Đường dây A"), number(110), number(5)]))
    document.spreadsheet.addElement(table)
    stream = io.BytesIO()
    document.write(stream)
    return {"should_pass.ods": stream.getvalue()}


def line(cells):
    row = TableRow()
    for cell in cells:
        row.addElement(cell)
    return row


def text(words):
    cell = TableCell(valuetype="string")
    cell.addElement(P(text=words))
    return cell


def number(value):
    cell = TableCell(valuetype="float", value=str(value))
    cell.addElement(P(text=str(value)))
    return cell
