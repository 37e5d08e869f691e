"""Clusters whose decisions have their days in the same cell, in three ways; the period reported stands above."""

from tests.workbooks.areas_across.workbook import HEAD
from tests.workbooks.making import book


def files(period="Kỳ báo cáo: năm 2022", leased=20):
    rows = [
        ["TÌNH HÌNH CÁC CỤM CÔNG NGHIỆP ĐÃ THÀNH LẬP"],
        ["Đơn vị báo cáo: Sở Công Thương"],
        [period],
        ["Ngày gửi báo cáo: 15/01/2023"],
        [],
        HEAD,
        [1, "CCN Ba Sao", 50, "4257/QĐ-UBND ngày 12/3/2015", None, None, 49, "123/QĐ-UBND", 35, leased, 57.1, None],
        [2, "CCN Bốn Mùa", 30, "QĐ số 58/QĐ-UBND ngày 01 tháng 02 năm 2016", 10.5, "55/QĐ-UBND, 5.6.2019", None, None,
         20, 20, 100, "x"],
        ["Tổng cộng", None, 80, None, 11, None, 49, None, 55, leased + 20, 78.5, None],
    ]  # fmt: skip
    several = [list(row) for row in rows]
    several[7][3] = "58/QĐ-UBND ngày 1/2/2016, 60/QĐ-UBND ngày 3/4/2017"
    merged = ["A1:L1", "A9:B9"]
    return {"should_pass.xlsx": book(rows, merged=merged), "should_fail.xlsx": book(several, merged=merged)}
