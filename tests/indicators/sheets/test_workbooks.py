"""Workbooks as departments lay them out, a folder for each trait: what is asked of them, and what then goes in."""

import json
from pathlib import Path

import pytest

from config.sheets.choices import Choices
from config.sheets.finding import dataset_from
from config.sheets.plan import Plan
from indicators.models import Indicator, Place
from indicators.resources import FigureResource
from tests.workbooks.parts import parts_of, said_of

FOLDER = Path(__file__).parents[2] / "workbooks"
TOLD = {path.parent: json.loads(path.read_text()) for path in sorted(FOLDER.glob("*/expected.json"))}
FILES = [(trait, *each) for trait, told in TOLD.items() if "needs_book" in told for each in said_of(told)]


def plan_of(trait, name, choices):
    resource = FigureResource()
    return Plan(resource, dataset_from((trait / name).read_bytes(), name, resource, choices=choices), choices=choices)


# What is read of a file is looked up in a few plain tables, on either engine alike.
@pytest.mark.sqlite
@pytest.mark.django_db
@pytest.mark.parametrize(("trait", "name", "sheet", "said"), FILES, ids=[f"{t.name}/{n}{s}" for t, n, s, _ in FILES])
def test_a_workbook_is_asked_about_once_and_read_as_its_folder_says(filled_book, trait, name, sheet, said):
    if sheets := TOLD[trait]["files"][name].get("sheets"):
        assert parts_of((trait / name).read_bytes(), name, FigureResource()) == list(sheets)
    asked = plan_of(trait, name, Choices(sheet=sheet)).file_problems
    assert [problem.message for problem in asked] == said["asked"]
    plan = plan_of(trait, name, Choices.of(said["choices"] | {"sheet": sheet}))
    assert [f"{problem.cell} {problem}" for problem in plan.problems] == []
    codes = dict(Indicator.objects.values_list("pk", "code"))
    places = dict(Place.objects.exclude(level=Place.Level.PROVINCE).values_list("pk", "code"))
    found = {row.told: [codes[row.cells["indicator"]], *shown(row.cells, places)] for row in plan.rows}
    assert found == said["cells"]
    assert (plan.notes, plan.warnings) == (said["notes"], said["warnings"])


def shown(cells, places):
    """What a cell says; and its place, where that is not the province."""
    place = places.get(cells["place"])
    return str(cells["period"]), cells["kind"], str(cells["value"]), *([place] if place else [])
