"""The empty workbook of a register, and what it has in common with those that are given out with rows."""

from dataclasses import replace

from django.utils.text import capfirst

from config.sheets.columns import ChoiceColumn, DayColumn, NumberColumn, WholeColumn, YesNoColumn
from config.sheets.moulds.checks import LIST_SHEET, Lists, rule_of
from config.sheets.moulds.codes import COLUMN, HEADINGS, Kind, Stamp
from config.sheets.writing.sheets import Blank, ColumnOut, SheetOut

GUIDE_COLUMNS = [
    ColumnOut("Tên cột", 35, wraps=True),
    ColumnOut("Bắt buộc", 16),
    ColumnOut("Cách ghi", 90, wraps=True),
    ColumnOut("Ví dụ", 40, wraps=True),
]
LONGEST_HINT = 60
STEPS = [
    "Mỗi dòng một mục. Ô có danh sách thì bấm mũi tên để chọn, hoặc ghi mã, ghi đúng tên; các danh sách ở trang "
    f"«{LIST_SHEET}».",
    "Số gõ như 1234,5 hoặc 1.234.567,8; ngày gõ ngày/tháng/năm.",
    "Chuyển chỗ, ẩn, bỏ bớt cột, đổi tên cột, đổi tên trang đều được. Đừng xóa dòng 1 và cột A đang ẩn: mã ở đó cho "
    "biết cột nào là cột nào. Chuyển cả cột, cả dòng, đừng chỉ chuyển phần nhìn thấy.",
    "Cột không có trong tệp thì sổ giữ nguyên; ô để trống của một dòng đã có thì xóa giá trị đang có, riêng ghi chú "
    "chỉ bị xóa khi xóa ngay trong tệp tải về có sẵn ghi chú ấy.",
    "Xong thì chọn tệp này ở «Nhập từ bảng tính», bấm «Xem trước» (xlsx hay ods đều được): phần mềm cho xem từng ô sẽ "
    "đổi, ô nào sai và sửa thế nào, rồi mới ghi.",
]


def blank_sheets(resource, *, is_bare) -> list[SheetOut]:
    """The workbook to fill in, of one resource; bare where the format keeps nothing but cells."""
    columns = columns_in(resource)
    name = capfirst(resource._meta.model._meta.verbose_name)
    if is_bare:
        return [SheetOut(name, [ColumnOut(column.column_name) for column in columns])]
    lists = Lists(columns)
    out = [code_column(resource, Kind.BLANK), *(column_out(resource, column, lists) for column in columns)]
    return [SheetOut(name, out), *beside(resource, columns, lists)]


def columns_in(resource):
    """The columns that an import writes."""
    return [column for column in resource.fields.values() if not column.for_reading]


def code_column(resource, kind):
    """The hidden column: the stamp, and below it a code beside each row that was given out."""
    return ColumnOut(HEADINGS, code=Stamp.of(resource, kind).written(), is_hidden=True)


def column_out(resource, column, lists):
    """A column to fill in, with its hidden code, its hint and its check."""
    hint = capfirst(column.hint().partition(". ")[0].rstrip("."))
    needed = "Bắt buộc" if column.is_required else ""
    told = ". ".join(filter(None, [needed, hint if len(hint) <= LONGEST_HINT else ""]))
    is_any = isinstance(column, NumberColumn | WholeColumn | ChoiceColumn | YesNoColumn)
    blank = Blank.ANY if is_any else Blank.DAY if isinstance(column, DayColumn) else Blank.TEXT
    plain = ColumnOut(column.column_name, code=f"{COLUMN}{column.name}", hint=told, blank=blank)
    return replace(plain, rule=rule_of(column, lists))


def beside(resource, columns, lists, steps=()):
    """The sheets beside that of the rows: how to fill it in, and what there is to choose from."""
    listed = [lists.sheet] if lists.values else []
    rows = [[f"Bước {number}", None, step, None] for number, step in enumerate([*steps, *STEPS], start=1)]
    rows += [
        [
            column.column_name,
            "Bắt buộc" if column.is_required else "Để trống được",
            column.hint() + (" Cột này cho biết dòng nào là dòng nào." if column.name in resource.key_names else ""),
            lists.example(column),
        ]
        for column in columns
    ]
    return [SheetOut("Hướng dẫn", GUIDE_COLUMNS, rows), *listed]
