"""The site as files: whole, linked, the same figures."""

import html
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.core.management import CommandError, call_command

from config.pages import snapshot
from projects.models import InvestmentProject
from tests import makers
from tests.indicators.pages import published

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
LIVE = "https://so-lieu.vi-du.gov.vn"


@pytest.fixture(autouse=True)
def live(settings, tmp_path):
    settings.SITE_ADDRESS = LIVE
    settings.ALLOWED_HOSTS = ["so-lieu.vi-du.gov.vn", "testserver"]
    settings.IMPORT_FOLDER = tmp_path / "imports"


def file_behind(folder, page, link):
    """The file that a server of files gives for a link of a page."""
    path = unquote(urlsplit(html.unescape(link)).path)
    path = path if path.startswith("/") else f"/{page.parent.relative_to(folder)}/{path}"
    return folder / f"{path.lstrip('/')}{'index.html' if path.endswith('/') else ''}"


def test_every_link_of_the_snapshot_leads_to_a_file_or_to_the_live_site(client, tmp_path):
    figure = published(
        value=987654, indicator=makers.make_indicator(name="Giá trị sản xuất"), source=makers.make_source()
    )
    estate = makers.make_estate(code="CCN.1/a")
    makers.make_estate_status(estate=estate)
    for number in range(30):
        makers.make_project_status(project=makers.make_investment_project(code=f"DA {number}", estate=estate))
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
    named = {str(page.relative_to(folder)) for page in pages}
    assert {"index.html", "du-an/index.html", "du-an/trang-2/index.html", "du-an/DA 7/index.html"} <= named
    assert len([name for name in named if name.startswith("du-an/DA")]) == 30
    # The same figure as the page and its file, and what a file cannot do is done by the live site.
    address = f"chi-tieu/{figure.indicator.code}/"
    assert "987.654" in (folder / address / "index.html").read_text()
    assert "987654" in (folder / address / "tai-ve.csv").read_text("utf-8-sig").replace(".", "")
    lists = (folder / "du-an/index.html").read_text()
    assert f'action="{LIVE}/tim/"' in lists
    assert f'href="{LIVE}/du-an/?xep=' in lists
    assert f"{LIVE}/quan-tri/" in lists
    assert (folder / "sitemap.xml").is_file()
    assert "tìm kiếm" in (folder / snapshot.ABOUT).read_text()
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
