"""The monthly form of production and exports: plan, months, cumulated months and comparisons side by side."""

from tests.workbooks.making import book

HEADS = [
    ["CHỈ TIÊU", "ĐVT", "K.hoạch\n2022", "Thực hiện tháng 4/2021", "Thực hiện tháng 3/2022", "Ước TH tháng 4/2022",
     "Cộng dồn đến tháng", None, "So sánh (%)", None, None, None],
    [None, None, None, None, None, None, "4/2022", "4/2021", "So tháng trước", "So với tháng cùng kỳ",
     "Lũy kế so KH năm", "Lũy kế so cùng kỳ"],
    ["A", "B", 1, 2, 3, 4, 5, 6, "7=4/3", "8=4/2", "9=4/1", "10=5/6"],
]  # fmt: skip
LINES = [
    ["1. Giá trị sản xuất (Giá SS 2010)", "Tỷ đồng", 50000, 3900, 4100.5, 4200.25, 16000.123456789, 15000, 102.43,
     107.7, 8.4, 106.67],
    ["a. Khu vực kinh tế trong nước", '"', 20000, 1500, 1600, 1700, 6000, 5500, 106.25, 113.3, 8.5, 109.09],
    ["b. Khu vực có vốn ĐTNN", '"', 30000, 2400, 2500.5, 2500.25, 10000, 9500, 99.99, 104.18, 8.33, 105.26],
    ["Sản phẩm chủ yếu"],
    ["- Xi măng", "Nghìn tấn", 900, 70, 72, 75, 280, 270, 104.17, 107.14, 8.33, 103.7],
    ["- Sản phẩm may mặc", "Triệu sản phẩm", 120, 9, 0, 10, 40, 36, 0, 111.1, 8.3, 111.1],
    ["Tổng kim ngạch xuất khẩu", "Triệu USD", 1500, 110, 115, 120, 450, 430, 104.35, 109.09, 8, 104.65],
]  # fmt: skip
MERGED = ["A1:L1", "A2:L2", "A4:A5", "B4:B5", "C4:C5", "D4:D5", "E4:E5", "F4:F5", "G4:H4", "I4:L4"]


def files():
    titles = [
        ["CÁC CHỈ TIÊU SẢN XUẤT KINH DOANH, XUẤT KHẨU CHỦ YẾU TỈNH HÒA BÌNH"],
        ["(Báo cáo tháng, quý, năm chung 1 biểu mẫu)"],
        [],
    ]
    signed = [[], ["Hòa Bình, ngày 20 tháng 4 năm 2022"], ["NGƯỜI LẬP BIỂU", None, None, "GIÁM ĐỐC"]]
    return {"should_pass.xlsx": book([*titles, *HEADS, *LINES, *signed], merged=MERGED)}
