"""Csv files whose bytes are letters of TCVN3, VNI, VPS or Windows-1258: asked about by a few of them."""

from tests.legacy import written

TEXT = "Mã địa bàn;Tên địa bàn;Cấp\n17;Tỉnh Hòa Bình; tỉnh\n18;Phường Thịnh Lang;xã, phường\n"


def files():
    codes = {"": "tcvn3", "_2": "vni", "_3": "vps", "_4": "windows-1258"}
    made = {f"should_pass{name}.csv": in_bytes(TEXT, code) for name, code in codes.items()}
    return made | {"should_fail.csv": in_bytes(TEXT, "tcvn3"), "should_fail_2.csv": in_bytes(TEXT, "vps")}


def in_bytes(text, code):
    return b"".join(each.encode("cp1252" if each > "\xff" else "latin-1") for each in written(text, code))
