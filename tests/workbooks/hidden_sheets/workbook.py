"""A sheet that is not shown: passed over beside one that is, read where it is the only one, unless somebody says no."""

import io

import openpyxl
import xlwt

PLACES = [["Mã địa bàn", "Tên địa bàn", "Cấp"], ["17", "Tỉnh Hòa Bình", "tỉnh"]]
OLD = [PLACES[0], ["16", "Tỉnh Hà Sơn Bình", "tỉnh"]]


def files():
    alone = old_book({"Số liệu": (PLACES, True), "Ghi chú": ([["ghi chú"]], False)})
    return {
        "should_pass.xlsx": book({"Cũ": (OLD, True), "Mới": (PLACES, False)}),
        "should_pass_2.xls": alone,
        "should_fail.xls": alone,
    }


def book(sheets):
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, (rows, is_hidden) in sheets.items():
        page = workbook.create_sheet(name)
        page.sheet_state = "hidden" if is_hidden else "visible"
        for row in rows:
            page.append(row)
    return saved(workbook)


def old_book(sheets):
    workbook = xlwt.Workbook()
    for name, (rows, is_hidden) in sheets.items():
        page = workbook.add_sheet(name)
        page.visibility = int(is_hidden)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                page.write(row, column, value)
    workbook.set_active_sheet(len(sheets) - 1)
    return saved(workbook)


def saved(workbook):
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()
