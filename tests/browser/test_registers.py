"""Registers before a reader on a phone, without scripts: a row is a card that opens; charts lead to their rows."""

import pytest

from tests import makers
from tests.browser.conftest import PHONE

# What a phone may have to scroll for 25 rows of the longest list.
ROOM_OF_A_PAGE = 3500


@pytest.fixture
def projects(live_server):
    estate = makers.make_estate(name="Khu công nghiệp bờ trái sông Đà", kind="zone")
    for number in range(26):
        project = makers.make_investment_project(
            name=f"Nhà máy chế biến nông sản và thực phẩm xuất khẩu số {number:02}",
            investor="Công ty trách nhiệm hữu hạn chế biến nông sản",
            estate=estate if number else None,
            capital_billion_vnd=120,
        )
        makers.make_project_status(project=project)


def test_a_row_shows_what_is_essential_and_opens_to_the_rest(projects, open_page):
    page = open_page(**PHONE, java_script_enabled=False)
    page.goto("/du-an/")
    rows = page.locator(".listing tbody tr")
    assert rows.count() == 25
    body = page.locator(".listing tbody").bounding_box()
    assert body["height"] <= ROOM_OF_A_PAGE
    first = rows.first
    assert first.get_by_text("đã đi vào sản xuất").is_visible()
    investor = first.get_by_text("Công ty trách nhiệm hữu hạn")
    assert not investor.is_visible()
    first.locator("summary").click()
    assert investor.is_visible()
    assert not rows.nth(1).get_by_text("Công ty trách nhiệm hữu hạn").is_visible()


def test_on_a_wide_screen_and_on_paper_the_table_has_all_its_columns(projects, open_page):
    page = open_page(viewport={"width": 1366, "height": 800})
    page.goto("/du-an/")
    for medium in ("screen", "print"):
        page.emulate_media(media=medium)
        assert page.locator(".listing tbody tr").first.get_by_text("Công ty trách nhiệm hữu hạn").is_visible()
        assert not page.locator(".fold").first.is_visible()


def test_a_bar_leads_by_keyboard_to_the_rows_it_counts(projects, open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/du-an/")
    page.get_by_role("link", name="Ngoài khu, cụm công nghiệp").first.press("Enter")
    assert page.locator(".listing tbody tr").count() == 1
    assert "vi_tri=outside" in page.url
