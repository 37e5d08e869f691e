"""Transformers typed under their substations: rows changed, added and taken away, each by the rules of its form."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import AuditEntry, Posting
from power.models import PowerTransformer
from tests import makers
from tests.grids import counted, messages, open_grid, save, send, states

pytestmark = pytest.mark.django_db
GRID = "power_powertransformer"
ENTERS = [f"power.{verb}_powertransformer" for verb in ("view", "add", "change", "delete")]


@pytest.fixture
def clerk(client):
    user = makers.make_user(*ENTERS, last_name="Nguyễn Thị", first_name="Lan")
    client.force_login(user)
    return user


@pytest.fixture
def machine():
    return makers.make_power_transformer(name="T1", rated_mva=25, voltages="110/22")


def box(machine, field):
    return f"o-r{machine.pk}-{field}"


def new(substation, field, serial=1):
    return f"o-{substation.pk}n{serial}-{field}"


# Saving


def test_a_changed_box_writes_its_field_alone_and_the_trail_tells_who(client, clerk, machine):
    (outcome,) = save(client, GRID, (box(machine, "rated_mva"), "40,5", "25")).values()
    assert (outcome["state"], outcome["shown"], outcome["value"]) == ("saved", "40,5", "40.5")
    machine.refresh_from_db()
    assert (machine.rated_mva, machine.voltages) == (Decimal("40.5"), "110/22")
    entry = AuditEntry.objects.filter(table="power_powertransformer").latest("id")
    assert (entry.user, set(entry.after)) == (clerk, {"rated_mva"})


def test_days_are_read_day_first_and_shown_as_they_are_written_here(client, clerk, machine):
    (outcome,) = save(client, GRID, (box(machine, "decommissioned_on"), "5/3/2026", "")).values()
    assert (outcome["state"], outcome["shown"]) == ("saved", "05/03/2026")
    machine.refresh_from_db()
    assert machine.decommissioned_on == date(2026, 3, 5)


def test_good_boxes_of_a_stored_row_are_written_and_the_wrong_one_is_told(client, clerk, machine):
    outcomes = save(
        client, GRID, (box(machine, "rated_mva"), "nhiều", "25"), (box(machine, "voltages"), "110/35", "110/22")
    )
    assert states(outcomes) == ["error", "saved"]
    assert "«nhiều» có chữ" in messages(outcomes)[0]
    machine.refresh_from_db()
    assert (machine.rated_mva, machine.voltages) == (25, "110/35")


def test_a_number_with_two_readings_is_asked_about(client, clerk, machine):
    (outcome,) = save(client, GRID, (box(machine, "rated_mva"), "1.234", "25")).values()
    assert outcome["state"] == "asked"
    assert [text for text, _ in outcome["choices"]] == ["1234", "1,234"]


@pytest.mark.parametrize(
    ("field", "text", "seen", "told"),
    [
        ("rated_mva", "0", "25", "Công suất định mức phải lớn hơn 0."),
        ("rated_mva", "", "25", "Bắt buộc nhập."),
        ("rated_mva", "1,23456", "25", "chữ số sau dấu phẩy"),
        ("decommissioned_on", "01/01/2010", "", "Ngày ngừng vận hành phải sau ngày đưa vào vận hành."),
        ("decommissioned_on", "31/02/2020", "", "Không có ngày"),
        ("name", "T2", "T1", "Trạm đã có máy mang tên này."),
        ("name", "T" * 21, "T1", "20"),
    ],
)
def test_what_the_form_of_the_row_refuses_is_refused_here(client, clerk, machine, field, text, seen, told):
    makers.make_power_transformer(substation=machine.substation, name="T2")
    before = PowerTransformer.objects.filter(pk=machine.pk).values().get()
    outcomes = save(client, GRID, (box(machine, field), text, seen))
    assert states(outcomes) == ["error"]
    assert told in messages(outcomes)[0]
    assert PowerTransformer.objects.filter(pk=machine.pk).values().get() == before


# New rows


def test_a_new_row_is_held_until_all_it_must_have_is_there(client, clerk):
    substation = makers.make_substation()
    name, rating = new(substation, "name"), new(substation, "rated_mva")
    outcomes = save(client, GRID, (name, "T1", ""))
    assert states(outcomes) == ["held"]
    assert messages(outcomes) == ["Chưa ghi: dòng mới còn thiếu «công suất định mức (MVA)»."]
    assert not PowerTransformer.objects.exists()
    outcomes = save(client, GRID, (rating, "63", ""), (name, "T1", ""))
    made = PowerTransformer.objects.get()
    assert (made.substation, made.name, made.rated_mva) == (substation, "T1", 63)
    assert {one["record"] for one in outcomes.values()} == {f"r{made.pk}"}


def test_a_new_row_with_a_wrong_box_is_not_made_without_it(client, clerk):
    substation = makers.make_substation()
    wrong = (new(substation, "commissioned_on"), "hôm qua", "")
    outcomes = save(client, GRID, (new(substation, "name"), "T1", ""), (new(substation, "rated_mva"), "-1", ""), wrong)
    assert "saved" not in states(outcomes)
    assert not PowerTransformer.objects.exists()


def test_a_row_sent_twice_as_its_first_answer_was_lost_is_made_once(client, clerk):
    substation = makers.make_substation()
    cells = [(new(substation, "name"), "T1", ""), (new(substation, "rated_mva"), "63", "")]
    first, again = save(client, GRID, *cells), save(client, GRID, *cells)
    assert states(again) == ["saved", "saved"]
    assert first == again
    assert PowerTransformer.objects.count() == 1


def test_a_row_of_a_substation_that_is_not_there_is_refused(client, clerk):
    outcomes = save(client, GRID, ("o-999n1-name", "T1", ""), ("o-999n1-rated_mva", "63", ""))
    assert states(outcomes) == ["error", "error"]
    assert not PowerTransformer.objects.exists()


def test_a_row_that_all_is_taken_from_goes_and_may_be_typed_again(client, clerk, machine):
    texts = {"name": "T1", "rated_mva": "25", "voltages": "110/22", "commissioned_on": "01/01/2015"}
    outcomes = save(client, GRID, *((box(machine, field), "", text) for field, text in texts.items()))
    assert states(outcomes) == ["saved"] * 4
    assert not PowerTransformer.objects.exists()
    (record,) = {one["record"] for one in outcomes.values()}
    outcomes = save(client, GRID, *((f"o-{record}-{field}", text, "") for field, text in texts.items()))
    assert states(outcomes) == ["saved"] * 4
    assert PowerTransformer.objects.get().substation == machine.substation


def test_who_may_not_delete_takes_no_row_away(client, machine):
    client.force_login(makers.make_user(*ENTERS[:3]))
    texts = {"name": "T1", "rated_mva": "25", "voltages": "110/22", "commissioned_on": "01/01/2015"}
    outcomes = save(client, GRID, *((box(machine, field), "", text) for field, text in texts.items()))
    assert set(states(outcomes)) == {"error"}
    assert "không được xóa" in messages(outcomes)[0]
    assert PowerTransformer.objects.exists()


# Others at the same rows


def test_what_another_wrote_meanwhile_is_told_with_who_and_not_written_over(client, clerk, machine):
    save(client, GRID, (box(machine, "rated_mva"), "40", "25"))
    client.force_login(makers.make_user(*ENTERS))
    outcomes = save(client, GRID, (box(machine, "rated_mva"), "63", "25"), (box(machine, "voltages"), "110", "110/22"))
    assert states(outcomes) == ["conflict", "saved"]
    assert "Nguyễn Thị Lan đã gõ «40» lúc" in messages(outcomes)[0]
    assert outcomes[box(machine, "rated_mva")]["theirs"] == "40"
    machine.refresh_from_db()
    assert (machine.rated_mva, machine.voltages) == (40, "110")


def test_the_same_number_typed_by_two_is_no_conflict(client, clerk, machine):
    save(client, GRID, (box(machine, "rated_mva"), "40", "25"))
    outcomes = save(client, GRID, (box(machine, "rated_mva"), "40,0", "25"))
    assert states(outcomes) == ["same"]


def test_a_box_left_alone_takes_what_another_wrote(client, clerk, machine):
    save(client, GRID, (box(machine, "rated_mva"), "40", "25"))
    (outcome,) = save(client, GRID, (box(machine, "rated_mva"), "25", "25")).values()
    assert (outcome["state"], outcome["shown"]) == ("same", "40")


def test_a_row_deleted_meanwhile_is_told_with_who(client, clerk, machine):
    name = box(machine, "rated_mva")
    client.post(reverse("admin:power_powertransformer_delete", args=[machine.pk]), {"post": "yes"})
    outcomes = save(client, GRID, (name, "40", "25"))
    assert states(outcomes) == ["error"]
    assert "Nguyễn Thị Lan đã xóa dòng này lúc" in messages(outcomes)[0]


def test_rows_that_others_change_or_delete_are_handed_on_and_new_ones_harm_nothing(client, clerk, machine):
    gone = makers.make_power_transformer(substation=machine.substation, name="T9")
    save(client, GRID, (box(machine, "rated_mva"), "40", "25"))
    save(client, GRID, (new(machine.substation, "name"), "T2", ""), (new(machine.substation, "rated_mva"), "63", ""))
    client.post(reverse("admin:power_powertransformer_delete", args=[gone.pk]), {"post": "yes"})
    client.force_login(makers.make_user(*ENTERS))
    cells = client.get(reverse(f"admin:{GRID}_grid_changes")).json()["cells"]
    assert cells[box(machine, "rated_mva")] == {"shown": "40", "value": "40", "tone": "", "who": "Nguyễn Thị Lan"}
    # A deleted row says nothing any more.
    assert (cells[box(gone, "name")]["shown"], cells[box(gone, "name")]["who"]) == ("", "Nguyễn Thị Lan")


# Blocks


def test_a_block_is_written_whole_or_not_at_all(client, clerk, machine):
    cells = [(box(machine, "rated_mva"), "40", "25"), (box(machine, "commissioned_on"), "abc", "01/01/2015")]
    outcomes = save(client, GRID, *cells, whole=True)
    assert states(outcomes) == ["held", "error"]
    machine.refresh_from_db()
    assert machine.rated_mva == 25
    cells[1] = (box(machine, "commissioned_on"), "2/1/2015", "01/01/2015")
    assert states(save(client, GRID, *cells, whole=True)) == ["saved", "saved"]
    machine.refresh_from_db()
    assert (machine.rated_mva, machine.commissioned_on) == (40, date(2015, 1, 2))


def test_a_row_of_a_block_that_lacks_something_stops_the_block(client, clerk, machine):
    new_name = new(machine.substation, "name")
    outcomes = save(client, GRID, (box(machine, "rated_mva"), "40", "25"), (new_name, "T2", ""), whole=True)
    assert states(outcomes) == ["held", "error"]
    assert "còn thiếu" in messages(outcomes)[1]
    machine.refresh_from_db()
    assert machine.rated_mva == 25


@pytest.mark.parametrize("whole", [False, True])
def test_a_block_of_many_rows_asks_as_often_as_one_of_few(client, clerk, whole):
    substation = makers.make_substation()
    open_grid(client, GRID)

    def block(count, wrong):
        start = PowerTransformer.objects.count()
        stored = PowerTransformer.objects.bulk_create(
            PowerTransformer(substation=substation, name=f"{start}-{number}", rated_mva=25) for number in range(count)
        )
        cells = [(box(one, "rated_mva"), "40", "25") for one in stored[: count // 3]]
        cells += [(box(one, field), "", seen) for one in stored[count // 3 : count // 2]
                  for field, seen in [("name", one.name), ("rated_mva", "25")]]  # fmt: skip
        for number in range(count // 2):
            cells += [(new(substation, "name", start + number), f"mới {start}-{number}", "")]
            cells += [(new(substation, "rated_mva", start + number), "63", "")]
        last, taken = stored[-1], stored[-2].name
        cells += [(box(last, "name"), taken, last.name), (new(substation, "name", 999), taken, "")][: 2 * wrong]
        cells += [(new(substation, "rated_mva", 999), "-1", "")] * wrong
        return counted(client, GRID, *cells, whole=whole)

    (few, asked), (many, asked_of_many) = block(9, False), block(240, False)
    assert {*states(few), *states(many)} == {"saved"}
    # SQLite takes a thousand values at a time.
    assert asked_of_many <= asked + 8
    told, asked_in_vain = block(240, True)
    assert asked_in_vain <= asked + 8
    assert [one["message"] for one in told.values() if one["state"] == "error"] == [
        "Trạm đã có máy mang tên này.", *["Công suất định mức phải lớn hơn 0."] * 2,
    ]  # fmt: skip
    assert {one["state"] for one in told.values()} == {"error", "held" if whole else "saved"}


def test_two_rows_of_a_block_that_take_one_name_are_not_both_made(client, clerk, machine):
    cells = []
    for serial in (1, 2):
        cells += [
            (new(machine.substation, "name", serial), "T2", ""),
            (new(machine.substation, "rated_mva", serial), "63", ""),
        ]
    assert states(save(client, GRID, *cells)) == ["saved", "saved", "error", "error"]
    assert PowerTransformer.objects.count() == 2


def test_names_that_go_round_in_a_block_are_told_or_written_in_its_order(client, clerk, machine):
    other = makers.make_power_transformer(substation=machine.substation, name="T2")
    outcomes = save(client, GRID, (box(machine, "name"), "T2", "T1"), (box(other, "name"), "T3", "T2"))
    assert states(outcomes) == ["error", "saved"]
    outcomes = save(client, GRID, (box(other, "name"), "T4", "T3"), (box(machine, "name"), "T3", "T1"))
    assert states(outcomes) == ["saved", "saved"]
    assert set(PowerTransformer.objects.values_list("name", flat=True)) == {"T3", "T4"}


# The page


def test_the_page_fills_and_saves_without_a_script(client, clerk, machine):
    page = open_grid(client, GRID)
    sent = {"seen": page.context["seen"], box(machine, "rated_mva"): "40", box(machine, "name"): "T1"}
    answer = client.post(reverse(f"admin:{GRID}_grid"), sent, follow=True)
    assert [str(one) for one in answer.context["messages"]] == ["Đã lưu 1 ô."]
    machine.refresh_from_db()
    assert machine.rated_mva == 40


def test_what_is_refused_without_a_script_comes_again_with_its_reason(client, clerk, machine):
    page = open_grid(client, GRID)
    sent = {"seen": page.context["seen"], box(machine, "rated_mva"): "nhiều", new(machine.substation, "name"): "T2"}
    text = client.post(reverse(f"admin:{GRID}_grid"), sent).content.decode()
    assert 'value="nhiều"' in text
    assert 'value="T2"' in text
    assert "dòng mới còn thiếu" in text


def test_readers_see_the_table_and_can_send_nothing(client, machine):
    client.force_login(makers.make_user("power.view_powertransformer"))
    page = open_grid(client, GRID)
    assert "Ở đây chỉ xem được" in page.content.decode()
    assert '<td class="typed' not in page.content.decode()
    assert send(client, GRID, (box(machine, "rated_mva"), "40", "25")).status_code == 403
    assert client.post(reverse(f"admin:{GRID}_grid"), {box(machine, "rated_mva"): "40"}).status_code == 403
    machine.refresh_from_db()
    assert machine.rated_mva == 25


def test_who_is_of_another_office_is_told_whose_the_register_is(client, machine):
    makers.make_office(name="Phòng Năng lượng", keeps_power=True)
    user = makers.make_user(*ENTERS)
    Posting.objects.create(user=user, office=makers.make_office())
    client.force_login(user)
    text = open_grid(client, GRID).content.decode()
    assert "Ở đây chỉ xem được: Phòng Năng lượng phụ trách sổ này." in text
    answer = send(client, GRID, (box(machine, "rated_mva"), "40", "25"))
    assert (answer.status_code, answer.json()["message"]) == (
        403,
        "Chưa lưu ô nào: Phòng Năng lượng phụ trách sổ này.",
    )


def test_who_may_only_change_adds_no_row(client, machine):
    client.force_login(makers.make_user("power.view_powertransformer", "power.change_powertransformer"))
    assert "máy mới" not in open_grid(client, GRID).content.decode()
    outcomes = save(client, GRID, (box(machine, "rated_mva"), "40", "25"), (new(machine.substation, "name"), "T2", ""))
    assert states(outcomes) == ["saved", "error"]
    assert "không được thêm dòng" in messages(outcomes)[1]


@pytest.mark.parametrize(
    "name", ["", "o", "o-r1", "o-r1-id", "o-r1-substation", "o-rx-name", "o-1n-name", "o-r9999999999999999999-name"]
)
def test_a_box_of_no_such_name_is_refused(client, clerk, machine, name):
    assert states(save(client, GRID, (name, "1", ""))) == ["error"]


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"cells": 5}', '{"cells": [{"name": 1}]}', '{"cells": {"a": 1}}'])
def test_a_request_that_cannot_be_read_is_told_so(client, clerk, body):
    answer = client.post(reverse(f"admin:{GRID}_grid_save"), body, content_type="application/json")
    assert answer.status_code == 400


def test_nothing_is_saved_by_an_address_that_is_only_opened(client, clerk, machine):
    assert client.get(reverse(f"admin:{GRID}_grid_save")).status_code == 405


def test_queries_of_the_page_do_not_grow_with_the_rows(client, clerk):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert open_grid(client, GRID).status_code == 200
        return len(captured)

    makers.make_power_transformer()
    open_grid(client, GRID)
    few = queries()
    for _ in range(12):
        makers.make_power_transformer(substation=makers.make_power_transformer().substation)
    assert queries() == few


def test_substations_are_found_by_name_without_marks(client, clerk):
    makers.make_substation(name="Trạm Yên Thủy")
    makers.make_substation(name="Trạm Lạc Sơn")
    text = open_grid(client, GRID, q="yen thuy").content.decode()
    assert "Trạm Yên Thủy" in text
    assert "Trạm Lạc Sơn" not in text
