"""Forms as a chief arranges them on their screen."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from config.databases import rule_broken
from indicators.models import FormColumn, ReportForm
from indicators.resources import FormColumnResource, ReportFormResource
from tests import makers
from tests.sheets import preview, told, write, xlsx
from tests.staff_forms import errors_of, typed

pytestmark = pytest.mark.django_db
PLAN = {"content": "typed", "relative": "same", "kind": "plan"}
ESTIMATE = {"content": "typed", "relative": "same", "kind": "estimate"}


@pytest.fixture
def post(client):
    client.force_login(makers.make_user(is_superuser=True))
    place = makers.make_place()

    def send(*columns):
        sent = {
            "code": "thu", "name": "Biểu thử", "position": 0, "frequency": "year", "due_days": 0, "places": [place.pk],
            "columns-TOTAL_FORMS": len(columns), "columns-INITIAL_FORMS": 0,
            "rows-TOTAL_FORMS": 0, "rows-INITIAL_FORMS": 0,
        }  # fmt: skip
        for at, column in enumerate(columns):
            sent |= {f"columns-{at}-{name}": value for name, value in column.items()}
        return client.post(reverse("admin:indicators_reportform_add"), sent)

    return send


def compared(number, of, base):
    content = {"content": "computed", "relative": "same", "formula": "ratio"}
    return {"number": number, **content, "of_number": of, "base_number": base}


def test_a_form_with_a_computed_column_is_made(post):
    assert post({"number": 1, **PLAN}, {"number": 2, **ESTIMATE}, compared(3, 2, 1)).status_code == 302
    assert ReportForm.objects.get().columns.count() == 3


@pytest.mark.parametrize(
    ("of", "words"), [(9, "Biểu không có cột 9"), (4, "Cột 4 là cột tính")], ids=["missing", "computed"]
)
def test_a_column_computed_from_none_that_holds_figures_is_refused(post, of, words):
    page = post({"number": 1, **PLAN}, {"number": 2, **ESTIMATE}, compared(3, of, 1), compared(4, 2, 1))
    assert words in page.content.decode()
    assert not FormColumn.objects.exists()


def test_two_columns_of_one_number_are_told_in_vietnamese(post):
    page = post({"number": 1, **PLAN}, {"number": 1, **ESTIMATE})
    assert "Hãy sửa những dòng trùng «cột số»." in page.content.decode()


def test_two_columns_that_ask_for_the_same_figures_are_refused(post):
    page = post({"number": 1, **PLAN}, {"number": 2, **ESTIMATE}, {"number": 3, **PLAN})
    assert "Cột 3 cùng kỳ, cùng loại số liệu với cột 1" in page.content.decode()
    assert not FormColumn.objects.exists()


def test_columns_of_the_two_indicators_of_a_row_are_not_the_same(post):
    assert post({"number": 1, **PLAN}, {"number": 2, **PLAN, "is_beside": "on"}).status_code == 302


def test_of_two_columns_one_is_deleted_and_the_other_takes_its_place(admin_client):
    form = makers.make_report_form(columns=[PLAN, ESTIMATE])
    address = reverse("admin:indicators_reportform_change", args=[form.pk])
    sent = typed(admin_client.get(address), columns__0__DELETE="on", columns__1__kind="plan")
    assert admin_client.post(address, sent).status_code == 302
    assert form.columns.get().kind == "plan"


# One column on its own screen


BASED = {"content": "computed", "formula": "ratio", "of_number": 2, "base_number": 1}


@pytest.fixture
def form():
    return makers.make_report_form(columns=[PLAN, ESTIMATE, BASED], name="Biểu thử")


def adding(form, **column):
    return {"form": form.pk, "number": 9, **PLAN, **column}


def test_a_column_added_alone_is_held_against_the_others(admin_client, form):
    address = reverse("admin:indicators_formcolumn_add")
    page = admin_client.post(address, adding(form))
    assert "«Biểu thử», cột 9: Cột 9 cùng kỳ, cùng loại số liệu với cột 1" in errors_of(page)
    page = admin_client.post(address, adding(form, **compared(9, 3, 7), kind=""))
    assert "Cột 3 là cột tính" in errors_of(page)
    assert "Biểu không có cột 7" in errors_of(page)
    assert admin_client.post(address, adding(form, relative="previous")).status_code == 302
    assert form.columns.count() == 4


def test_a_column_that_another_is_computed_from_is_not_deleted_alone(admin_client, form):
    first = form.columns.get(number=1)
    address = reverse("admin:indicators_formcolumn_delete", args=[first.pk])
    assert "Biểu không có cột 1" in admin_client.post(address, {"post": "yes"}, follow=True).content.decode()
    assert form.columns.count() == 3


def test_what_did_not_fit_before_is_mended_one_by_one(admin_client, form):
    for number in (7, 8):
        FormColumn.objects.create(form=form, number=number, **PLAN)
    address = reverse("admin:indicators_formcolumn_change", args=[form.columns.get(number=8).pk])
    assert admin_client.post(address, typed(admin_client.get(address), kind="official")).status_code == 302
    assert form.columns.get(number=8).kind == "official"


# Columns by a sheet

HEAD = ["Biểu", "Cột số", "Nội dung", "Kỳ", "Loại số liệu", "Phép tính", "Tính từ cột số", "So với cột số"]
COMPARED = ["tính", "kỳ của biểu", "", "bằng bao nhiêu % cột"]


def columns_sheet(form, *rows):
    return xlsx([HEAD, *([form.code, *row] for row in rows)])


def test_a_sheet_of_columns_is_held_against_the_form_and_itself(form):
    rows = columns_sheet(
        form,
        [7, "nhập", "kỳ của biểu", "kế hoạch"],
        [8, "nhập", "cả năm", "chính thức"],
        [9, "nhập", "cả năm", "chính thức"],
        [10, *COMPARED, 3, 40],
    )
    assert told(preview(FormColumnResource(), rows)) == [
        "Dòng 2, cột «Loại số liệu»: Cột 7 cùng kỳ, cùng loại số liệu với cột 1: hãy bỏ một cột, hoặc đổi kỳ, loại số "
        "liệu, «của chỉ tiêu thứ hai».",
        "Dòng 4, cột «Loại số liệu»: Cột 9 cùng kỳ, cùng loại số liệu với cột 8: hãy bỏ một cột, hoặc đổi kỳ, loại số "
        "liệu, «của chỉ tiêu thứ hai».",
        "Dòng 5, cột «So với cột số»: Biểu không có cột 40: ghi số của một cột nhập hoặc chỉ xem.",
        "Dòng 5, cột «Tính từ cột số»: Cột 3 là cột tính: ghi số của một cột nhập hoặc chỉ xem.",
    ]


def test_a_sheet_that_leaves_a_stored_column_without_its_base_is_refused(form):
    rows = columns_sheet(form, [1, *COMPARED, 2, 2])
    assert "Cột 3: Cột 1 là cột tính" in "\n".join(told(preview(FormColumnResource(), rows)))


def test_two_columns_change_places_by_one_sheet(form):
    write(FormColumnResource(), columns_sheet(
        form, [1, "nhập", "kỳ của biểu", "ước tính"], [2, "nhập", "kỳ của biểu", "kế hoạch"]
    ))  # fmt: skip
    assert list(form.columns.values_list("kind", flat=True)) == ["estimate", "plan", ""]


# The code of a form


def test_a_form_keeps_its_code(admin_client, form):
    address = reverse("admin:indicators_reportform_change", args=[form.pk])
    page = admin_client.get(address)
    assert "sau không đổi được" in page.content.decode()
    assert 'name="code"' not in page.content.decode()
    admin_client.post(address, typed(page, code="khac", name="Tên khác"))
    code = form.code
    form.refresh_from_db()
    assert (form.code, form.name) == (code, "Tên khác")
    assert 'name="code"' in admin_client.get(reverse("admin:indicators_reportform_add")).content.decode()


def test_the_database_refuses_another_code_however_it_comes(form):
    for write_code in (
        lambda: ReportForm.objects.filter(pk=form.pk).update(code="khac"),
        lambda: connection.cursor().execute("UPDATE indicators_reportform SET code = 'khac'"),
    ):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            write_code()
        assert rule_broken(refused.value).startswith("Biểu không đổi mã")


def test_a_sheet_makes_a_new_form_of_a_new_code_and_renames_none(form):
    head = ["Mã biểu", "Tên biểu", "Kỳ báo cáo", "Địa bàn"]
    write(ReportFormResource(), xlsx([head, ["khac", "Biểu khác", "năm", form.places.get().code]]))
    assert set(ReportForm.objects.values_list("code", flat=True)) == {form.code, "khac"}
