"""«Đơn vị tính: triệu đồng» in a corner above the table."""

from tests.workbooks.making import book

HEAD = ["Mã công trình", "Tên công trình", "Năm", "Tình trạng", "Vốn đầu tư"]


def files():
    row = ["ct1", "Trạm A", 2025, "đang thi công", 4500]
    rows = [["Danh mục công trình"], [None, None, None, None, "Đơn vị tính: triệu đồng"], HEAD, row]
    wrong = [[None, None, None, None, "ĐVT: ha"], HEAD, row]
    who = [["Đơn vị: Sở Công Thương"], HEAD, row]
    return {"should_pass.xlsx": book(rows), "should_fail.xlsx": book(wrong), "should_fail_2.xlsx": book(who)}
