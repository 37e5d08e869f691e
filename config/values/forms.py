"""Form fields and boxes that read Vietnamese text, numbers and days as they are typed."""

from datetime import date, datetime
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator
from django.utils.deconstruct import deconstructible

from config.values.dates import DateError, parse_date
from config.values.legacy import looks_legacy
from config.values.numbers import AmbiguousNumberError, NumberError, format_input, number_from_cell
from config.values.text import nfc, nfc_lines

LEGACY_MESSAGE = "Văn bản gõ bằng phông chữ cũ (TCVN3, VNI) hoặc bị lỗi mã: hãy chuyển sang Unicode rồi nhập lại."


def refuse_legacy(value):
    """Raise for text of before Unicode; asked before cleaning, which drops the soft hyphen TCVN3 has for ư."""
    if isinstance(value, str) and looks_legacy(value):
        raise ValidationError(LEGACY_MESSAGE, code="legacy_text")


class TextLineField(forms.CharField):
    """One line of text, cleaned before its length is counted."""

    def clean(self, value):
        refuse_legacy(value)
        return super().clean(value)

    def to_python(self, value):
        value = super().to_python(value)
        return nfc(value) if isinstance(value, str) else value


class ProseField(TextLineField):
    """Text of several lines, which stay."""

    widget = forms.Textarea

    def to_python(self, value):
        value = forms.CharField.to_python(self, value)
        return nfc_lines(value) if isinstance(value, str) else value


@deconstructible
class DigitsValidator(DecimalValidator):
    """Django's check of a decimal's length, in plain Vietnamese."""

    messages = {
        "invalid": "Hãy gõ một số.",
        "max_digits": "Số có quá %(max)s chữ số: hãy kiểm tra lại hoặc dùng đơn vị lớn hơn.",
        "max_decimal_places": "Số có quá %(max)s chữ số sau dấu phẩy: hãy làm tròn.",
        "max_whole_digits": "Số có quá %(max)s chữ số trước dấu phẩy: hãy dùng đơn vị lớn hơn.",
    }


class NumberBox(forms.TextInput):
    """A plain text box: the browser's number box reads and shows numbers in the browser's language."""

    def __init__(self, attrs=None, inputmode="decimal"):
        super().__init__({"inputmode": inputmode, "autocomplete": "off", **(attrs or {})})

    def format_value(self, value):
        # Text that was refused comes back as it was typed.
        return super().format_value(format_input(value) if isinstance(value, int | Decimal) else value)


class QuantityField(forms.DecimalField):
    """A number as it is typed in Vietnam; text that two readers would read differently is refused."""

    widget = NumberBox

    def __init__(self, *, max_digits=None, decimal_places=None, **kwargs):
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, **kwargs)
        self.validators = [
            DigitsValidator(max_digits, decimal_places) if type(validator) is DecimalValidator else validator
            for validator in self.validators
        ]

    def to_python(self, value):
        return _read(number_from_cell, value)


class WholeNumberField(forms.IntegerField):
    """A whole number as it is typed in Vietnam: Django's own field reads «1.000» as 1."""

    widget = NumberBox(inputmode="numeric")

    def to_python(self, value):
        return _read(whole_number, value)


def whole_number(value) -> int | None:
    """The whole number in a form's text or a sheet's cell, None for an empty one; NumberError for any other."""
    try:
        number = number_from_cell(value)
    except AmbiguousNumberError as error:
        raise NumberError(f"«{value}» chưa rõ nghĩa vì có dấu chấm: hãy gõ {error.whole}.") from error
    if number is None:
        return None
    if number != int(number):
        raise NumberError(f"«{format_input(number)}» không phải số nguyên: hãy gõ số không có phần thập phân.")
    return int(number)


class DayInput(forms.DateInput):
    """A text box for a day: the browser's date box shows it in the browser's language."""

    def __init__(self, attrs=None, format="%d/%m/%Y"):
        super().__init__({"placeholder": "dd/mm/yyyy", "autocomplete": "off", **(attrs or {})}, format)


class DayField(forms.DateField):
    """A day typed day first, whatever language the page is in; 2026-03-05 is understood too."""

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


class MomentField(forms.SplitDateTimeField):
    """A day and an hour by the clock here; a day without an hour is asked about, never taken for midnight."""

    def __init__(self, **kwargs):
        super().__init__(require_all_fields=False, **kwargs)
        self.fields = (DayField(error_messages=_ASKED_DAY), forms.TimeField(error_messages=_ASKED_HOUR))
        for field in self.fields:
            field.required = self.required

    def clean(self, value):
        given = [part for part in value or [] if part not in self.empty_values]
        if len(given) == 1:
            raise ValidationError("Hãy ghi cả ngày và giờ, ví dụ 05/03/2026 và 08:30.", code="incomplete")
        return super().clean(value)


_ASKED_DAY = {"required": "Hãy ghi ngày."}
_ASKED_HOUR = {"required": "Hãy ghi giờ.", "invalid": "Giờ chưa đúng: hãy gõ giờ:phút, ví dụ 08:30."}


def _read(reader, value):
    try:
        return reader(value)
    except NumberError as error:
        raise ValidationError(str(error), code="invalid") from error
