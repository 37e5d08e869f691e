"""The house rules, each held by a test: who may know whom, what stays small, what agrees with what."""

import ast
import os
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from config.models import RegisterRow
from config.values.fields import FoldedText
from indicators.grids.screen import GridAdmin
from indicators.trail.correcting import CorrectsInList

HOME = Path(__file__).resolve().parent.parent
MAY_KNOW = {
    "config": {"config"},
    "indicators": {"config", "indicators"},
    "projects": {"config", "indicators", "projects"},
    "power": {"config", "indicators", "power"},
}
NAMES_BY_STRING = {"get_model", "get_app_config", "import_module", "import_string", "__import__"}
LONGEST = 420
SOURCES = [path for app in [*MAY_KNOW, "tests"] for path in sorted((HOME / app).rglob("*.py"))]
TEXTS = SOURCES + [
    path
    for app in MAY_KNOW
    for ending in ["html", "css", "js", "txt"]
    for path in sorted((HOME / app).rglob(f"*.{ending}"))
]


def name_of(path):
    return str(path.relative_to(HOME))


# Who may know whom


def known_apps(source, package):
    """The apps that a module of this package imports, or names to a loader by string."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*base, *filter(None, [node.module])])
            found |= {f"{base}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in NAMES_BY_STRING:
                strings = [part for argument in node.args for part in ast.walk(argument)]
                found |= {
                    part.value for part in strings if isinstance(part, ast.Constant) and isinstance(part.value, str)
                }
    return {name.split(".")[0] for name in found} & MAY_KNOW.keys()


@pytest.mark.parametrize(
    ("source", "package", "known"),
    [
        ("import power.models", "projects", {"power"}),
        ("from indicators.models import Place", "config", {"indicators"}),
        ("def late():\n    from projects import estates", "indicators.models", {"projects"}),
        ("from .. import models", "projects.admin", {"projects"}),
        ("apps.get_model('power', 'Line')", "projects", {"power"}),
        ("get_model('power.Line')", "projects", {"power"}),
        ("import_module('projects.models')", "power", {"projects"}),
        ("label = 'projects.models'", "power", set()),
    ],
)
def test_the_reader_of_imports_sees_every_way_to_reach_an_app(source, package, known):
    assert known_apps(source, package) == known


@pytest.mark.parametrize("app", MAY_KNOW)
def test_imports_point_one_way(app):
    wrong = []
    for path in sorted((HOME / app).rglob("*.py")):
        package = ".".join(path.relative_to(HOME).parent.parts)
        unwanted = known_apps(path.read_text(), package) - MAY_KNOW[app]
        wrong += [f"{name_of(path)} knows {other}" for other in sorted(unwanted)]
    assert wrong == []


@pytest.mark.parametrize("app", MAY_KNOW)
def test_relations_point_one_way(app):
    wrong = [
        f"{field} points to {field.related_model._meta.label}"
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        for field in model._meta.get_fields(include_hidden=True)
        if field.is_relation and not field.auto_created and field.related_model
        if field.related_model._meta.app_label in MAY_KNOW.keys() - MAY_KNOW[app]
    ]
    assert wrong == []


def test_migrations_wait_only_for_apps_below():
    graph = MigrationLoader(None).graph
    wrong = [
        f"{key} waits for {parent.key}"
        for key, node in graph.node_map.items()
        for parent in node.parents
        if key[0] in MAY_KNOW and parent.key[0] in MAY_KNOW.keys() - MAY_KNOW[key[0]]
    ]
    assert wrong == []


def imported_modules(path, modules):
    """The modules of this house that a module imports when it is itself imported; a room's own page is not one."""
    package = path.relative_to(HOME).parent.parts
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*base, *filter(None, [node.module])])
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return found & modules


def circles(graph):
    """The groups of nodes that reach each other, by taking away what nothing is left to wait for."""
    left = {node: set(others) for node, others in graph.items()}
    while free := [node for node, others in left.items() if not others & left.keys()]:
        for node in free:
            del left[node]
    return left


def test_the_finder_of_circles_sees_one():
    assert circles({"a": {"b"}, "b": {"c"}, "c": set()}) == {}
    assert circles({"a": {"b"}, "b": {"a"}, "c": {"a"}}).keys() == {"a", "b", "c"}


def test_modules_import_each_other_in_no_circle():
    paths = {
        ".".join(path.relative_to(HOME).with_suffix("").parts).removesuffix(".__init__"): path
        for app in MAY_KNOW
        for path in (HOME / app).rglob("*.py")
    }
    graph = {name: imported_modules(path, paths.keys()) - {name} for name, path in paths.items()}
    assert sum(map(len, graph.values())) > 300
    assert circles(graph) == {}


def test_config_owns_no_table():
    assert list(apps.get_app_config("config").get_models(include_auto_created=True)) == []


# What Django itself can tell


def test_every_register_has_a_public_door_and_counts_as_of_a_day(db):
    registers = [model for model in apps.get_models() if issubclass(model, RegisterRow)]
    assert len(registers) > 10
    for model in registers:
        assert list(model.objects.public()) == [] == list(model.objects.as_of(date(2020, 12, 31))), model


def test_tables_of_registers_write_many_rows_as_their_screens_write_one():
    # Bulk writes ask neither `save_model` nor `save`, and fill no folded column.
    screens = [one for one in admin.site._registry.values() if isinstance(one, GridAdmin)]
    assert screens
    for screen in screens:
        assert type(screen).save_model is CorrectsInList.save_model
        assert type(screen).delete_model is admin.ModelAdmin.delete_model
        assert screen.model.save is Model.save
        assert not [one for one in screen.opts.concrete_fields if isinstance(one, FoldedText)]


def test_migrations_follow_the_models(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=3)


# What stays small and clean


def test_no_module_outgrows_a_screenful_of_screens():
    long = {name_of(path): len(path.read_text().splitlines()) for path in SOURCES if "migrations" not in path.parts}
    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}


def test_nothing_is_left_to_do_in_the_code():
    unfinished = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
    assert [name_of(path) for path in TEXTS if unfinished.search(path.read_text())] == []


def test_styles_and_scripts_stand_in_files_of_their_own():
    """The content policy refuses them inline, silently for whoever does not open the console."""
    inline = re.compile(r"<style|<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)|\sstyle=|\son[a-z]+=\"", re.I)
    pages = [path for path in TEXTS if path.suffix == ".html"]
    assert [name_of(path) for path in pages if inline.search(path.read_text())] == []


# What agrees with what


def test_pins_name_no_registry():
    pins = sorted(HOME.glob("requirements*.txt"))
    assert len(pins) == 3
    assert [path.name for path in pins if re.search(r"://|index-url|find-links|@ ", path.read_text())] == []


def test_every_pin_carries_a_hash():
    for path in HOME.glob("requirements*.txt"):
        blocks = re.split(r"\n(?=[a-z])", re.sub(r"(?m)^#.*\n", "", path.read_text()).strip())
        assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_every_direct_dependency_is_pinned_and_says_why_it_is_there():
    text = (HOME / "pyproject.toml").read_text()
    project = tomllib.loads(text)
    lines = text.splitlines()
    for pins, wanted in {
        "requirements.txt": project["project"]["dependencies"],
        "requirements-dev.txt": project["dependency-groups"]["dev"],
        "requirements-build.txt": project["dependency-groups"]["build"],
    }.items():
        pinned = set(re.findall(r"(?m)^([a-z0-9-]+)==", (HOME / pins).read_text()))
        for dependency in wanted:
            name = re.match(r"[a-z0-9-]+", dependency)[0]
            assert name in pinned
            reason = next(above for above, line in zip(lines, lines[1:], strict=False) if f'"{dependency}"' in line)
            assert reason.strip().startswith("# "), dependency


def test_the_suite_runs_on_the_engine_it_was_asked_for():
    asked = os.environ.get("TEST_DATABASE_URL", "sqlite")
    assert asked.startswith(("postgres", "pgsql") if connection.vendor == "postgresql" else "sqlite")
