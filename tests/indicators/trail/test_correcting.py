"""Rows corrected in their list: by whom, all or none, and what somebody else wrote meanwhile."""

import re
from datetime import date

import pytest
from django.contrib import admin
from django.db import connection
from django.urls import reverse

from config.values.numbers import format_input
from indicators.models import AuditEntry, FormPeriod, Indicator, Posting, ReportForm, Source
from power.models import Substation
from projects.models import ExtensionScheme, TypicalProduct
from tests import makers
from tests.staff_forms import _sent

pytestmark = pytest.mark.django_db
SOURCES = reverse("admin:indicators_source_changelist")


def boxes(page, **changes):
    """What the list sends: its boxes as they stand, changed as told (`form__0__title`), and the button."""
    formset = page.context["cl"].formset
    sent = {"_seen": page.context["seen"], "_save": "Lưu"}
    for form in [formset.management_form, *formset.forms]:
        for box in form:
            sent |= _sent(box)
    return sent | {name.replace("__", "-"): value for name, value in changes.items()}


def editing(model, **query):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist", query={"sua": "1", **query})


@pytest.fixture
def sources():
    return [makers.make_source(code=code, title=f"Báo cáo {code}") for code in ("bc1", "bc2")]


def order(page):
    return [form.instance for form in page.context["cl"].formset.forms]


def test_a_list_is_calm_until_its_boxes_are_asked_for(admin_client, sources):
    page = admin_client.get(SOURCES)
    assert page.context["cl"].formset is None
    assert '<a href="?sua=1">Sửa ngay trong danh sách</a>' in page.content.decode()
    page = admin_client.get(editing(Source))
    text = page.content.decode()
    assert "Thôi sửa" in text
    assert f'aria-label="Tên tài liệu: {order(page)[0]}"' in text
    assert 'name="action"' not in text


def test_only_what_was_changed_is_written_and_the_trail_knows_who(admin_client, admin_user, sources):
    page = admin_client.get(editing(Source))
    first = order(page)[0]
    answer = admin_client.post(editing(Source), boxes(page, **{"form__0__title": "Báo cáo năm"}))
    assert (answer.status_code, answer.url) == (302, editing(Source))
    first.refresh_from_db()
    assert first.title == "Báo cáo năm"
    (entry,) = AuditEntry.objects.filter(table="indicators_source", action="U", user=admin_user)
    assert (entry.row, "title" in entry.after, "url" in entry.after) == (first.pk, True, False)


def test_filter_order_and_page_stay_after_saving(admin_client, sources):
    address = editing(Source, q="báo cáo", o="1")
    page = admin_client.get(address)
    assert admin_client.post(address, boxes(page, form__0__number="12")).url == address


def test_whatever_is_searched_sorted_filtered_or_turned_to_keeps_its_boxes(admin_client):
    for _ in range(60):
        makers.make_source(issued_on=date(2023, 5, 1))
    page = admin_client.get(editing(Source, q="báo", o="1", issued_on__year="2023"))
    text = page.content.decode()
    links = re.findall(r'<a[^>]* href="(\?[^"]*)"[^>]*>([^<]*)', text)
    assert {"Hiện tất cả", "2"} <= {words for _, words in links}
    assert [words for address, words in links if "sua=1" not in address] == ["Thôi sửa"]
    assert '<input type="hidden" name="sua" value="1">' in text
    whole = next(address for address, words in links if words == "Hiện tất cả")
    assert admin_client.get(SOURCES + whole).context["cl"].query == ""


def test_one_wrong_box_and_nothing_of_the_page_is_written_all_that_was_typed_stays(admin_client, sources):
    page = admin_client.get(editing(Source))
    answer = admin_client.post(editing(Source), boxes(page, form__0__title="Tên mới", form__1__issued_on="35/13/2022"))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="Tên mới"' in text
    assert 'value="35/13/2022"' in text
    ((row, column, box),) = answer.context["problems"]
    assert row == str(order(page)[1])
    assert f'<a href="#{box}">«{row}», cột «{column}»</a>' in text
    assert not Source.objects.filter(title="Tên mới").exists()


def test_both_values_and_who_are_told_where_two_changed_one_box(admin_client, client, sources):
    page = admin_client.get(editing(Source))
    first, second = order(page)
    other = makers.make_user("indicators.view_source", "indicators.change_source", last_name="Lan")
    client.force_login(other)
    theirs = client.get(editing(Source))
    client.post(editing(Source), boxes(theirs, form__0__title="Của Lan", form__1__number="77"))
    sent = boxes(page, form__0__title="Của tôi", form__1__issuer="Cục Thống kê")
    answer = admin_client.post(editing(Source), sent)
    text = answer.content.decode()
    assert "Lan đã sửa ô này thành «Của Lan»" in text
    assert "ở đây đang gõ «Của tôi»" in text
    first.refresh_from_db()
    assert first.title == "Của Lan"
    told = re.search(r'name="_told" value="([^"]+)"', text)[1]
    assert admin_client.post(editing(Source), sent | {"_told": told}).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.title == "Của tôi"
    # What each changed of the other row stands beside the other's.
    assert (second.number, second.issuer) == ("77", "Cục Thống kê")


def test_theirs_is_taken_by_a_tick(admin_client, client, sources):
    page = admin_client.get(editing(Source))
    client.force_login(makers.make_user("indicators.view_source", "indicators.change_source"))
    client.post(editing(Source), boxes(client.get(editing(Source)), form__0__title="Của họ"))
    sent = boxes(page, form__0__title="Của tôi", form__1__title="Báo cáo khác")
    assert admin_client.post(editing(Source), sent | {"_theirs": "form-0-title"}).status_code == 302
    assert set(Source.objects.values_list("title", flat=True)) == {"Của họ", "Báo cáo khác"}


def test_what_was_typed_of_a_row_deleted_meanwhile_is_told_and_nothing_is_written(admin_client, client, sources):
    page = admin_client.get(editing(Source))
    gone, kept = order(page)
    client.force_login(makers.make_user(is_superuser=True, last_name="Hoa"))
    client.post(reverse("admin:indicators_source_delete", args=[gone.pk]), {"post": "yes"})
    sent = boxes(page, form__0__title="Sửa dòng đã xóa", form__1__title="Sửa dòng còn")
    answer = admin_client.post(editing(Source), sent)
    text = answer.content.decode()
    assert f"«{gone.title} (đã xóa)»: Hoa xóa lúc" in text
    assert "«Sửa dòng đã xóa»" in text
    kept.refresh_from_db()
    assert kept.title != "Sửa dòng còn"
    assert admin_client.post(editing(Source), boxes(answer)).status_code == 302
    kept.refresh_from_db()
    assert kept.title == "Sửa dòng còn"


def test_a_row_deleted_meanwhile_that_nobody_touched_here_is_no_hindrance(admin_client, client, sources):
    page = admin_client.get(editing(Source))
    client.force_login(makers.make_user(is_superuser=True))
    client.post(reverse("admin:indicators_source_delete", args=[order(page)[0].pk]), {"post": "yes"})
    assert admin_client.post(editing(Source), boxes(page, form__1__title="Sửa dòng còn")).status_code == 302
    assert Source.objects.get().title == "Sửa dòng còn"


def test_a_refusal_comes_with_the_rows_it_speaks_of_though_the_list_has_changed(admin_client, sources):
    page = admin_client.get(editing(Source))
    makers.make_source(code="aaa", title="Đứng đầu danh sách")
    answer = admin_client.post(editing(Source), boxes(page, form__0__issued_on="hôm qua"))
    assert [row.pk for row in answer.context["cl"].result_list] == [row.pk for row in order(page)]
    assert "Đứng đầu danh sách" not in answer.content.decode()


# Who may


def test_who_may_not_change_is_offered_no_boxes_and_writes_nothing(client, sources):
    client.force_login(makers.make_user("indicators.view_source"))
    assert "Sửa ngay" not in client.get(SOURCES).content.decode()
    assert client.get(editing(Source)).context["cl"].formset is None
    sent = {
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 1,
        "form-0-id": sources[0].pk,
        "form-0-title": "x",
        "_save": "1",
    }
    client.post(editing(Source), sent)
    assert not Source.objects.filter(title="x").exists()


@pytest.fixture
def two_forms(client):
    mine, theirs = makers.make_office(), makers.make_office(name="Phòng Công nghiệp")
    user = makers.make_user("indicators.view_reportform", "indicators.change_reportform")
    Posting.set(user, mine)
    client.force_login(type(user).objects.get(pk=user.pk))
    return [
        makers.make_report_form(makers.make_indicator(), office=office, position=at, name=f"Biểu {at}")
        for at, office in enumerate([mine, theirs], start=1)
    ]


def test_rows_of_other_offices_are_plain_text(client, two_forms):
    page = client.get(editing(ReportForm))
    assert [sorted(form.fields) for form in page.context["cl"].formset.forms] == [
        ["due_days", "id", "is_in_use", "name", "position"], ["id"],
    ]  # fmt: skip
    assert "Biểu 2" in page.content.decode()
    assert client.post(editing(ReportForm), boxes(page, form__0__name="Biểu một")).status_code == 302
    assert set(ReportForm.objects.values_list("name", flat=True)) == {"Biểu một", "Biểu 2"}


def test_a_row_that_went_to_another_office_meanwhile_is_refused_with_what_was_typed(client, two_forms):
    page = client.get(editing(ReportForm))
    ReportForm.objects.filter(pk=two_forms[0].pk).update(office=two_forms[1].office)
    answer = client.post(editing(ReportForm), boxes(page, form__0__name="Biểu một"))
    assert "Phòng Công nghiệp phụ trách dòng này nên không ghi được; đã gõ: «Biểu một»." in answer.content.decode()
    two_forms[0].refresh_from_db()
    assert two_forms[0].name == "Biểu 1"


def test_boxes_sent_for_a_row_of_another_office_write_nothing(client, two_forms):
    page = client.get(editing(ReportForm))
    answer = client.post(editing(ReportForm), boxes(page, form__1__name="Chiếm"))
    assert answer.status_code == 200
    assert not ReportForm.objects.filter(name="Chiếm").exists()


def test_the_office_that_keeps_a_register_corrects_it_and_others_do_not(client):
    makers.make_typical_product(name="Rượu cần")
    user = makers.make_user("projects.view_typicalproduct", "projects.change_typicalproduct")
    Posting.set(user, makers.make_office())
    makers.make_office(keeps_extension=True)
    client.force_login(type(user).objects.get(pk=user.pk))
    assert client.get(editing(TypicalProduct)).context["cl"].formset is None


# Rules, and what the database refuses


def test_the_rules_of_a_form_of_its_own_hold_in_the_list(admin_client):
    indicator = makers.make_indicator(plausible_min=1, plausible_max=5)
    page = admin_client.get(editing(Indicator))
    assert format_input(indicator.plausible_max) in page.content.decode()
    answer = admin_client.post(editing(Indicator), boxes(page, form__0__plausible_max="1.234"))
    assert answer.status_code == 200
    assert "1.234" in answer.content.decode()
    assert admin_client.post(editing(Indicator), boxes(page, form__0__plausible_max="1.234,5")).status_code == 302
    indicator.refresh_from_db()
    assert indicator.plausible_max == pytest.approx(1234.5)


def test_rules_over_several_rows_hold_in_the_list(admin_client):
    scheme = makers.make_extension_scheme()
    page = admin_client.get(editing(ExtensionScheme))
    assert admin_client.post(editing(ExtensionScheme), boxes(page, form__0__implementer="Trung tâm")).status_code == 302
    scheme.refresh_from_db()
    assert scheme.implementer == "Trung tâm"


def test_what_the_database_refuses_names_the_row_and_keeps_what_was_typed(admin_client, sources):
    page = admin_client.get(editing(Source))
    row = order(page)[1]
    with connection.cursor() as cursor:
        cursor.execute("CREATE UNIQUE INDEX one_title ON indicators_source (title)")
    answer = admin_client.post(editing(Source), boxes(page, form__0__number="9", form__1__title=order(page)[0].title))
    text = answer.content.decode()
    assert f"«{order(page)[0].title}»: Chưa lưu: người khác vừa ghi một dòng trùng" in text
    row.refresh_from_db()
    assert not Source.objects.filter(number="9").exists()


def test_due_days_and_contacts_of_periods_are_corrected_in_their_list(admin_client):
    settings = makers.make_form_period()
    page = admin_client.get(editing(FormPeriod))
    sent = boxes(page, form__0__due_on="16/01/2023", form__0__contact="chị Hoa")
    assert admin_client.post(editing(FormPeriod), sent).status_code == 302
    settings.refresh_from_db()
    assert (str(settings.due_on), settings.contact) == ("2023-01-16", "chị Hoa")


def correctable():
    return [model for model, screen in admin.site._registry.items() if getattr(screen, "corrected_in_list", ())]


@pytest.mark.parametrize("model", correctable(), ids=lambda model: model._meta.label)
def test_no_list_corrects_what_names_its_rows_or_leads_nowhere(admin_client, model):
    screen = admin.site._registry[model]
    assert not set(screen.corrected_in_list) & (set(model.key_fields) - {"name"})
    fields = {field.name: field for field in model._meta.concrete_fields}
    assert all(fields[name].editable and not fields[name].is_relation for name in screen.corrected_in_list)
    assert screen._telling()
    assert admin_client.get(editing(model)).status_code == 200


def test_made_up_rows_bear_their_mark_among_the_boxes_too(admin_client):
    makers.make_typical_product(is_demonstration=True)
    assert (
        '<span class="tag tag-demonstration">minh họa</span>'
        in admin_client.get(editing(TypicalProduct)).content.decode()
    )


@pytest.mark.sqlite
def test_a_list_with_boxes_asks_as_often_for_one_row_as_for_many(admin_client, django_assert_max_num_queries):
    makers.make_substation()
    with django_assert_max_num_queries(40) as few:
        admin_client.get(editing(Substation))
    for _ in range(12):
        makers.make_substation()
    with django_assert_max_num_queries(len(few)):
        admin_client.get(editing(Substation))
