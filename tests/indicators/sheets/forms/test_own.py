"""A form in the workbook of its own department: understood once, filled for any period, known when it comes back."""

import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from indicators.models import AuditEntry, FormLayout
from indicators.periods import Period
from indicators.sheets.forms.own.dated import Times
from tests import makers
from tests.indicators.sheets.forms.own_layout import drawn, month_form
from tests.indicators.sheets.forms.workbooks import changed, looked_at, opened, refusal, saved

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

MAY, APRIL = Period.month(2022, 5), Period.month(2022, 4)


@pytest.fixture
def boss(db):
    return makers.make_user(is_superuser=True)


@pytest.fixture
def form(db):
    return month_form()


def address(form):
    return reverse("admin:indicators_reportform_layout", args=[form.code])


def sent(client, form, content, name="bieu.xlsx"):
    return client.post(address(form), {"layout_file": SimpleUploadedFile(name, content)}, follow=True)


def confirmed(client, form, content, **said):
    page = sent(client, form, content)
    return client.post(address(form), {"token": page.context["token"], "confirm": "1", **said}, follow=True)


def filled(client, form, period=MAY, **asked):
    query = {"tep": "xlsx", "khuon": "1", "ky": str(period), **asked}
    answer = client.get(reverse("admin:indicators_reportform_file", args=[form.code], query=query))
    assert answer.status_code == 200, answer
    return answer.content


def fill(form, row, kind, period, value):
    row = form.rows.all()[row]
    return makers.make_figure(
        indicator=row.indicator, place=form.places.first(), kind=kind, period=period, value=Decimal(value)
    )


def test_a_departments_workbook_is_filled_and_comes_back_known(client, boss, form):
    client.force_login(boss)
    page = sent(client, form, drawn())
    assert "Dòng 12 chưa rõ là dòng nào của biểu" in page.text
    assert "Thực hiện tháng 4/2021" in page.text
    garment = form.rows.all()[5]
    answer = confirmed(client, form, drawn(), **{"dong-12": garment.code})
    assert "Đã nhận khuôn riêng" in answer.text
    layout = FormLayout.objects.get()
    assert layout.bound["columns"] == dict(zip("CDEFGHIJKL", range(1, 11), strict=True))
    assert len(layout.bound["rows"]) == 7
    assert AuditEntry.objects.filter(table="indicators_formlayout").count() == 1

    fill(form, 0, "plan", Period.year(2022), "50000")
    fill(form, 0, "estimate", MAY, "4300.5")
    fill(form, 0, "estimate", Period.first_months(2022, 5), "20000")
    fill(form, 0, "official", Period.first_months(2021, 5), "16000")
    content = filled(client, form)
    book = opened(content)
    sheet = book.worksheets[0]
    assert (sheet["A1"].font.name, sheet.column_dimensions["A"].width) == ("Cambria", 44)
    assert sheet.print_title_rows == "$4:$6"
    assert book["Phụ lục"]["A1"].value == "giữ nguyên"
    assert [sheet[f"{letter}4"].value for letter in "CDEF"] == [
        "K.hoạch\n2022", "Thực hiện tháng 5/2021", "Thực hiện tháng 4/2022", "Ước TH tháng 5/2022",
    ]  # fmt: skip
    assert (sheet["G5"].value, sheet["H5"].value) == ("5/2022", "5/2021")
    assert sheet["A15"].value == "Hòa Bình, ngày …… tháng …… năm ………"
    assert (sheet["F7"].value, sheet["F8"].value, sheet["K7"].value) == (4300.5, None, 40)
    assert sheet["L7"].value == 1.25
    notes = [cell.value for row in book["Ghi chú của sổ"].iter_rows() for cell in row if cell.value]
    assert any("Cột 9: công thức của khuôn cho số khác" in text and "K7: 8,601 → 40" in text for text in notes)
    assert not any("Cột 10" in text for text in notes)

    same = looked_at(content, boss)
    assert same.warnings == []
    assert (same.counts["new"], same.counts["changed"], same.counts["same"]) == (0, 0, 3)

    def type_in(page):
        page["F7"], page["F8"] = 4400, 12

    preview = looked_at(changed(content, type_in), boss)
    assert preview.problems == []
    assert (preview.counts["new"], preview.counts["changed"]) == (1, 1)

    def retitle(page):
        page["F4"] = "Ước TH tháng 6/2022"

    assert "Dòng 4 ghi kỳ khác với lúc tải từ sổ" in refusal(changed(content, retitle), boss)


def test_numbers_in_columns_of_a_layout_that_are_none_of_the_form_are_told_out_and_in(client, boss, form):
    book = opened(drawn())
    page = book.worksheets[0]
    page["N4"], page["N7"] = "Lao động", 77
    client.force_login(boss)
    assert "Đã nhận khuôn riêng" in confirmed(client, form, saved(book), **{"dong-12": "d6"}).text
    fill(form, 0, "estimate", MAY, "4300.5")
    content = filled(client, form)
    notes = [cell.value for row in opened(content)["Ghi chú của sổ"].iter_rows() for cell in row if cell.value]
    assert any(text.startswith("Cột N của khuôn không gắn với biểu: số ở đó là số có sẵn") for text in notes)
    assert "Cột N không có mã của biểu nên không được đọc." in looked_at(content, boss).warnings


@pytest.mark.every_engine
def test_a_layout_may_be_empty_or_have_come_out_of_the_book(client, boss, form):
    book = opened(drawn())
    for row in book.worksheets[0].iter_rows(min_row=7, max_row=13, min_col=3):
        for cell in row:
            cell.value = None
    client.force_login(boss)
    content = saved(book)
    for period in (MAY, Period.month(2026, 1)):
        assert "Đã nhận khuôn riêng" in confirmed(client, form, content, **{"dong-12": "d6"}).text
        assert FormLayout.objects.get().bound["columns"] == dict(zip("CDEFGHIJKL", range(1, 11), strict=True))
        content = filled(client, form, period)
    sheet = opened(content).worksheets[0]
    assert (sheet["E4"].value, sheet["G5"].value) == ("Thực hiện tháng 12/2025", "1/2026")
    assert [cell.value for cell in sheet[6]].count("#cot") == 1
    assert AuditEntry.objects.filter(table="indicators_formlayout").count() == 2


def package_with(content, name, text=b"x"):
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr(name, text)
    return stream.getvalue()


def book_with(value):
    """The department's sheet with something more in a cell beside the table."""
    book = opened(drawn())
    book.active["N3"] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_what_would_do_something_by_itself_is_no_layout_and_what_is_lost_is_told(client, boss, form):
    client.force_login(boss)
    refused = {
        "Tệp có macro": package_with(drawn(), "xl/vbaProject.bin"),
        "Khuôn phải là tệp .xlsx": b"ten;so",
        "Tệp lớn hơn 2 MB": b"PK" + b"\0" * (2 * 1024 * 1024),
        "Ô N3 của trang «Biểu 1» có công thức gọi tệp khác": book_with('=HYPERLINK("http://vi-du.vn","xem")'),
        "Không thấy bảng của biểu": saved(openpyxl.Workbook()),
    }
    for words, content in refused.items():
        assert words in sent(client, form, content).text
    assert "Tệp có macro" in sent(client, form, drawn(), "bieu.xlsm").text
    shape = b'<xdr:wsDr xmlns:xdr="x"><xdr:sp/></xdr:wsDr>'
    page = sent(client, form, package_with(drawn(), "xl/drawings/drawing9.xml", shape))
    assert "Không giữ được khi ghi ra tệp: hình vẽ, ảnh, dấu, hộp chữ." in page.text
    assert not FormLayout.objects.exists()


@pytest.mark.every_engine
def test_only_who_may_change_a_form_gives_it_a_layout_and_a_changed_form_asks_for_it_again(client, boss, form):
    reader = makers.make_user("indicators.view_reportform", "indicators.view_figure")
    client.force_login(reader)
    assert client.get(address(form)).status_code == 403
    client.force_login(boss)
    token = sent(client, form, drawn()).context["token"]
    other = makers.make_report_form(frequency="month")
    answer = client.post(address(other), {"token": token, "confirm": "1"}, follow=True)
    assert "Tệp không còn được giữ" in answer.text
    answer = client.post(address(form), {"token": token, "confirm": "1"})
    assert "Chưa nhận được khuôn" in answer.text
    client.post(address(form), {"token": token, "confirm": "1", "dong-12": "-"})
    book = opened(filled(client, form, APRIL, mau="1"))
    sheet, notes = book.worksheets[0], book["Ghi chú của sổ"]
    # A line that is left out keeps what the department wrote in it, which is told; boxes to be typed in are empty.
    assert any("Dòng 12 của khuôn không gắn với biểu" in str(cell.value) for (cell,) in notes.iter_rows(max_col=1))
    assert (sheet["F7"].value, sheet["F12"].value, sheet["F4"].value) == (None, 10, "Ước TH tháng 4/2022")
    form.columns.filter(number=4).update(kind="official")
    query = {"tep": "xlsx", "khuon": "1", "ky": str(MAY)}
    answer = client.get(reverse("admin:indicators_reportform_file", args=[form.code], query=query), follow=True)
    assert "Cột của biểu đã đổi từ khi gắn khuôn riêng" in answer.text
    assert "Bỏ hẳn khuôn này" in client.post(address(form), {"drop": "1"}).text
    assert FormLayout.objects.exists()
    client.post(address(form), {"drop": "chắc"})
    assert not FormLayout.objects.exists()


def test_nonsense_in_the_boxes_of_a_layout_is_told_and_no_error(client, boss, form):
    client.force_login(boss)
    token = sent(client, form, drawn()).context["token"]
    for name in ("trang", "ky-cua-khuon", "cot-C", "dong-7", "dong-khac-7", "chu-F4"):
        for nonsense in ("9" * 5000, "a\x00b", "-1", "²", "1900"):
            answer = client.post(address(form), {"token": token, name: nonsense, "confirm": "1"})
            assert answer.status_code == 200, (name, nonsense)
    assert "1/1900 không có năm trước" in client.post(address(form), {"token": token, "ky-cua-khuon": "1/1900"}).text
    assert not FormLayout.objects.exists()
    form.places.clear()
    assert "Biểu chưa có địa bàn nào" in sent(client, form, drawn()).text


def test_a_formula_that_is_not_reckoned_is_no_difference(client, boss, form):
    def look_up(page):
        for row in (7, 8, 9, 11, 12, 13):
            page[f"K{row}"] = f"=IFERROR(VLOOKUP(F{row},C:C,1),0)"

    client.force_login(boss)
    confirmed(client, form, changed(drawn(), look_up), **{"dong-12": form.rows.all()[5].code})
    fill(form, 0, "plan", Period.year(2022), "50000")
    fill(form, 0, "estimate", Period.first_months(2022, 5), "20000")
    book = opened(filled(client, form))
    assert book.worksheets[0]["K7"].value == 40
    notes = [str(cell.value) for row in book["Ghi chú của sổ"].iter_rows() for cell in row]
    assert not any("công thức của khuôn" in text for text in notes)


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("words", "own", "wanted", "said"),
    [
        ("Thực hiện tháng 4/2021", "tháng 4/2022", "tháng 1/2026", "Thực hiện tháng 1/2025"),
        ("Tháng 03/2022", "tháng 4/2022", "tháng 1/2026", "Tháng 12/2025"),
        ("Tháng 04 năm 2022", "tháng 4/2022", "tháng 1/2026", "Tháng 01 năm 2026"),
        ("LŨY KẾ 4 THÁNG ĐẦU NĂM 2022", "tháng 4/2022", "tháng 1/2026", "LŨY KẾ 1 THÁNG ĐẦU NĂM 2026"),
        ("Quý I/2022, quý IV năm 2021", "quý I/2022", "quý II/2022", "Quý II/2022, quý I năm 2022"),
        ("Ước 6 tháng đầu năm 2022", "6 tháng đầu năm 2022", "6 tháng cuối năm 2022", "Ước 6 tháng cuối năm 2022"),
        ("Năm 2021, giá so sánh 2010, 2021-2025", "2022", "2026", "Năm 2025, giá so sánh 2010, 2021-2025"),
        (2021, "2022", "2026", 2025),
        ("Từ tháng 1 đến tháng 4", "tháng 4/2022", "tháng 5/2022", None),
        ("Giá SS 2010, theo 33/2022/TT-BCT", "tháng 4/2022", "tháng 5/2022", None),
    ],
)
def test_a_time_is_said_again_in_its_own_manner(words, own, wanted, said):
    told = Times.told(words, Period.parse(own), Period.parse(wanted))
    assert (told.text if told and told.is_sure else None) == said
