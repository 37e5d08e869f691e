import unicodedata
from decimal import Decimal

import pytest
from django.contrib.admin.options import FORMFIELD_FOR_DBFIELD_DEFAULTS
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Sum
from django.forms import NumberInput
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.values.fields import FoldedText, Prose, Quantity, TextLine, WholeNumber, Year, refold
from config.values.forms import QuantityField, WholeNumberField
from indicators.models import Place
from power.models import GridProject

NFD_NAME = unicodedata.normalize("NFD", "  Hoà \u00a0Bình ")


def make_place(name="Hòa Bình", code="HB", **more):
    return Place.objects.create(name=name, code=code, level=Place.Level.PROVINCE, **more)


def work_of(billions, code="CT"):
    return GridProject(code=code, name="Đường dây", year=2022, status="building", capital_billion_vnd=billions)


def make_work(billions, code="CT"):
    work = work_of(billions, code)
    work.save()
    return work


# Text


def test_text_is_stored_clean_and_the_row_in_hand_has_it_too(db):
    place = make_place(NFD_NAME)
    assert place.name == "Hoà Bình"
    assert Place.objects.values_list("name", flat=True).get() == "Hoà Bình"


def test_text_written_in_bulk_is_stored_clean(db):
    place = make_place()
    Place.objects.bulk_create([Place(name=NFD_NAME, code="B", level="province")])
    place.name = NFD_NAME
    Place.objects.bulk_update([place], ["name"])
    assert set(Place.objects.values_list("name", flat=True)) == {"Hoà Bình"}


def test_an_update_of_many_rows_stores_clean_text(db):
    make_place()
    Place.objects.update(name=NFD_NAME)
    assert Place.objects.get().name == "Hoà Bình"


@pytest.mark.parametrize("lookup", ["exact", "iexact", "contains", "icontains", "startswith", "endswith"])
def test_a_look_up_composes_what_it_is_asked(db, lookup):
    make_place("Hòa Bình")
    assert Place.objects.filter(**{f"name__{lookup}": unicodedata.normalize("NFD", "Hòa Bình")}).count() == 1


def test_a_look_up_among_several_composes_each(db):
    make_place("Hòa Bình")
    assert Place.objects.filter(name__in=["Phú Thọ", unicodedata.normalize("NFD", "Hòa Bình")]).exists()


def test_two_forms_of_unicode_are_one_code(db):
    make_place(code="ĐÀ")
    with pytest.raises(ValidationError, match="code"):
        Place(name="Khác", code=unicodedata.normalize("NFD", "ĐÀ"), level="province").full_clean()


@pytest.mark.parametrize("name", ["Hßa B×nh", "Hoøa Bình", "Th\u00ad¬ng m¹i"])
def test_text_of_before_unicode_is_refused(db, name):
    with pytest.raises(ValidationError, match="chuyển sang Unicode"):
        Place(name=name, code="HB", level="province").full_clean()


def test_prose_keeps_its_lines():
    assert Prose().to_python(" một \r\nhai\n") == "một\nhai"
    assert TextLine().to_python(" một \r\nhai\n") == "một hai"


# Search


@pytest.mark.parametrize("asked", ["hoa binh", "HÒA BÌNH", "hoà  bình", "binh", unicodedata.normalize("NFD", "Hòa")])
@pytest.mark.parametrize("lookup", ["contains", "icontains"])
def test_search_folds_what_is_asked(db, asked, lookup):
    make_place("Tỉnh Hòa Bình (cũ)")
    make_place("Phú Thọ", code="PT")
    assert Place.objects.filter(**{f"folded__{lookup}": asked}).values_list("code", flat=True).get() == "HB"


def test_search_reads_every_named_attribute(db):
    make_place("Hòa Bình", code="Đ-17")
    assert Place.objects.get().folded == "d 17 hoa binh"


def test_what_search_reads_follows_the_row_through_every_door(db):
    place = make_place("Hòa Bình")
    Place.objects.bulk_create([Place(name="Lạc Sơn", code="LS", level="province")])
    place.name = "Phú Thọ"
    place.save()
    assert set(Place.objects.values_list("folded", flat=True)) == {"hb phu tho", "ls lac son"}
    place.name = "Việt Trì"
    Place.objects.bulk_update([place], ["name", *refold([place])])
    assert Place.objects.get(code="HB").folded == "hb viet tri"


def test_refolding_nothing_names_no_column():
    assert refold([]) == []


def test_a_sign_that_is_searched_is_no_wildcard(db):
    make_place("Hòa Bình")
    assert not Place.objects.filter(folded__contains="hoa%_binh x").exists()


def test_a_folded_column_is_cut_to_its_length():
    class Row:
        name = "Điện " * 50

    field = FoldedText(of=["name"], max_length=10)
    field.set_attributes_from_name("folded")
    row = Row()
    assert field.pre_save(row, add=True) == row.folded == "dien dien"


def test_a_folded_column_is_rebuilt_by_migrations():
    name, path, args, kwargs = FoldedText(of=["code", "name"]).deconstruct()
    again = FoldedText(*args, **kwargs)
    assert (path, again.of, again.max_length) == ("config.values.fields.FoldedText", ("code", "name"), 1000)
    assert again.deconstruct() == (name, path, args, kwargs)
    assert again.editable is False


# Numbers


@pytest.mark.parametrize(
    ("given", "stored"), [("1920", "1920"), ("2.5000", "2.5"), ("0", "0"), ("1E+3", "1000"), ("0.0001", "0.0001")]
)
def test_a_quantity_is_read_without_trailing_zeros(db, given, stored):
    work = make_work(Decimal(given))
    work.refresh_from_db()
    assert str(work.capital_billion_vnd) == stored


def test_a_sum_is_read_without_trailing_zeros(db):
    make_work(Decimal("1.5"))
    make_work(Decimal("2.5"), code="CT2")
    assert str(GridProject.objects.aggregate(total=Sum("capital_billion_vnd"))["total"]) == "4"


@given(st.decimals(min_value=0, max_value=10**11 - 1, places=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_a_quantity_of_fifteen_digits_comes_back_unchanged(db, billions):
    work = make_work(billions)
    work.refresh_from_db()
    assert work.capital_billion_vnd == billions
    work.delete()


LONG = Decimal("123456789012.3456")


@pytest.mark.sqlite
def test_sqlite_refuses_a_quantity_it_would_change(db):
    with pytest.raises(ValidationError, match="quá 15 chữ số"):
        make_work(LONG)
    with pytest.raises(ValidationError, match="quá 15 chữ số"):
        GridProject.objects.bulk_create([work_of(LONG)])
    with pytest.raises(ValidationError, match="quá 15 chữ số"):
        GridProject.objects.update(capital_billion_vnd=LONG)
    with pytest.raises(ValidationError, match="123456789012,3456.*quá 15 chữ số"):
        work_of(LONG).clean_fields()


@pytest.mark.postgresql
def test_postgresql_keeps_a_long_quantity(db):
    work = make_work(LONG)
    work.refresh_from_db()
    assert work.capital_billion_vnd == LONG


@pytest.mark.parametrize("billions", ["0.12345", "12345678901234567"])
def test_no_door_rounds_a_quantity_silently(db, billions):
    with pytest.raises(ValidationError, match="Số có quá"):
        make_work(Decimal(billions))
    with pytest.raises(ValidationError, match="Số có quá"):
        GridProject.objects.update(capital_billion_vnd=Decimal(billions))


def test_a_quantity_given_as_a_float_is_what_it_is_printed_as(db):
    work = make_work(0.1 + 0.2)
    work.refresh_from_db()
    assert work.capital_billion_vnd == Decimal("0.3")


def test_a_missing_quantity_stays_missing():
    assert Quantity(null=True).to_python(None) is None
    assert Quantity(null=True).from_db_value(None, None, None) is None


def test_machine_text_keeps_its_point():
    """Fixtures and dumps are written by machines; what people type goes through the form field."""
    assert Quantity().to_python("1.234") == Decimal("1.234")


@pytest.mark.parametrize(("number", "stored"), [(5, 5), (5.0, 5), (Decimal(5), 5), ("1000", 1000), (None, None)])
def test_a_count_is_whole(number, stored):
    assert WholeNumber(null=True).to_python(number) == stored


@pytest.mark.parametrize("number", [1.5, Decimal("1.5"), "1.000", "một", True])
def test_a_count_is_never_cut(number):
    with pytest.raises(ValidationError):
        WholeNumber().to_python(number)


@pytest.mark.parametrize("year", [1899, 2101, 20222])
def test_a_year_out_of_reach_is_refused(year):
    with pytest.raises(ValidationError, match="Năm phải từ 1900 đến 2100"):
        Year().clean(year, None)


def test_a_year_is_shown_and_read_without_a_dot():
    field = Year().formfield()
    assert field.widget.render("year", field.prepare_value(2026)).count('value="2026"') == 1
    assert field.clean("2026") == 2026
    with pytest.raises(ValidationError, match="hãy gõ 2026"):
        field.clean("2.026")


@pytest.mark.parametrize(
    ("field", "form_class"),
    [(Quantity(), QuantityField), (WholeNumber(), WholeNumberField), (Year(), WholeNumberField)],
)
def test_the_admin_too_asks_for_numbers_in_a_text_box(field, form_class):
    wanted = {}
    for kind in reversed(type(field).__mro__):
        wanted |= FORMFIELD_FOR_DBFIELD_DEFAULTS.get(kind, {})
    form_field = field.formfield(**wanted)
    assert isinstance(form_field, form_class)
    assert not isinstance(form_field.widget, NumberInput)
    assert form_field.widget.attrs["inputmode"] in {"decimal", "numeric"}


def test_the_admin_would_ask_for_whole_numbers_in_a_number_box():
    assert issubclass(FORMFIELD_FOR_DBFIELD_DEFAULTS[models.IntegerField]["widget"], NumberInput)


@pytest.mark.parametrize(
    "field", [Quantity("giá trị"), WholeNumber("số"), Year("năm"), TextLine("tên"), Prose("ghi chú")]
)
def test_every_field_is_rebuilt_by_migrations(field):
    name, path, args, kwargs = field.deconstruct()
    again = type(field)(*args, **kwargs)
    assert path == f"config.values.fields.{type(field).__name__}"
    assert again.deconstruct() == (name, path, args, kwargs)
