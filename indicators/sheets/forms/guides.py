"""The page that says how a form's workbook is filled and handed in."""

from config.sheets.writing.printed import Look, PrintedCell, PrintedRow, PrintedSheet, height_of
from indicators.entry.periods import heading, period_of
from indicators.models import FormColumn, Kind

Content = FormColumn.Content
WIDTHS = [8, 40, 22, 18, 18]
HEAD = Look(is_boxed=True, wraps=True, is_bold=True, across="center", fill="E8F1EE")
BOXED = Look(is_boxed=True, wraps=True)
LINE = Look(wraps=True)

STEPS = [
    "Điền vào các ô nền vàng nhạt. Ô xám là số để đối chiếu, số do đơn vị khác phụ trách hay số phần mềm tính: không "
    "nhập ở đây, gõ vào cũng không ghi vào sổ.",
    "Gõ số như 1234,5 hoặc 1.234.567,8. Gõ được «5-7», «>30», «<30», «khoảng 4.600». Chưa có số: gõ «…». Không phát "
    "sinh: gõ «-». Số 0 là số không đã báo cáo.",
    "Ô để trống thì số đang có trong sổ giữ nguyên.",
    "Chèn thêm, chuyển chỗ, ẩn dòng hay cột đều được, đổi tên trang cũng được (mẫu trống thì bỏ bảo vệ trang trước, "
    "không có mật khẩu). Đừng xóa cột A và dòng 1 đang ẩn: mã ở đó cho biết ô nào là số nào. Chuyển cả dòng, cả cột; "
    "đừng chỉ sắp lại riêng phần nhìn thấy.",
    "Mỗi kỳ, mỗi địa bàn tải một tệp riêng: sửa chữ ở dòng «Kỳ báo cáo» không đổi được kỳ của tệp.",
    "Xong thì mở biểu ở trang quản trị, chọn tệp này ở «Nhập từ tệp», bấm «Xem trước» (xlsx hay ods đều được). Phần "
    "mềm cho xem từng số sẽ đổi rồi mới ghi; ghi xong còn phải gửi duyệt.",
]


def guide_sheet(grid):
    """How to fill the form, and what each of its columns holds."""
    width = sum(WIDTHS)
    rows = [PrintedRow({0: PrintedCell(f"Hướng dẫn: {grid.form}", Look(is_bold=True, size=14))}), PrintedRow()]
    for number, step in enumerate(STEPS, start=1):
        text = f"{number}. {step}"
        rows.append(PrintedRow({0: PrintedCell(text, LINE, wide=len(WIDTHS))}, height=height_of(text, width)))
    rows.append(PrintedRow())
    heads = ["Cột số", "Đầu cột", "Kỳ", "Loại số liệu", "Nội dung"]
    rows.append(PrintedRow({place: PrintedCell(head, HEAD) for place, head in enumerate(heads)}))
    for column in grid.columns:
        cells = [str(column.number), heading(column, grid.period), *told(column, grid.period)]
        rows.append(
            PrintedRow(
                {place: PrintedCell(text or None, BOXED) for place, text in enumerate(cells)},
                height=max(map(height_of, cells, WIDTHS)),
            )
        )
    return PrintedSheet("Hướng dẫn", WIDTHS, rows, is_landscape=False, is_locked=True)


def told(column, period):
    """The period, the kind and the content of a column."""
    if column.content == Content.COMPUTED:
        return "", "", "phần mềm tính"
    span = period_of(column.relative, period)
    kind = Kind(column.kind).label if column.kind else "số chín nhất"
    content = "phải có đủ" if column.is_required else column.get_content_display()
    return str(span or column.get_relative_display()), kind, content
