"""Capital of which another column says for each row whether it is đồng or US dollars."""

from tests.workbooks.making import book

HEAD = ["STT", "Tên dự án", "Vốn đầu tư", "Đơn vị tiền tệ", "Lao động"]


def files():
    rows = [
        HEAD,
        [1, "Nhà máy gạch", 30000000000, "VND", 10],
        [2, "Nhà máy chè", 5000000, "USD", 20],
        [3, "Nhà máy đường"],
    ]
    unsaid = [HEAD, rows[1], [2, "Nhà máy chè", 5000000, None, 20]]
    return {"should_pass.xlsx": book(rows), "should_fail.xlsx": book(unsaid)}
