"""The watch over pages sees what it is there to see: without that, a clean page proves nothing."""

import pytest


@pytest.fixture
def login(page):
    page.goto("/quan-tri/login/")
    return page


def wait_for(page, troubles, sign):
    for _ in range(50):
        if any(sign in trouble for trouble in troubles):
            return True
        page.wait_for_timeout(50)
    return False


@pytest.mark.parametrize(
    ("mischief", "sign"),
    [
        ("document.body.setAttribute('style', 'color: red')", "style-src"),
        ("document.body.append(Object.assign(document.createElement('script'), {textContent: '1'}))", "script-src"),
        ("setTimeout(() => eval('1'))", "unsafe-eval"),
        ("setTimeout(() => { throw new Error('hỏng') })", "hỏng"),
        ("fetch('/khong-co-trang-nay/')", "404"),
        ("location = 'http://127.0.0.1:9/'", "gọi ra ngoài"),
    ],
)
def test_the_watch_sees(login, troubles, mischief, sign):
    # Not evaluated by Playwright itself, which the policy does not bind.
    login.evaluate(f"() => {{ {mischief} }}")
    assert wait_for(login, troubles, sign), troubles
    troubles.clear()


def test_axe_sees_an_unlabelled_field(login, axe):
    login.evaluate("document.querySelector('form').append(document.createElement('input'))")
    assert any(finding.startswith("label ") for finding in axe(login))


def test_axe_sees_a_text_grow_faint(login, axe):
    assert axe(login) == []
    login.evaluate("() => { document.querySelector('#login-form').style.background = '#777' }")
    assert any(finding.startswith("color-contrast ") for finding in axe(login))


def test_a_signed_in_page_is_the_staff_members(page, sign_in, admin_user):
    sign_in(page, admin_user)
    page.goto("/quan-tri/")
    assert page.url.endswith("/quan-tri/")
