"""Registers of this app as tables to type in: transformers under their substations."""

from django import forms
from django.db.models import prefetch_related_objects
from django.utils.html import format_html

from config.values.forms import TextLineField
from config.values.text import fold
from indicators.grids.table import Column, Line, RegisterGrid, linked
from power.models import PowerTransformer, Substation


class TransformerGrid(RegisterGrid):
    """Substations as headings, under each its transformers and a line for one more."""

    title = "Nhập máy biến áp theo bảng"
    lead = "Trạm, máy"
    counted = "trạm"
    help = "Dòng cuối của mỗi trạm để thêm máy: ghi được khi có tên máy và công suất."
    fields = ("name", "rated_mva", "voltages", "commissioned_on", "decommissioned_on")
    owner = "substation"
    rows_a_page = 30

    class Where(forms.Form):
        q = TextLineField(label="Tìm trạm", max_length=100, required=False)

    @property
    def columns(self):
        words = ("name", "voltages")
        return [
            Column(field.verbose_name, content="typed words" if name in words else "typed")
            for name, field in self.model_fields.items()
        ]

    def lines(self):
        substations = Substation.objects.order_by("-nominal_voltage_kv", "name", "pk")
        for word in fold(self.asked("q")).split():
            substations = substations.filter(folded__contains=word)
        shown = self.page_of(substations)
        prefetch_related_objects(shown, "transformers")
        return [line for substation in shown for line in self.lines_of(substation)]

    def lines_of(self, substation):
        machines = [self.record(machine) for machine in substation.transformers.all()]
        new = self.record(PowerTransformer(substation_id=substation.pk), f"{substation.pk}n1")
        return [
            Line(f"s{substation.pk}", linked(substation), []),
            *(self.line(substation, record, f"máy {record.row.name}") for record in machines),
            *([] if new.locked else [self.line(substation, new, "máy mới", new.name)]),
        ]

    def line(self, substation, record, head, new=""):
        said = format_html('<span class="visually-hidden">{}, </span>{}', substation, head)
        return Line(record.name, said, self.boxes(record), is_under=True, new=new)
