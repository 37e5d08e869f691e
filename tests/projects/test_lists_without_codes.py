"""A list of projects as a department keeps it goes in by its names, with one screen of questions."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from config.sheets.choices import Choices
from config.sheets.finding import dataset_from
from config.sheets.plan import Plan
from projects.models import InvestmentProject
from projects.resources import EstateResource, InvestmentProjectResource
from tests import makers
from tests.sheets import told, xlsx

pytestmark = pytest.mark.django_db

HEAD = ["STT", "Tên dự án", "Nhà đầu tư", "Vốn đầu tư", "Tình hình"]


@pytest.fixture(autouse=True)
def import_folder(settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"


def planned(rows, **choices):
    content = xlsx([["Tên dự án", "Nhà đầu tư", "Lao động"], *rows])
    resource = InvestmentProjectResource()
    return Plan(resource, dataset_from(content, "a.xlsx", resource), choices=Choices(**choices))


def codes(plan):
    return [(row.values["code"], row.fate) for row in plan.rows]


def test_rows_are_known_by_name_and_owner_and_new_ones_get_codes():
    makers.make_investment_project(code="DA-1", name="Nhà máy gạch", investor="Công ty Một", workers=5)
    plan = planned([["NHÀ MÁY  GẠCH", "Công ty Một", 6], ["Nhà máy chè", "Công ty Hai", 7]])
    assert codes(plan) == [("DA-1", "changed"), ("NHA-MAY-CHE", "new")]
    assert plan.rows[0].changed_columns == ["workers"]


def test_one_name_of_two_owners_is_two_rows_and_is_asked_about():
    makers.make_investment_project(code="DA-1", name="Nhà máy gạch", investor="Công ty Một")
    plan = planned([["Nhà máy gạch", "Công ty Hai", 6]])
    assert told(plan) == [
        "Dòng 2: Có thể là dòng đã có «Nhà máy gạch (Công ty Một)»: hãy chọn ở phần «Điều tệp chưa nói rõ»."
    ]
    assert codes(planned([["Nhà máy gạch", "Công ty Hai", 6]], same={"2": "new"})) == [("NHA-MAY-GACH", "new")]
    assert codes(planned([["Nhà máy gạch", "Công ty Hai", 6]], same={"2": "DA-1"})) == [("DA-1", "changed")]


def test_a_mark_apart_is_asked_about_and_never_taken():
    makers.make_investment_project(code="DA-1", name="Lắp ráp điện tử", investor="Công ty Một")
    assert "điện tử" in told(planned([["Lắp ráp điện từ", "Công ty Một", 6]]))[0]


def test_a_name_with_its_first_words_left_out_may_be_one_that_is_stored():
    makers.make_estate(code="CCN-1", name="CCN Khoang U", kind="cluster")
    makers.make_estate(code="CCN-2", name="Xóm Rụt", kind="cluster")
    rows = [["Cụm CN Khoang U", "cụm công nghiệp"], ["Khoang U", "cụm công nghiệp"], ["Cụm Xóm Rụt", None]]
    resource = EstateResource()
    content = xlsx([["Tên khu, cụm", "Loại"], *rows, ["CCN Đồng Tâm", "cụm công nghiệp"]])
    plan = Plan(resource, dataset_from(content, "a.xlsx", resource), choices=Choices())
    assert plan.rows[0].values["code"] == "CCN-1"
    assert [text for text in told(plan) if "Có thể" in text] == [
        "Dòng 3: Có thể là dòng đã có «CCN Khoang U (cụm công nghiệp)»: hãy chọn ở phần «Điều tệp chưa nói rõ».",
        "Dòng 4: Có thể là dòng đã có «Xóm Rụt (cụm công nghiệp)»: hãy chọn ở phần «Điều tệp chưa nói rõ».",
    ]


def test_a_place_is_known_without_its_kind_or_by_the_first_letter_of_it():
    makers.make_place(code="HB", name="tỉnh Hòa Bình (cũ)", level="province")
    makers.make_place(code="TP", name="thành phố Hòa Bình", level="district")
    makers.make_place(code="KB", name="huyện Kim Bôi", level="district")
    written = ["Kim Bôi", "H. Kim Bôi", "H.KIM BÔI", "TP Hòa Bình", "tỉnh Hòa Bình", "Hòa Bình", "xã Kim Bôi"]
    content = xlsx([["Tên dự án", "Địa bàn"], *([f"Dự án {at}", place] for at, place in enumerate(written))])
    resource = InvestmentProjectResource()
    plan = Plan(resource, dataset_from(content, "a.xlsx", resource), choices=Choices())
    assert [text.partition(":")[0] for text in told(plan)] == ["Dòng 7, cột «Địa bàn»", "Dòng 8, cột «Địa bàn»"]
    assert "«H. Kim Bôi» là KB" in " ".join(plan.notes)


def test_two_lines_that_are_one_row_are_refused():
    plan = planned([["Nhà máy gạch", "Công ty Một", 6], ["Nhà máy gạch", "Công ty Một", 7]])
    assert told(plan) == ["Dòng 3: Trùng với dòng 2 (Mã dự án «NHA-MAY-GACH»): hãy xóa một trong hai dòng."]


def test_new_codes_never_take_one_that_is_used():
    makers.make_investment_project(code="NHA-MAY-GACH", name="Khác hẳn", investor="Công ty Ba")
    assert codes(planned([["Nhà máy gạch", "Công ty Một", 6], ["Nhà máy gạch", "Công ty Hai", 7]])) == [
        ("NHA-MAY-GACH-2", "new"),
        ("NHA-MAY-GACH-3", "new"),
    ]


def test_a_place_by_its_name_is_taken_where_only_one_has_it():
    for code, name in [("x1", "xã Một"), ("x2", "xã Hai"), ("x3", "xã Hai")]:
        makers.make_place(code=code, name=name)
    content = xlsx([["Tên dự án", "Địa bàn"], ["Nhà máy gạch", "XÃ MỘT"], ["Nhà máy chè", "xã Hai"]])
    resource = InvestmentProjectResource()
    plan = Plan(resource, dataset_from(content, "a.xlsx", resource))
    assert "Cột «Địa bàn» ghi tên, được hiểu theo mã: «XÃ MỘT» là x1." in plan.notes
    assert told(plan) == [
        "Dòng 3, cột «Địa bàn»: Không có địa bàn mang mã «xã Hai»: hãy kiểm tra mã, hoặc nhập địa bàn này trước."
    ]


def test_all_that_is_asked_is_answered_on_one_screen(client):
    client.force_login(makers.make_user(is_superuser=True))
    rows = [
        HEAD,
        [1, "Nhà máy gạch", "Công ty Một", 30000000000, "đang xây"],
        [2, "Nhà máy chè", "Công ty Hai", 2e9, ""],
    ]
    file = SimpleUploadedFile("dự án.xlsx", xlsx(rows))
    page = client.post(reverse("admin:projects_investmentproject_import"), {"import_file": file})
    boxes = dict.fromkeys(re.findall(r'name="((?:unit|placed)-[^"]+)"', page.text))
    assert sorted(boxes) == ["placed-Tình hình", "unit-Vốn đầu tư"]
    said = {"token": page.context["question"], "unit-Vốn đầu tư": "đồng", "placed-Tình hình": "note"}
    page = client.post(reverse("admin:projects_investmentproject_answer"), said)
    client.post(reverse("admin:projects_investmentproject_process_import"), {"token": page.context["token"]})
    found = InvestmentProject.objects.order_by("code").values_list("code", "capital_billion_vnd", "note")
    assert list(found) == [("NHA-MAY-CHE", 2, ""), ("NHA-MAY-GACH", 30, "đang xây")]


def test_what_was_said_of_a_list_holds_for_the_next_one_and_can_be_asked_anew(client):
    client.force_login(makers.make_user(is_superuser=True))

    def uploaded(*rows):
        file = SimpleUploadedFile("dự án.xlsx", xlsx([HEAD, *rows]))
        return client.post(reverse("admin:projects_investmentproject_import"), {"import_file": file})

    def answered(page, **said):
        said = {name.replace("__", "-"): value for name, value in said.items()} | {"token": page.context["question"]}
        return client.post(reverse("admin:projects_investmentproject_answer"), said)

    page = uploaded([1, "Nhà máy gạch", "Công ty Một", 30000000000, "đang xây"])
    page = answered(page, **{"unit-Vốn đầu tư": "đồng", "left_out": ["Tình hình"]})
    client.post(reverse("admin:projects_investmentproject_process_import"), {"token": page.context["token"]})
    page = uploaded([1, "Nhà máy gạch", "Công ty Một", 40000000000, "xong"])
    assert page.context["token"]
    assert "như đã chọn cho tệp trước" in page.text
    assert "Cột «STT», «Tình hình» được bỏ qua." in page.text
    page = answered(page, fresh="on")
    assert page.context["token"] is None
    assert page.context["asks"]["unplaced"] == ["Tình hình"]
    page = answered(page, **{"unit-Vốn đầu tư": "đồng", "placed-Tình hình": "note"})
    client.post(reverse("admin:projects_investmentproject_process_import"), {"token": page.context["token"]})
    assert InvestmentProject.objects.get().note == "xong"
    assert uploaded([1, "Nhà máy gạch", "Công ty Một", 40000000000, "xong"]).context["numbers"]["same"] == 1
