"""The grid of a form as a clerk fills it: by keyboard, by blocks of spreadsheets, on a large screen and a phone."""

import re
from decimal import Decimal

from django.urls import reverse
from playwright.sync_api import expect

from config.values.numbers import format_number, parse_number
from indicators import measures
from indicators.entry.boxes import amount_of
from indicators.entry.cells import Computed
from indicators.entry.clipboard import cells_of
from indicators.models import Figure, FormColumn, FormRow
from tests import makers
from tests.browser.entry_form import (
    COLUMNS,
    TYPED,
    box,
    copied,
    is_saved,
    make_form,
    open_form,
    paste,
    press,
    shown,
    sign_in,
    stored,
)  # fmt: skip


def test_a_form_is_filled_by_keyboard_alone(page, clerk, live_server):
    sign_in(page, clerk, live_server)
    unit = makers.make_unit(name="tấn")
    lines = [{"indicator": makers.make_indicator(name=name, decimals=1, unit=unit)} for name in "abc"]
    form = makers.make_report_form(lines[0], {"wording": "Trong đó:"}, *lines[1:], columns=COLUMNS)
    open_form(page, form)

    # Down goes over the heading; left and right wait for the caret to reach the end of the text.
    box(page, 1, 2).focus()
    page.keyboard.type("100")
    press(page, "Enter")
    expect(box(page, 3, 2)).to_be_focused()
    page.keyboard.type("1.234.567,8")
    press(page, "ArrowLeft")
    expect(box(page, 3, 2)).to_be_focused()
    press(page, "ArrowRight", "ArrowRight")
    expect(box(page, 3, 3)).to_be_focused()
    page.keyboard.type("5-7")
    press(page, "Shift+Enter")
    expect(box(page, 1, 3)).to_be_focused()
    is_saved(page)
    assert stored(form, "plan") == {1: 100, 3: Decimal("1234567.8")}
    assert Figure.objects.get(kind="estimate").upper == 7
    # What was understood is told to whoever comes back.
    press(page, "ArrowDown")
    expect(page.locator("#entry-line")).to_have_text("từ năm đến bảy tấn")


def test_what_was_done_is_taken_back_and_repeated(page, clerk, live_server):
    sign_in(page, clerk, live_server)
    form = make_form()
    open_form(page, form)
    box(page, 1, 3).focus()
    page.keyboard.type("7")
    press(page, "Escape")
    expect(box(page, 1, 3)).to_have_value("")
    page.keyboard.type("7")
    # Down, fill from above, choose the two upper boxes, copy, empty them.
    press(page, "Enter", "Control+d")
    is_saved(page)
    press(page, "Shift+ArrowUp")
    expect(page.locator("#entry-line")).to_have_text("Đã chọn 2 dòng × 1 cột.")
    press(page, "Shift+ArrowLeft")
    assert cells_of(copied(page)) == [["", "7"], ["", "7"]]
    press(page, "Delete")
    expect(box(page, 1, 3)).to_have_value("")
    is_saved(page)
    assert stored(form) == {}
    press(page, "Control+z", "Control+z")
    expect(box(page, 1, 3)).to_have_value("7")
    expect(box(page, 2, 3)).to_have_value("")
    press(page, "Control+y")
    expect(box(page, 2, 3)).to_have_value("7")
    press(page, "Control+s")
    is_saved(page)
    assert stored(form) == {1: 7, 2: 7}


def test_one_key_saves_and_hands_the_form_in(page, clerk, live_server, axe):
    sign_in(page, clerk, live_server)
    form = make_form()
    open_form(page, form)
    box(page, 1, 3).focus()
    page.keyboard.type("abc")
    press(page, "Control+Enter")
    expect(page.locator("#entry-line")).to_have_text("Chưa sang trang gửi duyệt: còn 1 ô chưa lưu được.")
    box(page, 1, 3).fill("7,5")
    press(page, "Control+Enter")
    expect(page.get_by_role("heading", name="Gửi duyệt")).to_be_visible()
    assert axe(page) == []
    assert stored(form) == {1: Decimal("7.5")}
    expect(page.get_by_role("button", name="Gửi duyệt")).to_be_focused()
    press(page, "Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Figure.objects.get().state == "submitted"


def block(decimal, thousands, end, rows=50):
    """200 cells as a spreadsheet puts them on the clipboard, and their values."""
    values = [[Decimal(1000 * row + column) + Decimal("0.5") for column in range(1, 5)] for row in range(1, rows + 1)]
    marks = str.maketrans({".": thousands, ",": decimal})
    lines = ["\t".join(format_number(value).translate(marks) for value in row) for row in values]
    return "".join(line + "\r\n" for line in lines) if end else "\n".join(lines), values


SPREADSHEETS = {
    "Excel tiếng Việt": (",", ".", True),
    "Excel tiếng Anh": (".", ",", True),
    "LibreOffice": (",", "", False),
    "Google Sheets": (",", ".", False),
}


def test_a_block_of_a_spreadsheet_is_saved_as_one_and_taken_back_as_one(page, clerk, live_server):
    sign_in(page, clerk, live_server)
    form = make_form(rows=50, columns=TYPED)
    open_form(page, form)
    for name, (decimal, thousands, end) in SPREADSHEETS.items():
        text, values = block(decimal, thousands, end)
        box(page, 1, 1).focus()
        paste(page, text)
        if decimal == ".":
            page.get_by_role("button", name="Đổi sang kiểu Việt Nam").click()
        expect(page.locator("#entry-line")).to_have_text("Đã dán 200 ô.")
        is_saved(page)
        for column, kind in enumerate(["plan", "estimate", "preliminary", "official"]):
            assert stored(form, kind) == {row: line[column] for row, line in enumerate(values, start=1)}, name
        press(page, "Control+z")
        expect(box(page, 50, 4)).to_have_value("")
        is_saved(page)
        assert not Figure.objects.exists(), name


def test_a_block_that_is_not_understood_is_asked_about_before_anything_is_written(page, clerk, live_server):
    sign_in(page, clerk, live_server)
    form = make_form(rows=2)
    open_form(page, form)
    box(page, 1, 2).focus()
    paste(page, "1.234\tabc\t9\r\n2.345\t6\t9\r\n7\t8\r\n")
    expect(page.get_by_role("dialog")).to_contain_text("1 dòng của khối không có chỗ")
    page.get_by_role("button", name="Dán phần vừa").click()
    dialog = page.get_by_role("dialog", name="3 trong 4 ô dán vào chưa ghi được")
    expect(dialog).to_contain_text("«abc» có chữ")
    expect(page.locator("#entry-line")).to_have_text("Đã dán 4 ô, 2 ô chỉ xem được bỏ qua.")
    assert not Figure.objects.exists()
    dialog.get_by_role("button", name="dấu chấm tách hàng nghìn").click()
    dialog.get_by_label("Sửa Chỉ tiêu 1, ước tính").fill("5")
    dialog.get_by_role("button", name="Ghi tất cả sau khi sửa").click()
    is_saved(page)
    assert stored(form, "plan") == {1: 1234, 2: 2345}
    assert stored(form) == {1: 5, 2: 6}
    # Dropped as a whole, a block leaves what was there before.
    paste(page, "8\tabc\r\n")
    page.get_by_role("button", name="Bỏ cả khối").click()
    expect(box(page, 1, 2)).to_have_value("1234")
    expect(page.locator("#entry-state")).to_contain_text("Đã lưu lúc")
    assert stored(form) == {1: 5, 2: 6}


def test_the_notes_of_a_box_open_over_the_table(page, clerk, live_server):
    sign_in(page, clerk, live_server)
    form = make_form()
    open_form(page, form)
    box(page, 1, 3).focus()
    page.keyboard.type("5")
    press(page, "Enter", "ArrowUp")
    is_saved(page)
    press(page, "Alt+g")
    page.get_by_label("Ghi chú").fill("Chưa có số của hai huyện")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("Đã ghi.")
    press(page, "Escape")
    # Gone, not only closed: what it does when it closes is done.
    expect(page.locator("dialog")).to_have_count(0)
    expect(box(page, 1, 3)).to_be_focused()
    expect(shown(page, 1, 3)).to_have_class(re.compile("flagged"))
    assert Figure.objects.get().note == "Chưa có số của hai huyện"
    # Nobody else changed the box: it is written over without a question.
    page.keyboard.type("6")
    expect(box(page, 1, 3)).to_have_value("6")
    press(page, "Enter")
    is_saved(page)
    assert stored(form) == {1: 6}


def test_one_note_is_written_for_a_block_whose_numbers_were_just_typed(page, clerk, live_server, axe):
    sign_in(page, clerk, live_server)
    form = make_form()
    open_form(page, form)
    is_held, held = True, []
    page.route(
        f"**{reverse('admin:indicators_reportform_save', args=[form.code])}**",
        lambda route: held.append(route) if is_held else route.continue_(),
    )
    box(page, 1, 3).focus()
    for text in ("5", "6", "nhiều"):
        page.keyboard.type(text)
        press(page, "Enter")
    press(page, "Shift+ArrowUp", "Shift+ArrowUp", "Alt+g")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[aria-busy=true]")).to_be_attached()
    is_held = False
    for route in held:
        route.continue_()
    expect(dialog).to_contain_text("Ghi cho 2 số liệu trong 3 ô")
    expect(dialog).to_contain_text("1 ô đã gõ mà chưa lưu được")
    assert axe(page) == []
    page.get_by_label("Ghi chú").fill("Theo báo cáo nhanh")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(dialog).to_contain_text("Đã ghi 2 số liệu.")
    press(page, "Escape")
    expect(dialog).to_have_count(0)
    for row in (1, 2):
        expect(shown(page, row, 3)).to_have_class(re.compile("flagged"))
    assert list(Figure.objects.values_list("note", flat=True)) == ["Theo báo cáo nhanh"] * 2


def test_a_note_written_meanwhile_settles_no_conflict(page, clerk, live_server):
    sign_in(page, clerk, live_server)
    form = make_form()
    open_form(page, form)
    indicator = FormRow.objects.filter(form=form)[0].indicator
    makers.make_figure(indicator=indicator, place=form.places.first(), kind="estimate", value=7)
    box(page, 1, 3).focus()
    page.keyboard.type("5")
    press(page, "Enter")
    expect(shown(page, 1, 3)).to_have_class(re.compile("conflict"))
    press(page, "ArrowUp", "Alt+g")
    page.get_by_label("Ghi chú").fill("theo điện thoại")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("Đã ghi.")
    press(page, "Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(box(page, 1, 3)).to_be_focused()
    page.get_by_role("button", name="Lưu", exact=True).last.click()
    expect(shown(page, 1, 3)).to_have_class(re.compile("conflict"))
    assert stored(form) == {1: 7}


def test_computed_boxes_follow_the_typing_as_the_server_computes_them(page, clerk, live_server):
    sign_in(page, clerk, live_server)
    form = make_form(rows=3)
    place = form.places.get()
    for row, value in zip(form.rows.all(), ["96.3", "15118.2", "0"], strict=True):
        makers.make_figure(indicator=row.indicator, place=place, year=2021, kind="official", value=Decimal(value))
    makers.make_figure(indicator=form.rows.first().indicator, place=place, kind="estimate", value=100, qualifier="~")
    open_form(page, form)
    # Of a figure that is about so much the server alone says that it is computed with.
    box(page, 1, 3).fill("1")
    expect(shown(page, 1, 5)).to_have_text("−99,0 %")
    press(page, "Escape")
    expect(shown(page, 1, 5)).to_have_text("+3,8 %")
    for row, (plan, estimate) in enumerate([("98,5", "104,85"), ("14998", "1.234.567,8"), ("12", "0")], start=1):
        box(page, row, 2).fill(plan)
        box(page, row, 3).fill(estimate)
    computed = page.locator("td.computed").all_inner_texts()
    assert computed[0] == "106,4 %"
    press(page, "Control+s")
    is_saved(page)
    page.reload()
    expect(page.locator("td.computed")).to_have_text(computed)


AMOUNTS = """async cases => {
    const { amount, read } = await import("/static/indicators/entry/numbers.js");
    return cases.map(([formula, of, base, unit]) => amount(formula, read(of), read(base), unit));
}"""


BLOCKS = """async texts => {
    const { cellsOf, textOf } = await import("/static/indicators/entry/clipboard.js");
    return texts.map((text) => [cellsOf(text), cellsOf(textOf(cellsOf(text)))]);
}"""


def test_the_script_reads_and_computes_as_the_server(page, clerk, live_server):
    sign_in(page, clerk, live_server)
    open_form(page, make_form(rows=1))

    texts = [
        "0",
        "0,05",
        "-3",
        "3",
        "12,25",
        "1.234.567,8",
        "1234,5678",
        "99999999999999,9999",
        "41 600",
        "107",
        "1,0005",
    ]
    cases = [
        (formula, of, base, unit)
        for formula, unit in [("movement", "%"), ("movement", "điểm %"), ("ratio", "%")]
        for of in texts
        for base in texts
    ]
    told = page.evaluate(AMOUNTS, cases)
    assert told == [server_amount(*case) for case in cases]
    assert (
        page.evaluate(AMOUNTS, [("ratio", text, "1", "%") for text in ["1.234", "5-7", "~5", "", "1,234.5"]])
        == [""] * 5
    )

    blocks = [
        "1,5\t2\r\n3\t4\r\n", "1\n\n2", "1\t\t\r\n\t2\t\r\n", "", "1\t\r\n", 'ống 6"\t3\r\n4\t5"',
        '"một\r\nhai"\t3\r\n', '"ống ""6"" phân\n"\t3', '"chưa đóng\t3\r\n4', '"Sông Đà" số 1\t3', "1\r2\r",
    ]  # fmt: skip
    assert page.evaluate(BLOCKS, blocks) == [[cells_of(text)] * 2 for text in blocks]


def server_amount(formula, of, base, unit):
    value, under = parse_number(of), parse_number(base)
    if formula == "ratio":
        amount = measures.ratio(value, under)
    else:
        amount = measures.growth(value, under) if unit == "%" else measures.points(value, under)
    return amount_of(Computed(None, FormColumn(formula=formula), amount, unit))


def test_the_grid_is_accessible_and_fits(page, clerk, live_server, axe):
    sign_in(page, clerk, live_server)
    form = make_form()
    open_form(page, form)
    for row, text in enumerate(["abc", "1.234", "5"], start=1):
        box(page, row, 2).fill(text)
    press(page, "Enter")
    expect(page.get_by_role("button", name="2 ô chưa ghi được")).to_be_visible()
    box(page, 2, 2).focus()
    for width in [1366, 390, 320]:
        page.set_viewport_size({"width": width, "height": 800})
        expect(page.get_by_role("button", name="1234: ")).to_be_visible()
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_role("button", name="1234: ").click()
    expect(page.get_by_role("button", name="1 ô chưa ghi được")).to_be_visible()
    expect(box(page, 2, 2)).to_be_focused()
    press(page, "Alt+h")
    expect(page.get_by_role("dialog")).to_contain_text("Mười năm qua")
    assert axe(page) == []
