"""The developer's script finds what tests need, and says loudly what it did not find."""

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent


@pytest.fixture
def dev(monkeypatch, tmp_path):
    """The script as a module, on a machine without any program and without the right to install one."""
    loader = SourceFileLoader("dev", str(HOME / "dev"))
    module = module_from_spec(spec_from_loader("dev", loader))
    loader.exec_module(module)
    module.IS_ROOT = False
    for name in ("CHROMIUM", "SOFFICE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    return module


def test_libreoffice_is_found_by_its_name_or_by_the_environment_and_never_missed_in_silence(
    dev, monkeypatch, tmp_path, capsys
):
    found, missing = dev.find_libreoffice()
    assert (found, missing) == (
        None, ("BỎ QUA: không có LibreOffice. Cài: sudo apt-get install libreoffice-calc-nogui", 0),
    )  # fmt: skip
    report = {"libreoffice": missing, "sqlite": ("đạt", 5)}
    assert dev.summary(report, allow_skip=True, chosen=False) == 0
    assert dev.summary(report, allow_skip=False, chosen=False) == 1
    assert "libreoffice BỎ QUA: không có LibreOffice" in capsys.readouterr().out

    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert dev.find_libreoffice() == (str(program), None)
    monkeypatch.setenv("SOFFICE", "/nowhere/soffice")
    assert dev.find_libreoffice() == (None, ("BỎ QUA: không có /nowhere/soffice", 0))
    assert dev.find_chromium()[1][0].endswith("sudo apt-get install chromium-headless-shell")


def test_the_lighter_of_two_chromiums_is_taken(dev, tmp_path):
    for name in ("chromium", "chromium-headless-shell"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
        assert dev.find_chromium() == (str(tmp_path / name), None)
