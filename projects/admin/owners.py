"""Screens of rows that have an owner: who may be a person or a household is found there, and marked."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Q
from django.utils.text import capfirst

from projects.models import OwnerKind
from projects.owners import STARTS, keeping_back, names_left, suggested


class NamesKeptForm(forms.ModelForm):
    """Refuses what readers see of a row while it names a person whom they do not see, from when somebody touches it."""

    def _post_clean(self):
        super()._post_clean()
        if self.has_changed():
            for name, message in names_left(self.instance, self.cleaned_data.get("beneficiaries")):
                self.add_error(name if name in self.fields else None, message)


class OwnedAdmin:
    """A screen of rows whose `owner` is named in a column; staff find a row by an owner whom readers do not see."""

    form = NamesKeptForm
    owner = "investor"

    def get_list_filter(self, request):
        return [suggesting(self.owner), *super().get_list_filter(request)]

    def get_search_fields(self, request):
        return [*super().get_search_fields(request), self.owner]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        name = getattr(obj, self.owner)
        kind = not getattr(obj, f"{self.owner}_kind") and suggested(name)
        if kind and {self.owner, f"{self.owner}_kind"} & set(form.changed_data):
            label = capfirst(self.opts.get_field(f"{self.owner}_kind").verbose_name)
            messages.warning(
                request,
                f"Tên «{name}» giống tên {kind.label}. Nếu đúng, hãy chọn ở ô «{label}»: trang công khai khi đó chỉ "
                f"ghi «{kind.label}», không ghi tên.",
            )


def suggesting(name):
    """A filter of a list by what the owner's name suggests and nobody has marked, and by what is marked."""

    class Suggesting(admin.SimpleListFilter):
        title = "chủ là cá nhân, hộ"
        parameter_name = "chu"

        def lookups(self, request, model_admin):
            return [
                ("de-xuat", "tên giống cá nhân, hộ mà chưa đánh dấu"),
                ("trong-chu", "tên còn đứng trong chữ công khai"),
                *OwnerKind.choices,
            ]

        def queryset(self, request, queryset):
            if self.value() in OwnerKind:
                return queryset.filter(**{f"{name}_kind": self.value()})
            if self.value() == "de-xuat":
                is_suggested = Q(*((f"{name}__iregex", start) for start in STARTS.values()), _connector=Q.OR)
                return queryset.filter(is_suggested, **{f"{name}_kind": ""})
            if self.value() == "trong-chu":
                return queryset.filter(pk__in=[row.pk for row in keeping_back(queryset) if names_left(row)])
            return queryset

    return Suggesting
