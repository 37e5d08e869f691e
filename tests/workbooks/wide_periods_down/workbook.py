"""Months, quarters and first months down, years across; a ratio that is the sum of its months', a wrong quarter."""

from tests.workbooks.making import book


def files():
    rows = [
        ["XUẤT, NHẬP KHẨU TỈNH PHÚ THỌ"],
        [None, "KH: 19600", "10%"],
        ["Kỳ", "XK 2025", "XK 2026", "So CK", "So KH"],
        ["T1", 100, 110, 110, 0.05],
        ["T2", 100, 120, 120, 0.06],
        ["T3", 100, 130, 130, 0.07],
        ["Quí I", 300, 365, 360, 0.18],
        ["T4", 90, None, None, None],
        ["6 tháng", None, None, None, None],
    ]
    return {"should_pass.xlsx": book(rows)}
