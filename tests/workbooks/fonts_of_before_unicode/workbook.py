"""Text in the codes of .VnTime (TCVN3) and VNI-Times: told by fonts, else by words, and asked about."""

from tests.legacy import written
from tests.workbooks.making import book, old_book

HEAD = ["Mã địa bàn", "Tên địa bàn", "Cấp"]
# A font of capitals; a name typed in Unicode in a cell whose font stayed, so that «Cã» may be either.
ROWS = [
    [written(text, "tcvn3") for text in HEAD],
    ["17", written("TỈNH HÒA BÌNH", "tcvn3"), written("tỉnh", "tcvn3")],
    ["18", written("phường Thịnh lang", "tcvn3"), written("xã, phường", "tcvn3")],
    ["19", "Xã Lương Sơn", written("xã, phường", "tcvn3")],
    ["20", written("Có", "tcvn3"), written("xã, phường", "tcvn3")],
]
OLD = [f"{column}{row}" for row in (1, 2, 3, 4, 5) for column in "ABC"]
FONTS = dict.fromkeys(OLD, ".VnTime") | {"B3": ".VnTimeH"}


def files():
    by_words = book([HEAD, ["17", "Hßa B×nh", "tỉnh"]])
    vni = book([[written(text, "vni") for text in HEAD], ["17", "Hoøa Bình", "tænh"]])
    return {
        "should_fail.xlsx": by_words,
        "should_fail_2.xlsx": vni,
        "should_fail_3.xlsx": by_words,
        "should_pass.xlsx": book(ROWS, fonts={"B3": ".VnTimeH"}, font=".VnTime"),
        "should_pass_2.xls": old_book(ROWS, fonts=FONTS),
        "should_pass_3.xlsx": vni,
        "should_pass_4.xlsx": book([HEAD, ["17", "Hòa Bình", "tỉnh"]], fonts={"B2": ".VnTime"}),
    }
