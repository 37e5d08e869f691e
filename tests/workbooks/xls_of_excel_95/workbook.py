"""An xls file of Excel 5 and 95, record by record: bytes for letters, which the font of the cell says how to read."""

import struct

from xlwt.CompoundDoc import XlsDoc

from tests.legacy import in_bytes

HEAD = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Chiều dài (km)"]
ROWS = [HEAD, ["dz1", "Mường Khến có điện", 110, 5.25]]


def files():
    content = workbook(ROWS, ".VnTime", "tcvn3")
    return {
        "should_pass.xls": content,
        # The code of a Vietnamese Windows, which says nothing of a font of another code.
        "should_pass_2.xls": workbook(ROWS, ".VnTime", "tcvn3", codepage=1258),
        # A capital for whose byte Windows has no letter.
        "should_pass_3.xls": workbook([HEAD, ["dz1", "ẢNG", 110, 5.25]], "VPS Times", "vps"),
        "should_fail.xls": content,
    }


def record(kind, content):
    return struct.pack("<HH", kind, len(content)) + content


def workbook(rows, font, code, codepage=1252):
    """BOF, CODEPAGE, FONT, XF, BOUNDSHEET, then the sheet: LABEL and NUMBER cells."""
    name = font.encode()
    ahead = [
        record(0x0809, struct.pack("<HHHH", 0x0500, 0x0005, 2412, 1993)),
        record(0x0042, struct.pack("<H", codepage)),
        *[record(0x0031, struct.pack("<HHHHHBBBx", 200, 0, 0x7FFF, 400, 0, 0, 0, 0) + bytes([len(name)]) + name)] * 4,
        *[record(0x00E0, struct.pack("<HHH10x", 0, 0, 0))] * 16,
    ]
    sheet = b"".join(
        [record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 2412, 1993)), *cells(rows, code), record(0x000A, b"")]
    )
    place = sum(map(len, ahead)) + len(record(0x0085, bytes(7 + len("Bieu"))) + record(0x000A, b""))
    bound = record(0x0085, struct.pack("<IHB", place, 0, len("Bieu")) + b"Bieu")
    stream = b"".join([*ahead, bound, record(0x000A, b""), sheet])
    return saved(stream)


def cells(rows, code):
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, str):
                text = in_bytes(value, code)
                yield record(0x0204, struct.pack("<HHHH", row, column, 0, len(text)) + text)
            else:
                yield record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def saved(stream):
    made = bytearray()

    class File:
        def write(self, piece):
            made.extend(piece)

    XlsDoc().save(File(), stream)
    return bytes(made)
