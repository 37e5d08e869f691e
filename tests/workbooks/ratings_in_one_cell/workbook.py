"""The transformers of a substation in one cell: 2x63, 40+25, 1x25; what is no rating is told."""

from tests.workbooks.making import book

HEAD = ["STT", "MÃ CÔNG TRÌNH", "TÊN CÔNG TRÌNH", "TRẠM BIẾN ÁP (MVA)", "CHIỀU DÀI (Km)", "CẤP ĐIỆN ÁP"]


def files():
    line = [3, "DZ-02", "Đường dây Một - Hai", None, 25.5, 110]
    one, two = [1, "TBA-01", "TBA Một", "2x63", None, 110], [2, "TBA-02", "TBA Hai", "40+25", None, 110]
    wrong = [2, "TBA-02", "TBA Hai", "hai máy", None, 110]
    return {
        "should_pass.xlsx": book([HEAD, one, two, line]),
        "should_pass_2.xlsx": book([HEAD, [*one[:3], 25, None, 110], line]),
        "should_fail.xlsx": book([HEAD, one, wrong]),
    }
