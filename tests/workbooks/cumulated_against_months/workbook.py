"""A cumulated column that is not the sum of its months, across and down; of an index nothing is summed."""

from tests.workbooks.making import book


def files():
    across = [
        ["SẢN XUẤT VÀ XUẤT NHẬP KHẨU TỈNH PHÚ THỌ"],
        ["Chỉ tiêu", "ĐVT", "Tháng 1/2026", "Tháng 2/2026", "Ước tháng 3/2026", "Cộng dồn 3 tháng 2026"],
        ["Kim ngạch xuất khẩu", "Nghìn USD", 100500.5, 110250, 120000, 340750.5],
        ["Kim ngạch nhập khẩu", "Nghìn USD", 50000, 60000, 70000.25, 180000.25],
        ["Sản lượng xi măng", "Tấn", 70000, None, 80000, 140000],
        ["Chỉ số sản xuất công nghiệp (IIP)", "%", 104.5, 105.25, 106.5, 105.4],
    ]
    down = [
        ["XUẤT KHẨU TỈNH PHÚ THỌ"],
        ["Kỳ", "Kim ngạch xuất khẩu năm 2025"],
        ["Tháng 1", 100],
        ["Tháng 2", 100],
        ["Tháng 3", 100],
        ["Quý I", 300],
        ["Tháng 4", 110],
        ["4 tháng", 420],
    ]
    return {"should_pass.xlsx": book(across), "should_pass_2.xlsx": book(down)}
