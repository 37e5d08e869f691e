"""A workbook of several registers: the sheets of one are its parts, those of the others are no tables of it."""

from tests.workbooks.making import sheets

SUBSTATIONS = [["Mã trạm biến áp", "Tên trạm", "Cấp điện áp (kV)"], ["TBA-1", "Trạm 110 kV Một", 110]]


def lines(*rows):
    return [["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Số mạch"], *rows]


def files():
    return {
        "should_pass.xlsx": sheets(
            {
                "Trạm": SUBSTATIONS,
                "Đường dây 110 kV": lines(["DZ-1", "Một - Hai", 110, 2]),
                "Đường dây 35 kV": lines(["DZ-2", "Ba - Bốn", 35, 1]),
                "Ghi chú": [["Số liệu đến cuối năm 2022"]],
            }
        )
    }
