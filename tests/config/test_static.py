"""Files that pages name: under production's hashed names one that is missing breaks the page, and only there."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.test import RequestFactory

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"""{%\s*static\s+["']([^"']+)["']""")


def templates():
    ours = [ROOT / app for app in ["config", "indicators", "projects", "power"]]
    theirs = [Path(find_spec(name).origin).parent for name in ["django.contrib.admin", "import_export"]]
    return [path for folder in [*ours, *theirs] for path in folder.glob("**/templates/**/*.html")]


def missing(names):
    return sorted(name for name in names if not name.startswith(("/", "http")) and finders.find(name) is None)


def test_every_file_that_a_template_names_is_there():
    named = {name for path in templates() for name in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > 20
    assert missing(named) == []


@pytest.mark.parametrize("screen", admin.site._registry.values(), ids=str)
def test_every_file_that_a_screen_of_staff_brings_is_there(screen):
    request = RequestFactory().get("/")
    request.user = User(is_active=True, is_staff=True, is_superuser=True)
    media = screen.media + screen.get_form(request)().media
    for inline in screen.get_inline_instances(request):
        media += inline.media + inline.get_formset(request).form().media
    styles = [name for names in media._css.values() for name in names]
    # A script that says more of itself than where it is keeps its name, as it was given, to itself.
    scripts = [getattr(script, "_path", script) for script in media._js]
    assert missing([*scripts, *styles]) == []
