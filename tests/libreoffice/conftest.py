"""LibreOffice itself, set up as a Vietnamese office has it."""

import os
import shutil
import subprocess

import pytest

WAIT = 300
# Numbers and days are those of Vietnam, whatever the machine that runs the tests speaks.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>vi-VN</value></prop></item></oor:items>"""
# What a person says of a csv file when asked: semicolons, quotes, UTF-8, Vietnamese numbers, nothing made a day.
OF_CSV = "--infilter=CSV:59,34,76,1,,1066,false,false"


class LibreOffice:
    def __init__(self, program, home):
        self.program, self.home = program, home
        settings = home / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(SETTINGS)

    def saved_as(self, kind, files):
        """Files by their names, opened and saved again as another kind; all of them in one call, csv in another."""
        tables = {name: content for name, content in files.items() if name.endswith(".csv")}
        books = {name: content for name, content in files.items() if name not in tables}
        return self._converted(kind, books) | self._converted(kind, tables, OF_CSV)

    def _converted(self, kind, files, *told):
        if not files:
            return {}
        folder = self.home / str(len(list(self.home.iterdir())))
        folder.mkdir()
        paths = {name: folder / f"{number}.{name.rpartition('.')[2]}" for number, name in enumerate(files)}
        for name, path in paths.items():
            path.write_bytes(files[name])
        command = [self.program, f"-env:UserInstallation=file://{self.home}/profile", "--headless", *told]
        said = subprocess.run(
            [*command, "--convert-to", kind, "--outdir", folder / "out", *paths.values()],
            env=os.environ | {"HOME": str(self.home)}, capture_output=True, text=True, timeout=WAIT,
        )  # fmt: skip
        made = {name: folder / "out" / f"{path.stem}.{kind}" for name, path in paths.items()}
        assert [name for name, path in made.items() if not path.exists()] == [], said.stdout + said.stderr
        return {name: path.read_bytes() for name, path in made.items()}


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory):
    program = shutil.which(os.environ.get("SOFFICE") or "soffice")
    if program is None:
        pytest.skip("không có LibreOffice; ./dev test nói cách cài")
    return LibreOffice(program, tmp_path_factory.mktemp("libreoffice"))
