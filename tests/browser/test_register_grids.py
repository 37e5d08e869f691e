"""Registers as tables in a browser: typed and pasted by keyboard, on any screen, and never lost."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from power.models import PowerTransformer
from projects.models import ExtensionBudget
from tests import grids, makers
from tests.browser.entry_form import is_saved, paste, press, sign_in

WIDTHS = [1366, 390, 320]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def open_grid(page, name, query=""):
    page.goto(reverse(f"admin:{name}_grid") + query)
    expect(page.locator("form.alive")).to_be_attached()


def box(page, name):
    return page.locator(f'[id="o-{name}"]')


def machines():
    return list(PowerTransformer.objects.order_by("name").values_list("name", "rated_mva", "voltages"))


def test_transformers_are_added_by_keyboard_one_after_another(page, clerk, live_server, axe):
    sign_in(page, clerk, live_server)
    substation = makers.make_substation()
    open_grid(page, "power_powertransformer")
    box(page, f"{substation.pk}n1-name").focus()
    page.keyboard.type("T1")
    press(page, "ArrowRight")
    expect(page.locator("#entry-state")).to_have_text("1 ô chưa lưu")
    box(page, f"{substation.pk}n1-name").focus()
    expect(page.locator(".told")).to_have_text("Chưa ghi: dòng mới còn thiếu «công suất định mức (MVA)».")
    press(page, "Tab")
    page.keyboard.type("25")
    press(page, "ArrowRight")
    page.keyboard.type("110/22")
    # A line for the next stands under it as soon as it is a row.
    press(page, "Enter")
    is_saved(page)
    assert machines() == [("T1", 25, "110/22")]
    expect(box(page, f"{substation.pk}n1-name")).to_have_value("")
    assert axe(page) == []
    box(page, f"{substation.pk}n1-name").focus()
    paste(page, "T2\t1,234.5\t110/35\t31/12/2020\r\n")
    page.get_by_role("button", name="Đổi sang kiểu Việt Nam").click()
    expect(page.locator("#entry-line")).to_have_text("Đã dán 4 ô.")
    is_saved(page)
    assert machines() == [("T1", 25, "110/22"), ("T2", Decimal("1234.5"), "110/35")]
    # What was pasted is taken back as one step, and the row with it.
    press(page, "Control+z")
    is_saved(page)
    expect(page.locator("#entry-state")).not_to_have_text("Đang lưu…")
    assert machines() == [("T1", 25, "110/22")]
    press(page, "Control+y")
    is_saved(page)
    assert len(machines()) == 2


def test_a_cut_network_loses_nothing(page, clerk, live_server, troubles):
    sign_in(page, clerk, live_server)
    makers.make_extension_budget(year=2024, fund="national", allocated=500)
    open_grid(page, "projects_extensionbudget", "?nam=2024")
    page.context.set_offline(True)
    box(page, "2024.local-allocated").focus()
    page.keyboard.type("1.500,5")
    press(page, "Enter")
    expect(page.locator("#entry-state")).to_have_text("Mất mạng, còn giữ 1 ô trên máy này, đang thử lại")
    # What adds up on the page follows the typing, what only the server knows follows the saving.
    expect(page.locator("[id='t-2024-allocated']")).to_have_text("2.000,5")
    expect(page.locator("[id='t-2024.local-left']")).to_have_text("")
    page.context.set_offline(False)
    is_saved(page)
    expect(page.locator("[id='t-2024.local-left']")).to_have_text("1.500,5")
    assert ExtensionBudget.objects.get(fund="local").allocated == Decimal("1500.5")
    assert all("ERR_INTERNET_DISCONNECTED" in trouble for trouble in troubles)
    troubles.clear()


def test_a_draft_of_a_new_row_outlives_the_page(page, clerk, live_server):
    sign_in(page, clerk, live_server)
    project = makers.make_investment_project()
    open_grid(page, "projects_projectstatus")
    page.on("dialog", lambda dialog: dialog.accept())
    box(page, f"{project.pk}n1-status").focus()
    page.keyboard.type("đã đi vào sản xuất kinh doanh")
    press(page, "Tab")
    expect(page.locator("#entry-state")).to_have_text("1 ô chưa lưu")
    open_grid(page, "projects_projectstatus")
    expect(page.locator(".entry-restored")).to_contain_text("Khôi phục 1 ô chưa kịp lưu")
    box(page, f"{project.pk}n1-on").fill("1/2/2024")
    press(page, "Enter")
    is_saved(page)
    expect(page.locator(f"[id='t-{project.pk}-status']")).to_have_text("đã đi vào sản xuất kinh doanh")
    assert project.statuses.get().on == date(2024, 2, 1)


def test_two_clerks_in_one_box_choose_between_both_texts(page, clerk, live_server):
    sign_in(page, clerk, live_server)
    machine = makers.make_power_transformer(rated_mva=25)
    open_grid(page, "power_powertransformer")
    PowerTransformer.objects.filter(pk=machine.pk).update(rated_mva=40)
    box(page, f"r{machine.pk}-rated_mva").fill("63")
    press(page, "Enter")
    page.get_by_role("button", name="1 ô chưa ghi được").click()
    expect(page.locator(".told")).to_contain_text("đã gõ «40» lúc")
    page.get_by_role("button", name="Giữ của tôi").click()
    is_saved(page)
    machine.refresh_from_db()
    assert machine.rated_mva == 63


def test_without_the_script_a_table_saves_and_tells_what_is_missing(open_page, clerk, live_server):
    page = open_page(java_script_enabled=False)
    sign_in(page, clerk, live_server)
    project = makers.make_investment_project()
    page.goto(reverse("admin:projects_projectstatus_grid"))
    box(page, f"{project.pk}n1-status").fill("chậm tiến độ")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(".told")).to_contain_text("dòng mới còn thiếu «từ ngày»")
    box(page, f"{project.pk}n1-on").fill("1/2/2024")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(f"[id='t-{project.pk}-status']")).to_have_text("chậm tiến độ")
    expect(box(page, f"{project.pk}n1-status")).to_have_value("")


@pytest.mark.parametrize("width", WIDTHS)
def test_tables_are_clean_for_axe_and_fit_the_screen(open_page, clerk, live_server, axe, width):
    page = open_page(viewport={"width": width, "height": 800})
    sign_in(page, clerk, live_server)
    makers.make_extension_budget()
    machine = makers.make_power_transformer()
    area = makers.make_estate_area()
    makers.make_project_status()
    wrong = []
    for name, query in [
        ("projects_extensionbudget", "?nam=2022"),
        ("projects_projectstatus", ""),
        ("projects_estatearea", f"?ngay={area.on:%d/%m/%Y}"),
        ("power_powertransformer", ""),
    ]:
        open_grid(page, name, query)
        wrong += [f"{name}: {finding}" for finding in axe(page)]
        if page.evaluate(OVERFLOW) > 0:
            wrong.append(f"{name}: rộng hơn màn hình")
    # The last page once more, with something told at a box.
    box(page, f"r{machine.pk}-rated_mva").fill("nhiều")
    press(page, "Enter")
    page.get_by_role("button", name="1 ô chưa ghi được").click()
    wrong += axe(page)
    assert wrong == []


def test_what_others_write_in_the_table_follows_by_itself(page, clerk, live_server):
    other = makers.make_user(
        "projects.view_extensionbudget", "projects.add_extensionbudget", last_name="Bùi", first_name="Hoa"
    )
    session = Client()
    session.force_login(other)
    sign_in(page, clerk, live_server)
    open_grid(page, "projects_extensionbudget", "?nam=2024")
    grids.open_grid(session, "projects_extensionbudget")
    grids.save(session, "projects_extensionbudget", ("o-2024.local-allocated", "500", ""))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#others")).to_have_text("Đang cùng mở bảng này: Bùi Hoa.")
    expect(box(page, "2024.local-allocated")).to_have_value("500")
    expect(page.locator('[id="t-2024.local-left"]')).to_have_text("500")
