"""Substations and lines in one list: a row belongs to the register whose columns are filled."""

from tests.workbooks.making import book

HEADS = [
    ["STT", "MÃ CÔNG TRÌNH", "TÊN CÔNG TRÌNH", "LOẠI CÔNG TRÌNH", None, None, "CẤP ĐIỆN ÁP", "GHI CHÚ"],
    [None, None, None, "TRẠM BIẾN ÁP\n(MVA)", "ĐƯỜNG DÂY", None, None, None],
    [None, None, None, None, "CHIỀU DÀI (Km)", "LOẠI DÂY", None, None],
]
MERGED = ["A1:A3", "B1:B3", "C1:C3", "D1:F1", "D2:D3", "E2:F2", "G1:G3", "H1:H3"]


def files():
    rows = [
        *HEADS,
        [1, "TBA-01", "TBA 110 kV Một", "2x63", None, None, 110, None],
        [2, "DZ-02", "Đường dây 110 kV Một - Hai", None, 25.5, "ACSR240/32", 110, None],
    ]
    return {"should_pass.xlsx": book(rows, merged=MERGED)}
