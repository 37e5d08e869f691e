"""Schemes on the first sheet; on the second whom they support, by the number of the line on the first."""

import io

import openpyxl

from tests.workbooks.schemes_by_fund.workbook import files as schemes

LISTED = [
    ["DANH SÁCH DOANH NGHIỆP THỤ HƯỞNG"],
    ["STT", "Đề án số", "Tên doanh nghiệp", "Địa chỉ", "Người đại diện", "Điện thoại"],
    [1, 1, "Công ty TNHH Chè Một", "xã Một", "Trần Văn Giả", "0900000001"],
    [2, 1, "HTX Chè Hai", "xã Hai", "Lê Thị Giả", "0900000002"],
    [3, 2, "Nguyễn Văn Ví Dụ", "xã Ba", None, None],
    [4, 3, "Hộ kinh doanh Ba", "xã Ba", None, None],
]


def files():
    workbook = openpyxl.load_workbook(io.BytesIO(schemes()["should_pass.xlsx"]))
    page = workbook.create_sheet("Danh sách")
    for row in LISTED:
        page.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    return {"should_pass.xlsx": stream.getvalue()}
