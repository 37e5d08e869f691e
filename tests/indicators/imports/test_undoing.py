"""Taking back an import: each cell as it was, unless changed since; new rows go, unless anything hangs on them."""

import re
from datetime import date

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.jobs import lock, queue
from config.sheets.progress import untold
from indicators.audit import acting_as
from indicators.imports.taking_back import write
from indicators.imports.undoing import look
from indicators.models import AuditEntry, Figure, Place, Posting, SheetImport, State, Version
from projects.models import Beneficiary, ExtensionBudget, ExtensionScheme
from tests import makers
from tests.indicators.imports.bringing import FIGURES, bring_in, of_figures, upload
from tests.sheets import xlsx

pytestmark = pytest.mark.django_db
PLACES = ["Mã địa bàn", "Tên địa bàn", "Cấp", "Thuộc"]


@pytest.fixture(autouse=True)
def import_folder(settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"


@pytest.fixture
def boss(client):
    boss = makers.make_user(is_superuser=True, last_name="Trần", first_name="Nam")
    client.force_login(boss)
    return boss


@pytest.fixture
def subject():
    return {"indicator": makers.make_indicator(code="gtsx"), "place": makers.make_place(code="hb")}


def figures(*rows):
    return xlsx([[*FIGURES, "Ghi chú"], *(["gtsx", "hb", year, "chính thức", *rest] for year, *rest in rows)])


def address(page, one):
    return reverse(f"admin:indicators_sheetimport_{page}", args=[one.pk])


def ask(client, one=None):
    """The page that asks whether the last import is to be taken back."""
    return client.get(address("undo", one or SheetImport.objects.latest("pk")))


def confirm(client, asked):
    return client.post(asked.request["PATH_INFO"], {"seen": asked.context["seen"]}, follow=True)


def undo(client, one=None):
    return confirm(client, ask(client, one))


def counts(asked):
    undoing = asked.context["undoing"]
    return undoing.restored, len(undoing.new), len(undoing.kept)


def of_year(year):
    return Figure.objects.get(period_start__year=year)


def test_from_the_question_to_the_trail(client, boss, subject):
    approved = makers.make_figure(**subject, year=2019, value=10, note="cũ", state=State.APPROVED)
    makers.make_figure(**subject, year=2020, value=20)
    public = list(Version.objects.public().values_list("pk", "value"))
    bring_in(client, figures((2019, 11, "mới"), (2020, 21, "mới"), (2021, 5), (2022, 6)))
    assert of_year(2019).state == State.DRAFT
    lan = makers.make_user(last_name="Lê", first_name="Lan")
    with acting_as(lan):
        Figure.objects.filter(period_start__year=2020).update(value=22)
    makers.approve(of_year(2022))
    asked = ask(client)
    assert counts(asked) == (4, 1, 2)
    assert Figure.objects.count() == 4
    for told in (asked.text, confirm(client, asked).text):
        assert "<td>Giá trị</td>" in told
        assert ">21</td>" in told
        assert ">22</td>" in told
        assert "Lê Lan sửa lúc" in told
        assert "sửa dòng mới này lúc" in told
    rows = {figure.period_start.year: (figure.value, figure.note, figure.state) for figure in Figure.objects.all()}
    assert rows == {
        2019: (10, "cũ", State.APPROVED), 2020: (22, "", State.DRAFT), 2022: (6, "", State.APPROVED),
    }  # fmt: skip
    assert set(public) <= set(Version.objects.public().values_list("pk", "value"))
    one = SheetImport.objects.get()
    assert (one.undone_by, one.restored, one.removed, one.kept) == (boss, 4, 1, 2)
    history = client.get(reverse("admin:indicators_figure_history", args=[approved.pk])).text
    assert "Hoàn tác lần nhập từ <a" in history
    assert AuditEntry.objects.filter(table="indicators_figure", action="D", user=boss).count() == 1
    assert "Trần Nam đã hoàn tác lúc" in client.get(reverse("admin:indicators_sheetimport_changelist")).text


def test_what_is_taken_back_is_taken_back_once_and_the_file_may_come_again(client, boss, subject):
    content = figures((2021, 5))
    bring_in(client, content)
    asked = ask(client)
    confirm(client, asked)
    again = confirm(client, asked)
    assert "Lần nhập này đã được hoàn tác." in again.text
    assert address("undo", SheetImport.objects.get()) not in again.text
    assert "và được hoàn tác lúc" in upload(client, content).text
    bring_in(client, content)
    assert of_year(2021).value == 5


def test_imports_over_each_other_are_taken_back_one_after_another(client, boss, subject):
    makers.make_figure(**subject, year=2020, value=1)
    for value in (2, 3):
        bring_in(client, figures((2020, value)))
    first, second = SheetImport.objects.order_by("pk")
    assert counts(ask(client, first)) == (0, 0, 1)
    undo(client, second)
    assert of_year(2020).value == 2
    undo(client, first)
    assert of_year(2020).value == 1


def test_what_was_written_since_the_question_is_shown_again(client, boss, subject):
    makers.make_figure(**subject, year=2020, value=1)
    bring_in(client, figures((2020, 2), (2021, 3)))
    asked = ask(client)
    Figure.objects.filter(period_start__year=2021).update(note="của người khác")
    again = confirm(client, asked)
    assert "Dữ liệu vừa đổi nên chưa hoàn tác gì" in again.text
    assert (of_year(2020).value, Figure.objects.count(), counts(again)) == (2, 2, (1, 0, 1))


@pytest.mark.parametrize("change", ["a cell", "a closed period"])
def test_what_changes_between_the_look_and_the_locks_stops_it(client, boss, subject, rf, change):
    makers.make_figure(**subject, year=2020, value=1)
    bring_in(client, figures((2020, 2)))
    request = rf.get("/")
    request.user, screen = boss, admin.site._registry[Figure]
    undoing = look(SheetImport.objects.get(), screen, request)
    if change == "a cell":
        Figure.objects.update(note="của người khác")
    else:
        makers.make_form_period(closed_at="2023-01-01T00:00Z", closed_because="đã nộp")
    with pytest.raises(ValidationError, match="vừa đổi"):
        write(undoing, screen, request, [], untold, seal=list)
    assert (of_year(2020).value, SheetImport.objects.get().is_undone) == (2, False)


def test_closed_periods_and_other_offices_keep_what_they_bind(client, boss, subject):
    office = makers.make_office(name="Phòng Công nghiệp")
    foreign = makers.make_indicator(code="khac", office=makers.make_office(name="Phòng khác"))
    subject["indicator"].office = office
    subject["indicator"].save()
    for year in (2021, 2022):
        makers.make_figure(**subject, year=year, value=1)
    makers.make_figure(indicator=foreign, place=subject["place"], year=2021, value=1)
    rows = [
        ["gtsx", "hb", 2021, "chính thức", 2],
        ["gtsx", "hb", 2022, "chính thức", 2],
        ["khac", "hb", 2021, "chính thức", 2],
    ]
    bring_in(client, xlsx([FIGURES, *rows]))
    form = makers.make_report_form(
        subject["indicator"], columns=[{"kind": "official"}], places=[subject["place"]], office=office
    )
    makers.make_form_period(form=form, closed_at="2023-01-01T00:00Z", closed_because="đã nộp")
    clerk = makers.make_user(*of_figures("indicators.delete_figure"))
    Posting.objects.create(user=clerk, office=office)
    client.force_login(clerk)
    asked = ask(client)
    assert counts(asked) == (1, 0, 2)
    assert "khóa" in asked.text
    assert "do đơn vị khác phụ trách, tài khoản thuộc Phòng Công nghiệp" in asked.text
    confirm(client, asked)
    assert sorted(Figure.objects.values_list("indicator__code", "period_start__year", "value")) == [
        ("gtsx", 2021, 1), ("gtsx", 2022, 2), ("khac", 2021, 2),
    ]  # fmt: skip


def test_without_the_right_to_delete_new_rows_stay(client, subject):
    client.force_login(makers.make_user(*of_figures()))
    makers.make_figure(**subject, year=2020, value=1)
    bring_in(client, figures((2020, 2), (2021, 3)))
    asked = ask(client)
    assert counts(asked) == (1, 0, 1)
    assert "không có quyền xóa" in asked.text
    client.force_login(makers.make_user("indicators.view_figure", "indicators.delete_figure"))
    assert ask(client).status_code == 403
    assert (
        address("undo", SheetImport.objects.get()) not in client.get(address("change", SheetImport.objects.get())).text
    )


def test_cells_that_only_together_make_a_row_stay_together(client, boss, subject):
    head = [*FIGURES, "Giá trị trên", "Dạng giá trị"]
    makers.make_figure(**subject, year=2020, value=1)
    bring_in(client, xlsx([head, ["gtsx", "hb", 2020, "chính thức", 5, 7, "từ … đến …"]]))
    Figure.objects.update(upper=9)
    asked = ask(client)
    assert counts(asked) == (0, 0, 2)
    assert "Chỉ số dạng khoảng mới có giá trị trên" in asked.text


def test_new_rows_go_with_those_under_them_unless_something_hangs_on_them(client, boss):
    old = makers.make_place(code="1", name="Huyện cũ", level="province")
    rows = [("1", "Huyện mới", ""), ("2", "b", ""), ("3", "c", "2"), ("4", "d", ""), ("5", "e", "4")]
    places = [[code, name, "xã, phường" if under else "tỉnh", under] for code, name, under in rows]
    bring_in(client, xlsx([PLACES, *places]), "indicators_place")
    makers.make_figure(place=Place.objects.get(code="5"))
    asked = ask(client)
    assert counts(asked) == (1, 2, 2)
    assert "Đang được dùng ở số liệu." in asked.text
    assert "Đang được dùng ở địa bàn khác." in asked.text
    confirm(client, asked)
    assert set(Place.objects.values_list("code", flat=True)) == {"1", "4", "5"}
    old.refresh_from_db()
    assert (old.name, old.folded) == ("Huyện cũ", "1 huyen cu")


def test_lists_go_back_too(client, boss):
    one, other = makers.make_beneficiary(code="cs1"), makers.make_beneficiary(code="cs2")
    scheme = makers.make_extension_scheme(code="da1", name="Cũ")
    scheme.beneficiaries.add(one)
    bring_in(
        client, xlsx([["Mã đề án", "Tên đề án", "Cơ sở thụ hưởng"], ["da1", "Mới", "cs2"]]), "projects_extensionscheme"
    )
    assert list(scheme.beneficiaries.all()) == [other]
    assert counts(ask(client)) == (2, 0, 0)
    undo(client)
    assert list(ExtensionScheme.objects.get().beneficiaries.all()) == [one]
    assert ExtensionScheme.objects.get().name == "Cũ"


def test_personal_data_that_was_kept_is_told_to_who_keeps_it_alone(client, boss):
    makers.make_beneficiary(code="cs1", name="Cơ sở", phone="0900")
    rows = [["Mã cơ sở", "Tên cơ sở", "Loại hình", "Điện thoại"], ["cs1", "Cơ sở", "công ty", "0911"]]
    bring_in(client, xlsx(rows), "projects_beneficiary")
    Beneficiary.objects.update(phone="0922")
    assert ">0922</td>" in undo(client).text
    client.force_login(makers.make_user("projects.view_beneficiary"))
    shown = client.get(address("change", SheetImport.objects.get())).text
    assert "(thông tin cá nhân)" in shown
    assert not {"0911", "0922"} & set(re.findall(r"09\d\d", shown))


def test_a_rule_over_several_rows_refuses_the_whole(client, boss):
    makers.make_extension_budget(year=2022, fund="local", allocated=300)
    head = ["Năm", "Nguồn kinh phí", "Kinh phí được giao (triệu đồng)"]
    bring_in(
        client, xlsx([head, [2022, "khuyến công địa phương", 500], [2023, "khuyến công địa phương", 1]]),
        "projects_extensionbudget",
    )  # fmt: skip
    scheme = makers.make_extension_scheme(code="DA", content=makers.make_content_line())
    makers.make_scheme_funding(scheme=scheme, year=2022, fund="local", committed=450)
    makers.make_scheme_step(scheme=scheme, status="approved", on=date(2022, 3, 1))
    answer = undo(client)
    assert "Vượt kinh phí" in str(list(answer.context["messages"])[0])
    assert set(ExtensionBudget.objects.values_list("year", "allocated")) == {(2022, 500), (2023, 1)}
    assert not SheetImport.objects.get().is_undone


def test_a_figure_is_approved_again_only_where_nothing_was_said_beside_it_since(client, boss, subject):
    figure = makers.make_figure(**subject, year=2020, value=10, state=State.APPROVED)
    bring_in(client, figures((2020, 11, "")))
    makers.make_reported_value(figure=figure)
    undo(client)
    figure.refresh_from_db()
    assert (figure.value, figure.state) == (10, State.DRAFT)


def test_a_large_one_is_taken_back_by_the_worker(client, boss, subject, monkeypatch):
    makers.make_figure(**subject, year=2020, value=1)
    bring_in(client, figures((2020, 2), (2021, 3)))
    monkeypatch.setattr("config.sheets.jobs.FEW_ROWS", 1)
    asked, late = ask(client), ask(client)
    pages = [client.post(asked.request["PATH_INFO"], {"seen": page.context["seen"]}).url for page in (asked, late)]
    assert Figure.objects.count() == 2
    with lock.as_the_only_one():
        for _ in pages:
            queue.work_off(queue.take())
    done, refused = (client.get(page).text for page in pages)
    assert "Đã hoàn tác: 1 ô trở lại như trước, 1 dòng mới đã bỏ, 0 chỗ giữ nguyên." in done
    assert "Lần nhập này đã được hoàn tác." in refused
    assert (of_year(2020).value, Figure.objects.count()) == (1, 1)
    assert SheetImport.objects.get().undone_by == boss


def test_as_many_queries_for_many_rows_as_for_a_few(client, boss, subject, rf):
    def queries(first, count):
        years = range(first, first + count)
        for year in years[::2]:
            makers.make_figure(**subject, year=year, value=1)
        bring_in(client, figures(*((year, 2) for year in years)))
        asked = ask(client)
        assert counts(asked) == (count // 2, count // 2, 0)
        with CaptureQueriesContext(connection) as captured:
            confirm(client, asked)
        return len(captured)

    queries(1900, 4)
    assert queries(1910, 10) == queries(1950, 60) < 60
