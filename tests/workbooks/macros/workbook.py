"""A workbook with macros, which are never run; nothing but the values of its cells is read."""

import io
import zipfile

from tests.workbooks.making import book


def files():
    rows = [["Mã địa bàn", "Tên địa bàn", "Cấp"], ["17", "Tỉnh Hòa Bình", "tỉnh"]]
    stream = io.BytesIO(book(rows))
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("xl/vbaProject.bin", b"macro")
    return {"should_pass.xlsm": stream.getvalue()}
