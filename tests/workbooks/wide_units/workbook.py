"""Units wherever they stand: beside a title, in heads, in a row of their own, in cells, merged down the lines."""

from tests.workbooks.making import book


def files():
    letterhead = [
        ["UBND TỈNH HÒA BÌNH", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["SỞ CÔNG THƯƠNG", None, "Hòa Bình, ngày 05 tháng 4 năm 2023"],
    ]
    beside_title = [
        *letterhead,
        ["SẢN XUẤT NĂM 2022", None, "ĐVT: Triệu đồng"],
        ["Chỉ tiêu", "TH 2021", "TH 2022"],
        ["Giá trị sản xuất công nghiệp", 1500000, "1600000 triệu đồng"],
    ]
    of_columns = [
        ["XUẤT KHẨU THÁNG 4 NĂM 2022"],
        ["Mặt hàng", "Tháng 4/2022", None, "Lũy kế 4 tháng", "So KH"],
        [None, "Lượng", "Trị giá", None, None],
        [None, "(tấn)", "(1000 USD)", "(1000 USD)", "(%)"],
        ["Kim ngạch xuất khẩu", 1, 2000, 8000, 30],
        ["Sản lượng xi măng", 50, 60, None, None],
    ]
    of_lines = [
        ["NĂM 2022"],
        ["Chỉ tiêu", "ĐVT", "TH 2021", "TH 2022"],
        ["Kim ngạch xuất khẩu", "nghìn USD", 1000, 2000],
        ["Kim ngạch nhập khẩu", None, 3000, 4000],
        [None, "tỷ đồng", 70, 90],
    ]
    return {
        "should_pass.xlsx": book(beside_title),
        "should_pass_2.xlsx": book(of_columns, merged=["A2:A4", "B2:C2"]),
        "should_pass_3.xlsx": book(of_lines, merged=["B3:B4"]),
    }
