"""Sheets of the vocabulary, the indicators and their figures."""

from config.resources import RecordedResource
from config.sheets.columns import CellError, Column, ReadingColumn, text_of
from config.text import identity_key, nfc
from indicators.models import Figure, Indicator, Industry, Office, Place, ReportedValue, Source, State, Topic, Unit
from indicators.periods import FORMS, Period, PeriodError

MAY_APPROVE = "indicators.approve_figure"


class PlaceResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = Place


class OfficeResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = Office


class UnitResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = Unit


class TopicResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = Topic


class IndustryResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = Industry


class SourceResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = Source


class IndicatorResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = Indicator


class PeriodColumn(Column):
    """The period of a figure in one cell, «2022» or «6 tháng đầu năm 2023», stored as two days."""

    def __init__(self, prefix=""):
        start = Figure._meta.get_field("period_start")
        super().__init__(start, heading="kỳ", path=f"{prefix}period_start")
        self.paths = (f"{prefix}period_start", f"{prefix}period_end")

    def taken(self, cell):
        text = nfc(text_of(cell))
        try:
            return Period.parse(text) if text else None
        except PeriodError as error:
            raise CellError(str(error)) from error

    def checked(self, value):
        return value

    def stored(self, values):
        return Period(*(values[path] for path in self.paths))

    def assign(self, values, value):
        values |= zip(self.paths, (value.start, value.end), strict=True)

    def narrowed(self, rows, wanted):
        start, end = self.paths
        first, last = min(period.start for period in wanted), max(period.end for period in wanted)
        return rows.filter(**{f"{start}__gte": first, f"{end}__lte": last})

    def write(self, value):
        # A year goes out as a number, so that a spreadsheet sorts and filters it.
        text = str(value)
        return int(text) if text.isdecimal() else text

    def show(self, value):
        return str(value)

    def hint(self):
        return f"Một trong các dạng: {FORMS}."


class IndicatorUnitColumn(ReadingColumn):
    """The unit of the figure's indicator: stated for the reader, and refused where it is another one."""

    def __init__(self, units):
        super().__init__("indicator__unit__name", Indicator._meta.get_field("unit"), "đơn vị tính")
        self.units = units

    def disagrees(self, value, row):
        names = self.units().get(row.values["indicator_id"])
        if not value or names is None or identity_key(value) in map(identity_key, names):
            return ""
        return (
            f"Đơn vị «{value}» khác đơn vị của chỉ tiêu là «{names[0]}»: hãy đổi số liệu sang {names[0]} "
            "rồi sửa ô đơn vị, hoặc kiểm tra mã chỉ tiêu."
        )

    def hint(self):
        return "Nếu ghi thì phải đúng đơn vị tính của chỉ tiêu."


class FigureResource(RecordedResource):
    """Figures by indicator, place, period and kind; only who may approve may write what the public sees."""

    class Meta(RecordedResource.Meta):
        model = Figure
        import_id_fields = ("indicator", "place", "period", "kind")

    def columns(self):
        for name, column in super().columns():
            match name:
                case "indicator":
                    yield name, column
                    yield "indicator_name", ReadingColumn("indicator__name", column.field, "tên chỉ tiêu (để đọc)")
                case "period_start":
                    yield "period", PeriodColumn()
                case "period_end":
                    continue
                case "value":
                    yield name, column
                    yield "unit", IndicatorUnitColumn(self.units)
                case _:
                    yield name, column

    _units = None

    def units(self):
        """The name and the code of the unit of each indicator."""
        if self._units is None:
            rows = Indicator.objects.order_by().values_list("pk", "unit__name", "unit__code")
            self._units = {pk: names for pk, *names in rows}
        return self._units

    def forget(self):
        super().forget()
        self._units = None

    def check_plan(self, plan):
        if plan.user is None or plan.user.has_perm(MAY_APPROVE):
            return
        for row in plan.to_write:
            if row.before.get("state") == State.APPROVED:
                plan.refuse("Số liệu đã duyệt chỉ người có quyền duyệt được sửa: hãy bỏ dòng này khỏi tệp.", row)
            elif row.values["state"] == State.APPROVED:
                label = self.fields["state"].column_name
                plan.refuse(
                    "Tài khoản chưa có quyền duyệt: hãy ghi «nháp» hoặc «chờ duyệt».", row, label, State.APPROVED.label
                )


class ReportedValueResource(RecordedResource):
    """What other sources say of a figure, which is named by its indicator, place, period and kind."""

    class Meta(RecordedResource.Meta):
        model = ReportedValue
        import_id_fields = ("indicator", "place", "period", "kind", "source", "locator")

    def columns(self):
        for name, column in super().columns():
            if name == "figure":
                for part in ("indicator", "place"):
                    field = Figure._meta.get_field(part)
                    yield part, self.column_of(field, path=f"figure__{field.attname}")
                yield "period", PeriodColumn("figure__")
                yield "kind", self.column_of(Figure._meta.get_field("kind"), path="figure__kind")
            else:
                yield name, column

    def complete(self, plan):
        """Find the figure each new row is about."""
        new = [row for row in plan.to_write if row.pk is None]
        paths = ("indicator_id", "place_id", "period_start", "period_end", "kind")
        figures = Figure.objects.filter(indicator__in={row.values["figure__indicator_id"] for row in new})
        found = {tuple(key): pk for pk, *key in figures.order_by().values_list("pk", *paths)}
        for row in new:
            row.values["figure_id"] = found.get(tuple(row.values[f"figure__{path}"] for path in paths))
            if row.values["figure_id"] is None:
                plan.refuse("Chưa có số liệu này (chỉ tiêu, địa bàn, kỳ, loại số liệu): hãy nhập số liệu trước.", row)
