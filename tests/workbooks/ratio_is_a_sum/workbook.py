"""Printed ratios of a quarter and of a whole that are the sum or the mean of the ratios of their parts."""

from tests.workbooks.making import book


def files():
    down = [
        ["XUẤT KHẨU TỈNH PHÚ THỌ"],
        ["Kỳ", "Kim ngạch xuất khẩu 2025", "Kim ngạch xuất khẩu 2026", "So CK"],
        ["T1", 100, 104, 104],
        ["T2", 50, 60, 120],
        ["T3", 200, 178.14, 89.07],
        ["Quí I", 350, 342.14, 313.07],
    ]
    mean = [*down[:5], ["Quí I", 350, 342.14, 104.36]]
    across = [
        ["GIÁ TRỊ SẢN XUẤT CÔNG NGHIỆP TỈNH PHÚ THỌ"],
        ["Chỉ tiêu", "ĐVT", "Năm 2024", "Ước năm 2025", "So với năm trước (%)"],
        ["1. Giá trị sản xuất công nghiệp", "Tỷ đồng", 50000, 60000, 130],
        ["a. Khu vực kinh tế trong nước", "Tỷ đồng", 10000, 15000, 150],
        ["b. Khu vực có vốn ĐTNN", "Tỷ đồng", 40000, 44000, 110],
    ]
    return {"should_pass.xlsx": book(down), "should_pass_2.xlsx": book(mean), "should_pass_3.xlsx": book(across)}
