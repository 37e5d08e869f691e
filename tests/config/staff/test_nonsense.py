"""Nonsense posted into any field of any form is told at its field: never an error of the server, nothing written."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.urls import NoReverseMatch, reverse

from indicators.models import AuditEntry, BookSettings
from tests import makers
from tests.staff_forms import forms_on, shown_by, typed
from tests.unrendered import UndrawnWhereAsked

pytestmark = pytest.mark.django_db
SCREENS = sorted(admin.site._registry, key=lambda model: model._meta.label)
NONSENSE = {
    "letters": "abc",
    "a long number": "9" * 40,
    "a negative number": "-1",
    "nothing": "",
    "a null byte": "a\x00b",
    "long text": "x" * 3000,
    "a list": ["abc", "-1", "9" * 40],
    "a number past the database's": str(2**63),
}
# What a form refuses by itself is tried on one engine; these go as far as a column may let them.
TRIED = (
    NONSENSE
    if connection.vendor == "sqlite"
    else {name: NONSENSE[name] for name in ("a null byte", "long text", "a list", "a number past the database's")}
)
TEXT_BOXES = {"vTextField", "vLargeTextField"}
MAKERS = {
    "BookSettings": lambda: BookSettings.objects.get_or_create(pk=1)[0],
    "User": makers.make_user,
    "Release": lambda: makers.make_release(published=False),
}


# Of rows that are chosen the engine is asked by their numbers alone.
CHOSEN = NONSENSE if connection.vendor == "sqlite" else {"a list": NONSENSE["a list"]}
# What stands on the page again is drawn of these; of the others it is alike.
DRAWN = {"a null byte", "a list"} if connection.vendor == "sqlite" else set()
UNDRAWN = {UndrawnWhereAsked.HEADER: "yes"}


@pytest.fixture(autouse=True)
def answers_are_drawn_where_it_matters(settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.unrendered.UndrawnWhereAsked"]


def name_of(model):
    return model._meta.label


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def make(model):
    words = re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()
    maker = MAKERS.get(model.__name__) or getattr(makers, f"make_{words}", None)
    return maker() if maker else model._default_manager.first()


def rows():
    """How many rows each business table has."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in {"indicators", "projects", "power"} and model.__name__ != "AuditEntry"
    }


def forms_of(client, model):
    """The add form, and the form of a row with its rows under it."""
    found = [address(model, "add")]
    if row := make(model):
        found.append(address(model, "change", row.pk))
    for url in found:
        page = client.get(url, headers=UNDRAWN)
        if page.status_code == 200 and "adminform" in shown_by(page):
            yield url, page


def boxes_of(page):
    return {box.html_name: box for form in forms_on(shown_by(page)) for box in form}


def is_management(name):
    return name.endswith("_FORMS")


@pytest.mark.parametrize("model", SCREENS, ids=name_of)
def test_nonsense_in_every_field_is_told_and_writes_nothing(admin_client, model):
    forms = [(url, typed(page)) for url, page in forms_of(admin_client, model)]
    for url, boxes in forms:
        # A row more under the form than there is.
        boxes |= {name: "2" for name in boxes if name.endswith("-TOTAL_FORMS")}
        # A new row has the same fields: of it the worst is enough.
        for named in TRIED if url == forms[-1][0] else ["a list", "a number past the database's"]:
            nonsense = NONSENSE[named]
            sent = {name: value if is_management(name) else nonsense for name, value in boxes.items()}
            sent |= {name.replace("-0-", "-1-"): nonsense for name in boxes if "-0-" in name}
            before = AuditEntry.objects.count()
            answer = admin_client.post(url, sent, headers={} if named in DRAWN else UNDRAWN)
            assert answer.status_code in {200, 302, 403}, (url, nonsense)
            if answer.status_code == 200:
                assert AuditEntry.objects.count() == before, (url, nonsense)


# Letters and counts are refused before any engine is asked; numbers past its columns are above.
@pytest.mark.sqlite
@pytest.mark.parametrize("model", SCREENS, ids=name_of)
def test_one_field_of_nonsense_among_good_ones_is_told(admin_client, model):
    for url, page in list(forms_of(admin_client, model))[-1:]:
        boxes = typed(page)
        of_text = {name for name, box in boxes_of(page).items() if box.field.widget.attrs.get("class") in TEXT_BOXES}
        # Of the rows under a form one is as good as another; in a box of text letters are no nonsense.
        for name in {re.sub(r"-\d+-", "-", name): name for name in boxes if name not in of_text}.values():
            answer = admin_client.post(url, boxes | {name: NONSENSE["letters"]}, headers=UNDRAWN)
            assert answer.status_code in {200, 302, 403}, (url, name)


@pytest.mark.sqlite
@pytest.mark.parametrize("model", SCREENS, ids=name_of)
def test_nonsense_where_rows_are_counted_is_told(admin_client, model):
    for url, page in forms_of(admin_client, model):
        boxes = typed(page)
        if counts := [name for name in boxes if is_management(name)]:
            # Counts past all measure are cut to 2.000 rows, which only take their time.
            for nonsense in ["abc", "", "-1", "a\x00b", ["abc", "1"]]:
                answer = admin_client.post(url, boxes | dict.fromkeys(counts, nonsense), headers=UNDRAWN)
                assert answer.status_code in {200, 302, 403}, (url, nonsense)


@pytest.mark.parametrize("model", SCREENS, ids=name_of)
def test_nonsense_chosen_in_a_list_does_no_harm(admin_client, model):
    make(model)
    url = address(model, "changelist")
    before = rows()
    screen = admin.site._registry[model]
    request = admin_client.get(url, headers=UNDRAWN).wsgi_request
    for action in screen.get_actions(request):
        for nonsense in CHOSEN.values():
            sent = {"action": action, "_selected_action": nonsense, "post": "yes", "confirmed": "yes", "reason": "x"}
            assert admin_client.post(url, sent, headers=UNDRAWN).status_code < 500, (action, nonsense)
    assert rows() == before


@pytest.mark.parametrize("model", SCREENS, ids=name_of)
def test_nonsense_in_an_address_is_no_page_or_a_plain_one(admin_client, model):
    for nonsense in ["abc", "9" * 40, "%00"]:
        for page in ["change", "history", "delete"]:
            try:
                url = address(model, page, nonsense)
            except NoReverseMatch:
                continue
            assert admin_client.get(url, headers=UNDRAWN).status_code < 500, url
        for name in ["q", "p", "o", "_to_field", "id__exact", "pk__in"] if nonsense != "%00" else ["q", "pk__in"]:
            answer = admin_client.get(address(model, "changelist"), {name: nonsense}, headers=UNDRAWN)
            assert answer.status_code < 500, (name, nonsense)
            if "cl" in shown_by(answer):
                # What a list asks of the database once it is drawn.
                list(shown_by(answer)["cl"].result_list)


def test_nonsense_asked_of_the_boxes_that_search_is_no_error(admin_client):
    url = reverse("admin:autocomplete")
    for nonsense in ["abc", "9" * 40, "-1", "a\x00b", "x" * 3000]:
        for name in ["term", "page", "app_label", "model_name", "field_name"]:
            asked = {"app_label": "indicators", "model_name": "figure", "field_name": "indicator", "term": "a"}
            assert admin_client.get(url, asked | {name: nonsense}).status_code < 500, (name, nonsense)


def test_the_database_goes_on_after_nonsense(admin_client):
    """A number no column holds breaks PostgreSQL's transaction, and everything after it, unless it is caught before."""
    figure = makers.make_figure()
    url = address(type(figure), "change", figure.pk)
    boxes = typed(admin_client.get(url))
    page = admin_client.post(url, boxes | {"indicator": str(2**63), "place": "abc", "source": "9" * 40})
    assert set(page.context["adminform"].form.errors) == {"indicator", "place", "source"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
