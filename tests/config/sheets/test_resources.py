"""Sheets in and out: what every register shares, by really writing and opening files."""

import inspect
import itertools
import os
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import indicators.resources
import power.resources
import projects.resources
from config.sheets.columns import DITTO_MARKS, identity
from config.sheets.finding import dataset_from
from config.sheets.formats import FORMATS, PRINTED_FORMATS
from config.sheets.moulds.filled import standing_sheets
from config.sheets.plan import Fate
from config.sheets.resources import RecordedResource
from config.sheets.stored import stored_fields
from indicators.loading import BOOK, DEMONSTRATION, load
from tests import makers

RESOURCES = [
    resource
    for module in (indicators.resources, projects.resources, power.resources)
    for resource in vars(module).values()
    if inspect.isclass(resource) and issubclass(resource, RecordedResource) and resource._meta.model
]


def maker_of(model):
    name = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in model.__name__)
    return getattr(makers, f"make{name}")


def plan_of(resource, content, filename="tệp", **kwargs):
    return resource.import_data(dataset_from(content, filename, resource), dry_run=True, **kwargs).plan


# Text a spreadsheet program would compute, shorten, split or read as a number.
AWKWARD = [
    "=1+1",
    "-5",
    "@tên",
    "+84 912",
    "'=x",
    "''",
    "007",
    "1.234",
    "a;b",
    'nói "có"',
    "  ",
    "x",
    "<b>&amp;</b>",
    "2022",
]


def fill(row):
    """Give every field of a stored row that allows it an awkward value."""
    texts = itertools.cycle(AWKWARD)
    for field in stored_fields(row._meta.model):
        if field.unique or field.choices or field.name in row.key_fields or field.is_relation or not field.editable:
            continue
        before = getattr(row, field.attname)
        if isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.EmailField):
            setattr(row, field.attname, next(texts))
        elif isinstance(field, models.TextField):
            setattr(row, field.attname, "dòng một\ndòng hai")
        elif isinstance(field, models.DecimalField):
            setattr(row, field.attname, Decimal("12345.6789"))
        elif isinstance(field, models.DateField):
            setattr(row, field.attname, date(2031, 3, 5))
        elif isinstance(field, models.BooleanField):
            setattr(row, field.attname, True)
        try:
            row.full_clean()
        except ValidationError:
            setattr(row, field.attname, before)
    row.save()


@pytest.mark.django_db
@pytest.mark.parametrize("format_class", FORMATS)
@pytest.mark.parametrize("resource_class", RESOURCES)
def test_what_goes_out_comes_back_as_no_change(resource_class, format_class):
    make = maker_of(resource_class._meta.model)
    make()
    fill(make(year=2023) if "year" in resource_class._meta.model.key_fields else make())
    resource = resource_class(personal=True)
    content = format_class().export_data(resource.export())
    plan = plan_of(resource, content)
    assert [str(problem) for problem in plan.problems] == []
    assert [(change.column.name, change.before, change.after) for row in plan.rows for change in row.changes] == []
    assert plan.counts[Fate.SAME] == len(plan.rows) == resource_class._meta.model.objects.count() > 0


@pytest.mark.django_db
def test_the_whole_book_goes_out_and_comes_back_as_no_change():
    load(BOOK)
    load(DEMONSTRATION)
    for resource_class in RESOURCES:
        resource = resource_class(personal=True)
        for format_class in FORMATS:
            plan = plan_of(resource, format_class().export_data(resource.export()))
            assert {row.fate for row in plan.rows} == {Fate.SAME}, resource_class.__name__


def test_headings_are_the_labels_of_the_fields_and_no_two_are_alike():
    for resource_class in RESOURCES:
        fields = resource_class().fields
        assert len({column.heading_key for column in fields.values()}) == len(fields)
        for name, column in fields.items():
            if name in {field.name for field in resource_class._meta.model._meta.get_fields()} - {"unit"}:
                assert column.column_name.lower() == str(column.field.verbose_name).lower()


def test_every_field_staff_may_edit_has_its_column():
    hidden = {"period_start": "period", "period_end": "period", "figure": "indicator"}
    for resource_class in RESOURCES:
        names = resource_class().fields.keys()
        for field in [*stored_fields(resource_class._meta.model), *resource_class._meta.model._meta.many_to_many]:
            assert not field.editable or field.name in names or hidden[field.name] in names


def test_the_key_of_every_sheet_names_one_row():
    for resource_class in RESOURCES:
        model = resource_class._meta.model
        unique = [{field.name} for field in model._meta.fields if field.unique and not field.primary_key]
        unique += [set(constraint.fields) for constraint in model._meta.constraints if hasattr(constraint, "fields")]
        assert set(model.key_fields) in unique, model.__name__


# Whatever the models accept

# Letters that a spreadsheet program computes, splits, shortens or takes for the edge of something else.
LETTERS = "=+-@'\"; \t\n,.:/%#_xaĐđốề0123456789–…<&\u00a0"
AWKWARD_TOO = ["5/2023", "1e5", "TRUE", "00123", "2018:11", "dòng một\ndòng hai"]
# A ditto mark says in a sheet what the line above says, and a row named «Tổng cộng» adds others up: both are told or
# refused where they come in, and no text of the book is one.
TEXTS = (st.text(LETTERS, max_size=12) | st.sampled_from([*AWKWARD, *AWKWARD_TOO])).filter(
    lambda text: identity(text) not in DITTO_MARKS
)
# Examples of each sheet; more where the environment asks for them.
EXAMPLES = int(os.environ.get("SHEET_EXAMPLES", "3"))


def any_value(field):
    """Values of a field, extremes among them; None where only its maker knows what fits."""
    if field.choices:
        return st.sampled_from([value for value, _ in field.flatchoices])
    if isinstance(field, models.BooleanField):
        return st.booleans()
    if isinstance(field, models.DecimalField):
        most = Decimal(10) ** 11
        return st.decimals(-most, most, places=field.decimal_places, allow_nan=False) | st.just(Decimal("0.0001"))
    if isinstance(field, models.IntegerField):
        return st.sampled_from([0, 1, 1900, 2100, 32767]) | st.integers(0, 32767)
    if isinstance(field, models.DateField):
        return st.dates(date(1900, 1, 1), date(2100, 12, 31))
    if isinstance(field, models.CharField | models.TextField):
        return TEXTS
    return None


def accepted(row, draw):
    """Give each field of a stored row a value, where the row's own rules accept it."""
    meta = row._meta
    keys = {name for name in row.key_fields if not meta.get_field(name).is_relation}
    for field in stored_fields(meta.model):
        values = None if field.is_relation or not field.editable else any_value(field)
        if values is None or (field.name in keys and not isinstance(field, models.CharField)):
            continue
        before, value = getattr(row, field.attname), draw(st.none() | values if field.null else values)
        setattr(row, field.attname, value)
        try:
            row.full_clean()
            with transaction.atomic():
                row.save()
        except (ValidationError, DatabaseError):
            setattr(row, field.attname, before)
    row.refresh_from_db()


# What a column says in text is the same on either engine.
@pytest.mark.sqlite
@pytest.mark.django_db
@pytest.mark.parametrize("resource_class", RESOURCES)
def test_whatever_the_models_accept_goes_out_and_comes_back_as_no_change(resource_class):
    makes = maker_of(resource_class._meta.model)

    # Found failures are not made smaller: each example writes and reads five files.
    @settings(max_examples=EXAMPLES, phases=[Phase.generate], report_multiple_bugs=False)
    @given(st.data())
    def holds(data):
        with transaction.atomic():
            accepted(makes(), data.draw)
            resource = resource_class(personal=True)
            for format_class in FORMATS:
                plan = plan_of(resource, format_class().export_data(resource.export()))
                assert [str(problem) for problem in plan.problems] == []
                assert [row.fate for row in plan.rows] == [Fate.SAME] * resource.get_queryset().count()
            for format_class in PRINTED_FORMATS.values():
                plan = plan_of(resource, b"".join(format_class().write(standing_sheets(resource))))
                assert [str(problem) for problem in plan.problems] == []
                assert {row.fate for row in plan.rows} == {Fate.SAME}
            transaction.set_rollback(True)

    holds()
