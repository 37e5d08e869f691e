import re
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.models import Recorded
from config.staff.admin import RecordedAdmin, Section
from projects.models import (
    Beneficiary,
    Disbursement,
    Estate,
    EstateArea,
    InfrastructureSupport,
    InvestmentProject,
)
from tests import makers
from tests.staff_forms import errors_of, typed

pytestmark = pytest.mark.django_db

RECORDED = [model for model in apps.get_models() if issubclass(model, Recorded)]
SCREENS = sorted(admin.site._registry, key=lambda model: model._meta.label)
# A row may exist once a year and fund source: the maker cannot choose that by itself.
OF_ROW = {"ExtensionBudget": lambda number: {"year": 2000 + number}}


def name_of(model):
    return model._meta.label


def make(model, number):
    words = re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()
    return getattr(makers, f"make_{words}")(**OF_ROW.get(model.__name__, lambda _: {})(number))


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def staff(admin_client):
    return admin_client


def test_every_register_has_a_screen():
    assert {name_of(model) for model in RECORDED} <= {name_of(model) for model in SCREENS}


def test_the_index_has_its_sections_in_the_order_staff_think_of_them(staff):
    page = staff.get(reverse("admin:index"))
    assert [section["name"] for section in page.context["app_list"]] == [section.label for section in Section]


def test_every_screen_says_which_section_it_stands_in():
    assert [name_of(model) for model, screen in admin.site._registry.items() if not hasattr(screen, "section")] == []


@pytest.mark.parametrize("model", SCREENS, ids=name_of)
def test_every_list_opens_and_can_be_searched(staff, model):
    assert staff.get(address(model, "changelist"), {"q": "hòa bình 1"}, follow=True).status_code == 200


@pytest.mark.sqlite
@pytest.mark.parametrize("model", RECORDED, ids=name_of)
def test_every_form_opens_empty_and_filled(staff, model):
    row = make(model, 1)
    assert staff.get(address(model, "add")).status_code == 200
    assert staff.get(address(model, "change", row.pk)).status_code == 200


@pytest.mark.sqlite
@pytest.mark.parametrize("model", RECORDED, ids=name_of)
def test_a_form_saved_as_it_was_shown_changes_nothing(staff, model):
    row = make(model, 1)
    before = model.objects.filter(pk=row.pk).values().get()
    page = staff.get(address(model, "change", row.pk))
    answer = staff.post(address(model, "change", row.pk), typed(page))
    assert answer.status_code == 302, errors_of(answer)
    assert model.objects.filter(pk=row.pk).values().get() == before


@pytest.mark.sqlite
@pytest.mark.parametrize("model", RECORDED, ids=name_of)
def test_a_longer_list_asks_no_more_questions(staff, model):
    def questions():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert staff.get(address(model, "changelist")).status_code == 200
        return len(asked)

    for number in range(2):
        make(model, number)
    staff.get(address(model, "changelist"))
    few = questions()
    for number in range(2, 20):
        make(model, number)
    assert questions() <= few


def test_lists_print_amounts_and_years_the_vietnamese_way(staff):
    makers.make_extension_budget(year=2026, allocated=Decimal("9417.1"))
    page = staff.get(address(apps.get_model("projects.ExtensionBudget"), "changelist")).content.decode()
    assert '<span class="number">9.417,1</span>' in page
    assert ">2026<" in page
    assert "2.026" not in page


def test_a_row_that_may_only_be_read_shows_its_amounts_the_vietnamese_way(client):
    project = makers.make_investment_project(capital_billion_vnd=Decimal("1234.5"))
    makers.make_disbursement(project=project, billion_vnd=Decimal("6789.5"))
    views = ["projects.view_investmentproject", "projects.view_disbursement"]
    client.force_login(makers.make_user(*views))
    page = client.get(address(InvestmentProject, "change", project.pk)).content.decode()
    assert "1.234,5" in page
    assert "6.789,5" in page
    assert "1234,5" not in page


@pytest.mark.parametrize(
    ("box", "text", "complaint"),
    [
        ("capital_billion_vnd", "1.234", "có thể là 1234 hoặc 1,234"),
        ("capital_billion_vnd", "1,234.56", "viết theo kiểu Anh"),
        ("workers", "1.000", "hãy gõ 1000"),
        ("workers", "1,5", "không phải số nguyên"),
        ("certificate_on", "31/02/2026", "Không có ngày"),
    ],
)
def test_a_form_refuses_what_two_readers_would_read_differently(staff, box, text, complaint):
    project = makers.make_investment_project()
    page = staff.get(address(InvestmentProject, "change", project.pk))
    answer = staff.post(address(InvestmentProject, "change", project.pk), typed(page, **{box: text}))
    assert complaint in errors_of(answer)
    assert f'value="{text}"' in answer.content.decode()


def test_a_form_reads_vietnamese_numbers_and_the_day_first(staff):
    project = makers.make_investment_project()
    page = staff.get(address(InvestmentProject, "change", project.pk))
    boxes = typed(page, capital_billion_vnd="1.234.567,8", workers="1500", certificate_on="05/03/2026")
    assert staff.post(address(InvestmentProject, "change", project.pk), boxes).status_code == 302
    project.refresh_from_db()
    assert project.capital_billion_vnd == Decimal("1234567.8")
    assert project.workers == 1500
    assert project.certificate_on == date(2026, 3, 5)


def test_rows_under_a_form_survive_an_error_elsewhere(staff):
    estate = makers.make_estate()
    page = staff.get(address(Estate, "change", estate.pk))
    boxes = typed(page, areas__TOTAL_FORMS="1", capital_billion_vnd="một nghìn")
    boxes |= {"areas-0-kind": "leased", "areas-0-hectares": "12,5", "areas-0-on": "05/03/2026", "areas-0-estate": ""}
    answer = staff.post(address(Estate, "change", estate.pk), boxes)
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert 'value="12,5"' in shown
    assert 'value="05/03/2026"' in shown
    assert not EstateArea.objects.exists()


def test_every_box_of_a_row_under_a_form_is_named(staff):
    disbursement = makers.make_disbursement()
    page = staff.get(address(InvestmentProject, "change", disbursement.project_id)).content.decode()
    rows = re.findall(r'<(?:input|select|textarea)[^>]*name="disbursements-\d+-(?!id|project)[^>]*>', page)
    assert len(rows) >= 5
    assert [row for row in rows if "aria-label=" not in row] == []


def test_search_folds_case_marks_and_the_place_of_tones(staff):
    makers.make_estate(name="Cụm công nghiệp Đồng Thuỷ")
    makers.make_estate(name="Cụm công nghiệp Yên Mông")
    for words in ["dong thuy", "ĐỒNG THỦY", "thuỷ đồng"]:
        page = staff.get(address(Estate, "changelist"), {"q": words})
        assert [estate.name for estate in page.context["cl"].result_list] == ["Cụm công nghiệp Đồng Thuỷ"], words


def test_a_row_found_through_two_of_its_parts_is_listed_once(staff):
    estates = [makers.make_estate(name="Cụm Yên Mông"), makers.make_estate(name="Cụm Đông Lai")]
    support = makers.make_infrastructure_support(estates=estates)
    page = staff.get(address(InfrastructureSupport, "changelist"), {"q": "cum"})
    assert [row.pk for row in page.context["cl"].result_list] == [support.pk]


def test_the_choices_of_a_relation_are_searched_folded_too(staff):
    makers.make_estate(name="Cụm công nghiệp Yên Mông")
    field = {"app_label": "projects", "model_name": "investmentproject", "field_name": "estate"}
    answer = staff.get(reverse("admin:autocomplete"), {"term": "yen mong", **field})
    assert [choice["text"] for choice in answer.json()["results"]] == ["Cụm công nghiệp Yên Mông"]


def test_demonstration_rows_are_marked_and_can_be_filtered(staff):
    makers.make_estate(name="Cụm thật")
    makers.make_estate(name="Cụm dựng", is_demonstration=True)
    page = staff.get(address(Estate, "changelist")).content.decode()
    assert page.count("tag-demonstration") == 1
    page = staff.get(address(Estate, "changelist"), {"is_demonstration__exact": "0"})
    assert [estate.name for estate in page.context["cl"].result_list] == ["Cụm thật"]


def test_parts_of_demonstration_rows_are_marked_and_filtered_with_them(staff):
    makers.make_estate_area(estate=makers.make_estate(is_demonstration=True))
    real = makers.make_estate_area()
    assert staff.get(address(EstateArea, "changelist")).content.decode().count("tag-demonstration") == 1
    page = staff.get(address(EstateArea, "changelist"), {"estate__is_demonstration__exact": "0"})
    assert list(page.context["cl"].result_list) == [real]


def test_the_form_of_a_demonstration_row_says_so(staff):
    note = "Dòng minh họa, không phải số liệu thật"
    estate = makers.make_estate(is_demonstration=True)
    assert note in staff.get(address(Estate, "change", estate.pk)).content.decode()
    assert note not in staff.get(address(Estate, "change", makers.make_estate().pk)).content.decode()


@pytest.mark.parametrize("model", [InvestmentProject, Beneficiary], ids=name_of)
def test_personal_data_is_shown_to_those_who_keep_it_only(client, model):
    row = make(model, 1)
    model.objects.update(phone="0912 345 678")
    app, name = model._meta.app_label, model._meta.model_name
    client.force_login(makers.make_user(f"{app}.view_{name}"))
    assert "0912 345 678" not in client.get(address(model, "change", row.pk)).content.decode()
    client.force_login(makers.make_user(f"{app}.view_{name}", f"{app}.change_{name}"))
    shown = client.get(address(model, "change", row.pk)).content.decode()
    assert "0912 345 678" in shown
    assert "Thông tin cá nhân (chỉ nội bộ)" in shown


@pytest.mark.parametrize("model", [InvestmentProject, Beneficiary], ids=name_of)
def test_personal_data_is_not_guessed_through_the_address(client, model):
    make(model, 1)
    model.objects.update(phone="0912 345 678")
    app, name = model._meta.app_label, model._meta.model_name
    client.force_login(makers.make_user(f"{app}.view_{name}"))
    assert client.get(address(model, "changelist"), {"phone__startswith": "09"}).status_code == 400
    client.force_login(makers.make_user(f"{app}.view_{name}", f"{app}.change_{name}"))
    for start, count in [("09", 1), ("08", 0)]:
        page = client.get(address(model, "changelist"), {"phone__startswith": start})
        assert page.context["cl"].result_count == count


def test_what_others_point_to_is_not_deleted_and_the_page_says_so(staff):
    project = makers.make_investment_project(estate=makers.make_estate())
    boxes = {"action": "delete_selected", "_selected_action": [project.estate_id]}
    page = staff.post(address(Estate, "changelist"), boxes | {"post": "yes"})
    assert Estate.objects.exists()
    shown = page.content.decode()
    assert project.name in shown
    assert "Delet" not in shown


def test_a_broken_rule_is_told_in_the_form_and_undoes_the_save(staff, monkeypatch):
    from contextlib import contextmanager

    from django.core.exceptions import ValidationError

    @contextmanager
    def rules(self, request, rows):
        yield
        raise ValidationError("Trái một quy tắc.")

    monkeypatch.setattr(RecordedAdmin, "rules", rules)
    disbursement = makers.make_disbursement()
    project = disbursement.project
    page = staff.get(address(InvestmentProject, "change", project.pk))
    boxes = typed(page, name="Tên mới gõ", disbursements__0__billion_vnd="77,5")
    answer = staff.post(address(InvestmentProject, "change", project.pk), boxes)
    assert "Trái một quy tắc." in errors_of(answer)
    assert not list(answer.context["messages"]), "an undone save is not announced"
    assert "Tên mới gõ" in answer.content.decode()
    assert 'value="77,5"' in answer.content.decode()
    project.refresh_from_db()
    assert project.name != "Tên mới gõ"
    assert Disbursement.objects.get().billion_vnd == 12
    answer = staff.post(address(InvestmentProject, "delete", project.pk), {"post": "yes"}, follow=True)
    assert "Trái một quy tắc." in answer.content.decode()
    assert InvestmentProject.objects.exists()


def test_a_row_someone_else_wrote_meanwhile_is_told_in_the_form(staff, monkeypatch):
    from django.db import IntegrityError

    def clash(self, request, obj, form, change):
        raise IntegrityError

    monkeypatch.setattr(RecordedAdmin, "save_model", clash)
    answer = staff.post(
        address(Estate, "add"), typed(staff.get(address(Estate, "add")), code="A", kind="zone", name="B")
    )
    assert "người khác vừa ghi" in errors_of(answer)


def test_roles_can_only_be_read(staff):
    group = Group.objects.create(name="Nhóm thử")
    page = staff.get(address(Group, "change", group.pk))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()


@pytest.mark.parametrize("query", ["source=9999999999999999999999", "period_end__year=9999999999999999999999"])
def test_a_number_no_database_holds_is_left_out_of_the_address(admin_client, query):
    address = reverse("admin:indicators_figure_changelist")
    answer = admin_client.get(f"{address}?{query}", follow=True)
    assert answer.status_code == 200
