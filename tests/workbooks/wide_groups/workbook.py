"""Groups that nobody merged over their columns; districts across, under groups and alone with the year in the title."""

from tests.workbooks.making import book


def files():
    grouped = [
        ["CÔNG NGHIỆP THEO ĐỊA BÀN"],
        ["Chỉ tiêu", "ĐVT", "Toàn tỉnh", None, "Huyện Đà Bắc", None],
        [None, None, "KH 2022", "TH 2022", "KH 2022", "TH 2022"],
        ["Giá trị sản xuất công nghiệp", "tỷ đồng", 10, 11, 1, 2],
    ]
    alone = [
        ["DÂN SỐ NĂM 2022"],
        ["Chỉ tiêu", "ĐVT", "Toàn tỉnh", "Kim Bôi", "TP. Hòa Bình"],
        ["Dân số", "người", 1000, 200, 300],
    ]
    unmerged_years = [
        ["XUẤT KHẨU"],
        [None, None, "Năm 2021", None, "Năm 2022", None],
        ["Chỉ tiêu", "ĐVT", "Kế hoạch", "Thực hiện", "Kế hoạch", "Thực hiện"],
        ["Kim ngạch xuất khẩu", "triệu USD", 1, 2, 3, 4],
    ]
    return {
        "should_pass.xlsx": book(grouped),
        "should_pass_2.xlsx": book(alone),
        "should_pass_3.xlsx": book(unmerged_years),
    }
