"""What the figures' screen asks: a period in one box, and why a figure is returned."""

from django import forms

from config.staff.boxes import TickBoxes
from config.staff.roles import meaning_of
from config.values.forms import ProseField
from indicators import counts
from indicators.audit.guards import BELOW_ZERO
from indicators.models import Figure, Indicator, Office, ReportForm, Topic
from indicators.periods import FORMS, Period, PeriodError


class PeriodField(forms.CharField):
    """A period typed as it is said: 2022, quý I/2023, 6 tháng đầu năm 2023."""

    def __init__(self, **kwargs):
        super().__init__(label="kỳ", help_text=f"Ví dụ: {FORMS}", **kwargs)
        self.widget.attrs |= {"class": "period", "autocomplete": "off"}

    def prepare_value(self, value):
        return str(value) if isinstance(value, Period) else value

    def to_python(self, value):
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        try:
            return Period.parse(text)
        except PeriodError as error:
            raise forms.ValidationError(str(error), code="invalid") from error


class PeriodBox(forms.ModelForm):
    """A row whose two dates are typed as one period."""

    period = PeriodField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "period" in self.fields:
            self.initial.setdefault("period", self.instance.period)

    def clean(self):
        cleaned = super().clean()
        if period := self.cleaned_data.get("period"):
            self.instance.period_start, self.instance.period_end = period.start, period.end
        return cleaned

    def _get_validation_exclusions(self):
        # The dates are asked for as one period, and still belong to the key a row may have only once.
        dates = {"period_start", "period_end"} if self.cleaned_data.get("period") else set()
        return super()._get_validation_exclusions() - dates


class FigureForm(PeriodBox):
    """A figure, held against what its indicator can be."""

    class Meta:
        model = Figure
        fields = []

    def clean(self):
        cleaned = super().clean()
        indicator = self.cleaned_data.get("indicator") or (self.instance.indicator_id and self.instance.indicator)
        for name in ("value", "upper"):
            number = self.cleaned_data.get(name)
            if indicator and number is not None and number < 0 and not indicator.takes_negatives:
                self.add_error(name, BELOW_ZERO)
        return cleaned


class IndicatorForm(forms.ModelForm):
    """An indicator, with what the registers count to choose from."""

    class Meta:
        model = Indicator
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if counted_by := self.fields.get("counted_by"):
            counted_by.widget = forms.Select(attrs={"class": "counted-by"}, choices=self.counts)

    def counts(self):
        """What the registers count, asked when the box is shown."""
        stored = self.instance.counted_by
        # What no register counts any more stays in sight, and is told when the form is saved.
        lost = [] if not stored or stored in counts.all_counts() else [(stored, stored)]
        return [("", "không đếm từ sổ"), *lost, *counts.choices()]

    def clean(self):
        cleaned = super().clean()
        code, unit = cleaned.get("counted_by"), cleaned.get("unit")
        if code and unit and (why := counts.refusal(code, unit, counts.all_counts())):
            self.add_error("counted_by", why)
        return cleaned


class NarrowForm(forms.Form):
    """Which figures: of a form, a topic, an office, a period; nothing chosen means all of them."""

    report_form = forms.ModelChoiceField(ReportForm.objects.all(), label="Biểu", required=False, empty_label="mọi biểu")
    topic = forms.ModelChoiceField(Topic.objects.all(), label="Chủ đề", required=False, empty_label="mọi chủ đề")
    office = forms.ModelChoiceField(Office.objects.all(), label="Đơn vị", required=False, empty_label="mọi đơn vị")
    period = PeriodField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["period"].label = "Kỳ"
        self.fields["period"].help_text = "Để trống: mọi kỳ."


class RolesField(forms.ModelMultipleChoiceField):
    """Roles to tick, each with what it is for."""

    widget = TickBoxes

    def label_from_instance(self, group):
        return f"{group.name}: {meaning_of(group)}" if meaning_of(group) else group.name


class PostingBox(forms.Form):
    """Lends the form of an account the box of its office."""

    office = forms.ModelChoiceField(
        Office.objects.filter(is_external=False),
        label="phòng, đơn vị",
        required=False,
        empty_label="cả Sở",
        help_text="Tài khoản chỉ sửa, duyệt số liệu của chỉ tiêu mà đơn vị này phụ trách và các sổ đơn vị này giữ; "
        "xem thì xem được tất cả. Để «cả Sở» thì phụ trách mọi số liệu và sổ mà vai trò cho phép.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        posting = getattr(self.instance, "posting", None)
        self.initial.setdefault("office", posting and posting.office_id)


class ReturnForm(forms.Form):
    """Why figures go back to whoever entered them."""

    reason = ProseField(
        label="Lý do trả lại",
        help_text="Người nhập đọc câu này để biết phải sửa gì.",
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
    )


class ClosingForm(forms.Form):
    """Why nobody may type into a form's period any more."""

    reason = ProseField(
        label="Khóa vì",
        max_length=250,
        help_text="Người nhập đọc câu này khi mở biểu, ví dụ: đã nộp báo cáo tháng 4.",
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
    )
