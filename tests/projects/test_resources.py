"""Sheets of projects and khuyến công: codes across registers, dated rows, money that stays under its budget."""

from datetime import date
from decimal import Decimal

import pytest

from config.sheets.finding import dataset_from
from config.sheets.plan import Fate
from projects.models import ExtensionScheme, InvestmentProject, ProjectStatus, SchemeFunding, SchemeStep
from projects.resources import (
    EstateAreaResource,
    EstateStatusResource,
    ExtensionBudgetResource,
    ExtensionSchemeResource,
    InvestmentProjectResource,
    ProjectStatusResource,
    SchemeFundingResource,
    SchemeStepResource,
)
from tests import makers
from tests.indicators.imports.bringing import confirm, upload
from tests.sheets import preview, told, write, xlsx

pytestmark = pytest.mark.django_db


def test_a_project_comes_in_with_the_codes_of_its_industry_estate_and_place():
    industry = makers.make_industry(code="C", version="2018")
    estate = makers.make_estate(code="KCN-1", kind="zone")
    place = makers.make_place(code="hb")
    head = [
        "Mã dự án", "Tên dự án", "Hình thức đầu tư", "Ngành (VSIC)", "Trong khu, cụm", "Địa bàn",
        "Vốn đăng ký (tỷ đồng)", "Vốn đăng ký (triệu USD)", "Lao động", "Ngày cấp giấy chứng nhận",
    ]  # fmt: skip
    row = [
        "DA-1",
        "Nhà máy",
        "Có vốn đầu tư nước ngoài (FDI)",
        "2018:C",
        "KCN-1",
        "hb",
        "1.234,5",
        20.5,
        300,
        "05/03/2019",
    ]
    write(InvestmentProjectResource(), xlsx([head, row]))
    project = InvestmentProject.objects.get()
    assert (project.industry, project.estate, project.place) == (industry, estate, place)
    assert (project.capital_billion_vnd, project.capital_million_usd) == (Decimal("1234.5"), Decimal("20.5"))
    assert (project.form, project.workers, project.certificate_on) == ("foreign", 300, date(2019, 3, 5))


def test_a_part_of_a_worker_and_a_mail_address_that_is_none_are_refused():
    head = ["Mã dự án", "Tên dự án", "Lao động", "Thư điện tử"]
    plan = preview(InvestmentProjectResource(), xlsx([head, ["1", "a", 1.5, "không có"], ["2", "b", -3, "a@b.vn"]]))
    assert [(problem.row, problem.column) for problem in plan.problems] == [
        (2, "Lao động"), (2, "Thư điện tử"), (3, "Lao động"),
    ]  # fmt: skip


def test_statuses_of_a_project_are_rows_of_a_code_and_a_day():
    project = makers.make_investment_project(code="DA-1")
    makers.make_project_status(project=project, status="certified", on=date(2019, 3, 5))
    head = ["Dự án", "Trạng thái", "Từ ngày"]
    rows = [["DA-1", "đã đi vào sản xuất kinh doanh", date(2021, 1, 1)], ["DA-1", "đang triển khai", "05/03/2019"]]
    plan = write(ProjectStatusResource(), xlsx([head, *rows]))
    assert [row.fate for row in plan.rows] == [Fate.NEW, Fate.CHANGED]
    assert list(ProjectStatus.objects.values_list("status", flat=True)) == ["building", "operating"]
    (problem,) = told(preview(ProjectStatusResource(), xlsx([head, ["DA-9", "tạm ngừng", "05/03/2019"]])))
    assert "Không có dự án đầu tư mang mã «DA-9»" in problem


def test_of_two_sheets_with_the_same_keys_the_one_with_the_right_columns_is_taken():
    makers.make_estate(code="A")
    statuses = [["Khu, cụm", "Trạng thái", "Từ ngày"], ["A", "hoạt động", "01/01/2020"]]
    areas = [["Khu, cụm", "Loại diện tích", "Diện tích (ha)", "Từ ngày"], ["A", "đất công nghiệp", 10, "01/01/2020"]]
    assert write(EstateStatusResource(), xlsx(areas, statuses)).sheet == "Trang 2"
    assert write(EstateAreaResource(), xlsx(areas, statuses)).sheet == "Trang 1"


# Khuyến công

FUNDING = ["Đề án", "Năm", "Nguồn kinh phí", "Hỗ trợ phê duyệt (triệu đồng)"]


@pytest.fixture
def scheme():
    """An approved scheme that takes 200 of a budget of 300."""
    makers.make_extension_budget(year=2022, fund="local", allocated=300)
    scheme = makers.make_extension_scheme(code="DA", content=makers.make_content_line())
    makers.make_scheme_funding(scheme=scheme, year=2022, fund="local", committed=200)
    makers.make_scheme_step(scheme=scheme, status="approved", on=date(2022, 3, 1))
    return scheme


def test_money_past_the_budget_is_told_in_the_preview_at_its_row(scheme):
    rows = [["DA", 2022, "khuyến công địa phương", 301], ["DA", 2022, "vốn đối ứng", 5000]]
    plan = preview(SchemeFundingResource(), xlsx([FUNDING, *rows]))
    assert told(plan) == [
        "Dòng 2: Vượt kinh phí khuyến công địa phương năm 2022: phê duyệt 301 triệu đồng, được giao 300. "
        "Hãy giảm mức hỗ trợ hoặc nhập kinh phí được giao trước."
    ]


def test_what_passes_a_budget_stays_out_and_the_good_rows_are_written(scheme, client, settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path
    client.force_login(makers.make_user(is_superuser=True))
    rows = [["DA", 2022, "khuyến công địa phương", 301], ["DA", 2022, "vốn đối ứng", 5000]]
    preview = upload(client, xlsx([FUNDING, *rows]), "projects_schemefunding")
    assert [problem.row for problem in preview.context["problems"]] == [2]
    confirm(client, preview, "projects_schemefunding")
    assert set(scheme.funding.values_list("fund", "committed")) == {("local", 200), ("counterpart", 5000)}


def test_money_up_to_the_budget_is_written(scheme):
    write(SchemeFundingResource(), xlsx([FUNDING, ["DA", 2022, "khuyến công địa phương", 300]]))
    assert SchemeFunding.objects.get().committed == 300


def test_two_lines_that_only_together_pass_the_budget_are_refused(scheme):
    other = makers.make_extension_scheme(code="DB")
    makers.make_scheme_step(scheme=other, status="running", on=date(2022, 4, 1))
    plan = preview(SchemeFundingResource(), xlsx([FUNDING, ["DB", 2022, "khuyến công địa phương", 101]]))
    assert [problem.row for problem in plan.problems] == [2]


def test_a_draft_scheme_takes_nothing_until_it_is_approved(scheme):
    makers.make_extension_scheme(code="DB")
    write(SchemeFundingResource(), xlsx([FUNDING, ["DB", 2022, "khuyến công địa phương", 999]]))
    head = ["Đề án", "Bước", "Ngày"]
    plan = preview(SchemeStepResource(), xlsx([head, ["DB", "đã phê duyệt", "01/05/2022"]]))
    assert "Vượt kinh phí" in told(plan)[0]


def test_a_budget_does_not_fall_below_what_is_committed(scheme):
    head = ["Năm", "Nguồn kinh phí", "Kinh phí được giao (triệu đồng)"]
    assert "Vượt kinh phí" in told(preview(ExtensionBudgetResource(), xlsx([head, [2022, "local", 199]])))[0]
    assert told(preview(ExtensionBudgetResource(), xlsx([head, [2022, "local", 200]]))) == []


def test_a_rule_that_breaks_while_writing_keeps_the_whole_file_out_and_is_told(scheme):
    content = xlsx([["Đề án", "Bước", "Ngày"], ["DA", "dự thảo", "01/04/2022"]])
    resource = SchemeStepResource()
    plan = resource.import_data(dataset_from(content, "a.xlsx", resource)).plan
    assert "không thể chuyển từ «đã phê duyệt» sang «dự thảo»" in told(plan)[0]
    assert SchemeStep.objects.count() == 1


def test_committed_money_is_changed_only_by_who_may_approve(scheme):
    clerk = makers.make_user("projects.add_schemefunding", "projects.change_schemefunding")
    content = xlsx([FUNDING, ["DA", 2022, "khuyến công địa phương", 250]])
    resource = SchemeFundingResource()
    plan = resource.import_data(dataset_from(content, "a.xlsx", resource), user=clerk).plan
    assert "quyền phê duyệt" in told(plan)[0]
    assert SchemeFunding.objects.get().committed == 200


def test_a_clerk_learns_in_the_preview_at_its_row_that_committed_money_is_not_theirs(scheme):
    clerk = makers.make_user("projects.add_schemefunding", "projects.change_schemefunding")
    funding = preview(SchemeFundingResource(), xlsx([FUNDING, ["DA", 2022, "khuyến công địa phương", 250]]), user=clerk)
    steps = xlsx([["Đề án", "Bước", "Ngày"], ["DA", "chấm dứt", date(2023, 1, 1)]])
    for plan in (funding, preview(SchemeStepResource(), steps, user=clerk)):
        assert [(problem.row, "quyền phê duyệt" in problem.message) for problem in plan.problems] == [(2, True)]


def test_beneficiaries_of_a_group_scheme_are_a_list_of_codes():
    for code in ("CS-1", "CS-2"):
        makers.make_beneficiary(code=code)
    head = ["Mã đề án", "Tên đề án", "Từ năm", "Đến năm", "Cơ sở thụ hưởng"]
    write(ExtensionSchemeResource(), xlsx([head, ["KC-1", "Đề án nhóm", 2022, "2022", "CS-1;CS-2"]]))
    assert ExtensionScheme.objects.get().beneficiaries.count() == 2
    write(ExtensionSchemeResource(), xlsx([head[:-1], ["KC-1", "Tên mới", 2022, 2023]]))
    assert ExtensionScheme.objects.get().beneficiaries.count() == 2
