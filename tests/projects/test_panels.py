"""The charts above the lists: each bar leads to the rows it counts, says what is invented, and is a table too."""

from datetime import date

import pytest
from django.urls import reverse

from tests import makers

pytestmark = pytest.mark.django_db

# The column of a panel's table that counts the rows of the list its lines lead to.
COUNTS_ROWS = ["dự án", "giấy phép", "đề án", "sản phẩm", "nhà máy", "tất cả", "công trình"]


def filled_registers():
    division = makers.make_industry(code="10", level=2, parent=makers.make_industry(code="C"))
    place, estate = makers.make_place(), makers.make_estate(kind="zone")
    for given in [{"industry": division, "estate": estate}, {"place": place, "estate": estate}, {}]:
        makers.make_project_status(project=makers.make_investment_project(**given))
    lime, gold = makers.make_mineral_site(), makers.make_mineral_site(mineral="vàng & bạc")
    for site, expires_on in [(lime, None), (lime, date(2020, 1, 1)), (gold, None), (gold, None)]:
        makers.make_mining_licence(site=site, expires_on=expires_on, capacity_per_year=5, quantity_unit="tấn")
    for content in (makers.make_content_line(), None):
        scheme = makers.make_extension_scheme(content=content)
        makers.make_scheme_step(scheme=scheme)
        for fund in ("local", "national"):
            makers.make_scheme_funding(scheme=scheme, fund=fund)
    for level, group in [("province", "craft"), ("commune", "food"), ("province", "food")]:
        makers.make_typical_product(level=level, group=group)
    for kind in ("hydro", "solar", "solar"):
        makers.make_power_plant(type=kind, commissioned_on=date(2015, 1, 1))
    for year in (2020, 2022, 2022):
        makers.make_grid_project(year=year)


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("project-list", 7), ("mineral-list", 6), ("extension", 1), ("product-list", 5), ("plant-list", 2),
        ("grid-project-list", 4),
    ],
)  # fmt: skip
def test_a_line_of_a_chart_leads_to_as_many_rows_as_it_counts(client, name, counted):
    filled_registers()
    held = 0
    for panel in client.get(reverse(name)).context["panels"]:
        at = next((panel.heads.index(head) for head in COUNTS_ROWS if head in panel.heads), None)
        for line in panel.lines:
            if line.address and at is not None:
                listed = client.get(line.address).context["table"].paginator.count
                assert listed == line.numbers[at], f"{panel.title}: {line.label}"
                held += 1
    assert held >= counted


def test_the_capacity_of_licences_in_force_leads_to_these_also_from_a_list_of_others(client):
    filled_registers()
    page = client.get(reverse("mineral-list"), {"hieu_luc": "expired"})
    capacity = next(panel for panel in page.context["panels"] if panel.head == "Khoáng sản")
    at = capacity.heads.index("giấy phép")
    for line in capacity.lines:
        assert client.get(line.address).context["table"].paginator.count == line.numbers[at], line.label
    assert [line.numbers[at] for line in capacity.lines] == [2, 1]


def test_a_mineral_licensed_in_two_units_has_a_bar_in_each_and_a_link_in_none(client):
    site = makers.make_mineral_site(mineral="đá vôi")
    for number, unit in enumerate(["tấn", "m³"]):
        makers.make_mining_licence(site=site, number=f"gp-{number}", capacity_per_year=5, quantity_unit=unit)
    panels = client.get(reverse("mineral-list")).context["panels"]
    lines = [line for panel in panels if panel.head == "Khoáng sản" for line in panel.lines]
    # The list cannot be narrowed to a unit: a link would lead to more than the bar counts.
    assert [(line.label, line.address) for line in lines] == [("đá vôi", "")] * 2


def test_a_chart_keeps_what_the_address_asks_for(client):
    filled_registers()
    page = client.get(reverse("project-list"), {"vi_tri": "zone", "ngay": "30/06/2024", "nganh": "C"})
    estates = next(panel for panel in page.context["panels"] if panel.head == "Khu, cụm")
    assert [line.numbers[0] for line in estates.lines] == [1]
    assert "vi_tri=zone" in estates.lines[0].address
    assert "ngay=30%2F06%2F2024" in estates.lines[0].address


def test_a_chart_says_that_invented_rows_are_in_it_and_a_table_has_its_numbers(client):
    filled_registers()
    assert "gồm dữ liệu minh họa" not in client.get(reverse("project-list")).content.decode()
    invented = makers.make_investment_project(is_demonstration=True, place=makers.make_place(name="Xã chỉ minh họa"))
    makers.make_project_status(project=invented)
    answer = client.get(reverse("project-list"))
    marked = {panel.head: panel.is_demonstration for panel in answer.context["panels"]}
    assert marked == {"Đến hết năm": True, "Ngành": True, "Địa bàn": True, "Khu, cụm": False, "Vị trí": True}
    assert "Xã chỉ minh họa</a></th>" in answer.content.decode()


@pytest.mark.parametrize("name", ["project", "estate", "scheme"])
def test_the_page_of_one_row_draws_what_is_known_of_it(client, name):
    estate, project, scheme = makers.make_estate(), makers.make_investment_project(), makers.make_extension_scheme()
    makers.make_scheme_step(scheme=scheme)
    code = {"project": project, "estate": estate, "scheme": scheme}[name].code
    assert "<svg" not in client.get(reverse(name, args=[code])).content.decode()
    makers.make_disbursement(project=project)
    makers.make_estate_area(estate=estate)
    makers.make_scheme_funding(scheme=scheme)
    assert "<svg" in client.get(reverse(name, args=[code])).content.decode()
