"""Text in the codes of .VnTime (TCVN3) and VNI-Times."""

from tests.workbooks.making import book

HEAD = ["Mã địa bàn", "Tên địa bàn", "Cấp"]


def files():
    return {
        "should_fail.xlsx": book([HEAD, ["17", "Hßa B×nh", "tỉnh"]]),
        "should_fail_2.xlsx": book([HEAD, ["17", "Hoøa Bình", "tỉnh"]]),
    }
