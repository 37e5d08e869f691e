"""A layout confirmed once: next month's workbook goes in without a question, wherever its columns and sheet went."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from indicators.models import AuditEntry, Figure, SheetLayout
from tests import makers
from tests.workbooks.making import book, sheets

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

HEAD = ["Tên sản phẩm", "Đơn vị tính", "Thực hiện tháng {before}", "Ước tính tháng {month}", "So tháng trước (%)"]


@pytest.fixture(autouse=True)
def import_folder(settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"


@pytest.fixture
def province(db):
    return makers.make_place(code="T1", name="tỉnh Một", level="province")


@pytest.fixture
def products(province):
    ton = makers.make_unit(name="tấn", code="t-an", dimension="mass")
    names = ["Xi măng trắng", "Thép cán nóng"]
    return [
        makers.make_indicator(code=f"sp-{at}", name=name, unit=ton, measure="flow") for at, name in enumerate(names)
    ]


def month(number, *lines, lead=(), title="Biểu 1"):
    heads = [*lead, *(head.format(before=f"{number - 1}/2026", month=f"{number}/2026") for head in HEAD)]
    rows = [["SẢN PHẨM CHỦ YẾU"], heads, *([*[""] * len(lead), *line] for line in lines)]
    content = book(rows)
    return SimpleUploadedFile(f"{title}.xlsx", content)


@pytest.fixture
def clerk(client):
    user = makers.make_user(*(f"indicators.{verb}_figure" for verb in ("view", "add", "change")), is_superuser=True)
    client.force_login(user)
    return user


def upload(client, file):
    return client.post(reverse("admin:indicators_figure_import"), {"import_file": file})


def write(client, page):
    return client.post(reverse("admin:indicators_figure_process_import"), {"token": page.context["token"]})


def confirmed(client, file, **boxes):
    page = upload(client, file)
    said = {"token": page.context["question"], "layout-seen": "Biểu 1", "layout-place": "T1"}
    return client.post(reverse("admin:indicators_figure_answer"), said | {f"layout-{k}": v for k, v in boxes.items()})


def values():
    return {
        (figure.indicator.code, str(figure.period), figure.kind): int(figure.value)
        for figure in Figure.objects.select_related("indicator")
    }


def test_nothing_is_written_before_a_new_layout_was_looked_at(client, clerk, products):
    page = upload(client, month(4, ["Xi măng trắng", "tấn", 10, 11, 110]))
    assert page.context["token"] is None
    assert "Bố cục này gặp lần đầu" in page.text
    assert not SheetLayout.objects.exists()


@pytest.mark.every_engine
def test_next_month_is_read_without_a_question(client, clerk, products):
    page = confirmed(client, month(4, ["Xi măng trắng", "tấn", 10, 11, 110], ["Thép", "tấn", 5, 6, 120]), r4="sp-1")
    assert not SheetLayout.objects.exists()
    write(client, page)
    assert SheetLayout.objects.get().confirmed_by == clerk
    later = month(
        5, ["Thép", "tấn", 7, 8, 114.3], ["Xi măng trắng", "tấn", 11, 12, 109.1], lead=["STT", "Mã"], title="Mới"
    )
    page = upload(client, later)
    assert "errornote" not in page.text
    write(client, page)
    assert values() == {
        ("sp-0", "tháng 3/2026", "preliminary"): 10,
        ("sp-0", "tháng 4/2026", "estimate"): 11,
        ("sp-0", "tháng 4/2026", "preliminary"): 11,
        ("sp-0", "tháng 5/2026", "estimate"): 12,
        ("sp-1", "tháng 3/2026", "preliminary"): 5,
        ("sp-1", "tháng 4/2026", "estimate"): 6,
        ("sp-1", "tháng 4/2026", "preliminary"): 7,
        ("sp-1", "tháng 5/2026", "estimate"): 8,
    }
    assert "6 → 7" in page.text
    assert SheetLayout.objects.count() == 1
    assert AuditEntry.objects.filter(table="indicators_sheetlayout").count() == 2


def test_a_line_that_is_new_in_a_known_layout_is_asked_about(client, clerk, products):
    write(
        client, confirmed(client, month(4, ["Xi măng trắng", "tấn", 10, 11, 110], ["Thép cán nóng", "tấn", 5, 6, 120]))
    )
    page = upload(
        client,
        month(
            5, ["Xi măng trắng", "tấn", 11, 12, 109], ["Thép cán nóng", "tấn", 6, 7, 116], ["Gạch", "viên", 1, 2, 200]
        ),
    )
    assert "Còn 1 dòng chưa rõ là chỉ tiêu nào" in page.text
    assert page.context["token"] is None


def test_a_name_one_mark_away_is_proposed_and_never_taken(client, clerk, products):
    page = confirmed(client, month(4, ["Xi măng trăng", "tấn", 10, 11, 110]))
    assert page.context["token"] is None
    assert '<option value="sp-0">Xi măng trắng</option>' in page.text


def test_a_line_is_no_figure_of_another_dimension(client, clerk, products):
    makers.make_unit(name="mét", code="met", dimension="length")
    page = confirmed(client, month(4, ["Xi măng trắng", "mét", 10, 11, 110]))
    assert "Còn 1 dòng chưa rõ" in page.text


def test_a_wrong_ratio_is_told_and_not_stored(client, clerk, products):
    page = confirmed(client, month(4, ["Xi măng trắng", "tấn", 10, 11, 210]))
    assert "tệp ghi 210, tính lại từ các ô cùng dòng được 110,00 %" in page.text
    write(client, page)
    assert sorted(values().values()) == [10, 11]


def test_a_place_is_remembered_for_no_report_that_names_another(client, clerk, products):
    makers.make_place(code="H1", name="huyện Cao", level="district")
    makers.make_place(code="H2", name="huyện Thấp", level="district")

    def report(title, value):
        rows = [[title], ["Tên sản phẩm", "ĐVT", "TH tháng 4/2026"], ["Xi măng trắng", "tấn", value]]
        return SimpleUploadedFile("biểu.xlsx", book(rows))

    write(client, confirmed(client, report("UBND HUYỆN CAO", 1), place="H1"))
    write(client, upload(client, report("UBND HUYỆN THẤP", 2)))
    write(client, upload(client, report("UBND HUYỆN CAO", 3)))
    assert dict(Figure.objects.values_list("place__code", "value")) == {"H1": 3, "H2": 2}


def test_boxes_that_still_hold_what_the_page_proposed_follow_the_period_that_is_said(client, clerk, products):
    content = book(
        [
            ["THÁNG 3 NĂM 2026"],
            ["Tên", "ĐVT", "Ước TH tháng", "Cùng kỳ", "Kế hoạch"],
            ["Xi măng trắng", "tấn", 10, 11, 12],
        ]
    )
    boxes = {"cC-period": "tháng 3/2026", "cD-period": "tháng 3/2025", "cE-period": "6 tháng 2026"}
    said = {"period": "tháng 4/2026", "shown": "tháng 3/2026", **boxes}
    write(client, confirmed(client, SimpleUploadedFile("biểu.xlsx", content), **said))
    assert values() == {
        ("sp-0", "tháng 4/2026", "estimate"): 10,
        ("sp-0", "tháng 4/2025", "official"): 11,
        ("sp-0", "6 tháng đầu năm 2026", "plan"): 12,
    }


@pytest.mark.parametrize("period", ["tháng 13/2026", "vớ vẩn", "'"])
def test_a_period_that_is_none_is_told(client, clerk, products, period):
    page = confirmed(client, month(4, ["Xi măng trắng", "tấn", 10, 11, 110]), **{"cC-period": period})
    assert "Cột C: " in page.text
    assert page.context["token"] is None


def test_an_estimate_is_held_against_what_came_of_it_in_one_unit(client, clerk, products):
    makers.make_unit(name="nghìn tấn", code="ng-tan", dimension="mass", factor=1000)
    page = confirmed(client, month(4, ["Xi măng trắng", "tấn", 10, 11_000, 110]))
    write(client, page)
    page = upload(client, month(5, ["Xi măng trắng", "nghìn tấn", 12, 12, 100]))
    assert "C3: 11.000 → 12.000" in page.text
    page = upload(client, month(5, ["Xi măng trắng", "nghìn tấn", 11, 12, 109.1]))
    assert "số ước tính còn giữ" not in page.text


def test_what_groups_of_columns_are_is_said_once(client, clerk, products):
    def report(number, first, second):
        heads = [["Tên", "ĐVT", "Lò quay", "Lò đứng"], [None, None, *[f"TH tháng {number}/2026"] * 2]]
        return SimpleUploadedFile("biểu.xlsx", book([["SẢN PHẨM"], *heads, ["Tổng số hàng", "tấn", first, second]]))

    assert "Nhóm cột «Lò quay», «Lò đứng» của dòng 4 chưa rõ" in confirmed(client, report(4, 10, 11)).text
    write(client, confirmed(client, report(4, 10, 11), **{"p4-g0": "sp-1", "p4-g1-other": "Xi măng trắng"}))
    write(client, upload(client, report(5, 12, 13)))
    assert values() == {
        ("sp-1", "tháng 4/2026", "preliminary"): 10,
        ("sp-0", "tháng 4/2026", "preliminary"): 11,
        ("sp-1", "tháng 5/2026", "preliminary"): 12,
        ("sp-0", "tháng 5/2026", "preliminary"): 13,
    }


def test_what_bare_numbers_over_columns_count_is_said_once(client, clerk, products):
    def report(year, *numbers):
        rows = [[f"NĂM {year}"], ["Tên", "ĐVT", 1, 2, 3], ["Xi măng trắng", "tấn", *numbers]]
        return SimpleUploadedFile("biểu.xlsx", book(rows))

    assert "Đầu cột C đến E chỉ ghi số" in confirmed(client, report(2025, 10, 20, 30)).text
    write(client, confirmed(client, report(2025, 10, 20, 30), bare="tháng"))
    write(client, upload(client, report(2026, 40, 50, None)))
    assert values() == {
        ("sp-0", "tháng 1/2025", "preliminary"): 10,
        ("sp-0", "tháng 2/2025", "preliminary"): 20,
        ("sp-0", "tháng 3/2025", "preliminary"): 30,
        ("sp-0", "tháng 1/2026", "preliminary"): 40,
        ("sp-0", "tháng 2/2026", "preliminary"): 50,
    }


def test_of_one_sheet_a_district_the_first_is_asked_about_and_the_others_are_not(client, clerk, products, province):
    for at, name in enumerate(["Thượng", "Trung", "Hạ"]):
        makers.make_place(code=f"H{at}", name=f"huyện {name}", level="district", parent=province)
    head = [each.format(before="3/2026", month="4/2026") for each in HEAD]
    lines = [["Xi măng trắng", "tấn", 10, 11, 110], ["Thép cán nóng", "tấn", 5, 6, 120]]
    districts = {name: [["SẢN PHẨM CHỦ YẾU"], head, *lines] for name in ["Thượng", "Trung", "Hạ"]}
    content = sheets({"Bìa": [["Báo cáo"]], **districts})
    listed = client.get(upload(client, SimpleUploadedFile("huyện.xlsx", content)).url)
    (_, parts) = listed.context["files"][0]
    assert [part.state for part in parts] == ["unread", "asked", "asked", "asked"]
    asked = client.get(parts[1].url)
    seen = {"token": asked.context["question"], "layout-seen": "Thượng"}
    page = client.post(reverse("admin:indicators_figure_answer"), seen)
    for then in [["new", "new"], ["written", "new"], ["written", "written"]]:
        listed = client.get(write(client, page).url)
        (_, parts) = listed.context["files"][0]
        assert [part.state for part in parts[2:]] == then
        page = client.get(next((part.url for part in parts if part.state == "new"), listed.context["batch_url"]))
    assert set(Figure.objects.values_list("place__code", flat=True)) == {"H0", "H1", "H2"}


def test_what_was_said_of_a_table_that_tells_no_place_is_no_answer_for_the_next(client, clerk, products):
    makers.make_place(code="T2", name="tỉnh Hai", level="province")
    write(client, confirmed(client, month(4, ["Xi măng trắng", "tấn", 10, 11, 110])))
    page = upload(client, month(5, ["Xi măng trắng", "tấn", 11, 12, 109]))
    assert "Chưa rõ số liệu của địa bàn nào" in page.text
    assert page.context["token"] is None


def test_dots_are_asked_about_with_what_a_new_layout_asks(client, clerk, products):
    content = month(4, ["Xi măng trắng", "tấn", "1.234", 60.1234567, 110], ["Thép", "tấn", 5, 6, 120])
    page = upload(client, content)
    assert "như «1.234»" in page.text
    said = {"layout-seen": "Biểu 1", "layout-place": "T1", "layout-r4": "sp-1", "dots": "thousands"}
    page = client.post(reverse("admin:indicators_figure_answer"), said | {"token": page.context["question"]})
    write(client, page)
    assert values() == {
        ("sp-0", "tháng 3/2026", "preliminary"): 1234,
        # What formulas leave behind the comma is rounded, whatever its unit.
        ("sp-0", "tháng 4/2026", "estimate"): 60,
        ("sp-1", "tháng 3/2026", "preliminary"): 5,
        ("sp-1", "tháng 4/2026", "estimate"): 6,
    }


def test_a_district_that_only_its_sheet_tells_is_asked_about_once(client, clerk, products, province):
    for at, name in enumerate(["Thượng", "Hạ"]):
        makers.make_place(code=f"H{at}", name=f"huyện {name}", level="district", parent=province)
    head = [each.format(before="3/2026", month="4/2026") for each in HEAD]
    places = {"Tg": "H0", "HA": "H1"}

    def brought(asked, values, **more):
        pages = {name: [["SẢN PHẨM"], head, ["Xi măng trắng", "tấn", 1, value, None]] for name, value in values.items()}
        listed = client.get(upload(client, SimpleUploadedFile("tệp.xlsx", sheets(pages))).url)
        for at, name in enumerate(values):
            page = client.get(listed.context["files"][0][1][at].url)
            assert (page.context["token"] is None) == (name in asked)
            if name in asked:
                said = {"token": page.context["question"], "layout-seen": name, "layout-place": (places | more)[name]}
                page = client.post(reverse("admin:indicators_figure_answer"), said)
            else:
                assert f"theo tên trang «{name}»" in page.text
            listed = client.get(write(client, page).url)

    brought(["Tg", "HA"], {"Tg": 10, "HA": 20})
    brought([], {"HA": 21, "Tg": 11})
    # Of a sheet that is new beside them nothing is known, and the province is not taken for it.
    brought(["Mới"], {"Mới": 90, "Tg": 12}, Mới="T1")
    found = Figure.objects.filter(kind="estimate").values_list("place__code", "value")
    assert {place: int(value) for place, value in found} == {"H0": 12, "H1": 21, "T1": 90}


def test_a_unit_that_counts_by_another_word_is_asked_about_once_and_one_that_converts_is_not(client, clerk, province):
    makers.make_unit(name="sản phẩm", code="sp", dimension="product")
    for code, name, unit in [("gach", "Gạch nung", "viên"), ("ao", "Áo sơ mi", "triệu sản phẩm")]:
        unit = makers.make_unit(name=unit, code=code, dimension="product", factor=10**6 if code == "ao" else 1)
        makers.make_indicator(code=code, name=name, unit=unit, measure="flow", decimals=3)

    def report(number):
        return month(number, ["Gạch nung", "1.000 viên", 10, 11, 110], ["Áo sơ mi", "1000 cái", 1500, 1600, 107])

    page = confirmed(client, report(4))
    assert "ở dòng 4 (một «cái» là một «sản phẩm»?)" in page.text
    page = confirmed(client, report(4), **{"r4-noun": "same"})
    assert "Đơn vị «nghìn cái» của «Áo sơ mi» được hiểu là «nghìn sản phẩm»" in page.text
    write(client, page)
    write(client, upload(client, report(5)))
    rows = Figure.objects.filter(period_start__month=5).values_list("indicator__code", "value")
    assert {code: float(value) for code, value in rows} == {"gach": 11000, "ao": 1.6}
    # Who sees that it was wrong takes it back.
    page = confirmed(client, report(6), **{"r4-noun": ""})
    assert "một «cái» là một «sản phẩm»?" in page.text
