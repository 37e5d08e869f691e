from datetime import date
from decimal import Decimal

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Group
from django.urls import reverse

from config.staff.boxes import RowsBox
from config.staff.roles import sync
from projects.models import ExtensionBudget, ExtensionScheme, MiningLicence, SchemeFunding, SchemeStep
from tests.makers import (
    make_beneficiary,
    make_content_line,
    make_estate,
    make_estate_area,
    make_extension_budget,
    make_extension_scheme,
    make_investment_project,
    make_mineral_site,
    make_mining_licence,
    make_project_status,
    make_scheme_funding,
    make_scheme_step,
    make_support_ceiling,
    make_user,
)
from tests.staff_forms import errors_of, typed

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def clerk(client):
    sync()
    user = make_user()
    user.groups.add(Group.objects.get(name="Chuyên viên nhập liệu"))
    client.force_login(user)
    return client


def address(name, page, *args):
    return reverse(f"admin:projects_{name}_{page}", args=args)


def change(client, screen, row, **boxes):
    page = client.get(address(screen, "change", row.pk))
    return client.post(address(screen, "change", row.pk), typed(page) | boxes)


@pytest.fixture
def waiting():
    """A scheme of 200 million that waits for approval, of a budget of 500."""
    make_extension_budget(allocated=500)
    scheme = make_extension_scheme(content=make_content_line())
    make_scheme_funding(scheme=scheme, committed=200)
    make_scheme_step(scheme=scheme, status="appraisal", on=date(2022, 2, 1))
    return scheme


@pytest.mark.every_engine
def test_a_scheme_is_approved_on_its_own_page(admin_client, waiting):
    assert "Phê duyệt đề án" in admin_client.get(address("extensionscheme", "change", waiting.pk)).content.decode()
    page = address("extensionscheme", "approve", waiting.pk)
    assert "khuyến công địa phương" in admin_client.get(page).content.decode()
    answer = admin_client.post(page, {"document": "Quyết định 12/QĐ-SCT", "on": "05/03/2022"}, follow=True)
    assert "Đã phê duyệt đề án" in answer.content.decode()
    step = waiting.steps.get(status="approved")
    assert (step.on, step.document) == (date(2022, 3, 5), "Quyết định 12/QĐ-SCT")
    assert "Phê duyệt đề án" not in answer.content.decode()


@pytest.mark.every_engine
def test_a_refused_approval_is_told_and_keeps_what_was_typed(admin_client, waiting):
    SchemeFunding.objects.update(committed=501)
    page = address("extensionscheme", "approve", waiting.pk)
    answer = admin_client.post(page, {"document": "Quyết định 12/QĐ-SCT", "on": "05/03/2022"})
    shown = answer.content.decode()
    assert "Vượt kinh phí khuyến công địa phương được giao năm 2022" in shown
    assert 'value="05/03/2022"' in shown
    assert not waiting.steps.filter(status="approved").exists()


def test_beneficiaries_are_taken_out_one_by_one_so_that_their_list_holds_nothing_but_them():
    box = RowsBox(ExtensionScheme._meta.get_field("beneficiaries"), site)
    assert box.build_attrs({})["data-allow-clear"] == "false"


def test_who_enters_schemes_does_not_open_the_approval_page(clerk, waiting):
    assert "Phê duyệt đề án" not in clerk.get(address("extensionscheme", "change", waiting.pk)).content.decode()
    assert clerk.get(address("extensionscheme", "approve", waiting.pk)).status_code == 403
    boxes = {"document": "QĐ", "on": "05/03/2022"}
    assert clerk.post(address("extensionscheme", "approve", waiting.pk), boxes).status_code == 403


def test_the_approval_page_of_no_scheme_leads_back(admin_client):
    assert admin_client.get(address("extensionscheme", "approve", 99)).status_code == 302


def test_a_wrong_step_typed_in_the_form_is_told_and_stays_typed(clerk, waiting):
    rows = {"steps-TOTAL_FORMS": "2", "steps-1-on": "01/06/2022", "steps-1-status": "settled", "steps-1-document": "A"}
    answer = change(clerk, "extensionscheme", waiting, name="Tên mới", **rows, **{"steps-1-scheme": waiting.pk})
    assert "không thể chuyển từ «chờ thẩm định» sang «đã quyết toán»" in errors_of(answer)
    assert 'value="01/06/2022"' in answer.content.decode()
    assert 'value="Tên mới"' in answer.content.decode()
    assert SchemeStep.objects.count() == 1


def test_the_budget_holds_in_the_schemes_form(admin_client, waiting):
    make_scheme_step(scheme=waiting, status="approved", on=date(2022, 3, 1))
    answer = change(admin_client, "extensionscheme", waiting, **{"funding-0-committed": "501"})
    assert "Vượt kinh phí" in errors_of(answer)
    assert SchemeFunding.objects.get().committed == 200
    assert change(admin_client, "extensionscheme", waiting, **{"funding-0-committed": "500"}).status_code == 302


def test_the_budget_holds_in_the_screen_of_funding_lines(admin_client, waiting):
    make_scheme_step(scheme=waiting, status="approved", on=date(2022, 3, 1))
    line = SchemeFunding.objects.get()
    assert "Vượt kinh phí" in errors_of(change(admin_client, "schemefunding", line, committed="501"))


def test_the_budget_holds_in_the_screen_of_steps(admin_client, waiting):
    SchemeFunding.objects.update(committed=501)
    boxes = {"scheme": waiting.pk, "status": "approved", "on": "01/03/2022", "document": ""}
    page = admin_client.get(address("schemestep", "add"))
    answer = admin_client.post(address("schemestep", "add"), typed(page) | boxes)
    assert "Vượt kinh phí" in errors_of(answer)


def test_a_used_budget_is_neither_lowered_nor_deleted(admin_client, waiting):
    make_scheme_step(scheme=waiting, status="approved", on=date(2022, 3, 1))
    budget = ExtensionBudget.objects.get()
    assert "Vượt kinh phí" in errors_of(change(admin_client, "extensionbudget", budget, allocated="199,9"))
    answer = admin_client.post(address("extensionbudget", "delete", budget.pk), {"post": "yes"}, follow=True)
    assert "Chưa có kinh phí khuyến công địa phương" in answer.content.decode()
    boxes = {"action": "delete_selected", "_selected_action": [budget.pk], "post": "yes"}
    answer = admin_client.post(address("extensionbudget", "changelist"), boxes, follow=True)
    assert "Chưa có kinh phí khuyến công địa phương" in answer.content.decode()
    assert ExtensionBudget.objects.get().allocated == 500


@pytest.mark.every_engine
def test_what_was_disbursed_is_entered_without_the_right_to_approve(clerk, waiting):
    make_scheme_step(scheme=waiting, status="approved", on=date(2022, 3, 1))
    assert change(clerk, "extensionscheme", waiting, **{"funding-0-disbursed": "150,5"}).status_code == 302
    assert SchemeFunding.objects.get().disbursed == Decimal("150.5")
    answer = change(clerk, "extensionscheme", waiting, **{"funding-0-committed": "150"})
    assert "người có quyền phê duyệt" in errors_of(answer)


@pytest.mark.every_engine
def test_lists_of_khuyen_cong_show_the_four_amounts_apart(admin_client, waiting):
    make_scheme_step(scheme=waiting, status="approved", on=date(2022, 3, 1))
    SchemeFunding.objects.update(disbursed=Decimal("150.5"))
    row = admin_client.get(address("extensionbudget", "changelist")).content.decode()
    for amount in ["500", "200", "300", "150,5", "—"]:
        assert f'<span class="number">{amount}</span>' in row
    row = admin_client.get(address("extensionscheme", "changelist")).content.decode()
    assert '<span class="number">150,5</span>' in row
    assert "đã phê duyệt" in row


@pytest.mark.every_engine
def test_schemes_are_filtered_by_their_latest_step(admin_client, waiting):
    make_scheme_step(status="running")
    page = admin_client.get(address("extensionscheme", "changelist"), {"buoc": "appraisal"})
    assert [scheme.pk for scheme in page.context["cl"].result_list] == [waiting.pk]


def test_the_index_tells_of_schemes_that_wait(admin_client, waiting):
    tasks = {task["name"]: task for task in admin_client.get(reverse("admin:index")).context["tasks"]}
    task = tasks["Đề án chờ thẩm định"]
    assert task["count"] == 1
    assert admin_client.get(task["url"]).context["cl"].result_count == 1


def test_a_scheme_is_entered_with_all_that_belongs_to_it(admin_client):
    page = admin_client.get(address("extensionscheme", "add"))
    assert [inline.formset.prefix for inline in page.context["inline_admin_formsets"]] == [
        "funding",
        "steps",
        "results",
    ]
    boxes = typed(page) | {"code": "KC-1", "name": "Đề án", "first_year": "2022", "last_year": "2022"}
    boxes |= {"funding-TOTAL_FORMS": "1", "funding-0-year": "2022", "funding-0-fund": "local"}
    boxes |= {"funding-0-committed": "1200,5", "steps-TOTAL_FORMS": "1", "steps-0-on": "05/03/2022"}
    boxes |= {"steps-0-status": "draft"}
    assert admin_client.post(address("extensionscheme", "add"), boxes).status_code == 302
    scheme = ExtensionScheme.objects.get()
    assert scheme.funding.get().committed == Decimal("1200.5")
    assert scheme.steps.get().on == date(2022, 3, 5)


def test_projects_show_their_latest_status(admin_client):
    project = make_investment_project()
    make_project_status(project=project, status="building", on=date(2018, 1, 1))
    make_project_status(project=project, status="operating", on=date(2020, 1, 1))
    page = admin_client.get(address("investmentproject", "changelist")).content.decode()
    assert "đã đi vào sản xuất kinh doanh" in page


def test_estates_show_the_areas_in_force(admin_client):
    estate = make_estate()
    make_estate_area(estate=estate, kind="leased", hectares=12, on=date(2018, 1, 1))
    make_estate_area(estate=estate, kind="leased", hectares=Decimal("51.2"), on=date(2020, 1, 1))
    page = admin_client.get(address("estate", "changelist")).content.decode()
    assert '<span class="number">51,2</span>' in page
    assert '<span class="number">12</span>' not in page


@pytest.mark.every_engine
def test_licences_in_force_are_told_from_the_others(admin_client):
    site = make_mineral_site()
    valid = make_mining_licence(site=site, expires_on=date(2999, 1, 1))
    over = make_mining_licence(site=site, issued_on=date(2001, 1, 1), expires_on=date(2005, 1, 1))
    gone = make_mining_licence(site=site, expires_on=None, revoked_on=date(2020, 1, 1))
    page = admin_client.get(address("mininglicence", "changelist"), {"hieu_luc": "con"})
    assert list(page.context["cl"].result_list) == [valid]
    page = admin_client.get(address("mininglicence", "changelist"), {"hieu_luc": "het"})
    assert set(page.context["cl"].result_list) == {over, gone}
    assert MiningLicence.objects.count() == 3
    page = admin_client.get(address("mineralsite", "changelist"))
    assert page.context["cl"].result_list[0].licences_now == 1


@pytest.mark.every_engine
def test_an_establishment_whose_scheme_would_pass_its_cap_is_not_deleted(admin_client, waiting):
    make_scheme_step(scheme=waiting, status="approved", on=date(2022, 3, 1))
    two = [make_beneficiary(), make_beneficiary()]
    waiting.beneficiaries.set(two)
    make_support_ceiling(content=waiting.content, percent=None, cap_million_vnd=100)
    page = admin_client.post(address("beneficiary", "delete", two[0].pk), {"post": "yes"}, follow=True)
    assert "mức tối đa 100 triệu đồng một cơ sở" in page.content.decode()
    assert waiting.beneficiaries.count() == 2
