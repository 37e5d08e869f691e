"""One sheet a month, each with its month in its title and heads, and one of a year's graph that is no table."""

from tests.workbooks.making import sheets


def month(number, *values):
    return [
        [f"BÁO CÁO THÁNG {number} NĂM 2022"],
        ["Sản phẩm", "Đơn vị tính", f"Thực hiện tháng {number - 1}/2022", f"Ước tháng {number}/2022"],
        ["Xi măng", "Nghìn tấn", *values],
    ]


def files():
    return {
        "should_pass.xlsx": sheets({"Tháng 4": month(4, 70, 71), "Tháng 5": month(5, 72, 73), "Đồ thị": [["Hình"]]})
    }
