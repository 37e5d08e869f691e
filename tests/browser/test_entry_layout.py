"""What a key makes the browser do in a long form: work for what is in sight, however many rows there are."""

from decimal import Decimal

from playwright.sync_api import expect

from tests import makers
from tests.browser.entry_form import TYPED, address, box, make_form, open_form, press, shown, sign_in

ROWS = 1000
IN_SIGHT = """row => row.checkVisibility({ contentVisibilityAuto: true })"""
# Whether what one sees in the middle of an element is the element.
ON_TOP = """one => {
    const { left, top, width, height } = one.getBoundingClientRect();
    return one.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""


def counted_form(**amounts):
    """A form whose rows registers count: so much for each fund and ten times as much in the book."""
    unit = makers.make_unit(name="triệu đồng", dimension="vnd", factor=1_000_000)
    province = makers.make_place(level="province")
    for fund, amount in amounts.items():
        makers.make_extension_budget(year=2022, fund=fund, allocated=amount)
    rows = {code: makers.make_indicator(unit=unit, decimals=1, counted_by=f"budget-{code}") for code in amounts}
    for code, row in rows.items():
        makers.make_figure(indicator=row, place=province, kind="estimate", value=10 * amounts[code], state="draft")
    columns = [{"kind": "plan"}, {"kind": "estimate"}, {"kind": "official"}]
    return makers.make_report_form(*rows.values(), columns=columns, places=[province])


def work_of(page, *keys):
    """Of each layout and each recalculation of styles during some keys: how many objects it had to look at."""
    session, events, ends = page.context.new_cdp_session(page), [], []
    session.on("Tracing.dataCollected", lambda told: events.extend(told["value"]))
    session.on("Tracing.tracingComplete", lambda told: ends.append(told))
    session.send("Tracing.start", {"categories": "devtools.timeline"})
    for key in keys:
        press(page, key)
        page.evaluate("() => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))")
    session.send("Tracing.end")
    while not ends:
        page.wait_for_timeout(20)
    ended = [one for one in events if one["ph"] == "X"]
    laid_out = [one["args"]["beginData"]["totalObjects"] for one in ended if one["name"] == "Layout"]
    return laid_out, [one["args"]["elementCount"] for one in ended if one["name"] == "UpdateLayoutTree"]


def test_a_key_costs_as_much_in_a_thousand_rows_as_in_a_few(page, clerk, live_server):
    sign_in(page, clerk, live_server)
    open_form(page, make_form(rows=ROWS, columns=TYPED))
    rows = page.locator(".grid tbody tr")
    assert [rows.nth(at).evaluate(IN_SIGHT) for at in (0, 300, ROWS - 100)] == [True, False, False]
    box(page, 1, 1).focus()
    # The first one also turns the line of the bar into «1 ô chưa lưu».
    press(page, "1")
    page.wait_for_timeout(200)
    laid_out, restyled = work_of(page, *"2345")
    assert laid_out
    assert max(laid_out) < 10
    laid_out, restyled = work_of(page, "Enter", "ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft", "7", "Enter")
    assert laid_out
    # A row is some 20 objects.
    assert max(laid_out) < 2500
    assert max(restyled) < 100
    # Going far shows what is there, and so does looking for it.
    press(page, "Control+End")
    expect(box(page, ROWS, 4)).to_be_in_viewport(ratio=0.9)
    assert page.evaluate("find('Chỉ tiêu 555', false, true)")


def test_a_note_hangs_over_the_rows_below(page, clerk, live_server):
    sign_in(page, clerk, live_server)
    open_form(page, make_form(rows=11, columns=TYPED))
    for row in (1, 10, 11):
        box(page, row, 1).fill("abc")
    press(page, "Control+s")
    # What the answer says takes the place of what stood there.
    page.wait_for_load_state("networkidle")
    for row in (1, 10, 11):
        box(page, row, 1).focus()
        told = shown(page, row, 1).locator(".told")
        expect(told).to_be_visible()
        told.scroll_into_view_if_needed()
        assert told.evaluate(ON_TOP), row


def test_columns_follow_the_window(page, clerk, live_server):
    sign_in(page, clerk, live_server)
    open_form(page, make_form(rows=11, columns=TYPED))
    for width in (1366, 900, 1200):
        page.set_viewport_size({"width": width, "height": 800})
        frame = page.locator(".entry-scroll").evaluate("one => one.clientWidth")
        page.wait_for_function("width => document.querySelector('.grid').offsetWidth === width", arg=frame)
        edges = page.locator(".grid tr").evaluate_all(
            "rows => rows.map((row) => [...row.cells].map((cell) => Math.round(cell.getBoundingClientRect().right)))"
        )
        assert all(each == edges[0] for each in edges)


def test_the_type_of_figures_is_there_before_the_first_digit(page, clerk, live_server):
    sign_in(page, clerk, live_server)
    open_form(page, make_form(rows=1, columns=TYPED))
    page.evaluate("() => document.fonts.ready")
    family = page.locator("td.typed > input").first.evaluate("box => getComputedStyle(box).fontFamily.split(',')[0]")
    loaded = page.evaluate(
        "() => [...document.fonts].filter((one) => one.status === 'loaded').map((one) => one.family)"
    )
    assert family.strip('"') in [one.strip('"') for one in loaded]


WHOLE = """box => {
    const cell = box.parentElement, count = cell.querySelector(".counted");
    const [inBox, inCell, inCount] = [box, cell, count].map((one) => one.getBoundingClientRect());
    const begins = inBox.left + parseFloat(getComputedStyle(box).paddingLeft);
    return box.scrollWidth <= box.clientWidth && count.scrollWidth <= count.clientWidth
        && inCount.left >= inCell.left && inBox.right <= inCell.right && (inCount.right <= begins || innerWidth <= 640);
}"""


def test_a_count_and_the_figure_beside_it_are_whole_at_every_width(open_page, clerk, live_server):
    form = counted_form(national=12345, local=Decimal("98765432.1"))
    for options in ({}, {"java_script_enabled": False}):
        page = open_page(**options)
        sign_in(page, clerk, live_server)
        page.goto(address(form))
        for width in (1366, 800, 320):
            page.set_viewport_size({"width": width, "height": 800})
            page.wait_for_timeout(200)
            found = page.locator(".grid input:has(~ .counted)").evaluate_all(f"boxes => boxes.map({WHOLE})")
            assert found == [True] * 4, (options, width)
