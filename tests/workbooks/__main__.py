"""Writes every file of the traits anew: `python -m tests.workbooks`."""

import importlib
from pathlib import Path

HERE = Path(__file__).parent


def traits():
    return sorted(path.parent for path in HERE.glob("*/workbook.py"))


def made(folder):
    """The files of a trait as its script makes them, by name."""
    return importlib.import_module(f"tests.workbooks.{folder.name}.workbook").files()


if __name__ == "__main__":
    for each in traits():
        for name, content in made(each).items():
            (each / name).write_bytes(content)
