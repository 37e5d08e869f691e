"""The search over everything: what it finds, in which order, and what it never tells."""

import re
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.html import strip_tags

from config.search import index
from config.search.asking import read as read_query
from config.search.declared import declared
from config.search.finding import find, read_rows
from indicators.models import Topic
from projects.models import Estate, InvestmentProject
from tests import makers
from tests.indicators.pages import published, read

pytestmark = pytest.mark.django_db

SERVING = {"commissioned_on": date(2020, 1, 1)}


def found(client, words):
    """What is found, as it is read: the names under each heading."""
    answer = client.get(reverse("search"), {"q": words})
    assert answer.status_code == 200
    assert answer["X-Robots-Tag"] == "noindex"
    return {group.heading: [strip_tags(hit.title) for hit in group.hits] for group in answer.context["groups"]}


@pytest.mark.parametrize("words", ["Hoà Bình thép", "hoa binh THEP", "thép bình hòa", "hoa binh the"])
def test_words_are_found_in_any_order_without_marks_the_last_unfinished(client, words):
    makers.make_investment_project(name="Nhà máy Thép Hòa Bình")
    makers.make_investment_project(name="Nhà máy thép Sông Đà")
    assert found(client, words) == {"Dự án": ["Nhà máy Thép Hòa Bình"]}


def test_a_d_is_found_as_it_is_and_with_its_stroke(client):
    makers.make_line(name="Đường dây Đà Bắc", conductor="AC185", **SERVING)
    makers.make_line(name="Tuyến Đà Bắc - Dũng QĐ12", **SERVING)
    assert found(client, "da bac duong")["Đường dây"] == ["Đường dây Đà Bắc"]
    assert found(client, "qd12 đung")["Đường dây"] == ["Tuyến Đà Bắc - Dũng QĐ12"]
    assert found(client, "ac185")["Đường dây"] == ["Đường dây Đà Bắc"]


def test_a_code_comes_first_then_the_marks_as_typed_then_the_rest(client):
    for code, name in [("P1", "Điện từ"), ("P2", "Nhà máy điện tử"), ("DIEN", "Kho gỗ")]:
        makers.make_investment_project(code=code, name=name)
    assert found(client, "dien")["Dự án"][0] == "Kho gỗ"
    assert found(client, "điện tử")["Dự án"] == ["Nhà máy điện tử", "Điện từ"]
    assert found(client, "dien tu")["Dự án"] == ["Điện từ", "Nhà máy điện tử"]


def test_each_kind_of_the_book_is_found_and_leads_to_its_page_or_its_list(client):
    figure = published(note="Số zyqx của ngành", indicator=makers.make_indicator(definition="Khái niệm zyqx"))
    makers.make_release(title="Đợt zyqx")
    site = makers.make_mineral_site(name="Mỏ zyqx")
    makers.make_mining_licence(site=site)
    for make in (makers.make_substation, makers.make_line, makers.make_power_plant):
        make(name="Tên zyqx", **SERVING)
    for make in (
        makers.make_investment_project,
        makers.make_estate,
        makers.make_typical_product,
        makers.make_handicraft_kind,
        makers.make_grid_project,
    ):
        make(name="Tên zyqx")
    makers.make_scheme_step(scheme=makers.make_extension_scheme(name="Đề án zyqx"), status="approved")
    published(source=makers.make_source(title="Văn bản zyqx"), indicator=figure.indicator, year=2021)
    Topic.objects.filter(pk=figure.indicator.topic_id).update(name="Chủ đề zyqx")
    answer = client.get(reverse("search"), {"q": "zyqx"})
    assert {group.heading for group in answer.context["groups"]} == {kind.heading for kind in declared()}
    for group in answer.context["groups"]:
        page = client.get(group.hits[0].address)
        assert page.status_code == 200
        assert "zyqx" in page.content.decode()


def test_only_what_is_public_is_found(client):
    makers.make_indicator(name="Chỉ tiêu zyqx", is_public=False)
    makers.make_figure(note="Ghi chú zyqx")
    makers.make_release(title="Đợt zyqx", published=False)
    makers.make_source(title="Nguồn zyqx")
    makers.make_extension_scheme(name="Đề án zyqx")
    makers.make_investment_project(representative="Zyqx", phone="zyqx")
    assert found(client, "zyqx") == {}


def test_owners_are_searched_as_readers_see_them():
    for kind in declared():
        fields = {field.name for field in kind.model._meta.get_fields()}
        assert not [path for path in (*kind.columns, *kind.details) if f"{path}_shown" in fields], kind.heading
        assert not {*kind.columns, *kind.details} & {*getattr(kind.model, "PERSONAL_FIELDS", ())}, kind.heading


def test_a_text_without_a_space_is_no_obstacle_to_writing_it(client):
    makers.make_indicator(name="Chỉ tiêu zyqx", definition="x" * 5000)
    assert found(client, "zyqx") == {"Chỉ tiêu": ["Chỉ tiêu zyqx"]}


def test_a_row_is_found_as_it_stands_whoever_wrote_it(client):
    project = makers.make_investment_project(name="Tên cũ zyqx")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE projects_investmentproject SET name = 'Tên mới' WHERE id = %s", [project.pk])
    assert found(client, "cũ zyqx") == {}
    assert found(client, "tên mới") == {"Dự án": ["Tên mới"]}
    InvestmentProject.objects.bulk_create([InvestmentProject(code="B-1", name="Ghi cả loạt wqzy")])
    assert found(client, "wqzy") == {"Dự án": ["Ghi cả loạt wqzy"]}
    InvestmentProject.objects.all().delete()
    assert found(client, "wqzy") == found(client, "tên mới") == {}


@pytest.mark.parametrize(
    "words", ["%", "_", "\\", "'\"", "*", "a\x00", "a", "x" * 5000, "a " * 2000, "' OR 1=1 --", "NEAR"]
)
def test_nonsense_is_answered_with_what_to_try(client, words):
    makers.make_investment_project(name="Xưởng 100% gỗ_keo")
    page = read(client, "search", q=words)
    assert "<ol" not in page
    assert "viết tắt" in page


def test_a_slip_of_the_fingers_is_answered_with_what_may_have_been_meant(client):
    makers.make_indicator(name="Kim ngạch xuất khẩu")
    page = read(client, "search", q="xuta khẩu")
    assert '<a href="/tim/?q=xu%E1%BA%A5t+kh%E1%BA%A9u"><strong>xuất khẩu</strong></a>' in page
    assert "<strong>kim khẩu</strong>" in read(client, "search", q="kim khẩu zyqxw"), "without what is near nothing"
    assert "Có phải ý là" not in read(client, "search", q="zyqxw wqxyz")


@pytest.mark.parametrize("words", ["KCN Yên", "khu công nghiệp yên", "yên kcn", "KHU CÔNG NGHIỆP"])
def test_what_is_shortened_is_found_written_out_and_the_other_way_round(client, words):
    for name in ("KCN Yên Quang", "Khu công nghiệp Yên Sơn", "Cụm công nghiệp Yên Mông"):
        makers.make_estate_status(estate=makers.make_estate(name=name))
    both = {"KCN Yên Quang", "Khu công nghiệp Yên Sơn"}
    assert set(found(client, words)["Khu, cụm công nghiệp"]) == both
    listed = client.get(reverse("estate-list"), {"tim": words}).context["table"].records
    assert {estate.name for estate in listed} == both


def test_what_bears_the_words_as_its_name_comes_before_what_tells_of_it(client):
    makers.make_indicator(name="Số dự án", definition="Đếm trong KCN Yên Quang")
    makers.make_estate_status(estate=makers.make_estate(name="KCN Yên Quang"))
    assert list(found(client, "kcn yen quang")) == ["Khu, cụm công nghiệp", "Chỉ tiêu"]


def test_a_word_is_found_in_either_of_its_spellings(client):
    makers.make_indicator(name="Tỷ lệ lấp đầy")
    assert found(client, "ti le lap day") == found(client, "tỉ lệ lấp đầy") == {"Chỉ tiêu": ["Tỷ lệ lấp đầy"]}


def test_what_is_found_is_marked_and_nothing_in_it_is_markup(client):
    makers.make_investment_project(name="Gỗ <b>keo</b> & tre", investor="Công ty Tre")
    page = read(client, "search", q="tre")
    assert "Gỗ &lt;b&gt;keo&lt;/b&gt; &amp; <mark>tre</mark></a>" in page
    assert "Công ty <mark>Tre</mark>" in page


def test_more_than_is_shown_is_counted_and_leads_to_the_list_with_its_box_filled(client):
    for number in range(7):
        makers.make_line(name=f"Tuyến zyqx {number}", **SERVING)
    page = read(client, "search", q="zyqx tuyến")
    address = re.search(r'<a href="([^"]+)">Xem cả 7 đường dây', page)[1]
    answer = client.get(address)
    assert answer.context["table"].paginator.count == 7
    assert answer.context["filters"].form["tim"].value() == "zyqx tuyến"


def test_a_search_asks_once_of_each_kind_and_counts_so_far_and_no_further(django_assert_num_queries):
    rows = [InvestmentProject(code=f"{number}", name=f"Xưởng {number}") for number in range(600)]
    InvestmentProject.objects.bulk_create(rows)
    # The code of a row beyond those counted is asked for by itself.
    with django_assert_num_queries(len(list(declared())) + 1):
        groups = find(read_query("xưởng"))
    assert [(group.heading, group.count, group.is_more) for group in groups] == [("Dự án", 500, True)]


def test_indexes_follow_the_tables_again_after_a_migration(client):
    makers.make_investment_project(name="Nhà máy zyqx")
    index.make_way("default", plan=[object()])
    InvestmentProject.objects.update(name="Nhà máy wqzy")
    index.follow_tables("default")
    assert found(client, "wqzy") == {"Dự án": ["Nhà máy wqzy"]}
    assert found(client, "zyqx") == {}


@pytest.mark.postgresql
def test_the_words_of_a_table_of_some_hundred_rows_are_asked_of_its_index():
    (kind,) = (kind for kind in declared() if kind.model is Estate)
    Estate.objects.bulk_create(
        Estate(code=f"C-{number}", name=f"Cụm {number}", kind="cluster") for number in range(300)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE projects_estate")
    plan = read_rows(kind, kind.rows().filter(index.HoldsWords(kind, read_query("kcn 299")))).explain()
    assert "Bitmap Index Scan on words_projects_estate" in plan
