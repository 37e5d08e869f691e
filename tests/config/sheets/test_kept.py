"""Between preview and confirmation: what was seen is written as it was kept, or shown again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from indicators.models import Figure, Place, Posting, Unit
from tests import makers
from tests.sheets import xlsx

pytestmark = pytest.mark.django_db

PLACES = ["Mã địa bàn", "Tên địa bàn", "Cấp", "Thuộc"]


@pytest.fixture(autouse=True)
def import_folder(settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"
    return settings.IMPORT_FOLDER


@pytest.fixture
def user(client):
    user = makers.make_user(is_superuser=True)
    client.force_login(user)
    return user


def upload(client, *rows, model="indicators_place"):
    file = SimpleUploadedFile("tệp.xlsx", xlsx([*rows]))
    answer = client.post(reverse(f"admin:{model}_import"), {"import_file": file})
    assert [str(problem) for problem in answer.context["problems"]] == []
    return answer.context["token"]


def confirm(client, token, model="indicators_place"):
    return client.post(reverse(f"admin:{model}_process_import"), {"token": token}, follow=True)


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def test_what_was_kept_is_written_only_as_it_was_kept(client, user, import_folder):
    token = upload(client, PLACES, ["17", "Tỉnh", "tỉnh", None])
    for kept in import_folder.iterdir():
        kept.write_bytes(kept.read_bytes().replace("Tỉnh".encode(), "Tình".encode()))
    assert "hết hạn" in told(confirm(client, token))[0]
    assert not Place.objects.exists()


def test_a_code_that_has_come_to_name_another_row_is_shown_again(client, user):
    old = makers.make_place(code="A", level="province")
    token = upload(client, PLACES, ["17", "Xã", "xã, phường", "A"])
    Place.objects.filter(pk=old.pk).update(code="B")
    new = makers.make_place(code="A", level="province")
    again = confirm(client, token)
    assert "đã đổi từ lúc xem trước" in told(again)[0]
    confirm(client, again.context["token"])
    assert Place.objects.get(code="17").parent == new


def test_a_code_that_the_file_does_not_name_may_change_meanwhile(client, user):
    other = makers.make_place(code="A", level="province")
    token = upload(client, PLACES, ["17", "Tỉnh", "tỉnh", None])
    Place.objects.filter(pk=other.pk).update(code="B")
    assert told(confirm(client, token)) == ["Đã nhập địa bàn: 1 dòng mới, 0 dòng sửa, 0 dòng không đổi."]
    assert Place.objects.filter(code="17").exists()


def test_a_new_key_that_someone_has_spelt_otherwise_since_makes_no_second_row(client, user):
    token = upload(client, PLACES, ["HÒA-1", "Xã mới", "xã, phường", None])
    makers.make_place(code="Hoà-1", name="Xã cũ", level="commune")
    again = confirm(client, token)
    assert "<del>Xã cũ</del>" in again.text
    assert list(Place.objects.values_list("name", flat=True)) == ["Xã cũ"]


def test_a_new_figure_that_someone_has_entered_since_is_not_written_over(client, user):
    head = ["Chỉ tiêu", "Địa bàn", "Kỳ", "Loại số liệu", "Giá trị"]
    indicator, place = makers.make_indicator(code="gtsx"), makers.make_place(code="hb")
    token = upload(client, head, ["gtsx", "hb", 2022, "chính thức", 5], model="indicators_figure")
    makers.make_figure(indicator=indicator, place=place, year=2022, value=7)
    again = confirm(client, token, "indicators_figure")
    assert "đã đổi từ lúc xem trước" in told(again)[0]
    assert "<del>7</del>" in again.text
    assert Figure.objects.get().value == 7


def test_what_is_said_of_a_figure_is_not_written_to_another_it_has_become_since(client, user):
    head = ["Chỉ tiêu", "Địa bàn", "Kỳ", "Loại số liệu", "Giá trị nêu", "Nguồn"]
    makers.make_source(code="bc")
    figure = makers.make_figure(
        indicator=makers.make_indicator(code="gtsx"), place=makers.make_place(code="hb"), year=2022
    )  # fmt: skip
    token = upload(client, head, ["gtsx", "hb", 2022, "chính thức", 5, "bc"], model="indicators_reportedvalue")
    Figure.objects.filter(pk=figure.pk).update(period_start="2021-01-01", period_end="2021-12-31")
    answer = confirm(client, token, "indicators_reportedvalue")
    assert "Chưa có số liệu này" in str(answer.context["problems"][0])
    assert not figure.reported_values.exists()


def test_a_change_that_the_database_refuses_is_told_in_its_words(client, user):
    first, second = makers.make_unit(code="a", name="tấn"), makers.make_unit(code="b", name="kg")
    head = ["Mã đơn vị tính", "Đơn vị tính", "Đại lượng"]
    token = upload(client, head, ["a", "kg", "mass"], ["b", "tấn", "mass"], model="indicators_unit")
    answer = confirm(client, token, "indicators_unit")
    assert ["đổi chỗ cho nhau" in str(problem) for problem in answer.context["problems"]] == [True]
    assert set(Unit.objects.values_list("pk", "name")) == {(first.pk, "tấn"), (second.pk, "kg")}


def test_who_has_come_to_another_office_since_the_preview_writes_nothing(client):
    clerk = makers.make_user(
        "indicators.view_figure", "indicators.add_figure", "indicators.change_figure"
    )  # fmt: skip
    client.force_login(clerk)
    makers.make_indicator(code="gtsx", office=makers.make_office(name="Phòng Công nghiệp"))
    makers.make_place(code="hb")
    head = ["Chỉ tiêu", "Địa bàn", "Kỳ", "Loại số liệu", "Giá trị"]
    token = upload(client, head, ["gtsx", "hb", 2022, "chính thức", 5], model="indicators_figure")
    Posting.objects.create(user=clerk, office=makers.make_office())
    answer = confirm(client, token, "indicators_figure")
    assert "do đơn vị khác phụ trách (Phòng Công nghiệp)" in str(answer.context["problems"][0])
    assert not Figure.objects.exists()


def test_rows_of_one_file_under_each_other_are_written_as_they_were_kept(client, user):
    token = upload(client, PLACES, ["2", "b", "xã, phường", "1"], ["1", "a", "tỉnh", None])
    confirm(client, token)
    assert Place.objects.get(code="2").parent.code == "1"
