"""What a key makes the browser lay out: the box alone, however long the form."""

from tests.browser.entry_form import TYPED, make_form, open_form, press, sign_in


def layouts(page, keys):
    """Of each layout during some keys: how many objects it had to look at."""
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
    return [one["args"]["beginData"]["totalObjects"] for one in events if one["name"] == "Layout" and one["ph"] == "X"]


def test_a_digit_lays_out_its_box_and_no_row(page, clerk, live_server):
    sign_in(page, clerk, live_server)
    open_form(page, make_form(rows=20, columns=TYPED))
    page.locator("td.typed > input").first.focus()
    # The first one also turns the line of the bar into «1 ô chưa lưu».
    press(page, "1")
    page.wait_for_timeout(200)
    found = layouts(page, "2345")
    assert found
    assert max(found) < 10


def test_the_type_of_figures_is_there_before_the_first_digit(page, clerk, live_server):
    sign_in(page, clerk, live_server)
    open_form(page, make_form(rows=1, columns=TYPED))
    page.evaluate("() => document.fonts.ready")
    family = page.locator("td.typed > input").first.evaluate("box => getComputedStyle(box).fontFamily.split(',')[0]")
    loaded = page.evaluate(
        "() => [...document.fonts].filter((one) => one.status === 'loaded').map((one) => one.family)"
    )
    assert family.strip('"') in [one.strip('"') for one in loaded]
