"""The site as files: whole, linked, the same figures."""

import html
import io
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.utils.html import strip_tags

from config.pages import snapshot
from config.sheets.reading import read_sheets
from projects.models import InvestmentProject
from tests import makers
from tests.indicators.pages import PRINTED, TOLD, corrected

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
HOST = "so-lieu.vi-du.gov.vn"
LIVE = f"https://{HOST}"


@pytest.fixture(autouse=True)
def live(settings, tmp_path):
    settings.SITE_ADDRESS = LIVE
    settings.ALLOWED_HOSTS = [HOST]
    settings.IMPORT_FOLDER = tmp_path / "imports"


def file_behind(folder, page, link):
    """The file that a server of files gives for a link of a page."""
    path = unquote(urlsplit(html.unescape(link)).path)
    path = path if path.startswith("/") else f"/{page.parent.relative_to(folder)}/{path}"
    return folder / f"{path.lstrip('/')}{'index.html' if path.endswith('/') else ''}"


def given(client, name):
    """What the running site gives of a file of the snapshot."""
    folder, _, file = f"/{name}".rpartition("/")
    stem, _, ending = file.partition(".")
    page = re.sub(r"/trang-(\d+)$", r"/?trang=\1", folder)
    address = {"index.html": page if "?" in page else f"{page}/"}.get(file, f"/{name}")
    if stem == "tai-ve":
        address = f"{folder}/?tai={ending}"
    answer = client.get(address, secure=True, headers={"host": HOST})
    assert answer.status_code == 200, address
    return b"".join(answer)


def told(name, content):
    """What a file tells whoever opens it: of a workbook its cells, of a package its parts, of a page its words."""
    match name.rpartition(".")[2]:
        case "xlsx":
            return {sheet.title: [*sheet.values] for sheet in openpyxl.load_workbook(io.BytesIO(content))}
        case "ods":
            return [(sheet.name, sheet.rows) for sheet in read_sheets(content, name, [])]
        case "zip":
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                return {part: package.read(part) for part in package.namelist()}
        case "html":
            return strip_tags(content.decode())
    return content


# How the version of the data is asked for on either engine is for the test below.
def test_a_snapshot_tells_all_that_the_site_tells_and_each_of_its_links_leads_to_a_file_or_to_the_site(
    client, tmp_path
):
    figure = corrected()
    estate = makers.make_estate(code="CCN.1/a")
    makers.make_estate_status(estate=estate)
    makers.make_project_status(project=makers.make_investment_project(code="DA 7", estate=estate))
    for _ in range(26):
        makers.make_typical_product()
    folder = tmp_path / "ban-chup"
    call_command("snapshot", folder)
    pages = list(folder.rglob("*.html"))
    broken = [
        (str(page), link)
        for page in pages
        for link in re.findall(r'\s(?:href|src)="([^"]*)"', page.read_text())
        if not link.startswith((LIVE, "#", "mailto:")) and not file_behind(folder, page, link).is_file()
    ]
    assert not broken
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    made = [name for name in files if name != snapshot.ABOUT and not name.startswith("static/")]
    assert [name for name in made if told(name, files[name]) != told(name, given(client, name))] == []
    address = f"chi-tieu/{figure.indicator.code}/"
    assert {f"{address}tai-ve.{ending}" for ending in ["csv", "json", "ods", "xlsx", "zip"]} < files.keys()
    assert {"index.html", "du-an/DA 7/index.html", "san-pham-tieu-bieu/trang-2/index.html"} < files.keys()
    page = " ".join(files[f"{address}index.html"].decode().split())
    assert all(words in page for words in TOLD)
    assert files[f"{address}bieu-do/hb/6-thang-1.svg"].decode().count(PRINTED) > 2
    # What a file cannot do is done by the live site.
    lists = files["du-an/index.html"].decode()
    assert f'action="{LIVE}/tim/"' in lists
    assert f'href="{LIVE}/du-an/?xep=' in lists
    assert f"{LIVE}/quan-tri/" in lists
    assert "tìm kiếm" in files[snapshot.ABOUT].decode()
    fonts = re.findall(r'url\("?([^")]+)', next(folder.rglob("tokens*.css")).read_text())
    assert fonts
    with pytest.raises(CommandError, match="không trống"):
        call_command("snapshot", folder)


def test_a_book_that_changes_meanwhile_gives_no_snapshot(tmp_path, monkeypatch):
    project = makers.make_project_status().project
    write = snapshot.Snapshot._write_one

    def write_and_change(self, name):
        InvestmentProject.objects.filter(pk=project.pk).update(name=f"Đổi khi chụp {name}")
        write(self, name)

    monkeypatch.setattr(snapshot.Snapshot, "_write_one", write_and_change)
    with pytest.raises(CommandError, match="đã đổi trong lúc chụp"):
        call_command("snapshot", tmp_path / "ban-chup")
    assert not (tmp_path / "ban-chup" / snapshot.ABOUT).exists()


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/", "index.html"),
        ("/du-an/?trang=1", "du-an/index.html"),
        ("/du-an/?trang=12", "du-an/trang-12/index.html"),
        ("/du-an/?trang=3&tai=csv", "du-an/tai-ve.csv"),
        ("/khu-cum/?ho-tro-trang=2", "khu-cum/ho-tro-trang-2/index.html"),
        ("/dot-cong-bo/atom.xml", "dot-cong-bo/atom.xml"),
        ("/du-an/../../etc/", None),
        ("/du-an/?xep=name", None),
        ("/du-an/?tim=xi&tai=csv", None),
        ("/du-an/?tai=exe", None),
    ],
)
def test_an_address_has_one_file_or_none(address, name):
    parts = urlsplit(address)
    assert snapshot.name_of(parts.path, parts.query) == name
    assert name is None or not Path(name).is_absolute()
