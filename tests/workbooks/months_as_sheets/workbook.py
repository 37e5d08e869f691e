"""One sheet a month, each with its month in its title and heads, and one of a year's graph that is no table.

In another workbook only the names of the sheets say the month: «T1» under a title of the year, and the year too.
"""

from tests.workbooks.making import sheets


def month(number, *values):
    return [
        [f"BÁO CÁO THÁNG {number} NĂM 2022"],
        ["Sản phẩm", "Đơn vị tính", f"Thực hiện tháng {number - 1}/2022", f"Ước tháng {number}/2022"],
        ["Xi măng", "Nghìn tấn", *values],
    ]


def files():
    heads, year = ["Sản phẩm", "Đơn vị tính", "Thực hiện"], [["BÁO CÁO NĂM 2022"]]
    by_name = {"T1": (year, heads, 70), "T2": (year, heads, 71), "T3.2022": ([["BÁO CÁO"]], heads, 72)}
    return {
        "should_pass.xlsx": sheets({"Tháng 4": month(4, 70, 71), "Tháng 5": month(5, 72, 73), "Đồ thị": [["Hình"]]}),
        "should_pass_2.xlsx": sheets(
            {
                name: [*titles, heads, ["Xi măng", "Nghìn tấn", value]]
                for name, (titles, heads, value) in by_name.items()
            }
        ),
    }
