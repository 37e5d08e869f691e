"""Shares beside their values: one that part and whole do not give, and parts whose shares make another sum than 100."""

from tests.workbooks.making import book


def files():
    rows = [
        ["GIÁ TRỊ SẢN XUẤT CÔNG NGHIỆP TỈNH PHÚ THỌ"],
        ["Chỉ tiêu", "ĐVT", "Năm 2024", None, "Ước năm 2025", None],
        [None, None, "Giá trị", "Cơ cấu (%)", "Giá trị", "Cơ cấu (%)"],
        ["1. Giá trị sản xuất công nghiệp", "Tỷ đồng", 50000, 100, 60000, 100],
        ["a. Khu vực kinh tế trong nước", "Tỷ đồng", 20000, 40, 25000, 41.7],
        ["b. Khu vực có vốn ĐTNN", "Tỷ đồng", 30000, 60, 35000, 53.8],
        ["Trong đó: Ngành khai khoáng", "Tỷ đồng", 1000, 2, 1500, 2.5],
    ]
    merged = ["A2:A3", "B2:B3", "C2:D2", "E2:F2"]
    return {"should_pass.xlsx": book(rows, merged=merged)}
