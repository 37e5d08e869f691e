"""Years across without a word, years down, and a title that says another year than the heads."""

from tests.workbooks.making import book


def files():
    across = [
        ["Một số chỉ tiêu chủ yếu năm 2022"],
        ["STT", "Chỉ tiêu", "ĐVT", 2021, 2022, "Ước 2023"],
        [1, "GRDP theo giá so sánh 2010", "Tỷ đồng", 32000, 33000.5, 34000],
        [2, "Dân số", "Người", "-", "870.000", 880000],
    ]
    down = [["Năm", "Kim ngạch xuất khẩu", "Kim ngạch nhập khẩu"], [2019, 100, 90], [2020, 110, 95], [2021, 120, 99]]
    return {"should_pass.xlsx": book(across), "should_pass_2.xlsx": book(down)}
