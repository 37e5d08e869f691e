"""The rows of a form put in order by dragging, by the keyboard and by their numbers."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import makers

ORDER = "rows => rows.map(row => row.querySelector('.field-code input').value).join(' ')"
NUMBERS = "rows => rows.map(row => row.querySelector('.field-position input').value).join(' ')"


@pytest.fixture
def form(live_server):
    indicators = [makers.make_indicator(name=f"Chỉ tiêu {name}", code=name) for name in "abcd"]
    return makers.make_report_form(
        *({"indicator": one, "code": one.code, "position": 3 * at} for at, one in enumerate(indicators, start=1))
    )


@pytest.fixture
def opened(page, sign_in, admin_user, form):
    sign_in(page, admin_user)
    page.goto(reverse("admin:indicators_reportform_change", args=[form.pk]))
    expect(page.locator(".row-handle")).to_have_count(4)
    return page


def rows(page):
    return page.locator("#rows-group .form-row:not(.empty-form)")


def order(page):
    return rows(page).evaluate_all(ORDER)


def handle(page, code):
    return page.get_by_role("button", name=f"Xếp dòng {code}:")


def stored(form):
    return dict(form.rows.values_list("code", "position"))


def take(page, code):
    handle(page, code).scroll_into_view_if_needed()
    middle = page.evaluate("box => [box.x + box.width / 2, box.y + box.height / 2]", handle(page, code).bounding_box())
    page.mouse.move(*middle)
    page.mouse.down()


def drag(page, code, target, *, past=4):
    """Take a row by its handle to a bit past the middle of another."""
    take(page, code)
    box = handle(page, target).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + past, steps=4)


def save(page):
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_a_row_is_dragged_down_and_the_numbers_follow(opened, form):
    drag(opened, "a", "c")
    expect(rows(opened).nth(2).locator(".field-code input")).to_have_value("a")
    opened.mouse.up()
    assert order(opened) == "b c a d"
    assert rows(opened).evaluate_all(NUMBERS) == "10 20 30 40"
    expect(opened.locator("#rows-group [role=status]")).to_have_text("Dòng thứ 3 trong 4")
    save(opened)
    assert stored(form) == {"b": 10, "c": 20, "a": 30, "d": 40}


def test_a_row_is_dragged_up(opened):
    drag(opened, "d", "b", past=-4)
    expect(rows(opened).nth(1).locator(".field-code input")).to_have_value("d")
    opened.mouse.up()
    assert order(opened) == "a d b c"


def test_escape_puts_a_dragged_row_back_and_leaves_the_numbers(opened):
    drag(opened, "a", "d")
    expect(rows(opened).last.locator(".field-code input")).to_have_value("a")
    opened.keyboard.press("Escape")
    opened.mouse.up()
    assert order(opened) == "a b c d"
    assert rows(opened).evaluate_all(NUMBERS) == "3 6 9 12"


def test_alt_and_an_arrow_move_the_row_one_is_in(opened, form):
    box = rows(opened).first.locator(".field-wording input")
    box.focus()
    opened.keyboard.press("Alt+ArrowDown")
    opened.keyboard.press("Alt+ArrowDown")
    opened.keyboard.press("Alt+ArrowUp")
    assert order(opened) == "b a c d"
    opened.keyboard.type("Lời của dòng a")
    save(opened)
    assert stored(form) == {"b": 10, "a": 20, "c": 30, "d": 40}
    assert form.rows.get(code="a").wording == "Lời của dòng a"


def test_a_number_that_is_typed_moves_its_row_and_the_keyboard_goes_on(opened):
    rows(opened).nth(3).locator(".field-position input").fill("4")
    opened.keyboard.press("Tab")
    expect(rows(opened).nth(1).locator(".field-code input")).to_have_value("d")
    expect(rows(opened).nth(1).locator(".field-code input")).to_be_focused()


def test_a_new_row_comes_last_is_moved_up_and_taken_away_without_harm(opened, form):
    opened.locator("#rows-group .add-row a").click()
    opened.locator("#rows-group .add-row a").click()
    assert rows(opened).evaluate_all(NUMBERS) == "3 6 9 12 22 32"
    for place, code in [(4, "moi"), (5, "bo")]:
        rows(opened).nth(place).locator(".field-code input").fill(code)
        rows(opened).nth(place).locator(".field-wording input").fill("Đề mục")
        rows(opened).nth(place).locator(".field-code input").focus()
        opened.keyboard.press("Alt+ArrowUp")
        opened.keyboard.press("Alt+ArrowUp")
    assert order(opened) == "a b moi bo c d"
    rows(opened).nth(3).locator(".inline-deletelink").click()
    assert order(opened) == "a b moi c d"
    save(opened)
    assert sorted(stored(form), key=stored(form).get) == ["a", "b", "moi", "c", "d"]


def test_what_was_refused_comes_back_in_the_order_that_was_made(opened):
    drag(opened, "a", "d")
    opened.mouse.up()
    rows(opened).nth(0).locator(".field-code input").fill("d")
    opened.get_by_role("button", name="Lưu", exact=True).click()
    expect(opened.locator(".errorlist").first).to_be_visible()
    assert rows(opened).evaluate_all(NUMBERS) == "10 20 30 40"
    assert order(opened) == "d c d a"


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}], ids=["light", "dark"])
def test_the_screen_of_a_form_is_clean(open_page, sign_in, admin_user, form, axe, options):
    page = open_page(**options)
    sign_in(page, admin_user)
    page.goto(reverse("admin:indicators_reportform_change", args=[form.pk]))
    expect(page.locator(".row-handle")).to_have_count(4)
    assert "\n".join(axe(page)) == ""


def test_without_a_script_the_numbers_arrange(open_page, sign_in, admin_user, form):
    page = open_page(java_script_enabled=False)
    sign_in(page, admin_user)
    page.goto(reverse("admin:indicators_reportform_change", args=[form.pk]))
    rows(page).nth(3).locator(".field-position input").fill("1")
    rows(page).nth(1).locator(".field-code input").fill("")
    save(page)
    assert sorted(stored(form), key=stored(form).get) == ["d", "a", "b", "c"]
