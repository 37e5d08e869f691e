"""What staff read of the trail: a row's history, the list of all changes, who wrote last."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AnonymousUser, Group
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from indicators.audit import acting_as
from indicators.models import AuditEntry, Figure, Topic
from indicators.trail.history import recent_rows
from indicators.trail.reading import read, steps_of
from projects.models import Estate, EstateArea
from tests.makers import (
    make_beneficiary,
    make_estate,
    make_estate_area,
    make_figure,
    make_infrastructure_support,
    make_investment_project,
    make_place,
    make_source,
    make_substation,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


def last_changes(count=1):
    """What the newest entry says, field by field; or the newest entries."""
    rows = read(AuditEntry.objects.select_related("user")[:count], reader=AnonymousUser())
    told = [{change.label: (change.old, change.new) for change in row.changes} for row in rows]
    return told[0] if count == 1 else told


# How a value is told


def test_a_number_is_told_as_it_is_written_in_vietnam():
    figure = make_figure(value=1234)
    Figure.objects.update(value="9417.1")
    assert last_changes() == {"giá trị": ("1.234", "9.417,1")}
    assert figure.indicator.name in read(AuditEntry.objects.all()[:1], reader=AnonymousUser())[0].name


def test_a_missing_value_is_a_dash_and_zero_a_zero():
    make_figure(value=None)
    Figure.objects.update(value=0)
    assert last_changes() == {"giá trị": ("—", "0")}


def test_a_code_is_told_by_its_label_and_a_day_the_day_first():
    make_estate_area(kind="leased", on=date(2020, 3, 5))
    EstateArea.objects.update(kind="industrial", on=date(2021, 12, 31))
    assert last_changes() == {
        "loại diện tích": ("đất công nghiệp đã cho thuê", "đất công nghiệp"),
        "từ ngày": ("05/03/2020", "31/12/2021"),
    }


def test_yes_and_no_are_words_and_unknown_is_a_dash():
    substation = make_substation()
    type(substation).objects.update(has_scada=True)
    assert last_changes() == {"kết nối SCADA": ("—", "có")}
    type(substation).objects.update(has_scada=False)
    assert last_changes() == {"kết nối SCADA": ("có", "không")}


def test_a_year_has_no_dot():
    support = make_infrastructure_support(first_year=2018)
    type(support).objects.update(first_year=2017)
    assert last_changes() == {"từ năm": ("2018", "2017")}


def test_another_row_is_told_by_its_name_also_when_it_is_gone():
    first, second = make_place(name="Xã Một"), make_place(name="Xã Hai")
    make_estate(place=first)
    Estate.objects.update(place=second)
    first.delete()
    assert last_changes(2)[1] == {"địa bàn": ("Xã Một (đã xóa)", "Xã Hai")}


def test_a_moment_is_told_in_the_local_time():
    user = make_user()
    type(user).objects.update(date_joined=datetime(2026, 1, 1, 18, 30, tzinfo=UTC))
    (told,) = last_changes().values()
    assert told[1] == "01:30 02/01/2026"


def test_a_password_is_told_without_itself():
    user = make_user(password="bí mật")
    user.set_password("bí mật mới")
    user.save()
    (told,) = last_changes().values()
    assert told == ("—", "đã đổi")


def test_of_a_new_row_only_what_was_filled_in_is_told():
    make_topic(code="cn", name="Công nghiệp", position=2)
    assert last_changes() == {
        "mã chủ đề": ("—", "cn"),
        "tên chủ đề": ("—", "Công nghiệp"),
        "thứ tự": ("—", "2"),
    }


def test_a_column_the_models_no_longer_know_is_told_by_its_name():
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO indicators_auditentry (at, origin, via, "table", "row", owner_table, owner_row, action,'
            " before, after) VALUES (%s, 'app', '', 'indicators_topic', 1, 'indicators_topic', 1, 'U', %s, %s)",
            [timezone.now(), '{"colour": "đỏ"}', '{"colour": null}'],
        )
    assert last_changes() == {"colour": ("đỏ", "—")}


@pytest.mark.sqlite
def test_reading_asks_no_more_when_there_is_more_to_read(django_assert_max_num_queries):
    for _ in range(12):
        make_estate_area(estate=make_estate(place=make_place(), source=make_source()))
    Estate.objects.first().delete()
    with django_assert_max_num_queries(10):
        read(AuditEntry.objects.select_related("user"), reader=AnonymousUser())


# Steps


def steps(entries):
    return steps_of(entries.select_related("user"), reader=AnonymousUser())


def test_what_one_person_did_at_once_is_one_step():
    topic, first, second = make_topic(), make_user(last_name="Nguyễn Văn", first_name="An"), make_user(username="binh")
    for user in [first, second]:
        with acting_as(user, via="yc"):
            Topic.objects.update(name=f"Tên của {user}", position=user.pk)
            Topic.objects.update(name_en=f"Name by {user}")
    newest, before, *_ = steps(AuditEntry.objects.of_row(Topic, topic.pk))
    assert [(newest.who, len(newest.rows)), (before.who, len(before.rows))] == [("binh", 2), ("Nguyễn Văn An", 2)]


def test_who_wrote_without_a_name_is_said():
    make_topic()
    assert steps(AuditEntry.objects.all())[0].who == "phần mềm"
    user = make_user()
    with acting_as(user):
        Topic.objects.update(position=5)
    pk = user.pk
    user.delete()
    (step,) = steps(AuditEntry.objects.filter(table="indicators_topic", action="U"))
    assert step.who == f"tài khoản số {pk} (đã xóa)"


# The history page


@pytest.fixture
def history(admin_client):
    def page(row, pk=None, **query):
        meta = row._meta
        address = reverse(f"admin:{meta.app_label}_{meta.model_name}_history", args=[pk or row.pk])
        return admin_client.get(address, query)

    return page


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_a_rows_history_has_its_parts_also_the_deleted_ones(history):
    area = make_estate_area(hectares="12.5", on=date(2020, 3, 5))
    other = make_estate_area(hectares="77.7")
    EstateArea.objects.filter(pk=area.pk).update(hectares="15.25")
    EstateArea.objects.filter(pk=area.pk).delete()
    page = text_of(history(area.estate))
    assert "«đất công nghiệp đã cho thuê, 05/03/2020»" in page
    assert "12,5" in page
    assert "15,25" in page
    assert "77,7" not in page
    assert page.index("Xóa diện tích") < page.index("Sửa diện tích") < page.index("Thêm diện tích")
    assert "77,7" in text_of(history(other.estate))


def test_a_row_behind_a_many_to_many_field_is_told_by_the_label_of_the_field(history):
    estate = make_estate(name="Cụm Hoà Bình")
    support = make_infrastructure_support(estates=[estate])
    support.estates.clear()
    page = text_of(history(support))
    assert "Thêm cụm được hỗ trợ «Cụm Hoà Bình»" in page
    assert "Xóa cụm được hỗ trợ «Cụm Hoà Bình»" in page


def test_a_change_by_the_form_is_on_the_page_with_who_and_not_in_djangos_log(admin_client, admin_user, history):
    topic = make_topic(name="Công nghiệp")
    form = {"code": topic.code, "name": "Thương mại", "position": 0}
    admin_client.post(reverse("admin:indicators_topic_change", args=[topic.pk]), form)
    page = text_of(history(topic))
    assert "Công nghiệp</td>" in page
    assert "Thương mại</td>" in page
    assert admin_user.username in page
    assert not LogEntry.objects.exists()


def test_an_account_has_its_history_too(admin_client, history):
    user, group = make_user(username="binh"), Group.objects.create(name="Chuyên viên nhập liệu")
    user.groups.add(group)
    page = text_of(history(user))
    assert "Thêm vai trò «Chuyên viên nhập liệu»" in page
    assert history(group).status_code == 200


def test_a_deleted_row_keeps_its_history(history):
    topic = make_topic(name="Công nghiệp")
    pk = topic.pk
    topic.delete()
    answer = history(topic, pk)
    assert answer.status_code == 200
    assert "Công nghiệp" in text_of(answer)


@pytest.mark.parametrize("pk", [999_999, "khong-phai-so"])
def test_a_row_that_never_was_leads_back_to_the_index(history, pk):
    answer = history(Topic, pk)
    assert (answer.status_code, answer["Location"]) == (302, reverse("admin:index"))


def test_what_people_typed_is_shown_and_never_run(history):
    topic = make_topic(name="<script>alert(1)</script>")
    assert "<script>alert" not in text_of(history(topic))


def test_a_long_history_has_pages_and_bounded_queries(history, django_assert_max_num_queries):
    topic = make_topic()
    for position in range(1, 61):
        Topic.objects.update(position=position)
    with django_assert_max_num_queries(15):
        first = history(topic)
    assert len(first.context["page"].object_list) == 50
    assert "61 thay đổi" in text_of(first)
    assert len(history(topic, p=2).context["page"].object_list) == 11


def test_history_needs_the_right_to_view_the_row(client):
    topic = make_topic()
    client.force_login(make_user("indicators.view_place"))
    assert client.get(reverse("admin:indicators_topic_history", args=[topic.pk])).status_code == 403


def test_personal_data_is_told_to_those_who_keep_it_only(client):
    beneficiary = make_beneficiary(phone="0912 345 678", name="Cơ sở mây tre")
    address = reverse("admin:projects_beneficiary_history", args=[beneficiary.pk])
    viewer = make_user("projects.view_beneficiary", "indicators.view_auditentry")
    keeper = make_user("projects.change_beneficiary", "indicators.view_auditentry")
    entry = AuditEntry.objects.get(table="projects_beneficiary")
    entry_address = reverse("admin:indicators_auditentry_change", args=[entry.pk])
    for user, is_told in [(viewer, False), (keeper, True)]:
        client.force_login(user)
        pages = [text_of(client.get(page)) for page in [address, entry_address]]
        assert ["0912 345 678" in page for page in pages] == [is_told, is_told]
        assert all("Cơ sở mây tre" in page for page in pages)


# Who wrote last


def test_the_staffs_index_leads_back_to_the_rows_one_wrote_last(
    admin_client, admin_user, django_assert_max_num_queries
):
    area, gone, others = make_estate_area(), make_topic(name="Chủ đề đã xóa"), make_topic(name="Của người khác")
    with acting_as(admin_user):
        for hectares in [7, 8, 9]:
            EstateArea.objects.filter(pk=area.pk).update(hectares=hectares)
        gone.delete()
    with acting_as(make_user()):
        Topic.objects.filter(pk=others.pk).update(position=3)
    page = text_of(admin_client.get(reverse("admin:index")))
    assert page.count(reverse("admin:projects_estate_change", args=[area.estate_id])) == 1
    assert str(area.estate) in page
    assert "Chủ đề đã xóa" not in page
    assert "Của người khác" not in page
    # The trail, the names of what is there, table by table, and of what is gone.
    with django_assert_max_num_queries(4):
        recent_rows(admin_user)


# The list of all changes


def trail_list(client, **query):
    return client.get(reverse("admin:indicators_auditentry_changelist"), query)


def test_the_list_tells_what_changed_and_leads_to_the_rows_history(admin_client):
    topic = make_topic(name="Công nghiệp")
    Topic.objects.update(name="Thương mại")
    page = text_of(trail_list(admin_client))
    assert "Công nghiệp → Thương mại" in page
    assert reverse("admin:indicators_topic_history", args=[topic.pk]) in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"bang": "indicators_topic"}, 2),
        ({"bang": "projects_estate"}, 2),
        ({"action__exact": "U"}, 1),
        ({"origin__exact": "outside"}, 0),
        ({"nguoi": "khong-phai-so"}, 4),
        ({"nguoi": "9" * 30}, 4),
    ],
)
def test_the_list_is_filtered(admin_client, query, count):
    make_topic()
    Topic.objects.update(position=3)
    make_estate_area()
    found = trail_list(admin_client, **query).context["cl"].result_list
    assert len([entry for entry in found if not entry.table.startswith("auth_")]) == count


def test_the_list_is_filtered_by_person_and_searched_by_row(admin_client):
    topic, user = make_topic(), make_user()
    with acting_as(user, via="yc-77"):
        Topic.objects.update(position=3)
    for query in [{"nguoi": user.pk}, {"q": "yc-77"}]:
        (entry,) = trail_list(admin_client, **query).context["cl"].result_list
        assert (entry.row, entry.action) == (topic.pk, "U")
    found = trail_list(admin_client, q=str(topic.pk), bang="indicators_topic").context["cl"].result_list
    assert [entry.action for entry in found] == ["U", "I"]


@pytest.mark.parametrize("lookup", ["after__phone__startswith", "before__icontains"])
def test_what_a_row_held_is_not_guessed_through_the_address(client, lookup):
    make_investment_project(phone="0912 345 678")
    client.force_login(make_user("indicators.view_auditentry"))
    assert trail_list(client, **{lookup: "09"}).status_code == 400


def test_an_entry_has_a_page_of_its_own_to_read(admin_client):
    make_topic(name="Công nghiệp")
    Topic.objects.update(name="Thương mại")
    entry = AuditEntry.objects.first()
    address = reverse("admin:indicators_auditentry_change", args=[entry.pk])
    page = text_of(admin_client.get(address))
    assert "Công nghiệp</td>" in page
    assert 'name="_save"' not in page
    assert admin_client.post(address, {}).status_code == 403


@pytest.mark.sqlite
def test_the_list_asks_no_more_for_more_entries(admin_client, django_assert_max_num_queries):
    for _ in range(10):
        make_estate_area(estate=make_estate(place=make_place()))
    with django_assert_max_num_queries(20):
        trail_list(admin_client)


def test_only_who_may_view_the_trail_sees_it(client):
    client.force_login(make_user("indicators.view_topic"))
    assert trail_list(client).status_code == 403
