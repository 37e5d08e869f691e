"""Budgets by year, areas by day, statuses of projects, typed into tables under the rules of their registers."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import AuditEntry
from projects.models import EstateArea, ExtensionBudget, ProjectStatus
from tests import makers
from tests.grids import counted, messages, open_grid, save, send, states

pytestmark = pytest.mark.django_db
BUDGETS, AREAS, STATUSES = "projects_extensionbudget", "projects_estatearea", "projects_projectstatus"


@pytest.fixture
def clerk(client):
    models = ["extensionbudget", "estatearea", "projectstatus"]
    verbs = ["view", "add", "change", "delete"]
    user = makers.make_user(*(f"projects.{verb}_{model}" for model in models for verb in verbs))
    client.force_login(user)
    return user


def queries_of(client, grid, **query):
    # A session's first page asks more.
    open_grid(client, grid, **query)
    with CaptureQueriesContext(connection) as captured:
        assert open_grid(client, grid, **query).status_code == 200
    return len(captured)


def cell(page, key):
    """What stands in a cell of the page that is to be read."""
    lines = [cells for line, cells in page.context["rows"]]
    (found,) = [one for cells in lines for one in cells if f'id="{key}"' in one]
    return found.partition("<span>")[2].partition("</span>")[0]


# Budgets


def test_a_budget_is_typed_at_its_year_and_fund(client, clerk):
    answer = send(
        client, BUDGETS, ("o-2024.local-allocated", "1.500,5", ""), ("o-2024.local-decision", "QĐ 12/QĐ-UBND", "")
    )
    budget = ExtensionBudget.objects.get()
    assert (budget.year, budget.fund, budget.allocated) == (2024, "local", Decimal("1500.5"))
    assert budget.decision == "QĐ 12/QĐ-UBND"
    assert answer.json()["beside"]["t-2024.local-left"] == "1.500,5"


def test_a_decision_waits_for_its_amount(client, clerk):
    outcomes = save(client, BUDGETS, ("o-2024.local-decision", "QĐ 12", ""))
    assert states(outcomes) == ["held"]
    assert "còn thiếu «kinh phí được giao (triệu đồng)»" in messages(outcomes)[0]


@pytest.fixture
def committed():
    """A budget of 3.000 of which a scheme took 200."""
    budget = makers.make_extension_budget(year=2022, fund="local", allocated=3000)
    makers.make_scheme_step(scheme=makers.make_scheme_funding(year=2022, fund="local", committed=200).scheme)
    return budget


def test_what_schemes_took_and_what_is_left_stand_beside(client, clerk, committed):
    makers.make_extension_budget(year=2022, fund="national", allocated=500)
    page = open_grid(client, BUDGETS, nam=2023)
    assert [cell(page, f"t-2022.local-{name}") for name in ("committed", "left")] == ["200", "2.800"]
    assert [cell(page, f"t-2022-{name}") for name in ("allocated", "committed", "left")] == ["3.500", "200", "3.300"]


def test_nothing_is_added_up_of_a_year_with_one_fund(client, clerk, committed):
    page = open_grid(client, BUDGETS, nam=2023)
    assert [cell(page, f"t-2022-{name}") for name in ("allocated", "committed", "left")] == ["", "200", ""]


def test_a_budget_is_not_lowered_below_what_is_committed(client, clerk, committed):
    outcomes = save(client, BUDGETS, ("o-2022.local-allocated", "199", "3000"))
    assert states(outcomes) == ["error"]
    assert "Vượt kinh phí khuyến công địa phương được giao năm 2022" in messages(outcomes)[0]
    outcomes = save(client, BUDGETS, ("o-2022.local-allocated", "", "3000"))
    assert "Chưa có kinh phí khuyến công địa phương được giao năm 2022" in messages(outcomes)[0]
    assert outcomes["o-2022.local-allocated"]["shown"] == "3000"
    committed.refresh_from_db()
    assert committed.allocated == 3000
    assert states(save(client, BUDGETS, ("o-2022.local-allocated", "200", "3000"))) == ["saved"]


def test_one_budget_too_low_leaves_the_others_written_or_stops_a_block(client, clerk, committed):
    cells = [("o-2022.local-allocated", "199", "3000"), ("o-2023.local-allocated", "700", "")]
    assert states(save(client, BUDGETS, *cells, whole=True)) == ["error", "held"]
    assert ExtensionBudget.objects.get().allocated == 3000
    assert states(save(client, BUDGETS, *cells)) == ["error", "saved"]


def test_of_many_budgets_the_one_below_what_is_committed_is_found_in_few_steps(client, clerk, committed):
    open_grid(client, BUDGETS)
    years = [(year, fund) for year in range(1950, 2022) for fund in ("local", "national")]
    ExtensionBudget.objects.bulk_create(ExtensionBudget(year=year, fund=fund, allocated=9) for year, fund in years)
    cells = [(f"o-{year}.{fund}-allocated", "7", "9") for year, fund in years]
    _, asked = counted(client, BUDGETS, cells[0])
    outcomes, asked_of_all = counted(client, BUDGETS, *cells[1:])
    assert set(states(outcomes)) == {"saved"}
    assert asked_of_all <= asked + 4
    cells = [(name, "5", "7") for name, _, _ in cells]
    outcomes, asked_in_vain = counted(client, BUDGETS, *cells, ("o-2022.local-allocated", "199", "3000"))
    assert [name for name, one in outcomes.items() if one["state"] != "saved"] == ["o-2022.local-allocated"]
    # Each half by itself: eight times for 145 rows.
    assert asked_in_vain <= 17 * asked
    assert ExtensionBudget.objects.filter(allocated=5).count() == len(years)


@pytest.mark.parametrize("text", ["-1", "abc", "1" * 30])
def test_an_amount_the_form_refuses_is_refused(client, clerk, text):
    assert states(save(client, BUDGETS, ("o-2024.local-allocated", text, ""))) == ["error"]
    assert not ExtensionBudget.objects.exists()


@pytest.mark.parametrize("place", ["2024.counterpart", "1800.local", "20245.local", "2024", "nam.local", "r1"])
def test_no_budget_is_made_where_there_is_no_place_for_it(client, clerk, place):
    assert states(save(client, BUDGETS, (f"o-{place}-allocated", "5", ""))) == ["error"]
    assert not ExtensionBudget.objects.exists()


def test_an_emptied_budget_goes_unless_more_is_said_of_it(client, clerk):
    makers.make_extension_budget(year=2022, fund="local", allocated=5, note="Theo tờ trình")
    outcomes = save(client, BUDGETS, ("o-2022.local-allocated", "", "5"))
    assert messages(outcomes) == ["Dòng này còn «ghi chú» nên không xóa trắng được: hãy xóa ở màn hình của dòng."]
    ExtensionBudget.objects.update(note="")
    assert states(save(client, BUDGETS, ("o-2022.local-allocated", "", "5"))) == ["saved"]
    assert not ExtensionBudget.objects.exists()


def test_two_who_type_the_first_budget_of_a_year_are_told_of_each_other(client, clerk):
    save(client, BUDGETS, ("o-2024.local-allocated", "500", ""))
    outcomes = save(client, BUDGETS, ("o-2024.local-allocated", "700", ""))
    assert states(outcomes) == ["conflict"]
    assert "đã gõ «500» lúc" in messages(outcomes)[0]
    save(client, BUDGETS, ("o-2024.local-allocated", "", "500"))
    outcomes = save(client, BUDGETS, ("o-2024.local-allocated", "600", "500"))
    assert re.fullmatch(r"nguoi-dung-\d+ đã xóa trắng ô này lúc .*", messages(outcomes)[0])
    outcomes = save(client, BUDGETS, ("o-2025.local-allocated", "600", "500"))
    assert messages(outcomes) == ["Người khác vừa xóa trắng ô này."]


def test_who_else_has_the_table_open_is_named_and_what_they_write_is_handed_on(client, clerk, committed):
    save(client, BUDGETS, ("o-2021.local-allocated", "5", ""))
    assert open_grid(client, BUDGETS).context["others"] == []
    other = makers.make_user(*(f"projects.{verb}_extensionbudget" for verb in ("view", "add", "change", "delete")),
                             last_name="Trần", first_name="Bình")  # fmt: skip
    client.force_login(other)
    assert "Đang cùng mở bảng này: nguoi-dung" in open_grid(client, BUDGETS).content.decode()
    save(client, BUDGETS, ("o-2022.local-allocated", "4000", "3000"), ("o-2021.local-allocated", "", "5"))
    save(client, BUDGETS, ("o-2020.local-allocated", "7,5", ""), ("o-2019.local-allocated", "1", ""))
    save(client, BUDGETS, ("o-2018.local-allocated", "3", ""))
    save(client, BUDGETS, ("o-2019.local-allocated", "", "1"))
    where = reverse(f"admin:{BUDGETS}_grid_changes")
    assert "Trần Bình" not in client.get(where).content.decode()
    client.force_login(clerk)
    # Put back by oneself what another took away.
    save(client, BUDGETS, ("o-2019.local-allocated", "2", ""))
    save(client, BUDGETS, ("o-2018.local-allocated", "", "3"))
    told = client.get(where).json()
    assert told["others"] == ["Trần Bình"]
    assert {
        name: (one["shown"], one["who"])
        for name, one in told["cells"].items()
        if name[2:6] in "2022 2021 2020" and "allocated" in name
    } == {
        "o-2022.local-allocated": ("4000", "Trần Bình"),
        "o-2021.local-allocated": ("", "Trần Bình"),
        "o-2020.local-allocated": ("7,5", "Trần Bình"),
    }
    assert told["cells"]["o-2019.local-allocated"]["shown"] == "2"
    assert "o-2018.local-allocated" not in told["cells"]
    assert told["beside"]["t-2022.local-left"] == "3.800"
    assert not AuditEntry.objects.filter(table="indicators_tablepresence").exists()
    client.force_login(makers.make_user())
    assert client.get(where).status_code == 403


def test_the_years_end_with_the_next_or_with_the_one_asked_for(client, clerk):
    years = [line.key for line, _ in open_grid(client, BUDGETS, nam=2020).context["rows"]]
    assert years == [str(year) for year in range(2020, 2010, -1)]
    page = open_grid(client, BUDGETS, nam="năm nay")
    assert "Năm nay" not in page.content.decode()
    assert len(page.context["rows"]) == 10


def test_queries_of_budgets_do_not_grow_with_the_rows(client, clerk, committed):
    few = queries_of(client, BUDGETS, nam=2024)
    for year in range(2015, 2022):
        makers.make_extension_budget(year=year, fund="national")
        makers.make_scheme_step(scheme=makers.make_scheme_funding(year=year, fund="national").scheme)
    assert queries_of(client, BUDGETS, nam=2024) == few


# Areas


def area(estate, kind="leased", day="20240630"):
    return f"o-{estate.pk}.{kind}.{day}-hectares"


def test_an_area_is_typed_from_the_day_chosen_on(client, clerk):
    estate = makers.make_estate()
    before = makers.make_estate_area(estate=estate, kind="leased", hectares=12, on=date(2020, 1, 15))
    page = open_grid(client, AREAS, ngay="30/06/2024").content.decode()
    assert f'name="{area(estate)}" value=""' in page
    assert '<span class="counted same" title="từ 15/01/2020">12</span>' in page
    assert states(save(client, AREAS, (area(estate), "15,25", ""))) == ["saved"]
    made = EstateArea.objects.exclude(pk=before.pk).get()
    assert (made.estate, made.kind, made.on, made.hectares) == (estate, "leased", date(2024, 6, 30), Decimal("15.25"))
    before.refresh_from_db()
    assert before.hectares == 12


def test_an_area_of_the_day_itself_is_changed_and_not_doubled(client, clerk):
    stored = makers.make_estate_area(on=date(2024, 6, 30), hectares=12)
    assert f'name="{area(stored.estate)}" value="12"' in open_grid(client, AREAS, ngay="30/6/2024").content.decode()
    assert states(save(client, AREAS, (area(stored.estate), "13", "12"))) == ["saved"]
    assert EstateArea.objects.get().hectares == 13


def test_a_later_area_is_nothing_to_compare_with(client, clerk):
    makers.make_estate_area(on=date(2025, 1, 1))
    assert "counted" not in open_grid(client, AREAS, ngay="30/06/2024").content.decode()


def test_an_area_below_zero_is_refused_in_the_words_of_its_rule(client, clerk):
    outcomes = save(client, AREAS, (area(makers.make_estate()), "-1", ""))
    assert messages(outcomes) == ["Diện tích không thể âm."]
    assert not EstateArea.objects.exists()


@pytest.mark.parametrize("place", ["1.leased.20241301", "1.lease.20240101", "x.leased.20240101", "1.leased", "r1"])
def test_no_area_is_made_where_there_is_no_place_for_it(client, clerk, place):
    assert states(save(client, AREAS, (f"o-{place}-hectares", "5", ""))) == ["error"]


def test_an_area_with_a_decision_is_not_emptied_away(client, clerk):
    stored = makers.make_estate_area(on=date(2024, 6, 30), hectares=12, decision="QĐ 5")
    outcomes = save(client, AREAS, (area(stored.estate), "", "12"))
    assert "còn «quyết định»" in messages(outcomes)[0]
    assert EstateArea.objects.exists()


def test_a_day_that_is_none_is_told_and_today_is_shown(client, clerk):
    makers.make_estate()
    page = open_grid(client, AREAS, ngay="31/02/2024").content.decode()
    assert "Không có ngày «31/02/2024»" in page
    assert "hectares" in page


def test_zones_are_shown_apart_from_clusters(client, clerk):
    makers.make_estate(name="Khu A", kind="zone")
    makers.make_estate(name="Cụm B", kind="cluster")
    page = open_grid(client, AREAS, loai="zone").content.decode()
    assert "Khu A" in page
    assert "Cụm B" not in page


def test_queries_of_areas_do_not_grow_with_the_rows(client, clerk):
    makers.make_estate_area()
    few = queries_of(client, AREAS)
    for _ in range(10):
        makers.make_estate_area(estate=makers.make_estate_area(on=date(2021, 1, 1)).estate)
    assert queries_of(client, AREAS) == few


# Statuses


def status(project, field, serial=1):
    return f"o-{project.pk}n{serial}-{field}"


def test_a_new_status_stands_after_the_last_and_is_shown_as_the_last(client, clerk):
    project = makers.make_project_status(status="building", on=date(2022, 1, 1)).project
    page = open_grid(client, STATUSES)
    assert [cell(page, f"t-{project.pk}-{name}") for name in ("status", "on")] == ["đang triển khai", "01/01/2022"]
    cells = [(status(project, "status"), "tạm ngừng", ""), (status(project, "on"), "3/2/2024", "")]
    answer = send(client, STATUSES, *cells, (status(project, "document"), "CV 12", "")).json()
    assert states(answer["cells"]) == ["saved"] * 3
    assert answer["beside"] == {f"t-{project.pk}-status": "tạm ngừng", f"t-{project.pk}-on": "03/02/2024"}
    assert list(project.statuses.values_list("status", "on", "document")) == [
        ("building", date(2022, 1, 1), ""),
        ("paused", date(2024, 2, 3), "CV 12"),
    ]


def test_what_was_just_written_is_mended_in_the_same_line(client, clerk):
    project = makers.make_investment_project()
    cells = [(status(project, "status"), "tạm ngừng", ""), (status(project, "on"), "3/2/2024", "")]
    (record,) = {one["record"] for one in save(client, STATUSES, *cells).values()}
    assert states(save(client, STATUSES, (f"o-{record}-status", "chậm tiến độ", "tạm ngừng"))) == ["saved"]
    assert list(project.statuses.values_list("status", flat=True)) == ["late"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("tạm ngừng", "paused"),
        ("TẠM NGỪNG", "paused"),
        ("tam ngung", "paused"),
        ("chậm", "late"),
        ("đã đi", "operating"),
    ],
)
def test_a_status_is_typed_by_its_words_or_by_their_beginning(client, clerk, text, meant):
    project = makers.make_investment_project()
    outcomes = save(client, STATUSES, (status(project, "status"), text, ""), (status(project, "on"), "3/2/2024", ""))
    assert states(outcomes) == ["saved", "saved"]
    assert outcomes[status(project, "status")]["shown"] == ProjectStatus.Status(meant).label
    assert project.statuses.get().status == meant


@pytest.mark.parametrize(
    ("text", "told"),
    [("đ", "có thể là «đã cấp giấy chứng nhận»"), ("xong", "Không có «xong»: hãy chọn"), ("!", "Không có")],
)
def test_a_status_that_is_none_or_several_is_refused_with_what_there_is(client, clerk, text, told):
    project = makers.make_investment_project()
    outcomes = save(client, STATUSES, (status(project, "status"), text, ""), (status(project, "on"), "3/2/2024", ""))
    assert states(outcomes) == ["error", "held"]
    assert told in messages(outcomes)[0]
    assert not project.statuses.exists()


def test_a_status_waits_for_its_day_and_a_day_has_one_status(client, clerk):
    project = makers.make_project_status(on=date(2024, 2, 3)).project
    outcomes = save(client, STATUSES, (status(project, "status"), "tạm ngừng", ""))
    assert messages(outcomes) == ["Chưa ghi: dòng mới còn thiếu «từ ngày»."]
    cells = [(status(project, "status"), "tạm ngừng", ""), (status(project, "on"), "3/2/2024", "")]
    outcomes = save(client, STATUSES, *cells)
    assert messages(outcomes) == ["Dự án đã có trạng thái từ ngày này."] * 2
    assert project.statuses.get().status == "operating"


def test_projects_are_found_by_word_commune_and_last_status(client, clerk):
    first = makers.make_investment_project(name="Nhà máy xi măng", commune="Lương Sơn")
    makers.make_project_status(project=first, status="building", on=date(2020, 1, 1))
    makers.make_project_status(project=first, status="late", on=date(2021, 1, 1))
    makers.make_project_status(project=makers.make_investment_project(name="Xưởng may", commune="Kim Bôi"))

    def found(**query):
        return [line.key for line, _ in open_grid(client, STATUSES, **query).context["rows"]]

    assert len(found()) == 2
    assert found(q="xi mang") == found(xa="Lương Sơn") == found(tt="late") == [str(first.pk)]
    assert found(tt="building") == []
    assert len(found(xa="Nơi khác")) == 2


def test_a_page_has_fifty_projects_and_what_is_typed_finds_its_project_from_any(client, clerk):
    projects = [makers.make_investment_project(code=f"da{number:02}") for number in range(51)]
    page = open_grid(client, STATUSES, trang=2)
    assert [line.key for line, _ in page.context["rows"]] == [str(projects[50].pk)]
    assert "Trang 2 trong 2; 51 dự án" in page.content.decode()
    cells = [(status(projects[0], "status"), "tạm ngừng", ""), (status(projects[0], "on"), "3/2/2024", "")]
    assert states(save(client, STATUSES, *cells)) == ["saved", "saved"]


def test_queries_of_statuses_do_not_grow_with_the_rows(client, clerk):
    makers.make_project_status()
    few = queries_of(client, STATUSES)
    for _ in range(20):
        makers.make_project_status()
    assert queries_of(client, STATUSES) == few


# The way there


@pytest.mark.parametrize(
    ("register", "grid"),
    [
        ("projects_extensionbudget", BUDGETS),
        ("projects_projectstatus", STATUSES),
        ("projects_investmentproject", STATUSES),
        ("projects_estatearea", AREAS),
        ("projects_estate", AREAS),
        ("power_powertransformer", "power_powertransformer"),
        ("power_substation", "power_powertransformer"),
    ],
)
def test_the_list_of_a_register_leads_to_its_table(admin_client, register, grid):
    page = admin_client.get(reverse(f"admin:{register}_changelist")).content.decode()
    assert f'<a href="{reverse(f"admin:{grid}_grid")}">Nhập theo bảng</a>' in page
