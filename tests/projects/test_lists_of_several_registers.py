"""A list of which one line is rows of several registers goes in with one upload, and asks nothing the second time."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from power.models import Line, PowerTransformer
from projects.models import (
    Beneficiary,
    Estate,
    EstateArea,
    EstateStatus,
    ExtensionScheme,
    InvestmentProject,
    ProjectStatus,
    SchemeFunding,
)
from tests import makers
from tests.config.sheets.test_jobs import work_off
from tests.workbooks.beneficiaries_on_second_sheet import workbook as beneficiaries
from tests.workbooks.decisions_with_days import workbook as decisions
from tests.workbooks.making import book
from tests.workbooks.two_registers_in_one_list import workbook as works

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def staff(client, settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"
    client.force_login(makers.make_user(is_superuser=True))
    return client


def upload(staff, register, content):
    file = SimpleUploadedFile("báo cáo.xlsx", content)
    app = "power" if register in ("substation", "powertransformer", "line") else "projects"
    return staff.post(reverse(f"admin:{app}_{register}_import"), {"import_file": file})


def posted(staff, page, view, **said):
    """What comes of the page's own register after its form is sent."""
    return staff.post(reverse(f"admin:{page.context['opts'].label_lower.replace('.', '_')}_{view}"), said)


def confirmed(staff, page):
    return posted(staff, page, "process_import", token=page.context["token"])


def written_through(staff, page):
    """The registers that are written one after another, until an import's own page is shown."""
    registers = []
    while page.status_code == 200:
        registers.append(page.context["opts"].model_name)
        assert not page.context["problems"], page.context["problems"]
        page = confirmed(staff, page)
    return registers


def test_a_list_of_clusters_fills_three_registers_and_asks_nothing(staff):
    content = decisions.files()["should_pass.xlsx"]
    page = upload(staff, "estate", content)
    assert [name for name, *_ in page.context["doors"]] == ["diện tích khu, cụm", "trạng thái khu, cụm"]
    assert written_through(staff, page) == ["estate", "estatearea", "estatestatus"]
    assert list(Estate.objects.order_by("code").values_list("name", "kind")) == [
        ("CCN Ba Sao", "cluster"),
        ("CCN Bốn Mùa", "cluster"),
    ]
    areas = EstateArea.objects.order_by("estate__code", "kind").values_list("kind", "hectares", "on", "decision")
    assert [(kind, float(hectares), f"{on:%d/%m/%Y}", decision) for kind, hectares, on, decision in areas] == [
        ("detailed", 49, "31/12/2022", "123/QĐ-UBND"),
        ("established", 50, "12/03/2015", "4257/QĐ-UBND ngày 12/3/2015"),
        ("industrial", 35, "31/12/2022", ""),
        ("leased", 20, "31/12/2022", ""),
        ("established", 30, "01/02/2016", "QĐ số 58/QĐ-UBND ngày 01 tháng 02 năm 2016"),
        ("extended", 10.5, "05/06/2019", "55/QĐ-UBND, 5.6.2019"),
        ("industrial", 20, "31/12/2022", ""),
        ("leased", 20, "31/12/2022", ""),
    ]
    statuses = EstateStatus.objects.order_by("on").values_list("estate__name", "status", "on")
    assert [(name, status, f"{on:%d/%m/%Y}") for name, status, on in statuses] == [
        ("CCN Ba Sao", "established", "12/03/2015"),
        ("CCN Bốn Mùa", "established", "01/02/2016"),
    ]
    for register in ("estate", "estatearea", "estatestatus"):
        page = upload(staff, register, content)
        assert (page.context["token"], page.context["problems"], page.context["asks"]) == (None, [], {})
    later = decisions.files(period="Kỳ báo cáo: năm 2023", leased=25)["should_pass.xlsx"]
    page = upload(staff, "estatearea", later)
    assert [page.context["numbers"][fate] for fate in ("new", "changed", "same", "refused")] == [1, 0, 7, 0]


@pytest.mark.every_engine
def test_a_row_that_was_said_to_be_a_stored_one_is_it_for_the_other_registers_too(staff):
    makers.make_estate(code="BS", name="Ba Sao", kind="cluster")
    page = upload(staff, "estate", decisions.files()["should_pass.xlsx"])
    page = posted(staff, page, "answer", token=page.context["question"], **{"same-7": "BS"})
    assert written_through(staff, page) == ["estate", "estatearea", "estatestatus"]
    assert sorted(Estate.objects.values_list("code", "name")) == [("BS", "Ba Sao"), ("CCN-BON-MUA", "CCN Bốn Mùa")]
    assert set(EstateArea.objects.values_list("estate__code", flat=True)) == {"BS", "CCN-BON-MUA"}


def test_a_report_of_schemes_goes_in_with_its_money_and_whom_it_supports(staff):
    content = beneficiaries.files()["should_pass.xlsx"]
    page = upload(staff, "extensionscheme", content)
    assert "Phần đề án khuyến công cần phần cơ sở công nghiệp nông thôn của tệp được ghi trước" in page.text
    asked = page.context["asks"]
    assert asked["unplaced"] == ["Địa chỉ"]
    boxes = {part["opening"]: [each["box"] for each in part["constants"]] for part in asked["parts"]}
    of_schemes, of_money = "part-projects.ExtensionScheme-", "part-projects.SchemeFunding-"
    assert boxes == {of_schemes: ["constant-first_year"], of_money: ["constant-year"]}
    said = {"placed-Địa chỉ": "commune", f"{of_schemes}constant-first_year": "2021"}
    page = posted(staff, page, "answer", token=page.context["question"], **said)
    assert [part["opening"] for part in page.context["asks"]["parts"]] == [of_money]
    said = {f"{of_money}constant-year": "năm đầu"}
    page = posted(staff, page, "answer", token=page.context["question"], **said)
    assert written_through(staff, page) == ["beneficiary", "extensionscheme", "schemefunding"]
    found = ExtensionScheme.objects.order_by("code").values_list("name", "first_year", "last_year")
    assert list(found) == [
        ("Đào tạo nghề may", 2022, 2023),
        ("Mô hình chế biến chè", 2022, 2022),
        ("Ứng dụng máy", 2021, 2021),
    ]
    told = {each.name: sorted(row.name for row in each.beneficiaries.all()) for each in ExtensionScheme.objects.all()}
    assert told == {
        "Mô hình chế biến chè": ["Công ty TNHH Chè Một", "HTX Chè Hai"],
        "Đào tạo nghề may": ["Nguyễn Văn Ví Dụ"],
        "Ứng dụng máy": ["Hộ kinh doanh Ba"],
    }
    money = SchemeFunding.objects.order_by("scheme__code", "fund").values_list("year", "fund", "committed")
    assert [(year, fund, float(amount)) for year, fund, amount in money] == [
        (2022, "local", 120),
        (2022, "counterpart", 700.5),
        (2022, "national", 300),
        (2021, "counterpart", 200),
        (2021, "local", 100),
    ]
    household = Beneficiary.objects.get(name="Nguyễn Văn Ví Dụ")
    assert (household.legal_form, household.public_name) == ("household", "Một hộ kinh doanh")
    for register in ("beneficiary", "extensionscheme", "schemefunding"):
        page = upload(staff, register, content)
        assert page.context["token"] is None
        assert (page.context["problems"], page.context["asks"].get("unplaced", [])) == ([], [])
        assert page.context["asks"].get("constants", []) == []


def test_what_the_money_of_schemes_lacks_is_asked_with_what_the_schemes_lack(staff):
    head = ["STT", "Tên đề án", "Thời gian thực hiện", "Kinh phí hỗ trợ (tỷ đồng)"]
    lines = [[1, "Trồng nấm", "1 năm", 0.003], [2, "Nấu rượu", "2 năm", 0.002]]
    page = upload(staff, "extensionscheme", book([["BÁO CÁO ĐỀ ÁN KHUYẾN CÔNG NĂM 2022"], head, *lines]))
    assert page.context["warnings"] == ["Dòng 3 chỉ ghi một năm: được hiểu là năm 2022 ở tiêu đề."]
    (money,) = page.context["asks"]["parts"]
    boxes = {each["box"]: money["opening"] + each["box"] for each in money["constants"]}
    assert list(boxes) == ["constant-fund", "constant-year"]
    said = {"constant-first_year": "2021", boxes["constant-fund"]: "khuyến công quốc gia"}
    said |= {boxes["constant-year"]: "năm cuối", "token": page.context["question"]}
    makers.make_extension_budget(year=2021, fund="national", allocated=10)
    makers.make_extension_budget(year=2022, fund="national", allocated=10)
    assert written_through(staff, posted(staff, page, "answer", **said)) == ["extensionscheme", "schemefunding"]
    found = SchemeFunding.objects.order_by("scheme__name").values_list("scheme__name", "year", "committed")
    assert [(name, year, float(amount)) for name, year, amount in found] == [
        ("Nấu rượu", 2022, 2),
        ("Trồng nấm", 2022, 3),
    ]


@pytest.mark.every_engine
def test_a_list_of_works_of_the_grid_fills_three_registers_with_what_was_answered_once(staff):
    workbook = openpyxl.load_workbook(io.BytesIO(works.files()["should_pass.xlsx"]))
    workbook.active["I1"], workbook.active["I4"] = "NGƯỜI ĐẠI DIỆN", "Trần Văn Giả"
    stream = io.BytesIO()
    workbook.save(stream)
    content = stream.getvalue()
    page = upload(staff, "substation", content)
    (unit,) = page.context["asks"]["units"]
    said = {unit["box"]: "kV", "left_out": page.context["asks"]["unplaced"]}
    page = posted(staff, page, "answer", token=page.context["question"], **said)
    assert written_through(staff, page) == ["substation", "powertransformer", "line"]
    assert [float(each) for each in PowerTransformer.objects.values_list("rated_mva", flat=True)] == [63, 63]
    assert list(Line.objects.values_list("code", "conductor")) == [("DZ-02", "ACSR240/32")]
    for register in ("substation", "powertransformer", "line"):
        page = upload(staff, register, content)
        assert (page.context["token"], page.context["problems"]) == (None, [])


def test_a_register_that_somebody_may_not_write_has_no_door(client, settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"
    allowed = [f"projects.{what}_{name}" for what in ("view", "add", "change") for name in ("estate", "estatearea")]
    client.force_login(makers.make_user(*allowed))
    page = upload(client, "estate", decisions.files()["should_pass.xlsx"])
    assert [name for name, *_ in page.context["doors"]] == ["diện tích khu, cụm"]
    assert written_through(client, page) == ["estate", "estatearea"]


def parts(page):
    return [(part.title, part.state) for _, parts in page.context["files"] for part in parts]


def test_lists_brought_in_together_show_what_they_hold_for_other_registers_and_lead_back(staff):
    files = [decisions.files()["should_pass.xlsx"], decisions.files(period="Kỳ báo cáo: năm 2023")["should_pass.xlsx"]]
    sent = [SimpleUploadedFile(f"{at}.xlsx", content) for at, content in enumerate(files)]
    listed = staff.post(reverse("admin:projects_estate_import"), {"import_file": sent}, follow=True)
    title = listed.context["files"][0][1][0].title
    areas, statuses = f"{title}: diện tích khu, cụm", f"{title}: trạng thái khu, cụm"
    assert parts(listed) == [(title, "new"), (areas, "elsewhere"), (statuses, "elsewhere")] * 2
    of_estates, of_areas, _ = listed.context["files"][0][1]
    listed = staff.get(confirmed(staff, staff.get(of_estates.url)).url)
    page = staff.get(of_areas.url)
    assert (page.context["opts"].model_name, page.context["problems"]) == ("estatearea", [])
    assert page.context["batch_url"] == listed.context["batch_url"]
    listed = staff.get(confirmed(staff, page).url)
    assert parts(listed)[:3] == [(title, "written"), (areas, "written"), (statuses, "elsewhere")]
    assert staff.get(of_estates.url + "?so=projects.ExtensionScheme").status_code == 404


@pytest.mark.every_engine
def test_of_one_sheet_of_clusters_a_district_none_is_passed_over(staff):
    workbook = openpyxl.load_workbook(io.BytesIO(decisions.files()["should_pass.xlsx"]))
    district, others = workbook.copy_worksheet(workbook.worksheets[0]), workbook.create_sheet("Danh sách")
    district.title, district["B7"], district["M6"] = "Huyện Hai", "CCN Năm Sao", "Người lập"
    for row in [["STT", "Tên cụm công nghiệp", "Điện thoại"], [1, "CCN Ba Sao", "0900000001"]]:
        others.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    listed = staff.get(upload(staff, "estate", stream.getvalue()).url)
    assert [state for title, state in parts(listed) if ":" not in title] == ["new", "asked", "unread"]


def test_a_large_list_is_read_for_its_next_register_after_it_was_written(staff, monkeypatch):
    monkeypatch.setattr("config.sheets.jobs.LIGHT", 10)
    address, registers = upload(staff, "estate", decisions.files()["should_pass.xlsx"]).url, []
    while address:
        work_off()
        page = staff.get(address)
        registers.append(page.context["opts"].model_name)
        job = confirmed(staff, page).url
        work_off()
        following = staff.get(job).context["job"].next
        address = following and following.address
    assert registers == ["estate", "estatearea", "estatestatus"]
    assert (EstateArea.objects.count(), EstateStatus.objects.count()) == (8, 2)


def test_the_command_goes_on_into_the_other_registers_of_a_list(staff, tmp_path, capsys):
    file = tmp_path / "cụm.xlsx"
    file.write_bytes(decisions.files()["should_pass.xlsx"])
    makers.make_user(is_superuser=True, username="lan")
    call_command("import", file, into="khu, cụm công nghiệp", user="lan")
    assert "Tệp còn dòng cho sổ diện tích khu, cụm, trạng thái khu, cụm." in capsys.readouterr().out
    call_command("import", file, into="khu, cụm công nghiệp", user="lan", write=True)
    assert "Tệp còn dòng cho sổ trạng thái khu, cụm:" in capsys.readouterr().out
    assert (Estate.objects.count(), EstateArea.objects.count(), EstateStatus.objects.count()) == (2, 8, 2)


def projects(title, *more):
    """A list of two projects as the department keeps it, with more columns at its end, each with its two cells."""
    head = ["STT", "Tên nhà đầu tư", "Tên dự án", "Vốn đầu tư (đồng)", "Địa bàn", *(heading for heading, *_ in more)]
    names = [("Công ty Một", "Nhà máy gạch"), ("Công ty Hai", "Nhà máy chè")]
    lines = [
        [at + 1, *names[at], 30_000_000_000, "huyện Một", *(cells[at] for _, *cells in more)]
        for at in range(len(names))
    ]
    return book([[title], [], head, *lines], merged=["A1:E1"])


@pytest.mark.every_engine
def test_projects_that_were_revoked_go_in_with_their_status_and_never_as_if_in_force(staff):
    makers.make_place(code="h1", name="huyện Một", level="district")
    days = ("Ngày thu hồi", "05/03/2023", "6/3/2023"), ("Số QĐ thu hồi", "12/QĐ-UBND", "13/QĐ-UBND")
    papers = [("QĐ thu hồi", "12/QĐ-UBND ngày 05/3/2023", "13/QĐ-UBND ngày 6.3.2023")]
    page = upload(staff, "investmentproject", projects("DANH SÁCH DỰ ÁN THU HỒI", *days))
    assert written_through(staff, page) == ["investmentproject", "projectstatus"]
    told = ProjectStatus.objects.order_by("on").values_list("project__name", "status", "on", "document")
    assert list(told) == [
        ("Nhà máy gạch", "ended", date(2023, 3, 5), "12/QĐ-UBND"),
        ("Nhà máy chè", "ended", date(2023, 3, 6), "13/QĐ-UBND"),
    ]
    page = upload(staff, "projectstatus", projects("DỰ ÁN BỊ THU HỒI", *papers))
    assert [page.context["numbers"][fate] for fate in ("new", "changed", "refused")] == [0, 2, 0]
    for title, why in [
        ("DANH MỤC DỰ ÁN ĐÃ THU HỒI", "mà tệp không có ngày"),
        ("Dự án FDI mua bán, góp vốn", "là danh mục mua bán, góp vốn"),
    ]:
        page = upload(staff, "investmentproject", projects(title))
        assert (page.context["token"], why in page.context["problems"][0].message) == (None, True)
    assert upload(staff, "investmentproject", projects("DỰ ÁN ĐẦU TƯ (trừ dự án thu hồi)")).context["problems"] == []


@pytest.mark.every_engine
def test_the_cluster_that_a_title_or_a_sheet_names_is_that_of_its_projects(staff):
    one = makers.make_estate(code="c1", name="CCN Một")
    makers.make_estate(code="c10", name="CCN Một Mới")
    makers.make_place(code="h1", name="huyện Một", level="district")
    page = upload(staff, "investmentproject", projects("DỰ ÁN ĐẦU TƯ VÀO CỤM CÔNG NGHIỆP MỘT"))
    assert "«Trong khu, cụm» của các dự án mới là «CCN Một», theo tên danh mục." in page.context["notes"]
    confirmed(staff, page)
    assert one.projects.count() == 2
    for title, is_told in [("DỰ ÁN ĐẦU TƯ VÀO CCN HAI", True), ("DỰ ÁN BÊN NGOÀI KHU CN", False)]:
        InvestmentProject.objects.all().delete()
        warnings = upload(staff, "investmentproject", projects(title)).context["warnings"]
        assert any("không rõ là khu, cụm nào của sổ" in text for text in warnings) is is_told


def test_a_list_of_beneficiaries_beside_two_lists_of_schemes_is_of_neither(staff):
    workbook = openpyxl.load_workbook(io.BytesIO(beneficiaries.files()["should_pass.xlsx"]))
    workbook.copy_worksheet(workbook.worksheets[0]).title = "Năm sau"
    stream = io.BytesIO()
    workbook.save(stream)
    listed = staff.get(upload(staff, "extensionscheme", stream.getvalue()).url)
    first, *_ = [part for _, of_file in listed.context["files"] for part in of_file if part.url]
    page = staff.get(first.url)
    assert any("không rõ là của trang nào: cơ sở thụ hưởng không được ghi" in text for text in page.context["warnings"])
