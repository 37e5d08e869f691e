"""What the documents at the root say of this tree is true of it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

HOME = Path(__file__).resolve().parent.parent
DOCUMENTS = ["README.md", "STYLE.md", "DECISIONS.md", "CHANGELOG.md", "BENCHMARKS.md"]
# Words the documents name because they are not used here.
AVOIDED = {"utils", "helpers", "mixins", "common", "data", "float", "import *", "created_by", "unaccent"}
AVOIDED |= {"LocaleMiddleware", "changed_by"}


def text_of(name):
    return (HOME / name).read_text(encoding="utf-8")


def sources():
    """All that people write here, and the names of the files."""
    folders = ["config", "indicators", "projects", "power", "fixtures", "tests"]
    inside = [path for folder in folders for path in (HOME / folder).rglob("*") if "__pycache__" not in path.parts]
    files = [path for path in [*HOME.iterdir(), *inside] if path.is_file()]
    written = [path for path in files if path.suffix in {".py", ".html", ".toml", ".css", ".js"} or path.name == "dev"]
    names = [str(path.relative_to(HOME)) for path in [*files, *(HOME / folder for folder in folders)]]
    return "\n".join([*names, *(path.read_text(encoding="utf-8") for path in written)])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_and_pictures_lead_to_files(name):
    links = re.findall(r"\]\(([^)#:]+)\)", text_of(name))
    assert [link for link in links if not (HOME / link).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_are_there_to_be_run(name):
    verbs = set(re.findall(r"^VERBS = .*\((.+)\)", text_of("dev"), re.MULTILINE)[0].rstrip("}").strip("()").split(", "))
    text = text_of(name)
    assert set(re.findall(r"\./dev ([a-z]+)", text)) <= verbs
    assert set(re.findall(r"\./dev manage ([a-z_]+)", text)) <= set(get_commands())


@pytest.mark.parametrize("name", ["STYLE.md", "DECISIONS.md"])
def test_names_in_code_letters_are_names_of_this_code(name):
    prose = re.sub(r"```.*?```", "", text_of(name), flags=re.DOTALL)
    here = sources()
    quoted = {" ".join(words.split()) for words in re.findall(r"`([^`]+)`", prose)} - AVOIDED
    names = {part for words in quoted for part in re.findall(r"[A-Za-z_]{3,}(?:\.[a-z]{2,4})?", words)}
    assert sorted(part for part in names if part not in here) == []


def test_examples_in_the_style_are_of_this_code():
    here = sources()
    blocks = "".join(re.findall(r"```python\n(.*?)```", text_of("STYLE.md"), re.DOTALL))
    shown = re.findall(r"((?:def|class) \w+)", blocks)
    assert len(shown) > 3
    assert [line for line in shown if line not in here] == []


def test_the_documents_name_no_machine():
    everything = "".join(map(text_of, DOCUMENTS))
    assert re.findall(r"/(?:work|root|home|tmp)/\S*", everything) == []


def test_the_script_lists_its_verbs():
    listed = subprocess.check_output([sys.executable, "dev"], cwd=HOME, text=True)
    for verb in ["run", "test", "serve"]:
        assert re.search(rf"^  {verb} ", listed, re.MULTILINE)
