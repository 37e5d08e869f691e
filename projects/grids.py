"""Registers of this app as tables to type in: budgets by year, areas of estates by day, statuses of projects."""

import re
from datetime import date

from django import forms
from django.utils import timezone

from config.models import latest
from config.values.dates import format_date
from config.values.forms import DayField, TextLineField, WholeNumberField
from config.values.numbers import format_number
from config.values.text import fold
from indicators.grids.table import Box, Column, Line, RegisterGrid, Told, linked, marked, told_in
from indicators.measures import known_sum
from projects.commitments import committed
from projects.models import Estate, EstateArea, ExtensionBudget, FundSource, InvestmentProject, ProjectStatus
from projects.models.extension import BUDGET_SOURCES


class BudgetGrid(RegisterGrid):
    """Years by fund sources: what was allocated, by which decision, and what schemes took of it."""

    title = "Nhập kinh phí khuyến công theo bảng"
    lead, lead_class = "Năm", "short"
    help = "Số tiền tính bằng triệu đồng. «Đã phê duyệt» là phần các đề án đã phê duyệt lấy từ nguồn ấy."
    fields = ("allocated", "decision")
    years_shown = 10

    class Where(forms.Form):
        nam = WholeNumberField(label="Đến năm", min_value=1910, max_value=2100, required=False)

    @property
    def defaults(self):
        return {"nam": timezone.localdate().year + 1}

    @property
    def columns(self):
        use = [("đã phê duyệt", "shown"), ("còn lại", "shown")]
        own = [("được giao", "typed"), ("quyết định giao", "typed words"), *use]
        both = [("được giao", "total"), *use]
        of_funds = [Column(head, FundSource(fund).label, content) for fund in BUDGET_SOURCES for head, content in own]
        return [*of_funds, *(Column(head, "cả hai nguồn", content) for head, content in both)]

    def lines(self):
        last = self.asked("nam")
        return self.lines_of(range(last, last - self.years_shown, -1))

    def lines_of(self, years):
        stored = {(row.year, row.fund): row for row in ExtensionBudget.objects.filter(year__in=years)}
        taken = committed([(year, fund) for year in years for fund in BUDGET_SOURCES])
        return [self.line(year, stored, taken) for year in years]

    def line(self, year, stored, taken):
        rows = [stored.get((year, fund)) or ExtensionBudget(year=year, fund=fund) for fund in BUDGET_SOURCES]
        cells, takings = [], [taken.get((row.year, row.fund)) for row in rows]
        for row, taking in zip(rows, takings, strict=True):
            record = self.record(row)
            cells += [*self.boxes(record), *use_of(record.name, row.allocated, taking)]
        amounts = [row.allocated for row in rows]
        both = None if None in amounts else sum(amounts)
        parts = tuple(f"o-{self.name_of(row)}-allocated" for row in rows)
        cells += [Told(f"t-{year}-allocated", value=both, parts=parts), *use_of(year, both, known_sum(takings))]
        return Line(str(year), marked(year, any(row.is_demonstration for row in rows)), cells)

    def name_of(self, row):
        return f"{row.year}.{row.fund}"

    def given(self, name):
        year, _, fund = name.partition(".")
        is_place = re.fullmatch("[0-9]{4}", year) and fund in BUDGET_SOURCES
        return {"year": int(year), "fund": fund} if is_place else None

    def beside(self, records):
        return told_in(self.lines_of({record.row.year for record in records}))


def use_of(name, allocated, taken):
    """What schemes took of an allocated amount, and what is left of it."""
    left = None if allocated is None else allocated - (taken or 0)
    return Told(f"t-{name}-committed", value=taken), Told(f"t-{name}-left", value=left)


class AreaGrid(RegisterGrid):
    """Estates by kinds of areas, on one day, beside what held before."""

    title = "Nhập diện tích khu, cụm theo bảng"
    lead = "Khu, cụm"
    counted = "khu, cụm"
    help = "Diện tích tính bằng ha, có hiệu lực từ ngày đã chọn. Số nhỏ ở bên trái ô là diện tích trước ngày ấy."
    fields = ("hectares",)

    class Where(forms.Form):
        ngay = DayField(label="Từ ngày", required=False)
        loai = forms.ChoiceField(label="Loại", choices=[("", "mọi loại"), *Estate.Kind.choices], required=False)

    @property
    def defaults(self):
        return {"ngay": format_date(timezone.localdate())}

    @property
    def columns(self):
        return [Column(label.removeprefix("diện tích ")) for label in EstateArea.Kind.labels]

    def lines(self):
        estates = Estate.objects.filter(kind=self.asked("loai")) if self.asked("loai") else Estate.objects.all()
        return self.lines_of(self.page_of(estates.order_by("kind", "name", "pk")), self.asked("ngay"))

    def lines_of(self, estates, day):
        then, before = {}, {}
        for area in EstateArea.objects.filter(estate__in=estates, on__lte=day).order_by("on"):
            (then if area.on == day else before)[area.estate_id, area.kind] = area
        return [self.line(estate, day, then, before) for estate in estates]

    def line(self, estate, day, then, before):
        places = [(estate.pk, kind) for kind in EstateArea.Kind.values]
        boxes = [
            Box(
                self.record(then.get(place) or EstateArea(estate_id=estate.pk, kind=place[1], on=day)),
                self.model_fields["hectares"],
                beside=held(before.get(place)),
            )
            for place in places
        ]
        return Line(str(estate.pk), linked(estate), boxes)

    def name_of(self, row):
        return f"{row.estate_id}.{row.kind}.{row.on:%Y%m%d}"

    def given(self, name):
        found = re.fullmatch(r"([0-9]{1,18})\.([a-z]+)\.([0-9]{8})", name)
        if not found or found[2] not in EstateArea.Kind.values:
            return None
        try:
            day = date.fromisoformat(found[3])
        except ValueError:
            return None
        return {"estate_id": int(found[1]), "kind": found[2], "on": day}


def held(area):
    """An area that held before, to be compared with: how much, since when."""
    return area and (format_number(area.hectares), f"từ {format_date(area.on)}")


class StatusGrid(RegisterGrid):
    """A line for each project: its last status, and boxes for the next."""

    title = "Nhập trạng thái dự án theo bảng"
    lead = "Dự án"
    counted = "dự án"
    help = "Ghi trạng thái mới và từ ngày nào; trạng thái trước ở lại lịch sử của dự án."
    fields = ("status", "on", "document")
    owner = "project"

    class Where(forms.Form):
        q = TextLineField(label="Tìm", max_length=100, required=False)
        xa = forms.ChoiceField(label="Xã, phường", required=False)
        tt = forms.ChoiceField(
            label="Trạng thái", choices=[("", "mọi trạng thái"), *ProjectStatus.Status.choices], required=False
        )

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            communes = (
                InvestmentProject.objects.exclude(commune="").order_by("commune").values_list("commune", flat=True)
            )
            self.fields["xa"].choices = [("", "mọi xã, phường"), *((name, name) for name in communes.distinct())]

    @property
    def columns(self):
        return [
            Column("trạng thái", "hiện nay", "shown words"),
            Column("từ ngày", "hiện nay", "shown"),
            Column("trạng thái", "mới", "typed words"),
            Column("từ ngày", "mới"),
            Column("văn bản", "mới", "typed words"),
        ]

    def lines(self):
        projects = with_last_status(InvestmentProject.objects.order_by("code"))
        if self.asked("xa"):
            projects = projects.filter(commune=self.asked("xa"))
        if self.asked("tt"):
            projects = projects.filter(last_status=self.asked("tt"))
        for word in fold(self.asked("q")).split():
            projects = projects.filter(folded__contains=word)
        return [self.line(project) for project in self.page_of(projects)]

    def line(self, project):
        record = self.record(ProjectStatus(project_id=project.pk), f"{project.pk}n1")
        status = ProjectStatus.Status(project.last_status).label if project.last_status else ""
        told = [
            Told(f"t-{project.pk}-status", status, is_words=True),
            Told(f"t-{project.pk}-on", format_date(project.last_on) if project.last_on else ""),
        ]
        return Line(str(project.pk), linked(project), [*told, *self.boxes(record)])

    def beside(self, records):
        projects = InvestmentProject.objects.filter(pk__in={record.row.project_id for record in records})
        return told_in(self.line(project) for project in with_last_status(projects))


def with_last_status(projects):
    """Projects with the last of their statuses, whatever its day, and since when."""
    return projects.annotate(
        last_status=latest(ProjectStatus.objects, "project", "status"),
        last_on=latest(ProjectStatus.objects, "project", "on"),
    )
