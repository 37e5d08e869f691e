"""Public pages of the registers of projects: what they count, what they hide, what they bear."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from indicators import summaries
from tests import makers
from tests.indicators.pages import published

pytestmark = pytest.mark.django_db

LISTS = ["project-list", "estate-list", "mineral-list", "extension", "product-list", "handicraft-list"]


def read(client, name, *args, **query):
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def a_row_of_each(is_demonstration=False):
    mark = {"is_demonstration": is_demonstration}
    estate = makers.make_estate(**mark)
    makers.make_estate_status(estate=estate)
    makers.make_estate_area(estate=estate)
    project = makers.make_investment_project(estate=estate, industry=makers.make_industry(), **mark)
    makers.make_project_status(project=project)
    makers.make_disbursement(project=project)
    makers.make_mining_licence(site=makers.make_mineral_site(**mark))
    if not is_demonstration:
        makers.make_extension_budget()
    scheme = makers.make_extension_scheme(beneficiaries=[makers.make_beneficiary()], **mark)
    makers.make_scheme_step(scheme=scheme)
    makers.make_scheme_funding(scheme=scheme)
    makers.make_typical_product(**mark)
    makers.make_handicraft_kind(**mark)
    return project, estate, scheme


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_register_has_a_page(client, name):
    assert "Không có dòng nào phù hợp." in read(client, name)


@pytest.mark.sqlite
@pytest.mark.parametrize("name", LISTS)
def test_a_page_asks_no_more_for_more_rows(client, name, django_assert_max_num_queries):
    a_row_of_each()
    with django_assert_max_num_queries(6):
        read(client, name)
    for _ in range(4):
        makers.make_infrastructure_support()
        a_row_of_each(is_demonstration=True)
    a_row_of_each(is_demonstration=True)
    with django_assert_max_num_queries(6):
        read(client, name)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        {"ngay": "31/02/2020"},
        {"ngay": "không rõ"},
        {"nam": "hai nghìn"},
        {"nam": "99999999999999999999"},
        {"trang": "-1", "xep": "khong_co_cot"},
        {"tim": "' OR 1=1 -- %\x00", "vi_tri": "đâu đó", "nganh": "?", "khoang_san": "vàng"},
        {"tai": "exe"},
    ],
)
def test_no_address_breaks_a_page(client, name, query):
    read(client, name, **query)


@pytest.mark.parametrize("name", LISTS)
def test_invented_rows_are_marked_on_the_page_and_in_the_file(client, name):
    a_row_of_each(is_demonstration=True)
    page = read(client, name)
    assert "Dữ liệu minh họa." in page
    assert "tag-demo" in page
    answer = client.get(reverse(name), {"tai": "xlsx"})
    cells = [cell for row in openpyxl.load_workbook(BytesIO(answer.getvalue())).worksheets[0].values for cell in row]
    assert cells.count("dữ liệu minh họa") == 2, "one heading, one row"


@pytest.mark.parametrize("name", LISTS)
def test_true_rows_bear_no_mark(client, name):
    a_row_of_each()
    page = read(client, name)
    assert "Dữ liệu minh họa." not in page
    assert "tag-demo" not in page
    assert "minh họa" not in b"".join(client.get(reverse(name), {"tai": "csv"})).decode()


def test_projects_are_counted_by_place_on_the_day_asked(client):
    zone, cluster = makers.make_estate(kind="zone"), makers.make_estate(kind="cluster")
    for estate, operating in [(zone, True), (zone, True), (zone, False), (cluster, True), (None, False)]:
        project = makers.make_investment_project(estate=estate, capital_billion_vnd=Decimal("1.5"))
        makers.make_project_status(project=project, status="certified", on=date(2018, 1, 1))
        if operating:
            makers.make_project_status(project=project, status="operating", on=date(2020, 6, 1))
    totals = client.get(reverse("project-list"), {"ngay": "31/12/2020"}).context["totals"]
    assert [(line["projects"], line["operating"]) for line in totals] == [(3, 2), (1, 1), (1, 0), (5, 3)]
    assert totals[-1]["share"] == 60
    assert totals[-1]["capital_billion_vnd"] == Decimal("7.5")
    assert totals[-1]["capital_million_usd"] is None, "nobody gave one: unknown, not 0"
    before = client.get(reverse("project-list"), {"ngay": "31/12/2019"}).context["totals"]
    assert (before[-1]["projects"], before[-1]["operating"]) == (5, 0)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"vi_tri": "zone"}, {"Nhà máy A"}),
        ({"vi_tri": "outside"}, {"Xưởng B"}),
        ({"trang_thai": "operating"}, {"Nhà máy A"}),
        ({"tim": "NHA MAY"}, {"Nhà máy A"}),
        ({"tim": "xưởng"}, {"Xưởng B"}),
        ({"nam": "2019"}, {"Xưởng B"}),
        ({"nganh": "C13"}, {"Nhà máy A"}),
        ({"hinh_thuc": "foreign"}, {"Xưởng B"}),
    ],
)
def test_projects_are_filtered(client, query, found):
    a = makers.make_investment_project(
        name="Nhà máy A", estate=makers.make_estate(kind="zone"), industry=makers.make_industry(code="C13")
    )
    makers.make_project_status(project=a, status="operating")
    b = makers.make_investment_project(name="Xưởng B", certificate_on=date(2019, 2, 3), form="foreign")
    makers.make_project_status(project=b, status="building")
    table = client.get(reverse("project-list"), query).context["table"]
    assert {row.record.name for row in table.rows} == found


def test_an_industry_of_two_versions_is_one_choice(client):
    for version in ["2018", "2025"]:
        industry = makers.make_industry(code="C13", version=version, name=f"Dệt ({version})")
        makers.make_project_status(project=makers.make_investment_project(industry=industry))
    answer = client.get(reverse("project-list"), {"nganh": "C13"})
    assert len(answer.context["table"].rows) == 2
    assert answer.content.decode().count('value="C13"') == 1


def test_a_download_is_sorted_as_the_page_is_with_missing_values_last(client):
    for name, workers in [("Xưởng A", 10), ("Xưởng B", 300), ("Xưởng C", None)]:
        makers.make_project_status(project=makers.make_investment_project(name=name, workers=workers))
    answer = client.get(reverse("project-list"), {"tai": "csv", "xep": "-workers"})
    lines = b"".join(answer).decode().splitlines()[1:]
    assert [line.split(";")[0] for line in lines] == ["Xưởng B", "Xưởng A", "Xưởng C"]


def test_a_condition_that_cannot_be_read_is_told_above_the_totals(client):
    page = read(client, "project-list", ngay="31/02/2020")
    assert "Có điều kiện lọc không đọc được" in page
    assert page.index("Có điều kiện lọc không đọc được") < page.index('id="tong-hop"')
    assert "Có điều kiện lọc không đọc được" not in read(client, "project-list", ngay="28/02/2020")


def test_only_the_first_of_several_sorted_headings_says_so(client):
    makers.make_estate_status(estate=makers.make_estate())
    page = read(client, "estate-list", xep="-status_then")
    assert page.count('aria-sort="descending"') == 1
    assert 'aria-sort="ascending"' not in page
    assert read(client, "estate-list").count('aria-sort="descending"') == 1, "by kind, then by name"


def test_an_estate_leads_to_its_projects_on_the_day_of_the_list(client):
    zone, other = makers.make_estate(kind="zone"), makers.make_estate(kind="zone")
    for name, estate in [("Nhà máy A", zone), ("Nhà máy B", other)]:
        project = makers.make_investment_project(name=name, estate=estate)
        makers.make_project_status(project=project, on=date(2018, 1, 1))
    makers.make_estate_status(estate=zone, on=date(2010, 1, 1))
    address = f"{reverse('project-list')}?khu={zone.code}&amp;ngay=31%2F12%2F2020"
    assert address in read(client, "estate-list", ngay="31/12/2020")
    table = client.get(address.replace("&amp;", "&")).context["table"]
    assert [row.record.name for row in table.rows] == ["Nhà máy A"]
    assert f"{reverse('project-list')}?khu={zone.code}" in read(client, "estate", zone.code)


def test_a_project_shows_the_status_of_today(client):
    project = makers.make_investment_project()
    makers.make_project_status(project=project, status="building", on=date(2018, 1, 1))
    makers.make_project_status(project=project, status="operating", on=date(2999, 1, 1))
    assert "đang triển khai, từ ngày 01/01/2018" in read(client, "project", project.code)


def test_personal_data_appears_on_no_page_and_in_no_file(client):
    secrets = {"representative": "Trần Thị Bí Mật", "phone": "0912345678", "email": "rieng@example.vn"}
    project, estate, scheme = a_row_of_each()
    type(project).objects.update(**secrets)
    owner = makers.make_beneficiary(
        name="Hộ Lê Văn Kín", legal_form="household", representative="Lê Văn Kín", phone="0987654321"
    )
    scheme.beneficiaries.add(owner)
    hidden = [*secrets.values(), "Lê Văn Kín", "0987654321"]
    pages = [read(client, name) for name in LISTS]
    pages += [read(client, "project", project.code), read(client, "estate", estate.code)]
    pages += [read(client, "scheme", scheme.code)]
    for name in LISTS:
        pages.append(b"".join(client.get(reverse(name), {"tai": "csv"})).decode())
        book = openpyxl.load_workbook(BytesIO(client.get(reverse(name), {"tai": "xlsx"}).getvalue()))
        pages.append("\n".join(str(cell) for sheet in book for row in sheet.values for cell in row))
    for page in pages:
        assert not [secret for secret in hidden if secret in page]


def test_occupancy_is_leased_over_industrial_land(client):
    for leased, industrial in [(30, 50), (10, 50)]:
        estate = makers.make_estate(kind="cluster")
        makers.make_estate_status(estate=estate)
        makers.make_estate_area(estate=estate, kind="leased", hectares=leased)
        makers.make_estate_area(estate=estate, kind="industrial", hectares=industrial)
    estate = makers.make_estate(kind="cluster")
    makers.make_estate_status(estate=estate)
    answer = client.get(reverse("estate-list"))
    cluster = answer.context["totals"][1]
    assert (cluster["estates"], cluster["with_occupancy"], cluster["occupancy"]) == (3, 2, 40)
    assert "60,0" in answer.content.decode()


def test_a_downloaded_occupancy_is_the_number_on_the_page(client):
    estate = makers.make_estate()
    makers.make_estate_status(estate=estate)
    makers.make_estate_area(estate=estate, kind="leased", hectares=Decimal("3.3"))
    makers.make_estate_area(estate=estate, kind="industrial", hectares=Decimal("16.9"))
    assert "19,53" in read(client, "estate-list")
    answer = client.get(reverse("estate-list"), {"tai": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(answer.getvalue())).worksheets[0]
    heading, row = list(sheet.values)[2:4]
    assert row[heading.index("Tỷ lệ lấp đầy (%)")] == 19.53, "a number, not 28 digits of text"


def test_the_area_of_what_is_only_planned_is_no_established_area(client):
    for status, hectares in [("established", 10), ("planned", 70), ("dropped", 500)]:
        estate = makers.make_estate(kind="zone")
        makers.make_estate_status(estate=estate, status=status)
        makers.make_estate_area(estate=estate, kind="established", hectares=hectares)
    zone = client.get(reverse("estate-list")).context["totals"][0]
    assert (zone["estates"], zone["founded"], zone["established"]) == (2, 1, 10)


def test_invented_projects_of_a_real_estate_are_marked(client):
    estate = makers.make_estate(name="CCN có thật")
    makers.make_estate_status(estate=estate)
    makers.make_project_status(project=makers.make_investment_project(estate=estate, is_demonstration=True))
    assert '1 <span class="tag tag-demo">minh họa</span>' in read(client, "estate-list")
    assert read(client, "estate", estate.code).count("tag-demo") == 2
    lines = b"".join(client.get(reverse("estate-list"), {"tai": "csv"})).decode()
    assert "Dự án minh họa trong số dự án" in lines


def test_an_estate_shows_what_was_published_of_it_and_nothing_else(client):
    estate = makers.make_estate(code="KCN-A")
    place = makers.make_place(code="KCN-A", level="site")
    occupied = makers.make_indicator(name="Tỷ lệ lấp đầy")
    published(indicator=occupied, place=place, value=Decimal("91.53"))
    makers.make_figure(indicator=occupied, place=place, year=2021, value=Decimal("77.77"))
    published(indicator=occupied, value=Decimal("55.55"))
    hidden = makers.make_indicator(is_public=False)
    published(indicator=hidden, place=place, value=Decimal("66.66"))
    page = read(client, "estate", estate.code)
    assert reverse("indicator", args=[occupied.code]) in page
    assert [number for number in ("91,53", "77,77", "55,55", "66,66") if number in page] == ["91,53"]


def test_a_draft_scheme_has_no_page(client):
    scheme = makers.make_extension_scheme()
    makers.make_scheme_step(scheme=scheme, status="appraisal")
    assert client.get(reverse("scheme", args=[scheme.code])).status_code == 404


def test_budgets_are_set_against_what_schemes_took(client):
    a_row_of_each()
    lines = client.get(reverse("extension")).context["budgets"]
    assert [(line["allocated"], line["committed"]) for line in lines] == [(3000, 200), (3000, 200)]
    assert lines[0]["used"].quantize(Decimal("0.01")) == Decimal("6.67")


def test_money_that_invented_schemes_took_of_a_real_budget_is_marked(client):
    makers.make_extension_budget(year=2021, allocated=600)
    makers.make_extension_budget(year=2022)
    invented = makers.make_extension_scheme(is_demonstration=True)
    makers.make_scheme_step(scheme=invented)
    makers.make_scheme_funding(scheme=invented, year=2021)
    answer = client.get(reverse("extension"))
    marks = [(line["is_demonstration"], line["use_is_demonstration"]) for line in answer.context["budgets"]]
    assert marks == [(False, True), (False, False), (False, True)]
    page = answer.content.decode()
    assert page.count("phần sử dụng: minh họa") == 1
    assert page.count("gồm dữ liệu minh họa") == 3, "the total, the chart of the fund, the schemes by content"
    assert "Dữ liệu minh họa." in page


def test_money_of_real_schemes_bears_no_mark(client):
    a_row_of_each()
    page = read(client, "extension")
    assert "phần sử dụng: minh họa" not in page
    assert "gồm dữ liệu minh họa" not in page


def test_a_budget_is_used_from_the_day_a_scheme_is_approved(client):
    makers.make_extension_budget(year=2022)
    scheme = makers.make_extension_scheme()
    makers.make_scheme_step(scheme=scheme, on=date(2022, 3, 1))
    makers.make_scheme_funding(scheme=scheme)
    for day, committed in [("28/02/2022", None), ("01/03/2022", 200)]:
        lines = client.get(reverse("extension"), {"ngay": day}).context["budgets"]
        assert [line["committed"] for line in lines] == [committed, committed]


def test_a_total_of_budgets_says_of_how_many_it_is_known(client):
    a_row_of_each()
    makers.make_extension_budget(year=2021)
    answer = client.get(reverse("extension"))
    total = answer.context["budgets"][-1]
    assert (total["committed"], total["with_committed"], total["budgets"]) == (200, 1, 2)
    assert "(1/2 dòng có số)" in answer.content.decode()


def test_a_register_nobody_filled_is_not_counted_as_0():
    assert [count.value for summary in summaries.of_registers(date(2026, 1, 1)) for count in summary.counts] == [
        None
    ] * 8
    a_row_of_each()
    counts = [count for summary in summaries.of_registers(date(2022, 12, 31)) for count in summary.counts]
    assert [count.value for count in counts] == [1, 0, 1, 1, 3000, 1, 1, None]
    assert counts[4].part == "năm 2022"


@pytest.mark.parametrize("name", LISTS)
def test_a_download_names_the_source_of_each_row(client, name):
    source = makers.make_source(title="Báo cáo năm 2022")
    makers.make_estate_status(estate=makers.make_estate(source=source))
    makers.make_project_status(project=makers.make_investment_project(source=source))
    makers.make_mining_licence(site=makers.make_mineral_site(source=source))
    makers.make_scheme_step(scheme=makers.make_extension_scheme(source=source))
    makers.make_typical_product(source=source)
    makers.make_handicraft_kind(source=source)
    heading, row = b"".join(client.get(reverse(name), {"tai": "csv"})).decode().splitlines()
    assert dict(zip(heading.split(";"), row.split(";"), strict=True))["Nguồn"] == "Báo cáo năm 2022"


def test_a_download_holds_what_is_shown_of_all_pages(client):
    for number in range(60):
        makers.make_project_status(project=makers.make_investment_project(name=f"Xưởng {number:02}"))
    makers.make_project_status(project=makers.make_investment_project(name="Khác hẳn"))
    answer = client.get(reverse("project-list"), {"tai": "xlsx", "tim": "xuong"})
    sheet = openpyxl.load_workbook(BytesIO(answer.getvalue())).worksheets[0]
    names = [cell for row in sheet.values for cell in row if str(cell).startswith("Xưởng ")]
    assert len(set(names)) == 60


def test_what_all_projects_come_to_is_asked_once_a_version_and_a_write_shows_at_once(
    client, django_assert_max_num_queries
):
    a_row_of_each()
    before = client.get(reverse("project-list"))
    with django_assert_max_num_queries(2):
        again = client.get(reverse("project-list"))
    assert again.content == before.content
    makers.make_project_status(project=makers.make_investment_project(), status="operating")
    changed = client.get(reverse("project-list")).context["totals"][-1]
    assert changed["projects"] == before.context["totals"][-1]["projects"] + 1
    outside = client.get(reverse("project-list"), {"vi_tri": "outside"}).context["totals"][-1]
    assert outside["projects"] == 1
