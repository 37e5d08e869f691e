"""A form open in a browser: how tests make one, find its boxes, and see what became of them."""

from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from indicators.models import Figure
from tests import makers

COLUMNS = [
    {"content": "shown", "relative": "year_ago", "heading": "năm trước"},
    {"kind": "plan", "heading": "kế hoạch"},
    {"kind": "estimate", "heading": "ước tính"},
    {"content": "computed", "formula": "ratio", "of_number": 3, "base_number": 2, "heading": "so kế hoạch"},
    {"content": "computed", "formula": "movement", "of_number": 3, "base_number": 1, "heading": "tăng, giảm"},
]
TYPED = [{"kind": kind} for kind in ("plan", "estimate", "preliminary", "official")]


def make_form(rows=3, columns=COLUMNS, **fields):
    unit = makers.make_unit(name="tỷ đồng")
    topic = makers.make_topic()
    lines = [
        makers.make_indicator(name=f"Chỉ tiêu {number}", decimals=1, unit=unit, topic=topic)
        for number in range(1, rows + 1)
    ]
    return makers.make_report_form(*lines, columns=columns, **fields)


def sign_in(page, user, live_server):
    """A session of one's own: one client signing in anew would end the session before."""
    session = Client()
    session.force_login(user)
    page.context.add_cookies(
        [{"name": "sessionid", "value": session.cookies["sessionid"].value, "url": live_server.url}]
    )


def address(form, year=2022):
    return f"{reverse('admin:indicators_reportform_entry', args=[form.code])}?ky={year}"


def open_form(page, form):
    page.goto(address(form))
    expect(page.locator("form.alive")).to_be_attached()


def box(page, row, column):
    """The box in a row and a column of the form, both counted from 1."""
    return shown(page, row, column).locator("> input")


def shown(page, row, column):
    return page.locator(".grid tbody tr").nth(row - 1).locator(f"> :nth-child({column + 2})")


def is_saved(page):
    expect(page.locator("#entry-state")).to_contain_text("Đã lưu lúc")
    expect(page.locator("#entry-trouble")).to_be_hidden()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def paste(page, text):
    """Put a text on the browser's clipboard and paste it as a person does."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    press(page, "Control+v")


def copied(page):
    """What a person gets who copies what is chosen."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    press(page, "Control+c")
    return page.evaluate("() => navigator.clipboard.readText()")


def stored(form, kind="estimate"):
    """The values of one kind, by the number of their row."""
    figures = Figure.objects.filter(kind=kind, indicator__form_rows__form=form)
    return dict(figures.values_list("indicator__form_rows__position", "value"))
