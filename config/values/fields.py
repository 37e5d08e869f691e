"""Model fields that keep the Vietnamese rules at every door; their boxes are in `config.values.forms`."""

import unicodedata
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connections, models, router
from django.db.models import lookups
from django.utils.functional import cached_property

from config.values.forms import (
    DigitsValidator,
    NumberBox,
    ProseField,
    QuantityField,
    TextLineField,
    WholeNumberField,
    refuse_legacy,
    whole_number,
)
from config.values.numbers import DECIMALS, DIGITS, NumberError, format_input, plain_decimal, significant_digits
from config.values.text import fold, nfc, nfc_lines

# SQLite keeps a Decimal as a float, which holds 15 digits for sure: 123456789012.3456 comes back …3460.
SQLITE_DIGITS = 15


class CleanText:
    """Text cleaned before it is stored or compared, so that one name has one spelling in the database."""

    cleaned = staticmethod(nfc)

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
        refuse_legacy(value)
        return super().clean(value, model_instance)


class TextLine(CleanText, models.CharField):
    """One line of text: composed letters, single spaces, nothing invisible."""

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": TextLineField, **kwargs})


class Prose(CleanText, models.TextField):
    """Text of several lines, which stay."""

    cleaned = staticmethod(nfc_lines)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": ProseField, **kwargs})


class CleanPattern:
    """A pattern is composed as the column is; its spaces stay, since they may be its edge."""

    def get_prep_lookup(self):
        pattern = super().get_prep_lookup()
        return unicodedata.normalize("NFC", pattern) if isinstance(pattern, str) else pattern


for _lookup in (
    lookups.Contains,
    lookups.IContains,
    lookups.StartsWith,
    lookups.IStartsWith,
    lookups.EndsWith,
    lookups.IEndsWith,
    lookups.IExact,
):
    _clean_lookup = type(f"Clean{_lookup.__name__}", (CleanPattern, _lookup), {})
    TextLine.register_lookup(_clean_lookup)
    Prose.register_lookup(_clean_lookup)


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

    def folded(self, parts):
        """What is stored for these values of the named attributes."""
        return fold(" ".join(str(part) for part in parts if part is not None))[: self.max_length].strip()

    def pre_save(self, model_instance, add):
        folded = self.folded(getattr(model_instance, attribute) for attribute in self.of)
        setattr(model_instance, self.attname, folded)
        return folded

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return fold(value) if isinstance(value, str) else value


class FoldedContains(lookups.Contains):
    """`folded__contains="Hoà Bình"` folds what is searched as the column is folded."""

    def get_prep_lookup(self):
        return fold(self.rhs) if isinstance(self.rhs, str) else super().get_prep_lookup()


FoldedText.register_lookup(FoldedContains)
# The admin's search asks for icontains, which no trigram index serves; the column has one case only.
FoldedText.register_lookup(FoldedContains, "icontains")


class UntilDay(models.DateField):
    """The day from which the next row of a dated series holds, None of its last.

    Triggers keep it at every door (`indicators/audit/intervals.py`); what is written here is put right by them.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{**kwargs, "null": True, "editable": False})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["null"], kwargs["editable"]
        return name, path, args, kwargs


def is_derived(field) -> bool:
    """Whether a column only says what others say, so that nobody writes it and no trail tells of it."""
    return field.generated or isinstance(field, FoldedText | UntilDay)


def refold(rows: Iterable[models.Model]) -> list[str]:
    """Fill the folded columns of rows that bulk_update is about to write; gives the columns' names."""
    names = set()
    for row in rows:
        for field in row._meta.concrete_fields:
            if isinstance(field, FoldedText):
                field.pre_save(row, add=False)
                names.add(field.name)
    return sorted(names)


class Quantity(models.DecimalField):
    """An exact number: stored as given or refused, and read back without trailing zeros."""

    def __init__(self, *args, max_digits=DIGITS, decimal_places=DECIMALS, **kwargs):
        super().__init__(*args, max_digits=max_digits, decimal_places=decimal_places, **kwargs)

    @cached_property
    def length(self):
        return DigitsValidator(self.max_digits, self.decimal_places)

    @cached_property
    def validators(self):
        return [*super(models.DecimalField, self).validators, self.length]

    def to_python(self, value):
        # Text here is a machine's (fixtures, code) and has a point; what people type goes through QuantityField.
        if isinstance(value, float):
            value = plain_decimal(value)
        value = super().to_python(value)
        return value if value is None else plain_decimal(value)

    def from_db_value(self, value, expression, connection):
        return None if value is None else plain_decimal(value)

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        alias = router.db_for_write(self.model, instance=model_instance)
        self._refuse_what_would_change(value, connections[alias])

    def get_db_prep_save(self, value, connection):
        if value is not None and not hasattr(value, "as_sql"):
            value = self.to_python(value)
            self.length(value)
            self._refuse_what_would_change(value, connection)
        return super().get_db_prep_save(value, connection)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": QuantityField, **_in_text_box(kwargs, "decimal")})

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
        try:
            return whole_number(value)
        except NumberError as error:
            raise ValidationError(str(error), code="invalid") from error

    def get_db_prep_save(self, value, connection):
        if not hasattr(value, "as_sql"):
            value = self.to_python(value)
        return super().get_db_prep_save(value, connection)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": WholeNumberField, **_in_text_box(kwargs, "numeric")})


class Year(models.PositiveSmallIntegerField):
    """A calendar year, printed without a dot between its digits."""

    default_validators = [
        MinValueValidator(1900, "Năm phải từ 1900 đến 2100."),
        MaxValueValidator(2100, "Năm phải từ 1900 đến 2100."),
    ]

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": WholeNumberField, **_in_text_box(kwargs, "numeric")})


def _in_text_box(kwargs, inputmode):
    """The form field's arguments with a text box in the place of the number box that the admin asks for."""
    widget = kwargs.get("widget")
    kind = widget if isinstance(widget, type) else type(widget)
    return {**kwargs, "widget": NumberBox(inputmode=inputmode)} if issubclass(kind, forms.NumberInput) else kwargs
