"""A form in the workbook of its own department: understood once, filled for any period, known when it comes back."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl.styles import Font

from indicators.models import AuditEntry, FormLayout
from indicators.periods import Period
from tests import makers
from tests.indicators.sheets.forms.workbooks import changed, looked_at, opened, refusal
from tests.workbooks.wide_month_form import workbook as month_form

pytestmark = pytest.mark.django_db

MAY, APRIL = Period.month(2022, 5), Period.month(2022, 4)
COLUMNS = [
    {"kind": "plan", "relative": "year"},
    {"content": "shown", "relative": "year_ago"},
    {"kind": "preliminary", "relative": "previous"},
    {"kind": "estimate"},
    {"kind": "estimate", "relative": "cumulated"},
    {"content": "shown", "relative": "cumulated_year_ago"},
    {"content": "computed", "formula": "ratio", "of_number": 4, "base_number": 3},
    {"content": "computed", "formula": "ratio", "of_number": 4, "base_number": 2},
    {"content": "computed", "formula": "ratio", "of_number": 5, "base_number": 1},
    {"content": "computed", "formula": "ratio", "of_number": 5, "base_number": 6},
]


@pytest.fixture
def boss(db):
    return makers.make_user(is_superuser=True)


@pytest.fixture
def form(db):
    """The rows of the department's monthly sheet, one of which it words in another way."""
    dong = makers.make_unit(name="tỷ đồng", dimension="vnd", factor=10**9)
    tonnes = makers.make_unit(name="nghìn tấn", dimension="mass", factor=10**6)
    pieces = makers.make_unit(name="triệu sản phẩm", dimension="count", factor=10**6)
    dollars = makers.make_unit(name="triệu USD", dimension="usd", factor=10**6)
    named = [
        ("Giá trị sản xuất (Giá SS 2010)", dong),
        ("Khu vực kinh tế trong nước", dong),
        ("Khu vực có vốn ĐTNN", dong),
        None,
        ("Xi măng", tonnes),
        ("Hàng may mặc", pieces),
        ("Tổng kim ngạch xuất khẩu", dollars),
    ]
    rows = [
        {"indicator": makers.make_indicator(name=one[0], unit=one[1], decimals=1)}
        if one
        else {"indicator": None, "wording": "Sản phẩm chủ yếu"}
        for one in named
    ]
    return makers.make_report_form(*rows, columns=COLUMNS, name="SXKD", frequency="month", code="sxkd")


def drawn():
    """The department's own sheet: looks, formulas, one of them wrong, and another page."""
    content = month_form.files()["should_pass.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.active
    page["A1"].font = Font(name="Cambria", bold=True, size=15)
    page.column_dimensions["A"].width = 44
    page.print_title_rows = "4:6"
    for row in (7, 8, 9, 11, 12, 13):
        page[f"K{row}"] = f"=IFERROR(F{row}/C{row}*100,0)"
        page[f"L{row}"] = f"=G{row}/H{row}"
        page[f"L{row}"].number_format = "0.0%"
    book.create_sheet("Phụ lục")["A1"] = "giữ nguyên"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


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
    assert (same.counts["new"], same.counts["changed"], same.counts["same"]) == (0, 0, 3)

    def type_in(page):
        page["F7"], page["F8"] = 4400, 12

    preview = looked_at(changed(content, type_in), boss)
    assert preview.problems == []
    assert (preview.counts["new"], preview.counts["changed"]) == (1, 1)

    def retitle(page):
        page["F4"] = "Ước TH tháng 6/2022"

    assert "Dòng 4 ghi kỳ khác với lúc tải từ sổ" in refusal(changed(content, retitle), boss)
