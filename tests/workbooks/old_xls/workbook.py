"""The binary files of Excel 97 to 2003: read as xlsx are; a locked and a damaged one."""

import struct
from datetime import date

import xlwt

from tests.workbooks.making import old_book

HEAD = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Chiều dài (km)", "Ngày vận hành"]
FORMATS = {"A3": "00000", "E3": "dd/mm/yyyy", "E4": "yyyy-mm-dd"}
# The record that says that all after the next one is encrypted.
LOCK = bytes.fromhex("2F000600000059B3000A")
# The result of a formula that was not computed, and of one that is "": a text of nothing, nothing to be done about it.
NOTHING = bytes.fromhex("030000000000FFFF0000")


def files():
    sound = [
        ["DANH MỤC ĐƯỜNG DÂY"],
        HEAD,
        [123, "Đường dây Hòa Bình", 110, 25.003, date(2026, 3, 5)],
        ["dz2", None, 110, "2,5", date(2020, 12, 31)],
    ]
    content = old_book(sound, formats=FORMATS, merged=["B3:B4"], hidden_rows=[4])
    bad = [HEAD, ["dz1", "A", 110, "#REF!"], ["dz2", "B", 110, "#DIV/0!"], ["dz3", "C", 110, xlwt.Formula("1+1")]]
    computed = [HEAD, ["dz1", "A", 110, xlwt.Formula("1+1")], ["dz2", "B", 110, xlwt.Formula('""')]]
    return {
        "should_pass.xls": content,
        "should_pass_2.xls": old_book(computed).replace(NOTHING, struct.pack("<dH", 2, 0), 1),
        "should_fail.xls": old_book(bad, errors=["D2", "D3"]),
        "should_fail_2.xls": content[:3000],
        "should_fail_3.xls": locked(content),
        "should_fail_4.xls": old_book(computed).replace(NOTHING, struct.pack("<dH", 0, 2)),
    }


def locked(content):
    """The file with that record in place of the first ones after its beginning."""
    start = content.index(bytes.fromhex("0908"))
    after = start + 4 + int.from_bytes(content[start + 2 : start + 4], "little")
    return content[:after] + LOCK + content[after + len(LOCK) :]
