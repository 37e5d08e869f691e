"""Csv files whose bytes are letters of TCVN3, VNI, VPS or Windows-1258: asked about by a few of them."""

from tests.legacy import in_bytes

TEXT = "Mã địa bàn;Tên địa bàn;Cấp\n17;Tỉnh Hòa Bình; tỉnh\n18;Phường Thịnh Lang;xã, phường\n"
# No heading that is written so in Windows-1258 alone.
BARE = TEXT.replace("Mã địa bàn;Tên địa bàn;Cấp", "Ma dia ban;Ten dia ban;Cap")


def files():
    codes = {"": "tcvn3", "_2": "vni", "_3": "vps"}
    made = {f"should_pass{name}.csv": in_bytes(TEXT, code) for name, code in codes.items()}
    made["should_pass_4.csv"] = in_bytes(BARE, "windows-1258")
    return made | {"should_fail.csv": in_bytes(TEXT, "tcvn3"), "should_fail_2.csv": in_bytes(TEXT, "vps")}
