"""Model and form fields that keep the Vietnamese rules at every door: text, numbers, days."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator, MaxValueValidator, MinValueValidator
from django.db import connections, models, router
from django.db.models.lookups import Contains
from django.utils.deconstruct import deconstructible

from config.dates import DateError, parse_date
from config.numbers import (
    AmbiguousNumberError,
    NumberError,
    format_input,
    number_from_cell,
    plain_decimal,
    significant_digits,
)
from config.text import fold, looks_legacy, nfc, nfc_lines

# SQLite keeps a Decimal as a float, which holds 15 digits for sure: 123456789012.3456 comes back …3460.
SQLITE_DIGITS = 15

LEGACY_MESSAGE = "Văn bản gõ bằng phông chữ cũ (TCVN3, VNI) hoặc bị lỗi mã: hãy chuyển sang Unicode rồi nhập lại."


class CleanText:
    """Text cleaned before it is stored or compared, so that one name has one spelling in the database."""

    def cleaned(self, text):
        return nfc(text)

    def to_python(self, value):
        value = super().to_python(value)
        return self.cleaned(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return self.cleaned(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = self.cleaned(value)
            setattr(model_instance, self.attname, value)
        return value

    def clean(self, value, model_instance):
        # Before cleaning: TCVN3 writes ư as a soft hyphen, which cleaning drops.
        if isinstance(value, str) and looks_legacy(value):
            raise ValidationError(LEGACY_MESSAGE, code="legacy_text")
        return super().clean(value, model_instance)


class TextLine(CleanText, models.CharField):
    """One line of text: composed letters, single spaces, nothing invisible."""


class Prose(CleanText, models.TextField):
    """Text of several lines, which stay."""

    def cleaned(self, text):
        return nfc_lines(text)


class FoldedText(models.CharField):
    """What search reads: the named attributes without case, marks, đ and punctuation.

    Filled by save() and bulk_create(); a bulk_update() adds `refold(rows)` to its fields.
    """

    def __init__(self, *args, of=(), **kwargs):
        self.of = tuple(of)
        kwargs["editable"] = False
        kwargs["blank"] = True
        kwargs.setdefault("default", "")
        kwargs.setdefault("max_length", 1000)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"], kwargs["blank"]
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance, add):
        parts = (getattr(model_instance, attribute) for attribute in self.of)
        folded = fold(" ".join(str(part) for part in parts if part is not None))[: self.max_length]
        setattr(model_instance, self.attname, folded)
        return folded

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return fold(value) if isinstance(value, str) else value


@FoldedText.register_lookup
class FoldedContains(Contains):
    """`folded__contains="Hoà Bình"` folds what is searched as the column is folded."""

    def get_prep_lookup(self):
        return fold(self.rhs) if isinstance(self.rhs, str) else super().get_prep_lookup()


def refold(rows: Iterable[models.Model]) -> list[str]:
    """Fill the folded columns of rows about to be written by bulk_update; gives the names of these columns."""
    names = []
    for row in rows:
        folded = [field for field in row._meta.concrete_fields if isinstance(field, FoldedText)]
        for field in folded:
            field.pre_save(row, add=False)
        names = [field.name for field in folded]
    return names


@deconstructible
class DigitsValidator(DecimalValidator):
    """Django's check of a decimal's length, in plain Vietnamese."""

    messages = {
        "invalid": "Hãy gõ một số.",
        "max_digits": "Số có quá %(max)s chữ số: hãy kiểm tra lại hoặc dùng đơn vị lớn hơn.",
        "decimal_places": "Số có quá %(max)s chữ số sau dấu phẩy: hãy làm tròn.",
        "max_whole_digits": "Số có quá %(max)s chữ số trước dấu phẩy: hãy kiểm tra lại hoặc dùng đơn vị lớn hơn.",
    }


class NumberInput(forms.TextInput):
    """A plain text box: the browser's number box reads and writes numbers in its own language."""

    def __init__(self, attrs=None, inputmode="decimal"):
        super().__init__({"inputmode": inputmode, "autocomplete": "off", **(attrs or {})})

    def format_value(self, value):
        return format_input(value) if isinstance(value, int | Decimal) else super().format_value(value)


class QuantityField(forms.DecimalField):
    """A number as it is typed in Vietnam; text two readers would read differently is refused."""

    widget = NumberInput

    def __init__(self, *, max_digits=None, decimal_places=None, **kwargs):
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, **kwargs)
        self.validators = [
            DigitsValidator(max_digits, decimal_places) if type(validator) is DecimalValidator else validator
            for validator in self.validators
        ]

    def to_python(self, value):
        try:
            return number_from_cell(value)
        except NumberError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value):
        return format_input(value) if isinstance(value, int | Decimal) else value


class WholeNumberField(forms.IntegerField):
    """A whole number as it is typed in Vietnam: Django's own field reads «1.000» as 1."""

    widget = NumberInput(inputmode="numeric")

    def to_python(self, value):
        try:
            return whole_number(value)
        except NumberError as error:
            raise ValidationError(str(error), code="invalid") from error


def whole_number(value) -> int | None:
    """The whole number in a form's text or a sheet's cell, None where it is empty; NumberError for any other."""
    try:
        number = number_from_cell(value)
    except AmbiguousNumberError as error:
        raise NumberError(f"«{value}» chưa rõ nghĩa vì dấu chấm: hãy gõ {error.whole}.") from error
    if number is None:
        return None
    if number != int(number):
        raise NumberError(f"«{format_input(number)}» không phải số nguyên: hãy gõ số không có phần thập phân.")
    return int(number)


class DayInput(forms.DateInput):
    """A text box for a day; the browser's date box would show it in the browser's language."""

    def __init__(self, attrs=None, format="%d/%m/%Y"):
        super().__init__({"placeholder": "dd/mm/yyyy", "autocomplete": "off", **(attrs or {})}, format)


class DayField(forms.DateField):
    """A day typed day first, whatever language the page is in; also in the form 2026-03-05."""

    widget = DayInput

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return parse_date(str(value))
        except DateError as error:
            raise ValidationError(str(error), code="invalid") from error


class Quantity(models.DecimalField):
    """An exact number: stored as given or refused, and read back without trailing zeros."""

    def __init__(self, *args, max_digits=20, decimal_places=4, **kwargs):
        super().__init__(*args, max_digits=max_digits, decimal_places=decimal_places, **kwargs)

    @property
    def validators(self):
        given = models.Field.validators.func(self)
        return [*given, DigitsValidator(self.max_digits, self.decimal_places)]

    def to_python(self, value):
        # Strings here are a machine's (fixtures, code) and keep the point; typed ones go through QuantityField.
        if isinstance(value, float):
            value = number_from_cell(value)
        value = super().to_python(value)
        return value if value is None else plain_decimal(value)

    def from_db_value(self, value, expression, connection):
        return None if value is None else plain_decimal(Decimal(value))

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        alias = router.db_for_write(self.model, instance=model_instance)
        self._refuse_what_would_change(value, connections[alias])

    def get_db_prep_save(self, value, connection):
        if not hasattr(value, "as_sql") and value is not None:
            value = self.to_python(value)
            DigitsValidator(self.max_digits, self.decimal_places)(value)
            self._refuse_what_would_change(value, connection)
        return super().get_db_prep_save(value, connection)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": QuantityField, **_text_box(kwargs)})

    def _refuse_what_would_change(self, value, connection):
        if connection.vendor == "sqlite" and value is not None and significant_digits(value) > SQLITE_DIGITS:
            raise ValidationError(
                f"«{format_input(value)}» có quá {SQLITE_DIGITS} chữ số, SQLite không giữ được nguyên vẹn: "
                "hãy dùng đơn vị lớn hơn hoặc cơ sở dữ liệu PostgreSQL.",
                code="too_many_digits",
            )


class WholeNumber(models.PositiveIntegerField):
    """A count: whole, not negative, and never silently cut from 1,5 to 1."""

    def to_python(self, value):
        if isinstance(value, float | Decimal):
            try:
                return whole_number(value)
            except NumberError as error:
                raise ValidationError(str(error), code="invalid") from error
        return super().to_python(value)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": WholeNumberField, **_text_box(kwargs, inputmode="numeric")})


class Year(models.PositiveSmallIntegerField):
    """A calendar year, printed without a dot between its digits."""

    default_validators = [
        MinValueValidator(1900, "Năm phải từ 1900 đến 2100."),
        MaxValueValidator(2100, "Năm phải từ 1900 đến 2100."),
    ]

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": WholeNumberField, **_text_box(kwargs, inputmode="numeric")})


def _text_box(kwargs, inputmode="decimal"):
    """The form field's arguments with a text box in the place of the number box the admin asks for."""
    widget = kwargs.get("widget")
    kind = widget if isinstance(widget, type) else type(widget)
    if issubclass(kind, forms.NumberInput):
        return {**kwargs, "widget": NumberInput(inputmode=inputmode)}
    return kwargs
