"""What is kept of each import: who, when, which file, what came of its rows; from a row back to its cell."""

import hashlib
import os
import time

import pytest
from django.urls import reverse

from config.sheets import originals
from indicators.models import AuditEntry, Figure, SheetImport
from tests import makers
from tests.indicators.imports.bringing import FIGURES, bring_in, of_figures, upload
from tests.sheets import xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def import_folder(settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"
    return settings.IMPORT_FOLDER


@pytest.fixture
def clerk(client):
    clerk = makers.make_user(*of_figures(), last_name="Nguyễn Thị", first_name="Hoa")
    client.force_login(clerk)
    makers.make_place(code="hb")
    makers.make_indicator(code="gtsx")
    return clerk


def sheet(*rows):
    return xlsx([["Báo cáo tháng"], FIGURES, *(["gtsx", "hb", year, "chính thức", value] for year, value in rows)])


def address(page, *args):
    return reverse(f"admin:indicators_sheetimport_{page}", args=args)


def test_an_import_is_kept_with_its_file_and_its_rows_lead_back_to_their_cells(client, clerk):
    bring_in(client, sheet((2021, 5)))
    second = sheet((2021, 6), (2022, 7))
    page = bring_in(client, second)
    one = SheetImport.objects.latest("pk")
    assert page.request["PATH_INFO"] == address("change", one.pk)
    assert (one.user, one.filename, one.sheet, one.table) == (clerk, "tháng 5.xlsx", "Trang 1", "indicators_figure")
    assert (one.new, one.changed, one.same, one.refused, one.left) == (1, 1, 0, 0, 0)
    assert one.digest == hashlib.sha256(second).hexdigest()
    assert "Nguyễn Thị Hoa" in page.text
    assert one.digest in page.text
    listed = client.get(address("changelist"), {"so": "indicators_figure", "nguoi": "toi"})
    assert listed.text.count("tháng 5.xlsx") == 2
    assert client.get(address("original", one.pk)).content == second
    for year, cells in [(2021, "dòng 3 (ô E3)"), (2022, "dòng 4 (ô A4, B4, C4, D4, E4)")]:
        figure = Figure.objects.get(period_start__year=year)
        history = client.get(reverse("admin:indicators_figure_history", args=[figure.pk])).text
        assert f'<a href="{address("change", one.pk)}">tệp «tháng 5.xlsx», trang «Trang 1», {cells}</a>' in history
        assert history.count("Nhập từ") == (2 if year == 2021 else 1)


def test_what_was_written_otherwise_leads_to_no_file(client, clerk):
    bring_in(client, sheet((2021, 5)))
    figure = Figure.objects.get()
    Figure.objects.update(value=8)
    history = client.get(reverse("admin:indicators_figure_history", args=[figure.pk]))
    assert [bool(step.origin) for step in history.context["steps"]] == [False, True]


def test_the_entry_of_the_trail_names_the_cell_too(client, clerk):
    bring_in(client, sheet((2021, 5)))
    entry = AuditEntry.objects.get(table="indicators_figure")
    client.force_login(makers.make_user(is_superuser=True))
    assert "dòng 3 (ô A3" in client.get(reverse("admin:indicators_auditentry_change", args=[entry.pk])).text


def test_rows_behind_a_list_lead_back_too(client):
    client.force_login(makers.make_user(is_superuser=True))
    makers.make_beneficiary(code="cs1")
    makers.make_extension_scheme(code="da1")
    bring_in(
        client, xlsx([["Mã đề án", "Cơ sở thụ hưởng"], ["da1", "cs1"]]), "projects_extensionscheme"
    )  # fmt: skip
    one = SheetImport.objects.get()
    entry = AuditEntry.objects.get(table="projects_extensionscheme_beneficiaries")
    history = client.get(reverse("admin:projects_extensionscheme_history", args=[entry.owner_row]))
    assert [str(step.origin) for step in history.context["steps"]][0] == "tệp «tháng 5.xlsx», trang «Trang 1», dòng 2"
    assert one.changed == 1


def test_the_same_file_again_is_told_at_the_preview_with_what_it_would_change(client, clerk):
    content = sheet((2021, 5))
    assert "đã được" not in upload(client, content).text
    bring_in(client, content)
    again = upload(client, content, name="tên khác.xlsx").text
    assert "Tệp này đã được Nguyễn Thị Hoa nhập lúc" in again
    assert "Nhập lại thì không đổi gì." in again
    Figure.objects.update(value=8)
    assert "Nhập lần này sẽ ghi 0 dòng mới, 1 dòng sửa." in upload(client, content).text


def test_who_may_see_a_register_sees_its_imports_and_who_may_change_it_the_file(client, clerk):
    bring_in(client, sheet((2021, 5)))
    pages = [address("changelist"), address("change", SheetImport.objects.get().pk)]
    original = address("original", SheetImport.objects.get().pk)
    client.force_login(makers.make_user("indicators.view_figure"))
    assert [client.get(page).status_code for page in [*pages, original]] == [200, 200, 403]
    assert original not in client.get(pages[1]).text
    client.force_login(makers.make_user("power.view_substation", "power.change_substation"))
    assert "tháng 5.xlsx" not in client.get(pages[0]).text
    assert client.get(pages[1]).status_code == 302
    assert client.get(original).status_code == 404
    client.force_login(makers.make_user())
    assert [client.get(page).status_code for page in [*pages, original]] == [403, 403, 404]


def test_a_file_goes_after_its_days_and_the_page_says_so(client, clerk, import_folder):
    bring_in(client, sheet((2021, 5)))
    one = SheetImport.objects.get()
    (kept,) = (import_folder / "originals").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    old = time.time() - (originals.KEPT_DAYS + 1) * 24 * 3600
    os.utime(kept, (old, old))
    originals.keep(b"another")
    assert "đã hết 30 ngày giữ" in client.get(address("change", one.pk)).text
    assert client.get(address("original", one.pk)).status_code == 404


def test_a_file_that_was_tampered_with_is_not_handed_out(client, clerk, import_folder):
    bring_in(client, sheet((2021, 5)))
    (kept,) = (import_folder / "originals").iterdir()
    kept.write_bytes(b"x")
    assert client.get(address("original", SheetImport.objects.get().pk)).status_code == 404
