"""Two people at one form: nobody's change is lost, and whoever comes second is told of what both changed."""

import re
from datetime import date

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from config.staff.roles import sync
from config.values.forms import QuantityField, WholeNumberField
from indicators.models import AuditEntry, Figure, Place, ReportedValue, Source
from indicators.trail.history import AuditedAdmin
from projects.models import EstateArea, InfrastructureSupport, InvestmentProject
from tests import makers
from tests.staff_forms import errors_of, shown_by, typed
from tests.unrendered import UndrawnWhereAsked

pytestmark = pytest.mark.django_db
SCREENS = sorted(
    (model for model, screen in admin.site._registry.items() if isinstance(screen, AuditedAdmin)),
    key=lambda model: model._meta.label,
)


def name_of(model):
    return model._meta.label


def make(model):
    words = re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()
    return getattr(makers, f"make_{words}")()


def address(row, page="change"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


@pytest.fixture
def two(db):
    """Two people at work, each with a browser of their own."""
    from django.test import Client

    people = []
    for first in ["An", "Bình"]:
        user = makers.make_user(is_superuser=True, last_name="Bùi", first_name=first)
        client = Client()
        client.force_login(user)
        people.append(client)
    return people


def another(field, value):
    """A value of a box other than the one in it, None where no other is easily told."""
    if isinstance(field, forms.BooleanField):
        return "" if value else "on"
    if isinstance(field, QuantityField | WholeNumberField):
        return "7" if str(value) != "7" else "8"
    # A code, a period and an address have a shape of their own.
    if isinstance(field, forms.CharField) and not isinstance(field, forms.SlugField) and field.label != "kỳ":
        return f"{value or ''} khác".strip()
    return None


def changes(page):
    """Boxes that can be changed one by one, each with another value; tried out and put back by the test's database."""
    found = {}
    for box in shown_by(page)["adminform"].form:
        value = another(box.field, box.value())
        if value is not None:
            found[box.html_name] = value
    return found


def opened(client, row):
    return client.get(address(row), headers={UndrawnWhereAsked.HEADER: "yes"})


def stored(row, name):
    return type(row).objects.filter(pk=row.pk).values_list(name, flat=True).get()


# Each engine's trail is read by the tests below; that each register's form asks it is the same on both.
@pytest.mark.sqlite
@pytest.mark.parametrize("model", SCREENS, ids=name_of)
def test_two_people_change_two_fields_and_both_changes_stand(two, model, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.unrendered.UndrawnWhereAsked"]
    row = make(model)
    first, second = two
    tried = []
    for name, value in changes(opened(first, row)).items():
        before = stored(row, name)
        if first.post(address(row), typed(opened(first, row)) | {name: value}).status_code != 302:
            continue
        tried.append((name, value, before, stored(row, name)))
        type(row).objects.filter(pk=row.pk).update(**{name: before})
        if len(tried) == 2:
            break
    assert tried
    pages = [opened(client, row) for client in two]
    for client, page, (name, value, _, _) in zip(two, pages, tried, strict=False):
        answer = client.post(address(row), typed(page) | {name: value})
        assert answer.status_code == 302, errors_of(answer)
    for name, _, before, after in tried:
        assert stored(row, name) == after != before


def test_most_screens_have_two_fields_to_try():
    assert len(SCREENS) > 25


@pytest.fixture
def project():
    return makers.make_investment_project(name="Nhà máy", investor="Công ty A")


def test_who_comes_second_is_told_by_whom_and_of_both_values_and_chooses_their_own(two, project):
    first, second = two
    pages = [client.get(address(project)) for client in two]
    first.post(address(project), typed(pages[0], investor="Công ty B"))
    answer = second.post(address(project), typed(pages[1], investor="Công ty C", commune="Xã mới"))
    told = errors_of(answer)
    assert "Bùi An đã sửa ô này thành «Công ty B»" in told
    assert "ở đây đang gõ «Công ty C»" in told
    assert stored(project, "investor") == "Công ty B"
    assert stored(project, "commune") == ""
    answer = second.post(address(project), sent_again(answer))
    assert answer.status_code == 302
    assert (stored(project, "investor"), stored(project, "commune")) == ("Công ty C", "Xã mới")


def sent_again(answer, **boxes):
    """What the same page sends when it is saved once more, with what the messages put into it."""
    told = re.findall(r'name="_told" value="([^"]+)"', answer.content.decode())
    return typed(answer) | {"_told": told} | boxes


def test_the_other_value_is_taken_by_a_tick(two, project):
    first, second = two
    pages = [client.get(address(project)) for client in two]
    first.post(address(project), typed(pages[0], investor="Công ty B"))
    answer = second.post(address(project), typed(pages[1], investor="Công ty C", commune="Xã mới"))
    assert second.post(address(project), sent_again(answer, _theirs="investor")).status_code == 302
    assert (stored(project, "investor"), stored(project, "commune")) == ("Công ty B", "Xã mới")


def test_a_third_change_is_told_again(two, project):
    first, second = two
    page = second.get(address(project))
    first.post(address(project), typed(first.get(address(project)), investor="Công ty B"))
    answer = second.post(address(project), typed(page, investor="Công ty C"))
    first.post(address(project), typed(first.get(address(project)), investor="Công ty D"))
    answer = second.post(address(project), sent_again(answer))
    assert "«Công ty D»" in errors_of(answer)
    assert stored(project, "investor") == "Công ty D"


def test_the_same_change_twice_is_no_conflict(two, project):
    pages = [client.get(address(project)) for client in two]
    for client, page in zip(two, pages, strict=True):
        assert client.post(address(project), typed(page, investor="Công ty B")).status_code == 302


def test_what_a_sheet_or_sql_changed_meanwhile_stands_too(two, project):
    page = two[0].get(address(project))
    InvestmentProject.objects.update(commune="Xã đổi")
    assert two[0].post(address(project), typed(page, investor="Công ty B")).status_code == 302
    assert (stored(project, "investor"), stored(project, "commune")) == ("Công ty B", "Xã đổi")


def test_numbers_days_choices_and_relations_are_merged_too(two):
    estates = [makers.make_estate(), makers.make_estate()]
    project = makers.make_investment_project(
        estate=estates[0], land_ha=1, certificate_on=date(2020, 1, 1), is_demonstration=False
    )
    page = two[1].get(address(project))
    boxes = {"land_ha": "2,5", "certificate_on": "05/03/2021", "estate": estates[1].pk, "is_demonstration": "on"}
    assert two[0].post(address(project), typed(two[0].get(address(project))) | boxes).status_code == 302
    assert two[1].post(address(project), typed(page, investor="Công ty B")).status_code == 302
    project.refresh_from_db()
    assert (project.land_ha, project.certificate_on) == (2.5, date(2021, 3, 5))
    assert (project.estate, project.is_demonstration, project.investor) == (estates[1], True, "Công ty B")


def test_a_form_saved_as_it_was_opened_puts_nothing_back(two, project):
    page = two[1].get(address(project))
    two[0].post(address(project), typed(two[0].get(address(project)), investor="Công ty B"))
    entries = AuditEntry.objects.count()
    assert two[1].post(address(project), typed(page)).status_code == 302
    assert stored(project, "investor") == "Công ty B"
    assert AuditEntry.objects.count() == entries


def test_the_period_of_a_figure_is_merged_as_one(two):
    figure = makers.make_figure(year=2022)
    page = two[1].get(address(figure))
    two[0].post(address(figure), typed(two[0].get(address(figure)), period="2023"))
    assert two[1].post(address(figure), typed(page, value="250")).status_code == 302
    figure.refresh_from_db()
    assert (str(figure.period), figure.value) == ("2023", 250)
    page = two[1].get(address(figure))
    two[0].post(address(figure), typed(two[0].get(address(figure)), period="2020"))
    assert "«2020»" in errors_of(two[1].post(address(figure), typed(page, period="2021")))


def test_a_list_of_others_is_merged_and_asked_about(two):
    estates = [makers.make_estate() for _ in range(3)]
    support = makers.make_infrastructure_support(estates=estates[:1])
    page = two[1].get(address(support))
    boxes = typed(two[0].get(address(support)))
    two[0].post(address(support), boxes | {"estates": [estates[0].pk, estates[1].pk]})
    assert two[1].post(address(support), typed(page, note="Ghi thêm")).status_code == 302
    support = InfrastructureSupport.objects.get()
    assert set(support.estates.all()) == set(estates[:2])
    page = two[1].get(address(support))
    two[0].post(address(support), typed(two[0].get(address(support))) | {"estates": [estates[0].pk]})
    answer = two[1].post(address(support), typed(page) | {"estates": [estate.pk for estate in estates]})
    assert "Bùi An đã sửa ô này" in errors_of(answer)


# Rows under a form


@pytest.fixture
def area():
    return makers.make_estate_area(hectares=12, decision="QĐ 1")


def test_a_row_under_a_form_is_merged(two, area):
    page = two[1].get(address(area.estate))
    two[0].post(address(area.estate), typed(two[0].get(address(area.estate)), areas__0__hectares="15"))
    boxes = typed(page, areas__0__decision="QĐ 2")
    assert two[1].post(address(area.estate), boxes).status_code == 302
    area.refresh_from_db()
    assert (area.hectares, area.decision) == (15, "QĐ 2")


def test_both_at_one_box_of_a_row_under_a_form_is_asked_about(two, area):
    page = two[1].get(address(area.estate))
    two[0].post(address(area.estate), typed(two[0].get(address(area.estate)), areas__0__hectares="15"))
    answer = two[1].post(address(area.estate), typed(page, areas__0__hectares="16"))
    assert "«15»" in errors_of(answer)
    assert two[1].post(address(area.estate), sent_again(answer)).status_code == 302
    area.refresh_from_db()
    assert area.hectares == 16


def test_a_row_deleted_under_a_form_stays_deleted_where_nobody_changed_it(two, area):
    page = two[1].get(address(area.estate))
    area.delete()
    assert two[1].post(address(area.estate), typed(page, note="Ghi thêm")).status_code == 302
    assert not EstateArea.objects.exists()


def test_a_row_deleted_under_a_form_while_it_was_changed_is_told(two, area):
    page = two[1].get(address(area.estate))
    two[0].post(address(area.estate), typed(two[0].get(address(area.estate))) | {"areas-0-DELETE": "on"})
    assert not EstateArea.objects.exists()
    answer = two[1].post(address(area.estate), typed(page, areas__0__hectares="16"))
    assert "Bùi An đã xóa dòng này lúc" in errors_of(answer)
    assert 'value="16"' in answer.content.decode()
    assert two[1].post(address(area.estate), typed(answer)).status_code == 302
    assert EstateArea.objects.get().hectares == 16


# The row of the form itself


def test_a_row_deleted_meanwhile_is_told_and_what_was_typed_can_be_saved_anew(two, project):
    page = two[1].get(address(project))
    two[0].post(address(project, "delete"), {"post": "yes"})
    answer = two[1].post(address(project), typed(page, investor="Công ty B"))
    assert answer.status_code == 200
    assert "Bùi An đã xóa dòng này lúc" in errors_of(answer)
    assert 'value="Công ty B"' in answer.content.decode()
    add = reverse("admin:projects_investmentproject_add")
    assert f'action="{add}"' in answer.content.decode()
    assert two[1].post(add, typed(answer)).status_code == 302
    assert InvestmentProject.objects.get().investor == "Công ty B"


def test_with_its_rows_it_is_saved_anew_too(two, area):
    page = two[1].get(address(area.estate))
    two[0].post(address(area.estate, "delete"), {"post": "yes"})
    answer = two[1].post(address(area.estate), typed(page, note="Ghi thêm"))
    assert "đã xóa dòng này" in errors_of(answer)
    assert two[1].post(reverse("admin:projects_estate_add"), typed(answer)).status_code == 302
    assert EstateArea.objects.get().hectares == 12


# What is sent beside the boxes


@pytest.mark.parametrize(
    "seen", ["", "x", "indicators_place:1=", "indicators_place:9=99999999999999999999", "=;:", "\x00"]
)
def test_garbled_versions_do_no_harm(two, seen):
    place = makers.make_place(name="Xã cũ")
    boxes = typed(two[0].get(address(place)), name="Xã mới") | {"_seen": seen, "_told": "x", "_theirs": ["y", ""]}
    assert two[0].post(address(place), boxes).status_code == 302
    assert Place.objects.get().name == "Xã mới"


@pytest.mark.sqlite
def test_opening_a_form_asks_no_more_for_many_rows_under_it(two, django_assert_max_num_queries):
    estate = makers.make_estate()
    with django_assert_max_num_queries(30) as few:
        two[0].get(address(estate))
    for year in range(2000, 2020):
        makers.make_estate_area(estate=estate, on=date(year, 1, 1))
    with django_assert_max_num_queries(len(few.captured_queries) + 1):
        two[0].get(address(estate))


def test_an_account_is_merged_too(two):
    sync()
    account = makers.make_user(email="a@vi-du.vn")
    page = two[1].get(address(account))
    role = Group.objects.get(name="Người xem nội bộ")
    two[0].post(address(account), typed(two[0].get(address(account)), email="b@vi-du.vn") | {"groups": [role.pk]})
    assert two[1].post(address(account), typed(page, last_name="Đinh")).status_code == 302
    account.refresh_from_db()
    assert (account.email, account.last_name, list(account.groups.all())) == ("b@vi-du.vn", "Đinh", [role])


def test_what_is_said_beside_a_figure_is_merged(two):
    figure = makers.make_figure()
    said = makers.make_reported_value(figure=figure, value=90)
    page = two[1].get(address(figure))
    two[0].post(address(said), typed(two[0].get(address(said)), value="95"))
    assert two[1].post(address(figure), typed(page, reported_values__0__note="Làm tròn")).status_code == 302
    said = ReportedValue.objects.get()
    assert (said.value, said.note) == (95, "Làm tròn")
    assert Figure.objects.count() == Source.objects.count() == 1
