"""Whatever Django and the libraries can show a person is in Vietnamese, with its placeholders whole."""

import ast
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import polib
import pytest
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import ngettext, pgettext, trans_real
from django.utils.translation.template import templatize
from django.views.i18n import JSONCatalog

LOCALE = Path(__file__).parents[2] / "config" / "locale" / "vi" / "LC_MESSAGES"
PACKAGES = [
    "axes",
    "csp",
    "django",
    "django_filters",
    "django_guid",
    "django_otp",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "import_export",
    "whitenoise",
]
# Parts of the packages that this site does not install or never shows.
NOT_SHOWN = {
    "axes/admin.py": "its screens are off; ours are indicators/security",
    "django/conf/": "names of the world's languages; skeletons of new projects",
    "django/contrib/admindocs/": "not installed",
    "django/contrib/flatpages/": "not installed",
    "django/contrib/gis/": "not installed",
    "django/contrib/humanize/": "not installed",
    "django/contrib/postgres/": "not installed",
    "django/contrib/redirects/": "not installed",
    "django/contrib/sitemaps/": "not installed",
    "django/contrib/sites/": "not installed",
    "django/contrib/syndication/": "not installed",
    "django/core/management/": "speaks to developers",
    "django/db/models/fields/proxy.py": "an internal column",
    "django/test/": "speaks to developers",
    "django/views/templates/default_urlconf.html": "the welcome page of a project without addresses",
    "django_otp/forms.py": "ours are indicators/security",
    "django_otp/plugins/otp_email/": "not installed",
    "django_otp/plugins/otp_hotp/": "not installed",
    "django_otp/templates/": "ours are config/templates/admin",
    "django_filters/rest_framework/": "the REST framework is not installed",
    "django_filters/templates/django_filters/rest_framework/": "the REST framework is not installed",
}
# What a class of field is called is read by django.contrib.admindocs only.
FIELD_KINDS = {
    *[
        "A JSON object",
        "Big (8 byte) integer",
        "Boolean (Either True or False)",
        "Boolean (Either True, False or None)",
    ],
    *["Comma-separated integers", "Date (with time)", "Date (without time)", "Decimal number", "Duration"],
    *["Email address", "Field of type: %(field_type)s", "File", "File path", "Floating point number"],
    *["Foreign Key (type determined by related field)", "IP address", "IPv4 address", "Image", "Integer"],
    *["Many-to-many relationship", "One-to-one relationship", "Positive big integer", "Positive integer"],
    *["Positive small integer", "Raw binary data", "Slug (up to %(max_length)s)", "Small integer"],
    *["String (unlimited)", "String (up to %(max_length)s)", "Text", "Time", "URL", "Universally unique identifier"],
    *["%(from)s-%(to)s relationship", "%(from)s-%(to)s relationships"],
}
# Said to whoever writes a view or an import class, never to whoever uses the site.
FOR_DEVELOPERS = {
    "Empty list and “%(class_name)s.allow_empty” is False.",
    "Future %(verbose_name_plural)s not available because %(class_name)s.allow_future is False.",
    "Invalid date string “%(datestr)s” given format “%(format)s”",
    "More information is available with DEBUG=True.",
}
# Signs, units and names that Vietnamese writes the same way.
SAME_IN_VIETNAMESE = {
    *["%(class_name)s %(instance)s", "%(truncated_text)s…", "%s GB", "%s KB", "%s MB", "%s PB", "%s TB"],
    *[", ", ":", ":?.!", "IPv4", "IPv6", "…", "%(size)d byte"],
}
ENGLISH = re.compile(
    r"\b(admin|click|default|error|file|instance|list|model|object|popup|select|site|string|superuser|the|user|value"
    r"|variety|version|website)s?\b",
    re.IGNORECASE,
)

# The names a message is marked by, and where among the arguments its context, singular and plural stand.
MARKERS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}


def marked_in_python(source):
    """Each message marked in Python, as (context, singular, plural)."""
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        places = MARKERS.get(name.removesuffix("_lazy").removesuffix("_noop"))
        if places is None or len(call.args) <= max(place for place in places if place is not None):
            continue
        texts = [argument.value if isinstance(argument, ast.Constant) else None for argument in call.args]
        context, singular, plural = (None if place is None else texts[place] for place in places)
        if isinstance(singular, str):
            yield context, singular, plural


STRING = r"""u?((?:'(?:[^'\\]|\\.)*')|(?:"(?:[^"\\]|\\.)*"))"""
TEMPLATE_CALL = re.compile(
    rf"\b(_|gettext|ngettext|pgettext|npgettext)(?:_noop)?\(\s*{STRING}(?:\s*,\s*{STRING})?(?:\s*,\s*{STRING})?",
    re.DOTALL,
)


def marked_in_template(source):
    return marked_by_pattern(templatize(source))


def marked_by_pattern(source):
    for name, *quoted in TEMPLATE_CALL.findall(source):
        texts = [ast.literal_eval(text) if text else None for text in quoted]
        context, singular, plural = (None if place is None else texts[place] for place in MARKERS[name])
        yield context, singular, plural


READERS = {".py": marked_in_python, ".html": marked_in_template, ".txt": marked_in_template}


@cache
def messages(domain):
    """Every message of the installed packages that this site can show, with the file that marks it."""
    found = {}
    for package in PACKAGES:
        root = Path(find_spec(package).origin).parent
        for path in sorted(root.rglob("*")):
            place = str(path.relative_to(root.parent))
            if place.startswith(tuple(NOT_SHOWN)):
                continue
            for message in read(path, domain):
                found.setdefault(message, place)
    return {
        message: place
        for message, place in found.items()
        if message[1] not in FIELD_KINDS | FOR_DEVELOPERS | SAME_IN_VIETNAMESE
    }


def read(path, domain):
    if domain == "djangojs":
        in_use = path.suffix == ".js" and not path.name.endswith(".min.js") and "vendor" not in path.parts
        return marked_by_pattern(path.read_text(encoding="utf-8")) if in_use else []
    if path.suffix not in READERS or (path.suffix == ".txt" and "templates" not in path.parts):
        return []
    source = path.read_text(encoding="utf-8")
    marked = any(sign in source for sign in ("gettext", "trans", "_("))
    return READERS[path.suffix](source) if marked else []


def in_vietnamese(message):
    """What Django shows for a message; the message itself where no catalogue has it."""
    context, singular, plural = message
    if plural:
        return ngettext(singular, plural, 1)
    return pgettext(context, singular) if context else translation.gettext(singular)


@pytest.fixture(scope="module")
def browser_catalogue():
    with translation.override("vi"):
        view = JSONCatalog(packages=["django.contrib.admin"])
        view.setup(RequestFactory().get("/quan-tri/jsi18n/"))
        view.get(view.request)
        return view.get_context_data()


def test_the_packages_still_mark_their_messages_as_this_test_reads_them():
    assert (None, "This field is required.", None) in messages("django")
    assert (None, "Select all objects on this page for an action", None) in messages("django")
    assert (None, "Please correct the error below.", "Please correct the errors below.") in messages("django")
    assert (None, "Export %(len)s selected item.", "Export %(len)s selected items.") in messages("django")
    assert ("abbrev. day Monday", "Mon", None) in messages("djangojs")


def test_every_message_that_can_show_has_vietnamese():
    with translation.override("vi"):
        english = {
            message[1]: place for message, place in messages("django").items() if in_vietnamese(message) == message[1]
        }
    assert english == {}


def test_no_vietnamese_message_keeps_english_words():
    with translation.override("vi"):
        shown = {message[1]: in_vietnamese(message) for message in messages("django")}
    placeholders = re.compile(r"%\(\w+\)|\{\w*\}|<[^>]*>|use_natural_foreign_keys")
    assert {text for text in shown.values() if ENGLISH.search(placeholders.sub("", text))} == set()


def test_every_message_of_the_admin_in_the_browser_has_vietnamese(browser_catalogue):
    known = browser_catalogue["catalog"]
    missing = {}
    for (context, singular, _plural), place in messages("djangojs").items():
        if not known.get(f"{context}\x04{singular}" if context else singular):
            missing[singular] = place
    assert missing == {}


def test_the_browser_counts_with_the_one_vietnamese_form(browser_catalogue):
    assert browser_catalogue["plural"] == "0"
    assert browser_catalogue["catalog"]["%(sel)s of %(cnt)s selected"] == ["Đã chọn %(sel)s trong %(cnt)s dòng"]


def test_one_form_serves_one_and_many():
    with translation.override("vi"):
        assert ngettext("%(num)d year", "%(num)d years", 1) == ngettext("%(num)d year", "%(num)d years", 7)


def placeholders(text):
    """The holes of a message: %(name)s and %s by kind (r counts as s), {} by name."""
    named = re.findall(r"%\((\w+)\)", text)
    unnamed = [kind.replace("r", "s") for kind in re.findall(r"%([sdrf])", text)]
    return sorted(named), unnamed, sorted(re.findall(r"\{\w*\}", text)), sorted(re.findall(r"</?\w+", text))


def entries():
    return [entry for name in ("django", "djangojs") for entry in polib.pofile(str(LOCALE / f"{name}.po"))]


def test_placeholders_and_tags_are_those_of_the_message():
    torn = []
    for entry in entries():
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            # Which of the two forms of the original is followed does not matter: both must have the same holes.
            if placeholders(text) not in (placeholders(entry.msgid), placeholders(entry.msgid_plural or entry.msgid)):
                torn.append(entry.msgid)
    assert torn == []


def test_edges_are_those_of_the_message():
    """A space, colon or line break at an end is part of a sentence that the page goes on with."""
    torn = []
    for entry in entries():
        text = entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr
        if (entry.msgid[:1] == " ", entry.msgid[-1:] == " ") != (text[:1] == " ", text[-1:] == " "):
            torn.append(entry.msgid)
    assert torn == []


def test_the_catalogue_holds_nothing_fuzzy_empty_or_out_of_use():
    unused = [
        entry.msgid
        for name in ("django", "djangojs")
        for entry in polib.pofile(str(LOCALE / f"{name}.po"))
        if not any(entry.msgid == singular for _, singular, _ in messages(name))
        and entry.msgid not in SAME_IN_VIETNAMESE
    ]
    unfinished = [entry.msgid for entry in entries() if not entry.translated()]
    assert (unused, unfinished) == ([], [])


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_the_compiled_catalogue_is_the_written_one(name):
    """Mends with ./dev messages."""
    written = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(LOCALE / f"{name}.po"))}
    compiled = {(entry.msgctxt, entry.msgid): entry for entry in polib.mofile(str(LOCALE / f"{name}.mo"))}
    assert compiled.keys() == written.keys()
    for key, entry in written.items():
        assert (compiled[key].msgstr, compiled[key].msgstr_plural) == (entry.msgstr, entry.msgstr_plural)


def test_ours_wins_over_the_packages_own():
    catalogue = trans_real.translation("vi")
    assert catalogue.gettext("Save and add another") == "Lưu và thêm dòng khác"
    assert catalogue.gettext("History") == "Lịch sử"
    assert catalogue.gettext("This field is required.") == "Bắt buộc nhập."
