"""What a person reads on the site is Vietnamese: every screen of staff, empty forms sent by mistake, public pages."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from indicators.models import Indicator, Topic

ENGLISH = re.compile(
    r"\b(and|are|can|change|delete|enter|error|export|false|field|file|filter|for|history|import|is|item|list|must|none|not|of"
    r"|permission|please|required|resource|save|search|select|selected|submit|that|the|this|true|valid|value|view|with|you"
    r"|your)\b",
    re.IGNORECASE,
)
READ_ALOUD = {"alt", "aria-label", "placeholder", "title"}
PUBLIC = ["/", "/chu-de/", "/so-lieu/", "/du-an/", "/khu-cum/", "/khoang-san/", "/khuyen-cong/", "/dien/"]


class Words(HTMLParser):
    """The texts of a page that a person sees or hears."""

    def __init__(self, page):
        super().__init__()
        self.hidden, self.texts = 0, set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in {"script", "style", "code"}
        told = dict(attrs)
        buttons = {"value"} if tag == "input" and told.get("type") in {"submit", "button", "reset"} else set()
        self.texts |= {told[name] for name in (READ_ALOUD | buttons) & told.keys() if told[name]}

    def handle_endtag(self, tag):
        self.hidden -= tag in {"script", "style", "code"}

    def handle_data(self, text):
        if not self.hidden and text.strip():
            self.texts.add(text.strip())


@pytest.fixture
def english_names(filled_book, db):
    """The book is filled; what it holds in English on purpose."""
    names = [model.objects.values_list("name_en", flat=True) for model in (Topic, Indicator)]
    return {name for of_model in names for name in of_model if name}


def english_on(answer, english_names):
    return {text for text in Words(answer.content.decode()).texts - english_names if ENGLISH.search(text)}


def screens():
    """Every address of the staff site that a GET may open, with a row where one is needed."""
    yield from [reverse("admin:index"), reverse("admin:password_change")]
    for model in admin.site._registry:
        row = model._default_manager.first()
        for action in ["changelist", "add", "import", "export", "change", "history", "delete"]:
            on_a_row = action in {"change", "history", "delete"}
            if on_a_row and row is None:
                continue
            try:
                yield reverse(admin_urlname(model, action), args=[row.pk] if on_a_row else [])
            except NoReverseMatch:
                continue


def admin_urlname(model, action):
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}"


@pytest.mark.long
@pytest.mark.sqlite
def test_every_screen_of_staff(admin_client, english_names):
    found, opened = {}, 0
    for address in screens():
        answer = admin_client.get(address)
        assert answer.status_code in {200, 302, 403}, address
        opened += answer.status_code == 200
        if english := english_on(answer, english_names):
            found[address] = english
    assert found == {}
    assert opened > 100


@pytest.mark.sqlite
def test_every_form_sent_empty_says_in_vietnamese_what_it_lacks(admin_client, english_names):
    found, refused = {}, 0
    for model, screen in admin.site._registry.items():
        address = reverse(admin_urlname(model, "add"))
        opened = admin_client.get(address)
        if opened.status_code != 200:
            continue
        sent = {}
        for inline in opened.context["inline_admin_formsets"]:
            management = inline.formset.management_form
            sent |= {management.add_prefix(name): "0" for name in management.fields}
        answer = admin_client.post(address, sent)
        refused += "Bắt buộc nhập." in answer.content.decode()
        if english := english_on(answer, english_names):
            found[str(screen)] = english
    assert found == {}
    assert refused > 20


@pytest.mark.sqlite
def test_public_pages(client, english_names):
    found = {}
    for address in PUBLIC:
        answer = client.get(address)
        assert answer.status_code == 200, address
        if english := english_on(answer, english_names):
            found[address] = english
    assert found == {}


def test_nobody_is_addressed_as_you():
    apps = ["config", "indicators", "projects", "power"]
    files = [
        path
        for app in apps
        for kind in ("html", "py", "js", "po")
        for path in (settings.BASE_DIR / app).rglob(f"*.{kind}")
    ]
    assert len(files) > 150
    assert [path.name for path in files if re.search(r"\bbạn\b", path.read_text(), re.IGNORECASE)] == []
