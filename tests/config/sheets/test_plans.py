"""What an import would do, told without writing; and what it does: the whole file or nothing."""

from datetime import date
from decimal import Decimal

import pytest
import tablib
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import CheckConstraint
from django.test.utils import CaptureQueriesContext
from import_export.exceptions import ImportError as SheetImportError

from config.sheets.applying import apply
from config.sheets.checks import checks_of
from config.sheets.finding import dataset_from
from config.sheets.plan import Fate, Plan
from config.sheets.stored import stored_fields
from indicators.models import Figure, Indicator, Industry, Place, Topic, Unit
from indicators.resources import (
    IndicatorResource,
    IndustryResource,
    OfficeResource,
    PlaceResource,
    TopicResource,
    UnitResource,
)
from power.resources import SubstationResource
from projects.models import Estate, InfrastructureSupport
from projects.resources import EstateResource, InfrastructureSupportResource, MiningLicenceResource
from tests import makers
from tests.config.sheets.test_resources import RESOURCES, maker_of
from tests.sheets import preview, told, write, xlsx

pytestmark = pytest.mark.django_db

PLACE = ["Mã địa bàn", "Tên địa bàn", "Cấp", "Thuộc"]
# PostgreSQL declares a cursor over a SELECT whose rows are fetched some at a time.
READING = {"SELECT", "DECLARE"}


def verbs(queries):
    assert queries
    return {query["sql"].split()[0] for query in queries}


def places(*rows):
    return xlsx([PLACE, *rows])


def test_new_changed_and_same_rows_are_told_apart_with_old_and_new_of_each_cell():
    makers.make_place(code="17", name="Tỉnh Hòa Bình", level="province")
    makers.make_place(code="18", name="Cao Phong", level="district")
    plan = preview(
        PlaceResource(),
        places(
            ["17", "Tỉnh Hòa Bình", "tỉnh"],
            ["18", "Xã Cao Phong", "xã, phường"],
            ["19", "Xã Mới", "xã, phường", "17"],
        ),
    )
    assert [(row.number, row.fate) for row in plan.rows] == [(2, Fate.SAME), (3, Fate.CHANGED), (4, Fate.NEW)]
    assert [(c.column.column_name, c.shown_before, c.shown_after) for c in plan.rows[1].changes] == [
        ("Tên địa bàn", "Cao Phong", "Xã Cao Phong"),
        ("Cấp", "huyện, thành phố (trước 2025)", "xã, phường"),
    ]


def test_a_preview_only_reads():
    makers.make_place(code="17", name="Tỉnh", level="province")
    with CaptureQueriesContext(connection) as queries:
        preview(PlaceResource(), places(["17", "Tỉnh khác", "tỉnh"], ["18", "Xã", "xã, phường"]))
    assert verbs(queries) <= READING
    assert Place.objects.get().name == "Tỉnh"


def test_the_same_file_twice_changes_nothing():
    content = places(["17", "Tỉnh", "tỉnh"], ["18", "Xã", "xã, phường", "17"])
    assert write(PlaceResource(), content).counts[Fate.NEW] == 2
    with CaptureQueriesContext(connection) as queries:
        again = write(PlaceResource(), content)
    assert again.counts[Fate.SAME] == 2
    assert verbs(queries) <= READING


def test_one_bad_row_keeps_the_whole_file_out():
    content = places(["17", "Tỉnh", "tỉnh"], ["18", "", "xã, phường"])
    plan = PlaceResource().import_data(dataset_from(content, "a.xlsx", PlaceResource())).plan
    assert told(plan) == ["Dòng 3, cột «Tên địa bàn»: Ô trống: cột này bắt buộc, hãy điền giá trị."]
    assert not Place.objects.exists()


def test_all_errors_are_told_each_with_row_column_and_value():
    plan = preview(PlaceResource(), places(["17", "", "thành phố"], ["18", "Xã", "xã, phường", "99"]))
    assert [(p.row, p.column, p.shown) for p in plan.problems] == [
        (2, "Tên địa bàn", ""),
        (2, "Cấp", "thành phố"),
        (3, "Thuộc", "99"),
    ]


# Keys


def test_a_row_that_comes_twice_is_refused_naming_both_rows():
    plan = preview(PlaceResource(), places(["Hoà-1", "a", "tỉnh"], ["x", "b", "tỉnh"], [" HÒA-1 ", "a", "tỉnh"]))
    assert told(plan) == ["Dòng 4: Trùng với dòng 2 (Mã địa bàn «HÒA-1»): hãy xóa một trong hai dòng."]


def test_a_key_spelt_differently_names_the_stored_row_and_does_not_rename_it():
    makers.make_place(code="Hoà-1", name="Xã", level="commune")
    plan = write(PlaceResource(), places(["HÒA-1", "Xã mới", "xã, phường"]))
    assert plan.counts[Fate.CHANGED] == 1
    assert list(Place.objects.values_list("code", "name")) == [("Hoà-1", "Xã mới")]


def test_a_key_that_fits_two_stored_rows_is_refused_unless_it_is_exact():
    makers.make_place(code="a1", level="province")
    makers.make_place(code="A1", level="province")
    xa = makers.make_place(code="Á1", level="province")
    assert preview(PlaceResource(), places(["A1", "mới", "tỉnh"])).rows[0].pk == Place.objects.get(code="A1").pk
    assert preview(PlaceResource(), places(["á1", "mới", "tỉnh"])).rows[0].pk == xa.pk


def test_a_key_with_a_default_may_be_left_out():
    makers.make_industry(code="C", version="2018", name="Chế biến", level=1)
    plan = preview(IndustryResource(), xlsx([["Mã ngành VSIC", "Tên ngành", "Cấp ngành"], ["C", "Chế biến", 1]]))
    assert [row.fate for row in plan.rows] == [Fate.SAME]


# References


def test_an_unknown_code_is_refused_and_a_name_in_its_place_is_taken_and_told():
    makers.make_topic(code="cong-nghiep", name="Công nghiệp")
    makers.make_unit(code="ty", name="tỷ đồng")
    head = ["Mã chỉ tiêu", "Tên chỉ tiêu", "Chủ đề", "Đơn vị tính", "Cách đo"]
    plan = preview(IndicatorResource(), xlsx([head, ["a", "A", "Công nghiệp", "lít", "mức"]]))
    assert told(plan) == [
        "Dòng 2, cột «Đơn vị tính»: Không có đơn vị tính mang mã «lít»: hãy kiểm tra mã, hoặc nhập đơn vị tính này "
        "trước.",
    ]
    assert "Cột «Chủ đề» ghi tên, được hiểu theo mã: «Công nghiệp» là cong-nghiep." in plan.notes


def test_rows_may_lie_under_new_rows_of_the_same_file_in_any_order():
    write(PlaceResource(), places(["3", "c", "xã, phường", "2"], ["2", "b", "tỉnh", "1"], ["1", "a", "tỉnh"]))
    assert Place.objects.get(code="3").parent.parent.code == "1"
    makers.make_place(code="4", level="commune")
    write(PlaceResource(), places(["4", "d", "xã, phường", "5"], ["5", "e", "tỉnh"]))
    assert Place.objects.get(code="4").parent.code == "5"


@pytest.mark.parametrize(
    "rows",
    [
        [["1", "a", "tỉnh", "1"]],
        [["1", "a", "tỉnh", "2"], ["2", "b", "tỉnh", "1"]],
        [["cũ", "cũ", "tỉnh", "dưới"]],
    ],
)
def test_no_row_comes_to_lie_under_itself(rows):
    old = makers.make_place(code="cũ", name="cũ", level="province")
    makers.make_place(code="dưới", parent=makers.make_place(code="giữa", parent=old))
    plan = preview(PlaceResource(), places(*rows))
    assert "tạo thành vòng" in told(plan)[0]


def test_an_industry_is_named_by_version_and_code_and_the_usual_version_may_be_left_out():
    section = makers.make_industry(code="C", version="2018")
    head = ["Phiên bản VSIC", "Mã ngành VSIC", "Tên ngành", "Cấp ngành", "Thuộc ngành"]
    write(IndustryResource(), xlsx([head, ["2018", "C10", "a", 2, "2018:C"], [2018, "C11", "b", 2, "C"]]))
    assert set(Industry.objects.filter(level=2).values_list("parent", flat=True)) == {section.pk}


def test_a_list_of_codes_comes_in_changes_and_goes_out():
    first, second, third = (makers.make_estate(code=code) for code in ("A", "B", "C"))
    head = ["Mã khoản hỗ trợ", "Cụm được hỗ trợ", "Từ năm", "Đến năm"]
    write(InfrastructureSupportResource(), xlsx([head, ["ht", "B; A", 2018, 2020]]))
    support = InfrastructureSupport.objects.get()
    assert set(support.estates.all()) == {first, second}
    plan = write(InfrastructureSupportResource(), xlsx([head, ["ht", "A;C", 2018, 2020]]))
    assert [(c.shown_before, c.shown_after) for c in plan.rows[0].changes] == [("A; B", "A; C")]
    assert set(support.estates.all()) == {first, third}
    assert (
        "Không có khu, cụm công nghiệp mang mã «X»"
        in told(preview(InfrastructureSupportResource(), xlsx([head, ["ht", "A; X", 2018, 2020]])))[0]
    )


# Cells that are empty, and columns that are not there


def test_a_column_that_is_not_there_is_left_as_it_is_and_an_empty_cell_empties():
    makers.make_estate(code="A", communes="Xã Mông Hóa", investor="Công ty", capital_billion_vnd=20)
    head = ["Mã khu, cụm", "Loại", "Tên khu, cụm", "Xã, phường", "Vốn đầu tư hạ tầng (tỷ đồng)"]
    write(EstateResource(), xlsx([head, ["A", "cụm công nghiệp", "Cụm A", None, None]]))
    estate = Estate.objects.get()
    assert (estate.communes, estate.investor, estate.capital_billion_vnd) == ("", "Công ty", None)
    assert estate.folded.split()[-3:] == ["a", "cong", "ty"]


def test_new_rows_without_a_required_column_are_told_once():
    plan = preview(PlaceResource(), xlsx([["Mã địa bàn"], *([f"x{n}"] for n in range(30))]))
    (problem,) = told(plan)
    assert problem.startswith("Có 30 dòng mới (dòng 2, 3, 4, 5, 6…) nhưng thiếu cột bắt buộc «Tên địa bàn», «Cấp»")


@pytest.mark.parametrize(
    ("cell", "value"),
    [("có", True), ("x", True), ("TRUE", True), (True, True), (1, True), ("Không", False), (0, False), (None, None)],
)
def test_yes_no_and_not_known(cell, value):
    head = ["Mã trạm", "Tên trạm biến áp", "Điện áp danh định (kV)", "Kết nối SCADA"]
    (row,) = preview(SubstationResource(), xlsx([head, ["a", "A", 110, cell]])).rows
    assert row.values["has_scada"] is value


def test_where_only_yes_and_no_exist_empty_is_no_and_other_words_are_refused():
    head = ["Mã đơn vị", "Tên đơn vị", "Cơ quan ngoài Sở"]
    plan = preview(OfficeResource(), xlsx([head, ["a", "A", None], ["b", "B", "có lẽ"]]))
    assert plan.rows[0].values["is_external"] is False
    assert told(plan) == ["Dòng 3, cột «Cơ quan ngoài Sở»: «có lẽ» không rõ: hãy ghi «có» hoặc «không»."]


def test_a_choice_is_known_by_its_label_or_its_code():
    for word in ("xã, phường", "XÃ,  PHƯỜNG", "commune"):
        assert preview(PlaceResource(), places(["1", "a", word])).rows[0].values["level"] == "commune"


# Rules of the model


def test_a_total_row_is_left_out_and_told():
    rows = [["17", "Tỉnh", "tỉnh"], ["Tổng cộng", None, None], [None, "Cộng:", None]]
    plan = preview(PlaceResource(), places(*rows))
    assert ([row.number for row in plan.rows], plan.problems) == ([2], [])
    assert plan.notes == ["Dòng tổng cộng không phải dữ liệu nên được bỏ qua: dòng 3, 4."]


def test_a_check_of_the_database_speaks_before_the_database():
    makers.make_mineral_site(code="mo")
    head = ["Điểm mỏ", "Số giấy phép", "Ngày cấp", "Ngày hết hạn"]
    plan = preview(MiningLicenceResource(), xlsx([head, ["mo", "GP 1", date(2020, 1, 1), date(2019, 1, 1)]]))
    assert told(plan) == ["Dòng 2: Ngày hết hạn phải sau ngày cấp."]


def test_a_name_that_must_be_unique_is_refused_but_may_move_on():
    makers.make_unit(code="a", name="tấn")
    head = ["Mã đơn vị tính", "Đơn vị tính", "Đại lượng"]
    plan = preview(UnitResource(), xlsx([head, ["b", "tấn", "mass"], ["c", "kg", "mass"], ["d", "kg", "mass"]]))
    assert [(problem.row, problem.column) for problem in plan.problems] == [(2, "Đơn vị tính"), (4, "Đơn vị tính")]
    freed = preview(UnitResource(), xlsx([head, ["a", "tạ", "mass"], ["b", "tấn", "mass"]]))
    assert told(freed) == []


def test_too_many_digits_are_refused_where_they_would_be_changed():
    head = ["Mã khu, cụm", "Loại", "Tên khu, cụm", "Vốn đầu tư hạ tầng (tỷ đồng)"]
    plan = preview(EstateResource(), xlsx([head, ["A", "cụm công nghiệp", "A", "123456789012,3456"]]))
    assert bool(plan.problems) == (connection.vendor == "sqlite")


@pytest.mark.parametrize("resource_class", RESOURCES)
def test_checks_asked_in_python_answer_as_the_database_does(resource_class):
    model = resource_class._meta.model
    row = maker_of(model)()
    constraints = [constraint for constraint in model._meta.constraints if isinstance(constraint, CheckConstraint)]
    tests = [holds for _, holds in checks_of(model)]
    start = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
    for field in stored_fields(model):
        if field.is_relation:
            tried = [None, row.pk]
        elif field.choices:
            tried = [value for value, _ in field.flatchoices]
        else:
            tried = {
                "DecimalField": [Decimal(-1), Decimal(0), Decimal(101), None],
                "DateField": [date(1990, 1, 1), date(2050, 1, 1), None],
                "BooleanField": [True, False, None],
            }.get(field.get_internal_type(), ["", "x"] if "Char" in field.get_internal_type() else [])
        for value in tried:
            if value is None and not field.null:
                continue
            values = start | {field.attname: value}
            other = model(**{name: given for name, given in values.items() if name != "maturity"})
            for constraint, holds in zip(constraints, tests, strict=True):
                try:
                    constraint.validate(model, other)
                    allowed = True
                except ValidationError:
                    allowed = False
                assert (holds(values) is not False) == allowed, (constraint.name, field.attname, value)


# Applying


def test_a_plan_is_not_written_over_what_changed_since():
    place = makers.make_place(code="17", name="cũ", level="province")
    resource = PlaceResource()
    plan = Plan(resource, dataset_from(places(["17", "mới", "tỉnh"]), "a.xlsx", resource))
    Place.objects.filter(pk=place.pk).update(name="của người khác")
    with pytest.raises(ValidationError, match="có người khác sửa"):
        apply(plan)
    assert Place.objects.get().name == "của người khác"


def test_a_new_row_someone_else_entered_since_stops_the_whole_plan():
    resource = PlaceResource()
    content = places(["17", "mới", "tỉnh"], ["18", "mới", "tỉnh"])
    plan = Plan(resource, dataset_from(content, "a.xlsx", resource))
    makers.make_place(code="18", level="province")
    with pytest.raises(ValidationError, match="người khác vừa ghi dòng trùng"):
        apply(plan)
    assert Place.objects.count() == 1


def test_only_the_plan_someone_has_seen_is_written():
    makers.make_place(code="17", name="cũ", level="province")
    resource = PlaceResource()
    dataset = dataset_from(places(["17", "mới", "tỉnh"]), "a.xlsx", resource)
    seen = resource.import_data(dataset, dry_run=True).plan.fingerprint
    Place.objects.update(name="khác")
    assert resource.import_data(dataset, expected=seen).plan.fingerprint != seen
    assert Place.objects.get().name == "khác"
    now = resource.import_data(dataset, dry_run=True).plan.fingerprint
    resource.import_data(dataset, expected=now)
    assert Place.objects.get().name == "mới"


def test_datasets_in_code_import_too_and_may_raise():
    good = tablib.Dataset(["t", "Chủ đề"], headers=["Mã chủ đề", "Tên chủ đề"])
    result = TopicResource().import_data(good)
    assert (result.totals["new"], result.has_errors(), Topic.objects.count()) == (1, False, 1)
    bad = tablib.Dataset(["có dấu", "Chủ đề khác"], headers=["Mã chủ đề", "Tên chủ đề"])
    result = TopicResource().import_data(bad)
    assert (result.totals["invalid"], [row.number for row in result.invalid_rows]) == (1, [2])
    with pytest.raises(SheetImportError):
        TopicResource().import_data(bad, raise_errors=True)


def test_queries_do_not_grow_with_the_rows():
    makers.make_topic(code="t")
    makers.make_unit(code="u")
    head = ["Mã chỉ tiêu", "Tên chỉ tiêu", "Chủ đề", "Đơn vị tính", "Cách đo"]

    def queries(count, name, topic="", dry_run=True):
        content = xlsx([head, *([f"i{n}", name, f"{topic}{n}" if topic else "t", "u", "mức"] for n in range(count))])
        resource = IndicatorResource()
        dataset = dataset_from(content, "a.xlsx", resource)
        with CaptureQueriesContext(connection) as captured:
            plan = resource.import_data(dataset, dry_run=dry_run).plan
        assert len(plan.problems) == (count if topic else 0)
        return len(captured)

    assert queries(3, "mới") == queries(300, "mới") <= 8
    assert queries(3, "mới", topic="x") == queries(300, "mới", topic="x") <= 8
    queries(300, "mới", dry_run=False)
    assert Indicator.objects.count() == 300
    assert queries(3, "khác") == queries(300, "khác") <= 10
    with CaptureQueriesContext(connection) as few:
        IndicatorResource().export(Indicator.objects.all()[:3])
    with CaptureQueriesContext(connection) as many:
        IndicatorResource().export(Indicator.objects.all())
    assert len(few) == len(many) <= 5


def test_computed_columns_are_computed_by_the_database_as_ever():
    figure = makers.make_figure(kind="estimate")
    assert Figure.objects.get(pk=figure.pk).maturity == 1
    assert Unit.objects.get(pk=figure.indicator.unit_id).factor == 1
