"""The unit of the file in brackets after its heading: converted inside one dimension only."""

from tests.workbooks.making import book

HEAD = ["Mã dự án", "Tên dự án"]


def files():
    return {
        "should_pass.xlsx": book([[*HEAD, "Vốn đăng ký (nghìn USD)"], ["da1", "Dự án A", 12500]]),
        "should_pass_2.xlsx": book([[*HEAD, "Vốn đăng ký\n(triệu đồng)"], ["da1", "Dự án A", 30000]]),
        "should_fail.xlsx": book([[*HEAD, "Vốn đăng ký (tấn)"], ["da1", "Dự án A", 12500]]),
        "should_fail_2.xlsx": book([[*HEAD, "Vốn đăng ký (triệu yên)"], ["da1", "Dự án A", 12500]]),
        "should_fail_3.xlsx": book([[*HEAD, "Vốn đăng ký"], ["da1", "Dự án A", 12500]]),
    }
