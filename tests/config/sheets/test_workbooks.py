"""Files as departments send them, a folder for each trait: what goes in goes in right, the rest is told by cell."""

import importlib
import json
from pathlib import Path

import pytest
from django.utils.module_loading import import_string

from config.sheets.choices import Choices
from config.sheets.finding import dataset_from
from config.sheets.plan import Plan
from config.sheets.reading import read_sheets
from config.sheets.sheet import SheetError
from tests import makers
from tests.workbooks.parts import parts_of, said_of

FOLDER = Path(__file__).parents[2] / "workbooks"
TRAITS = sorted(path.parent for path in FOLDER.glob("*/expected.json"))


def expected(trait):
    return json.loads((trait / "expected.json").read_text())


# Those that stand on the whole book are read by tests.indicators.sheets.
FILES = [(trait, *each) for trait in TRAITS if "needs_book" not in expected(trait) for each in said_of(expected(trait))]


def plan_of(told, content, name, sheet, said):
    resource = import_string(told["resource"])()
    choices = Choices.of(said.get("choices", {}) | {"sheet": sheet})
    return Plan(resource, dataset_from(content, name, resource, choices=choices), choices=choices)


@pytest.mark.django_db
@pytest.mark.parametrize(("trait", "name", "sheet", "said"), FILES, ids=[f"{t.name}/{n}{s}" for t, n, s, _ in FILES])
def test_a_file_is_read_as_its_folder_says(trait, name, sheet, said):
    assert_read(expected(trait), (trait / name).read_bytes(), name, sheet, said)


def assert_read(told, content, name, sheet, said):
    """A file of a trait says what its folder says of it, and the names of its sheets are those told."""
    needs = told.get("needs", {})
    for maker, fields in needs.items() if isinstance(needs, dict) else needs:
        getattr(makers, maker)(**fields)
    if sheets := told["files"][name].get("sheets"):
        assert parts_of(content, name, import_string(told["resource"])()) == list(sheets)
    if "unread" in said:
        with pytest.raises(SheetError) as error:
            plan_of(told, content, name, sheet, said)
        assert str(error.value) == said["unread"]
        return
    plan = plan_of(told, content, name, sheet, said)
    assert [f"{plan.sheet}!{each.cell} {each}" for each in plan.problems] == said.get("refused", [])
    assert ("refused" in said) == name.startswith("should_fail")
    for row, values in zip(plan.rows, said.get("rows", []), strict="rows" in said):
        assert {path: str(row.values[path]) for path in values} == values
    if "rows" in said:
        assert (plan.notes, plan.warnings) == (said.get("notes", []), said.get("warnings", []))


@pytest.mark.parametrize("trait", TRAITS, ids=[trait.name for trait in TRAITS])
def test_the_files_of_a_trait_are_those_its_script_makes(trait):
    script = importlib.import_module(f"tests.workbooks.{trait.name}.workbook")
    made = script.files()
    assert made.keys() == expected(trait)["files"].keys()
    for name, content in made.items():
        assert cells(content, name) == cells((trait / name).read_bytes(), name)


def cells(content, name):
    try:
        return [(sheet.name, [list(map(str, row)) for row in sheet.rows]) for sheet in read_sheets(content, name, [])]
    except SheetError as error:
        return str(error)
