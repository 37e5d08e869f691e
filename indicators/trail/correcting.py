"""Rows corrected in their list: the columns that change most, all rows of a page at once or none.

Off until the address asks for it. Each row is held against what others wrote of it meanwhile, as a form of its own is
(see merging); rows of other offices stay plain text.
"""

from functools import partial

from django.contrib.admin.views.main import IS_POPUP_VAR, ChangeList
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms import BaseModelFormSet, BoundField, modelformset_factory
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import capfirst

from config.databases import rule_broken
from config.models import take_turn
from config.staff.admin import demonstration_column
from config.staff.boxes import names_a_row
from indicators import rights
from indicators.trail.merging import SEEN, merging, without_gone
from indicators.trail.versions import newest_entries, written_down

# What an address asks by for boxes in its list.
CORRECTING = "sua"
CLASH = "Chưa lưu: người khác vừa ghi một dòng trùng hoặc vừa xóa dòng được chọn. Hãy kiểm tra rồi lưu lại."


class CorrectedList(ChangeList):
    """A list whose address may ask for boxes; what asks is no filter, and goes on to the next page."""

    def get_filters_params(self, params=None):
        asked = super().get_filters_params(params)
        asked.pop(CORRECTING, None)
        return asked

    @property
    def whole_list(self):
        """The address of all rows, without search or filter, in the same boxes or window."""
        return f"?{urlencode({name: self.params[name] for name in (IS_POPUP_VAR, CORRECTING) if name in self.params})}"


class ListBox(BoundField):
    """A box in a list, with what its column is called where the columns are not side by side."""

    def __str__(self):
        return format_html(
            '<span class="box-head" aria-hidden="true">{}</span>{}', capfirst(self.label), super().__str__()
        )


class CorrectsInList:
    """Lends a screen its columns that are corrected in the list."""

    corrected_in_list = ()
    # What tells the rows apart beside the boxes; what the list leads to its rows by, unless told.
    told_in_list = ()

    def is_correcting(self, request):
        asked = request.GET.get(CORRECTING) == "1" and IS_POPUP_VAR not in request.GET
        return asked and bool(self.corrected_in_list) and self.has_change_permission(request)

    # The list

    def get_changelist(self, request, **kwargs):
        return CorrectedList

    def get_actions(self, request):
        return {} if self.is_correcting(request) else super().get_actions(request)

    def get_list_display(self, request):
        if not self.is_correcting(request):
            return super().get_list_display(request)
        marks = [demonstration_column(self.demonstration_path)] if self.demonstration_path else []
        return [*self._telling(), *self.corrected_in_list, *marks]

    def get_list_display_links(self, request, list_display):
        return self._telling() if self.is_correcting(request) else super().get_list_display_links(request, list_display)

    def _telling(self):
        named = self.told_in_list or self.list_display_links or self.list_display[:1]
        return [name for name in named if name not in self.corrected_in_list]

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        if self.is_correcting(request):
            changelist.list_editable = list(self.corrected_in_list)
        return changelist

    # The boxes

    def get_changelist_form(self, request, **kwargs):
        form = super().get_changelist_form(request, form=self.form, fields=self.corrected_in_list, **kwargs)
        return merging(row_form(form, self, request), request)

    def get_changelist_formset(self, request, **kwargs):
        return modelformset_factory(
            self.model,
            self.get_changelist_form(request),
            formset=refusing_whole(getattr(request, "broken_rule", None)),
            formfield_callback=partial(self.formfield_for_dbfield, request=request),
            fields=self.corrected_in_list,
            extra=0,
        )

    def _get_list_editable_queryset(self, request, prefix):
        """The rows that were sent, held until they are written."""
        rows = super()._get_list_editable_queryset(request, prefix).order_by("pk")
        take_turn(self.model)
        list(self.model._base_manager.filter(pk__in=rows.values("pk")).order_by("pk").select_for_update().values("pk"))
        return rows.select_related(*self.list_select_related) if self.list_select_related else rows

    # Written

    def changelist_view(self, request, extra_context=None):
        if request.method != "POST" or "_save" not in request.POST or not self.is_correcting(request):
            return self._shown(request, super().changelist_view(request, extra_context))
        self._leave_out_gone(request)
        try:
            with transaction.atomic(), self.rules(request, self._sent_rows(request)):
                return self._shown(request, super().changelist_view(request, extra_context))
        except ValidationError as error:
            request.broken_rule = error
        except IntegrityError as error:
            row = getattr(request, "row_at_write", None)
            request.broken_rule = ValidationError(f"«{row}»: {rule_broken(error) or CLASH}")
        # The same boxes come again with all that was typed, and the reason.
        self._unsay(request)
        with transaction.atomic():
            return self._shown(request, super().changelist_view(request, extra_context))

    def save_model(self, request, obj, form, change):
        # Named where the database refuses it.
        request.row_at_write = obj
        super().save_model(request, obj, form, change)

    def _sent_rows(self, request):
        sent = self._get_edited_object_pks(request, self._prefix(request))
        return self.model._base_manager.filter(pk__in=[pk for pk in sent if names_a_row(pk)])

    def _prefix(self, request):
        return self.get_changelist_formset(request).get_default_prefix()

    def _leave_out_gone(self, request):
        """Go on without rows that were deleted meanwhile; what was typed of them is told, and then nothing is saved."""
        prefix, form = self._prefix(request), self.get_changelist_form(request)
        stored = set(self._sent_rows(request).values_list("pk", flat=True))
        request.POST, told = without_gone(request.POST, prefix, form, stored)
        if told:
            request.broken_rule = ValidationError(told)

    def _shown(self, request, answer):
        """The page of the list with the way into its boxes and out, and what the boxes were made from."""
        changelist = (getattr(answer, "context_data", None) or {}).get("cl")
        if changelist is None or changelist.is_popup or not self.corrected_in_list:
            return answer
        context, formset = answer.context_data, changelist.formset
        if not formset:
            if self.has_change_permission(request) and changelist.result_count:
                context["correct_address"] = changelist.get_query_string({CORRECTING: "1"})
            return answer
        context["read_address"] = changelist.get_query_string(remove=[CORRECTING])
        if formset.is_bound:
            # The list may have changed since: rows and boxes must be the same ones.
            changelist.result_list = [form.instance for form in formset.forms]
            context["problems"] = list(problems_of(formset))
            context["seen"] = request.POST.get(SEEN, "")
        else:
            rows = [(self.opts.db_table, form.instance.pk) for form in formset.forms]
            context["seen"] = written_down(newest_entries(rows))
        return answer


def row_form(form, screen, request):
    """The form of one row of a list: its boxes named by row and column; none where another office answers for it."""

    class RowForm(form):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            # As it is stored: what is typed may be another name.
            self.row_name = str(self.instance) if self.instance.pk else ""
            self.touched = []
            may_write = screen.has_change_permission(request, self.instance)
            if not may_write and self.is_bound:
                self.touched = [name for name in self.changed_data if self.add_prefix(name) in self.data]
                del self.changed_data
            wanted = screen.corrected_in_list if may_write else ()
            for name in set(self.fields) - set(wanted):
                del self.fields[name]
            # A form without a row is only asked which scripts its boxes need.
            for field in self.fields.values() if self.instance.pk else ():
                field.widget.attrs["aria-label"] = f"{capfirst(field.label)}: {self.row_name}"
                field.get_bound_field = partial(_boxed, field)

        def clean(self):
            cleaned = super().clean()
            if self.touched:
                typed = ", ".join(f"«{self.data[self.add_prefix(name)]}»" for name in self.touched)
                whose = rights.answerers(self.instance)
                raise ValidationError(f"{whose} phụ trách dòng này nên không ghi được; đã gõ: {typed}.")
            return cleaned

    return RowForm


def _boxed(field, form, name):
    return ListBox(form, field, name)


def refusing_whole(error):
    """Boxes of a list that are refused for this reason, if there is any."""

    class Boxes(BaseModelFormSet):
        def clean(self):
            super().clean()
            if error:
                raise error

    return Boxes


def problems_of(formset):
    """Each refused box: what its row and its column are called, the id of the box."""
    for form in formset.forms:
        for name in form.errors:
            box = form[name] if name in form.fields else None
            yield form.row_name, capfirst(box.label) if box else "", box.id_for_label if box else ""
