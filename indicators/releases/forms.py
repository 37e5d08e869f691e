"""What the desk of a release asks: what to gather, why something is withdrawn."""

from django import forms

from config.values.forms import ProseField
from indicators.admin.forms import PeriodField
from indicators.models import Office, Release, Topic


class GatherForm(forms.Form):
    """Which approved figures go into a release; nothing chosen means all of them."""

    topic = forms.ModelChoiceField(Topic.objects.all(), label="Chủ đề", required=False, empty_label="mọi chủ đề")
    office = forms.ModelChoiceField(
        Office.objects.all(), label="Đơn vị phụ trách", required=False, empty_label="mọi đơn vị"
    )
    period = PeriodField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["period"].label = "Kỳ"
        self.fields["period"].help_text = "Để trống: mọi kỳ. Ví dụ: 2022, quý I/2023."


class WithdrawalForm(forms.Form):
    """Why figures are taken off the public pages, and in which correction."""

    release = forms.ModelChoiceField(
        Release.objects.in_preparation().filter(kind=Release.Kind.CORRECTION),
        label="Đợt đính chính",
        required=False,
        empty_label="lập đợt mới",
    )
    reason = ProseField(
        label="Lý do rút",
        help_text="Người đọc thấy lý do này ở trang của chỉ tiêu: không ghi tên, số điện thoại của ai.",
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )
