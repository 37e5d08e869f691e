"""Departments' own forms from upload to the stored rows: one screen of questions at most, and none for the sister."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from indicators.models import Figure
from power.models import Line, PowerTransformer, Substation
from projects.models import (
    Beneficiary,
    Estate,
    EstateArea,
    EstateStatus,
    ExtensionScheme,
    InvestmentProject,
    SchemeFunding,
)
from tests import department_forms as forms
from tests import makers

# The doors are the same on either engine; what is read of a file too.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

DOORS = {"Figure": "indicators", "Estate": "projects", "InvestmentProject": "projects", "ExtensionScheme": "projects",
         "Substation": "power"}  # fmt: skip


@pytest.fixture
def clerk(client, filled_book, settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"
    client.force_login(makers.make_user(is_superuser=True))
    return client


def brought(client, door, pages, answer=None):
    """Bring a file in through one register after another; gives how many screens of questions that took."""
    file = SimpleUploadedFile("biểu.xlsx", forms.workbook(pages))
    page, screens = client.post(address(f"{DOORS[door]}_{door.lower()}", "import"), {"import_file": file}), 0
    while page.status_code == 200:
        context = page.context
        where = f"{context['opts'].app_label}_{context['opts'].model_name}"
        asks = context["asks"]
        if context["problem_count"] or asks.get("parts"):
            assert screens == 0, [str(each) for each in context["problems"]] or asks["parts"]
            screens += 1
            page = client.post(address(where, "answer"), {"token": context["question"], **answer(asks)})
        else:
            page = client.post(address(where, "process_import"), {"token": context["token"]})
    assert "sheetimport" in page.url
    return screens


def address(register, what):
    return reverse(f"admin:{register}_{what}")


def of_list(units=(), constants=()):
    """Answers of somebody who passes over what has no place, and knows units and constants by heading."""

    def answer(asks):
        said = {each["box"]: dict(units)[each["heading"]] for each in asks["units"]}
        for asked in [asks, *asks["parts"]]:
            opening = asked.get("opening", "")
            said[f"{opening}left_out"] = asked["unplaced"]
            said |= {f"{opening}{each['box']}": dict(constants)[each["heading"]] for each in asked["constants"]}
        return said

    return answer


def of_figures(**codes):
    """Answers of somebody who knows some lines by name as indicators of the book, and leaves out the rest."""

    def answer(asks):
        layout = asks["layout"]
        said = {layout["seen_box"]: layout["sheet"]} | ({layout["zeros"]["box"]: "blank"} if layout["zeros"] else {})
        for line in layout["lines"]:
            if line.get("is_asked"):
                said[line["box"]] = codes.get(line["name"], "-")
            if line.get("noun"):
                said[line["noun"]["box"]] = line["noun"]["same"]
        return said

    return answer


def twice(client, door, first, sister, answer=None):
    """The screens of questions of a form and of its sister."""
    return brought(client, door, first, answer), brought(client, door, sister, answer)


@pytest.fixture
def figures(filled_book):
    """Gives what the files brought: by indicator, period and kind."""
    before = set(Figure.objects.values_list("pk", flat=True))

    def found():
        rows = Figure.objects.exclude(pk__in=before).select_related("indicator")
        return {(each.indicator.code, str(each.period), each.kind): each.value for each in rows}

    return found


def exact(rows):
    return {key: Decimal(str(value)) for key, value in rows.items()}


def test_the_month_form_of_production_and_trade(clerk, figures):
    names = {"Giá trị sản xuất (Giá SS 2010)": "gtsx", "Tổng MBLHH-DVXH": "tong-muc-ban-le"}
    first, sister = {"T4": forms.month_form(4)}, {"Thang 5": forms.month_form(5, lead=["Ghi chú"])}
    assert twice(clerk, "Figure", first, sister, of_figures(**names)) == (1, 0)
    codes = ["gtsx", "gtsx-trong-nuoc", "gtsx-dtnn", "xi-mang", "may-mac", "xuat-khau", "xuat-khau-fdi",
             "xuat-khau-trong-nuoc", "nhap-khau", "tong-muc-ban-le"]  # fmt: skip
    expected = {}
    for month in (4, 5):
        columns = [("2023", "plan"), (f"tháng {month}/2022", "official"), (f"tháng {month - 1}/2023", "preliminary"),
                   (f"tháng {month}/2023", "estimate"), (f"{month} tháng 2023", "estimate"),
                   (f"{month} tháng 2022", "official")]  # fmt: skip
        lines = [line for line in forms.MONTH_LINES if len(line) > 1]
        for code, (_, _, *values) in zip(codes, lines, strict=True):
            times = 1000 if code == "xi-mang" else 1
            expected |= {(code, *column): times * value for column, value in zip(columns, values, strict=True) if value}
    assert figures() == exact(expected)


def test_the_budget_by_content_and_source(clerk, figures):
    pages = {"KC": forms.budget(2023)}, {"Biểu 2": forms.budget(2024)}
    names = {"KCĐP": "dp", "KCQG": "qg"}
    known = {5: "hoi-thao", 10: "may-moc", 24: "khac"}

    def answer(asks):
        said = of_figures()(asks)
        for group in asks["layout"]["groups"]:
            said |= {pair["box"]: "-" for pair in group["pairs"] if pair["is_asked"]}
        return said

    assert twice(clerk, "Figure", *pages, answer) == (1, 0)
    found = figures()
    for year in ("2023", "2024"):
        for number, code in known.items():
            amounts = [found[f"kc-{names[head]}-{code}", year, "preliminary"] for head in names]
            assert amounts == [10 * number, 20 * number]


def test_clusters_with_areas_and_decisions_and_then_the_projects_in_them(clerk):
    areas, statuses = (set(model.objects.values_list("pk", flat=True)) for model in (EstateArea, EstateStatus))
    new = [3, "CCN Bến Mới", 12, "9/QĐ-UBND ngày 3/4/2023", *[None] * 8]
    first, sister = {"CCN": forms.clusters(2022)}, {"Biểu 3": forms.clusters(2023, new, lead=True)}
    assert twice(clerk, "Estate", first, sister) == (0, 0)
    rows = EstateArea.objects.exclude(pk__in=areas).order_by("estate__name", "kind", "on")
    assert [(row.estate.name, row.kind, float(row.hectares), f"{row.on:%d/%m/%Y}") for row in rows] == [
        ("CCN Bến Mới", "established", 12, "03/04/2023"),
        ("CCN Suối Mây", "detailed", 49, "04/05/2016"),
        ("CCN Suối Mây", "established", 50, "12/03/2015"),
        ("CCN Suối Mây", "industrial", 35, "31/12/2022"),
        ("CCN Suối Mây", "leased", 10, "31/12/2022"),
        ("CCN Suối Mây", "leased", 11, "31/12/2023"),
        ("CCN Đồi Gió", "established", 30, "01/02/2016"),
        ("CCN Đồi Gió", "extended", 10.5, "05/06/2019"),
        ("CCN Đồi Gió", "industrial", 20, "31/12/2022"),
        ("CCN Đồi Gió", "leased", 20, "31/12/2022"),
    ]
    assert EstateStatus.objects.exclude(pk__in=statuses).count() == 3
    assert Estate.objects.get(name="CCN Bến Mới").kind == "cluster"

    new = [2, "Xưởng đũa Sao Bốn", 7, None, None, "đũa", None, 1, None, None, None, 10, "đang XD"]
    pages = {"DA": forms.cluster_projects(2022)}, {"Biểu 4": forms.cluster_projects(2023, new)}
    assert twice(clerk, "InvestmentProject", *pages, of_list()) == (1, 0)
    rows = InvestmentProject.objects.filter(estate__name__in=["CCN Suối Mây", "CCN Đồi Gió"]).order_by("name")
    assert [
        (row.estate.name, row.name, row.capital_billion_vnd, row.capital_million_usd, row.form, row.workers)
        for row in rows
    ] == [
        ("CCN Suối Mây", "Nhà máy may Sao Một", 50, None, "domestic", 300),
        ("CCN Suối Mây", "Nhà máy nhựa Sao Hai", None, Decimal("3.2"), "foreign", 80),
        ("CCN Đồi Gió", "Xưởng chế biến gỗ Sao Ba", Decimal("12.5"), None, "domestic", 40),
        ("CCN Đồi Gió", "Xưởng đũa Sao Bốn", 7, None, "domestic", 10),
    ]


def test_projects_outside_zones_in_full_dong(clerk):
    new = [3, "Công ty Nước Sao", "Nhà máy nước Sao", None, "1112223334", "1/2/2023", "99 ngày 1/2/2023", 1500000000,
           None, None, None, None, "50 năm", None, "huyện Lạc Sơn", 2023]  # fmt: skip
    pages = {"DDI": forms.project_list()}, {"DDI 2": forms.project_list(new, lead=["Ghi chú"])}
    assert twice(clerk, "InvestmentProject", *pages, of_list(units={"Vốn đầu tư": "đồng"})) == (1, 0)
    rows = InvestmentProject.objects.filter(name__endswith="Sao").order_by("name")
    found = [
        (row.name, row.investor, row.certificate_number, f"{row.certificate_on:%d/%m/%Y}", row.policy_decision)
        for row in rows
    ]
    assert found == [
        ("Nhà máy chè Sao", "Công ty CP Chè Sao", "0987654321", "05/03/2020", "1731 ngày 5/3/2020"),
        ("Nhà máy gạch Sao", "Công ty TNHH Gạch Sao", "1234567890", "22/07/2021", "1730 ngày 22/7/2021"),
        ("Nhà máy nước Sao", "Công ty Nước Sao", "1112223334", "01/02/2023", "99 ngày 1/2/2023"),
    ]
    assert [row.capital_billion_vnd for row in rows] == [45, 30, Decimal("1.5")]
    assert [row.place.name for row in rows] == ["huyện Kim Bôi", "huyện Lương Sơn", "huyện Lạc Sơn"]


def test_works_of_the_grid_that_are_substations_and_lines(clerk):
    new = [4, "TBA-94", "TBA 110 kV Mới", "1x25", None, None, "110 kV", None, "xây dựng", "huyện Tân Lạc", None]

    def answer(asks):
        said = of_list(units={"CẤP ĐIỆN ÁP": "kV"})(asks)
        passed_over = [heading for heading in said["left_out"] if heading != "ĐỊA ĐIỂM"]
        return said | {"left_out": passed_over, "placed-ĐỊA ĐIỂM": "place"}

    pages = {"Điện": forms.works()}, {"Điện 2": forms.works(new)}
    assert twice(clerk, "Substation", *pages, answer) == (1, 0)
    rows = Substation.objects.filter(code__startswith="TBA-9").order_by("code")
    assert [(row.code, row.nominal_voltage_kv, row.place.name) for row in rows] == [
        ("TBA-91", 110, "huyện Lương Sơn"),
        ("TBA-92", 220, "huyện Kim Bôi"),
        ("TBA-94", 110, "huyện Tân Lạc"),
    ]
    rated = PowerTransformer.objects.filter(substation__in=rows).order_by("substation__code", "name")
    assert list(rated.values_list("name", "rated_mva")) == [("T1", 63), ("T2", 63), ("T1", 125), ("T2", 63), ("T1", 25)]
    assert Line.objects.values_list("length_km", "conductor").get(code="DZ-93") == (Decimal("25.5"), "ACSR240/32")


def test_schemes_with_their_money_and_on_another_sheet_whom_they_support(clerk):
    new = [3, "Máy dệt Sao", "2023", None, 2, 4, 2, 2, None]
    listed = [3, 3, "Công ty TNHH Dệt Sao Ba", "xã Ba", None, None]
    first = {"Đề án": forms.schemes(), "Trang 2": [forms.supported()]}
    sister = {"Đề án 23": forms.schemes(new), "Danh sách": [forms.supported(listed)]}
    assert twice(clerk, "ExtensionScheme", first, sister, of_list(constants={"Năm": "năm đầu"})) == (1, 0)
    rows = ExtensionScheme.objects.filter(name__endswith="Sao").order_by("name")
    found = [(row.name, row.first_year, row.last_year, [each.name for each in row.beneficiaries.all()]) for row in rows]
    assert found == [
        ("Máy dệt Sao", 2023, 2023, ["Công ty TNHH Dệt Sao Ba"]),
        ("Mô hình chế biến chè Sao", 2020, 2020, ["Công ty TNHH Chè Sao Một"]),
        ("Đào tạo nghề may Sao", 2022, 2023, ["HTX May Sao Hai"]),
    ]
    money = SchemeFunding.objects.filter(scheme__in=rows).order_by("scheme__name", "fund")
    assert [(row.scheme.name, row.year, row.fund, float(row.committed)) for row in money] == [
        ("Máy dệt Sao", 2023, "counterpart", 2),
        ("Máy dệt Sao", 2023, "local", 2),
        ("Mô hình chế biến chè Sao", 2020, "counterpart", 70.5),
        ("Mô hình chế biến chè Sao", 2020, "national", 30),
        ("Đào tạo nghề may Sao", 2022, "counterpart", 1),
        ("Đào tạo nghề may Sao", 2022, "local", 12),
    ]
    assert Beneficiary.objects.get(name="HTX May Sao Hai").legal_form == "cooperative"


def test_indices_of_production_in_either_head(clerk, figures):
    pages = {"IIP": forms.indices(1)}, {"7.IIP": forms.indices(2, lead=["Mã"])}
    answer = of_figures(**{"TOÀN NGÀNH": "iip"})
    assert twice(clerk, "Figure", *pages, answer) == (1, 0)
    broken = {"5. IIP": forms.indices(7, is_broken=True)}, {"IIP T8": forms.indices(8, is_broken=True)}
    assert twice(clerk, "Figure", *broken, answer) == (0, 0)
    assert figures() == exact({
        ("iip", "tháng 12/2025", "preliminary"): 125.96, ("iip", "tháng 1/2026", "estimate"): 116.41,
        ("iip", "tháng 1/2026", "preliminary"): 125.97, ("iip", "tháng 2/2026", "estimate"): 117.41,
        ("iip", "2 tháng 2026", "estimate"): 118, ("iip", "tháng 6/2026", "preliminary"): 126.02,
        ("iip", "tháng 7/2026", "preliminary"): 126.03, ("iip", "tháng 7/2026", "estimate"): 122.41,
        ("iip", "7 tháng 2026", "estimate"): 118, ("iip", "tháng 8/2026", "estimate"): 123.41,
        ("iip", "8 tháng 2026", "estimate"): 118,
    })  # fmt: skip


def test_output_of_products_in_units_with_factors_and_other_words(clerk, figures):
    pages = {"SP": forms.products(4)}, {"Sản phẩm": forms.products(5, codes=True)}
    assert twice(clerk, "Figure", *pages, of_figures(**{"Điện sản xuất": "dien-san-xuat"})) == (1, 0)
    values = {"may-mac": (9.1, 9.358, 40), "linh-kien-dien-tu": (1, 1.1, 4.3), "xi-mang": (70500, 72250, 290000),
              "dien-san-xuat": (500, 510, 2000), "dien-thuong-pham": (80, 81, 320)}  # fmt: skip
    assert figures() == exact({
        (code, period, kind): value
        for code, numbers in values.items()
        for month in (4, 5)
        for (period, kind), value in zip(
            [(f"tháng {month - 1}/2026", "preliminary"), (f"tháng {month}/2026", "estimate"),
             (f"{month} tháng 2026", "estimate")], numbers, strict=True)
    })  # fmt: skip


def test_trade_by_month_with_the_periods_down(clerk, figures):
    pages = {"XNK": [forms.trade(4)]}, {"XNK T5": [forms.trade(5, lead=[""])]}
    assert twice(clerk, "Figure", *pages, of_figures()) == (1, 0)
    found = figures()
    assert len(found) == 50
    assert [found["xuat-khau", period, "preliminary"] for period in ("tháng 5/2026", "quý I/2026")] == [120, 342]
    assert [found["nhap-khau", period, "preliminary"] for period in ("tháng 4/2026", "tháng 5/2026")] == [59, 60]
