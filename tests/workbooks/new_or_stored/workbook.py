"""Clusters without codes: one is stored already, one may be, one is new; its kind stands nowhere in the file."""

from tests.workbooks.making import book


def files():
    rows = [
        ["STT", "Tên CCN", "Chủ đầu tư", "Ghi chú"],
        [1, "Cụm công nghiệp  BA SAO", "Công ty hạ tầng", "đổi"],
        [2, "CCN Điện Từ", "Công ty hạ tầng", None],
        [3, "CCN Bốn Mùa", "Công ty hạ tầng", None],
    ]
    return {"should_pass.xlsx": book(rows), "should_fail.xlsx": book(rows)}
