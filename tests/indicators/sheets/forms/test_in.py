"""A form's workbook brought in again: nothing changed is no change, what was changed is told by its cell."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from config.sheets.batches import each_look
from config.sheets.sheet import SheetError
from indicators.actions.closing import close_period
from indicators.models import Figure, FormException, FormPeriod, Indicator, Posting
from indicators.periods import Period
from indicators.resources import FigureResource
from indicators.sheets.forms.codes import EDITION, Stamp
from tests import makers
from tests.indicators.sheets.forms.workbooks import (
    YEAR,
    changed,
    clerk,
    looked_at,
    opened,
    page_of,
    refusal,
    saved,
    taken_out,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

COLUMNS = [
    {"content": "shown", "relative": "year_ago"},
    {"kind": "plan", "group": "Trong năm"},
    {"kind": "estimate", "group": "Trong năm", "is_required": True},
    {"content": "computed", "formula": "ratio", "of_number": 3, "base_number": 2},
]


@pytest.fixture
def user(db):
    return clerk()


@pytest.fixture
def unit(db):
    return makers.make_unit(name="tỷ đồng", dimension="vnd", factor=10**9)


@pytest.fixture
def form(unit):
    """A total of two rows and one of another unit: the total stands in row 10, the figures begin in D."""
    parts = [makers.make_indicator(name=name, unit=unit, decimals=1) for name in ("Trong nước", "Nước ngoài")]
    cement = makers.make_indicator(name="Xi măng", unit=makers.make_unit(name="nghìn tấn"), decimals=0)
    rows = [
        {"wording": "Tổng số", "is_total": True, "indicator": None},
        *({"indicator": one, "level": 1} for one in parts),
        {"indicator": cement},
    ]
    return makers.make_report_form(
        *rows, columns=COLUMNS, name="Công nghiệp", office=makers.make_office(name="Phòng A")
    )


def fill(form, row, kind="estimate", **given):
    indicator = form.rows.all()[row].indicator
    return makers.make_figure(indicator=indicator, place=form.places.first(), kind=kind, **given)


def put(**cells):
    """A change that types into cells."""

    def change(page):
        for name, value in cells.items():
            page[name] = value

    return change


# Out and in again

numbers = st.decimals(0, 10**10, places=4, allow_nan=False, allow_infinity=False)
said = st.one_of(
    st.builds(lambda value: {"value": value}, numbers),
    st.builds(lambda value, qualifier: {"value": value, "qualifier": qualifier}, numbers, st.sampled_from("~<>")),
    st.builds(
        lambda low, more: {"value": low, "upper": low + more, "qualifier": "range"},
        numbers,
        numbers.filter(lambda more: more > 0),
    ),
)


# Every form of the book goes both ways on both engines; the examples are many.
@pytest.mark.sqlite
@settings(max_examples=15)
@given(values=st.lists(said, min_size=6, max_size=6))
def test_any_values_come_back_as_they_went_out(values):
    rows = [makers.make_indicator(decimals=decimals) for decimals in (0, 2, 4)]
    form, user = makers.make_report_form(*rows, columns=COLUMNS), clerk()
    keys = [(row, kind) for row in rows for kind in ("plan", "estimate")]
    for (row, kind), one in zip(keys, values, strict=True):
        makers.make_figure(indicator=row, place=form.places.first(), kind=kind, **one)
    for extension in ("xlsx", "ods"):
        preview = looked_at(taken_out(form, user, extension=extension), user)
        assert (preview.counts["same"], preview.problems, preview.warnings) == (6, [], [])


@pytest.mark.every_engine
def test_a_filled_template_becomes_figures(client, user, form):
    """From the screen of the form to the written figures; the office's source is put to them as in the grid."""
    source = makers.make_source()
    makers.make_form_period(form=form, source=source)
    fill(form, 1, year=2021, value=1000)
    content = changed(taken_out(form, user, is_template=True), put(E11=10, F11="1,2 nghìn tỷ", F12="…", F13="5-7"))
    client.force_login(user)
    page = client.post(
        reverse("admin:indicators_reportform_upload", args=[form.code], query={"ky": "2022"}),
        {"import_file": SimpleUploadedFile("mau.xlsx", content)},
    )
    preview = page.context
    assert (preview["numbers"]["new"], preview["problem_count"], preview["warnings"]) == (4, 0, [])
    assert [row.told for row in preview["pages"][0].rows] == ["E11", "F11", "F12", "F13"]
    client.post(reverse("admin:indicators_figure_process_import"), {"token": preview["token"]})
    stored = Figure.objects.filter(period_end=YEAR.end).order_by("indicator_id", "kind")
    assert [(one.kind, one.value, one.upper, one.qualifier, one.as_printed, one.source) for one in stored] == [
        ("estimate", 1200, None, "=", "1,2 nghìn tỷ", source),
        ("plan", 10, None, "=", "", source),
        ("estimate", None, None, "=", "…", source),
        ("estimate", 5, 7, "range", "", source),
    ]


def test_the_page_of_figures_knows_a_form_by_itself(client, user, form):
    fill(form, 1, value=5)
    client.force_login(user)
    content = changed(taken_out(form, user), put(F11=6))
    file = SimpleUploadedFile("bieu.xlsx", content)
    page = client.post(reverse("admin:indicators_figure_import"), {"import_file": file})
    assert page.context["numbers"]["changed"] == 1
    assert "Tệp là biểu «Công nghiệp», năm 2022" in page.content.decode()


# Changed on the way


def test_moved_rows_and_columns_bring_their_figures_along(user, form):
    fill(form, 1, value=5)
    fill(form, 3, value=Decimal("8.5"))

    def change(page):
        page.title = "Biểu tháng mười hai"
        page.insert_rows(3, 2)
        page.insert_cols(5)
        # The rows of cement and of what is made at home change places, codes and all.
        upper, lower = ([page.cell(row, column).value for column in range(1, 9)] for row in (13, 15))
        for row, cells in ((13, lower), (15, upper)):
            for column, value in enumerate(cells, start=1):
                page.cell(row, column).value = value

    content = changed(taken_out(form, user), change)
    preview = looked_at(content, user)
    assert (preview.counts["same"], preview.problems, preview.warnings) == (2, [], [])
    preview = looked_at(changed(content, put(G13=9)), user)
    changed_rows = preview.views["changed"]
    told = [row.told for row in changed_rows.drawn(changed_rows.places)]
    assert (preview.sheet, told) == ("Biểu tháng mười hai", ["G13"])


@pytest.mark.every_engine
def test_what_is_never_stored_is_held_against_the_book(user, form):
    other = makers.make_office(name="Phòng B")
    Indicator.objects.filter(name="Nước ngoài").update(office=other)
    Indicator.objects.exclude(name="Nước ngoài").update(office=form.office)
    Posting.set(user, form.office)
    fill(form, 1, value=5)
    fill(form, 1, "plan", value=10)
    fill(form, 2, value=7)
    fill(form, 1, year=2021, value=4)
    content = taken_out(form, user)
    # The total and the share that stand there still say what they said when the file was made: no difference.
    assert looked_at(changed(content, put(F11=6)), user).warnings == []
    typed = put(F10=99, D11=3, F12=8, G11=Decimal("55.5"), G12="chưa rõ", D10=1, H11=4, B16=None)
    preview = looked_at(changed(content, typed), user)
    assert preview.warnings == [
        "Cột H không có mã của biểu nên không được đọc.",
        "Ô D10 («Tổng số», cột 1): tệp ghi tổng 1, các dòng chưa cộng được. Dòng tổng không được ghi; hãy xem lại các "
        "dòng.",
        "Ô F10 («Tổng số», cột 3): tệp ghi tổng 99, cộng các dòng được 12. Dòng tổng không được ghi; hãy xem lại các "
        "dòng.",
        "Ô D11 («Trong nước», cột 1): tệp ghi 3, sổ có 4. Không ghi ô này: cột chỉ để xem.",
        "Ô G11 («Trong nước», cột 4): tệp ghi 55,5, phần mềm tính 50,0 %. Cột tính không được ghi.",
        "Ô F12 («Nước ngoài», cột 3): tệp ghi 8, sổ có 7. Không ghi ô này: do Phòng B phụ trách.",
        "Ô G12 («Nước ngoài», cột 4): tệp ghi «chưa rõ», phần mềm chưa tính được. Cột tính không được ghi.",
    ]
    assert (preview.counts["same"], preview.counts["changed"]) == (2, 0)


def test_an_emptied_box_keeps_its_figure_and_a_wrong_one_is_told_by_its_cell(user, form):
    for row in (1, 2, 3):
        fill(form, row, value=5)
    content = changed(taken_out(form, user), put(F11=None, F12="=1/0", F13="năm trăm"))
    preview = looked_at(content, user)
    assert preview.notes[1] == "1 ô để trống mà sổ đang có số, số ấy giữ nguyên: ô F11"
    assert [(one.cell, one.column) for one in preview.problems] == [("F12", "Giá trị"), ("F13", "Giá trị")]
    assert "công thức chưa tính" in preview.problems[0].message


def test_two_boxes_of_one_figure_must_agree(user):
    """In January the month and the year so far are one."""
    columns = [{"kind": "estimate"}, {"kind": "estimate", "relative": "cumulated"}]
    form = makers.make_report_form(makers.make_indicator(), columns=columns, frequency="month")
    content = taken_out(form, user, period=Period.month(2022, 1), is_template=True)
    box, same = "C9", "D9"
    assert page_of(content)[same].protection.locked
    assert looked_at(changed(content, put(**{same: 5})), user).counts["new"] == 1
    told = refusal(changed(content, put(**{box: 4, same: 5})), user)
    assert told == f"Ô {box} và ô {same} là cùng một số mà ghi khác nhau (4; 5): hãy sửa một trong hai."


# What is not taken


def stamp(**parts):
    def change(page):
        page["A1"] = Stamp.read(page["A1"].value)._replace(**parts).written()

    return change


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"form": "khong-co"}, "mã «khong-co», trong sổ không có biểu này"),
        ({"place": "XX"}, "không lập cho địa bàn «XX»"),
        ({"period": "tháng 4/2022"}, "không cho kỳ «tháng 4/2022»"),
        ({"period": "hôm qua"}, "không cho kỳ «hôm qua»"),
        ({"edition": EDITION + 1}, "bản mới hơn của phần mềm"),
    ],
)
def test_a_stamp_of_what_the_book_does_not_have_is_told(user, form, parts, says):
    with pytest.raises(SheetError, match=says):
        looked_at(changed(taken_out(form, user), stamp(**parts)), user)


def sorted_by_eye(page):
    """Only what is seen changes places."""
    for column in "BCDEFG":
        page[f"{column}11"], page[f"{column}12"] = page[f"{column}12"].value, page[f"{column}11"].value


def columns_moved_by_eye(page):
    for row in range(8, 14):
        page[f"E{row}"], page[f"F{row}"] = page[f"F{row}"].value, page[f"E{row}"].value


def copied_row(page):
    page.insert_rows(14)
    for column in range(1, 8):
        page.cell(14, column).value = page.cell(13, column).value


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (put(B5="Kỳ báo cáo: năm 2023. Địa bàn: tỉnh."), "Dòng 5 ghi kỳ 2023 mà tệp là biểu kỳ 2022"),
        (sorted_by_eye, "Ô B11 ghi «Nước ngoài» mà mã ẩn của dòng là «d2». Dòng, cột của tệp đã bị chuyển chỗ"),
        (columns_moved_by_eye, "Ô E9 ghi số cột 3 mà mã ẩn là cột 2"),
        (put(C11="triệu đồng"), "Ô C11 ghi đơn vị tính «triệu đồng», sổ tính bằng «tỷ đồng»"),
        (copied_row, "Dòng 13, 14 mang cùng một mã"),
    ],
)
def test_a_file_that_contradicts_its_codes_is_refused(user, form, change, says):
    fill(form, 1, value=5)
    assert says in refusal(changed(taken_out(form, user), change), user)


def test_a_row_that_the_form_has_no_more_is_told_where_it_is_filled(user, form):
    content = taken_out(form, user, is_template=True)
    form.rows.filter(code="d4").delete()
    assert refusal(changed(content, put(F13=5)), user).startswith("Biểu không còn dòng hay cột của ô F13")
    assert looked_at(changed(content, put(F11=5)), user).counts["new"] == 1
    assert refusal(content, user) == "Biểu chưa điền ô nào nhập được: hãy điền rồi chọn lại tệp."


@pytest.mark.every_engine
def test_a_closed_period_says_who_closed_it_why_and_whom_to_ask(user, form):
    content = changed(taken_out(form, user, is_template=True), put(F11=5))
    chief = makers.make_user("indicators.change_formperiod", last_name="Trần", first_name="Bình")
    close_period(form, YEAR, by=chief, reason="đã nộp báo cáo")
    told = refusal(content, user)
    assert told.startswith("Biểu «Công nghiệp», năm 2022: không nhập được. Kỳ này đã khóa từ ")
    assert told.endswith(", Trần Bình khóa: đã nộp báo cáo. Cần nhập hoặc sửa thì hỏi Phòng A.")
    exception = {"user": user, "until": timezone.now() + timedelta(hours=1), "reason": "sót số"}
    FormException.objects.create(form_period=FormPeriod.objects.get(), **exception)
    assert looked_at(content, user).counts["new"] == 1


def test_a_file_of_another_period_is_told_on_the_screen_of_the_form(client, user, form):
    client.force_login(user)
    upload = reverse("admin:indicators_reportform_upload", args=[form.code], query={"ky": "2023"})
    page = client.post(upload, {"import_file": SimpleUploadedFile("a.xlsx", taken_out(form, user))}, follow=True)
    (message,) = page.context["messages"]
    assert page.context["period"] == Period.year(2023)
    assert f">Công nghiệp, năm 2022, {form.places.first()}</a>, không phải biểu đang mở" in str(message)
    page = client.post(upload, {"import_file": SimpleUploadedFile("a.xlsx", b"khong phai bang tinh")})
    assert page.status_code == 200
    assert page.context["form"].errors


def test_two_forms_in_one_file_are_told_apart(user, form):
    book = opened(taken_out(form, user))
    copy = book.copy_worksheet(book.worksheets[0])
    copy.title = "Năm sau"
    with pytest.raises(SheetError, match="nhiều trang biểu tải từ sổ: «Biểu», «Năm sau»"):
        looked_at(saved(book), user)
    looks = each_look(FigureResource(personal=True), saved(book), "bieu.xlsx", user)
    assert [part.title for part, preview in looks if preview] == ["Biểu", "Năm sau"]
    book = opened(taken_out(form, user))
    book.worksheets[0].sheet_state = "hidden"
    with pytest.raises(SheetError, match="«Biểu» đang ẩn"):
        looked_at(saved(book), user)
