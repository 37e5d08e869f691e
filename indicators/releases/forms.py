"""What a withdrawal and a release called off ask: why, and in which correction."""

from django import forms

from config.values.forms import ProseField
from indicators.models import Release


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


class CallOffForm(forms.Form):
    """Why a release that the calendar promised does not come at its hour."""

    reason = ProseField(
        label="Lý do hủy hẹn",
        help_text="Người đọc thấy lý do này ở lịch công bố: không ghi tên, số điện thoại của ai.",
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )
