"""Sheets of the vocabulary, the indicators and their figures."""

from contextlib import contextmanager
from datetime import date

from django.core.exceptions import ValidationError

from config.sheets import stored
from config.sheets.columns import CellError, Column, ReadingColumn, text_of
from config.sheets.planned import Fate
from config.sheets.resources import RecordedResource, sheet_of
from config.sheets.stamps import stamp_in
from config.values.text import nfc
from indicators import counts
from indicators.audit.guards import BELOW_ZERO
from indicators.entry.closed import Closings, why_bound
from indicators.entry.columns import FIELDS, columns_fit, faults_of, stored_columns
from indicators.measured import IndicatorUnitColumn, MeasuredResource
from indicators.models import (
    Figure,
    FormColumn,
    FormException,
    FormPeriod,
    FormRow,
    Indicator,
    Industry,
    Office,
    Place,
    ReportedValue,
    ReportForm,
    Source,
    State,
    Topic,
    Unit,
    Version,
)
from indicators.periods import FORMS, Period, PeriodError
from indicators.rights import foreign_indicators, reach_of
from indicators.sheets.decided import TAUGHT, remember
from indicators.sheets.doubts import tell_doubts
from indicators.sheets.forms.codes import Stamp
from indicators.sheets.forms.filled import form_rows
from indicators.sheets.unfolding import tables_of_figures, unfold

FIGURE_KEY = ("indicator_id", "place_id", "period_start", "period_end", "kind")
# What a sheet may change of a figure without changing what it says.
NO_WORDS = {"state", "change_reason"}

PlaceResource = sheet_of(Place)
OfficeResource = sheet_of(Office)
UnitResource = sheet_of(Unit)
TopicResource = sheet_of(Topic)
IndustryResource = sheet_of(Industry)
SourceResource = sheet_of(Source)


class IndicatorResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = Indicator

    def check_plan(self, plan):
        """What counts an indicator is declared by a register, and in a unit that converts into the indicator's."""
        counted = [row for row in plan.to_write if row.values["counted_by"]]
        declared = counts.all_counts() if counted else {}
        units = Unit.objects.in_bulk({row.values["unit_id"] for row in counted})
        for row in counted:
            code = row.values["counted_by"]
            if why := counts.refusal(code, units[row.values["unit_id"]], declared):
                plan.refuse(why, row.at, self.fields["counted_by"].column_name, code)


class PeriodColumn(Column):
    """The period of a figure in one cell, «2022» or «6 tháng đầu năm 2023», stored as two days."""

    def __init__(self, prefix=""):
        start = Figure._meta.get_field("period_start")
        super().__init__(start, heading="kỳ", path=f"{prefix}period_start")
        self.paths = (f"{prefix}period_start", f"{prefix}period_end")

    def taken(self, cell):
        text = nfc(text_of(cell))
        if isinstance(cell, date) and cell.day == 1:
            # Typed 5/2023, a spreadsheet makes the first of May of it.
            raise CellError(
                f"Ô là ngày {text}, có thể do bảng tính tự đổi từ tháng: hãy định dạng ô là văn bản (Text) rồi gõ "
                f"«tháng {cell.month}/{cell.year}», hoặc «{text}» nếu đúng là ngày."
            )
        try:
            return Period.parse(text) if text else None
        except PeriodError as error:
            raise CellError(str(error)) from error

    def checked(self, value):
        return value

    def joined(self, parts):
        return Period(*parts)

    def parts(self, value):
        return value.start, value.end

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


class FigureResource(MeasuredResource):
    """Figures by indicator, place, period and kind: drafts or handed in, never approved by a sheet."""

    carried_by = "period"

    def time_before(self, when):
        try:
            return when.year_before()
        except PeriodError as error:
            raise CellError(str(error)) from error

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
                case "return_reason":
                    yield name, ReadingColumn(name, column.field, column.field.verbose_name)
                case "value":
                    yield name, column
                    yield "unit", IndicatorUnitColumn(self)
                case _:
                    yield name, column

    def grounds(self):
        yield from super().grounds()
        yield list(FormPeriod.objects.filter(closed_at__isnull=False).order_by("pk").values_list("pk", "closed_at"))
        yield list(FormException.objects.in_force().order_by("pk").values_list("form_period", "user", "until"))

    def complete(self, plan):
        """A decision is no word of a sheet: what it changes of an approved figure waits to be approved again."""
        for row in rows_of_state(plan, State.RETURNED):
            if row.before.get("state") != State.RETURNED:
                # Before the row is asked for a reason that no sheet gives.
                plan.refuse("Tệp không trả lại được số liệu: hãy ghi «nháp» hoặc «chờ duyệt».", row.at)
        approved = [row for row in rows_of_state(plan, State.APPROVED) if row.pk]
        approved_once = self._approved_once(approved)
        for row in approved:
            before = row.before["state"]
            if row.pk in approved_once and before != State.APPROVED:
                # Exported while it was approved, and changed since: the file asks for nothing.
                plan.keep("state", row.at)
            elif before == State.APPROVED:
                plan.change("state", row.at, State.DRAFT)

    def _approved_once(self, rows):
        """The ids of the planned figures that have a version."""
        return {
            pk
            for batch in stored.batches(row.pk for row in rows)
            for pk in Version.objects.filter(figure__in=batch).values_list("figure", flat=True)
        }

    def check_plan(self, plan):
        """Approving is done on its own screen, by whoever may."""
        refuse_foreign(plan, "indicator_id")
        refuse_closed(plan)
        indicators = self.indicators()
        for at in rows_below_zero(plan):
            if not indicators[plan.value("indicator_id", at)].takes_negatives:
                plan.refuse(BELOW_ZERO, at)
        for row in rows_of_state(plan, State.APPROVED):
            if row.before.get("state") != State.APPROVED:
                plan.refuse("Tệp không duyệt được số liệu: hãy ghi «nháp» hoặc «chờ duyệt».", row.at)
        for row in plan.of(Fate.CHANGED):
            if row.changed_columns == ["state"] and row.before["state"] == State.APPROVED:
                plan.refuse("Số liệu đã duyệt và tệp không đổi gì khác: hãy để trạng thái «đã duyệt».", row.at)
        if "value" in plan.columns:
            tell_doubts(plan)

    def recognise(self, sheets, user):
        return form_rows(sheets, self, user)

    def unfold(self, sheets, choices, user):
        return unfold(self, sheets, choices, user)

    def other_layouts(self, sheets):
        # What stands beside the pages of forms that the book gave out are its notes on them.
        return [each.name for each in sheets if stamp_in(each, Stamp.read)] or tables_of_figures(sheets)

    def rules(self, user, changes):
        return written_figures(user, changes)


@contextmanager
def written_figures(user, changes):
    """Around a write of figures: those of other offices are refused, and a confirmed layout is remembered."""
    with own_indicators(user, set(changes.written("indicator_id"))):
        yield
    if taught := changes.choices.get("layout", {}).get(TAUGHT):
        remember(taught, user)


def rows_of_state(plan, state):
    """The figures to be written that would be in this state."""
    return [plan.to_write[place] for place in plan.written("state").rows_where(lambda value: value == state)]


class ReportedValueResource(MeasuredResource):
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
        new = set(plan.new_rows)
        named = [plan.written(f"figure__{path}") for path in FIGURE_KEY]
        figures = Figure.objects.filter(indicator__in=set(named[0]))
        found = {tuple(key): pk for pk, *key in figures.order_by().values_list("pk", *FIGURE_KEY)}
        figure_of = dict(zip(plan.writing, map(found.get, zip(*named, strict=True)), strict=True))
        plan.fill("figure_id", {row: figure for row, figure in figure_of.items() if row in new})
        for row in new:
            if figure_of[row] is None:
                plan.refuse("Chưa có số liệu này (chỉ tiêu, địa bàn, kỳ, loại số liệu): hãy nhập số liệu trước.", row)

    def check_plan(self, plan):
        refuse_foreign(plan, "figure__indicator_id")

    def rules(self, user, changes):
        figures = Figure.objects.in_bulk(set(changes.written("figure_id"))).values()
        return own_indicators(user, {figure.indicator_id for figure in figures})


def rows_below_zero(plan):
    """The rows to be written of which an end of the value lies below zero."""
    writing = list(plan.writing)
    found = set()
    for path in ("value", "upper"):
        found.update(plan.written(path).rows_where(lambda number: number is not None and number < 0))
    return [writing[place] for place in sorted(found)]


def refuse_foreign(plan, path):
    """Refuse the rows whose indicator, found by this path, is another office's."""
    foreign = foreign_indicators(plan.user)
    rows = list(plan.writing)
    for place in plan.written(path).rows_where(foreign.__contains__):
        plan.refuse(foreign[plan.value(path, rows[place])], rows[place])


def refuse_closed(plan):
    """Refuse the rows that would change what a closed period of a form asks for; to hand in is no change."""
    closings = Closings(plan.user, set(plan.written("indicator_id")))
    rows = list(plan.writing)
    asked = [rows[place] for place in plan.written("indicator_id").rows_where(closings.ask_for)]
    for row in asked:
        if set(plan.changes.get(row, ["new"])) <= NO_WORDS:
            continue
        indicator, place, start, end, kind = (plan.value(path, row) for path in FIGURE_KEY)
        if closing := closings.of(indicator, place, Period(start, end), kind):
            plan.refuse(f"{why_bound(closing)} Hãy bỏ dòng này khỏi tệp.", row)


@contextmanager
def own_indicators(user, indicators):
    """Around a write: who has come to another office since the preview writes nothing of the indicators of this one."""
    foreign = foreign_indicators(user)
    for indicator in indicators & foreign.keys():
        raise ValidationError(foreign[indicator])
    yield


class FormSheet(RecordedResource):
    """A sheet of forms or of their parts: arranged by the office that answers for the form."""

    def check_plan(self, plan):
        office = plan.user and reach_of(plan.user).office
        if not office:
            return
        own = set(ReportForm.objects.filter(office=office).values_list("pk", flat=True))
        for row in plan.to_write:
            if not self.is_own(row, office, own):
                plan.refuse(f"Biểu này do đơn vị khác lập, tài khoản thuộc {office}: hãy bỏ dòng này khỏi tệp.", row.at)

    def is_own(self, row, office, own):
        """Whether the row belongs to a form of this office, before and after."""
        return row.values["form_id"] in own and row.before.get("form_id", row.values["form_id"]) in own


class ReportFormResource(FormSheet):
    class Meta(RecordedResource.Meta):
        model = ReportForm

    def is_own(self, row, office, own):
        return row.values["office_id"] == office.pk and (row.pk is None or row.pk in own)


class FormRowResource(FormSheet):
    class Meta(RecordedResource.Meta):
        model = FormRow


class FormColumnResource(FormSheet):
    class Meta(RecordedResource.Meta):
        model = FormColumn

    def check_plan(self, plan):
        """Columns that do not fit with the others of their form, stored or in the sheet, are told by row."""
        super().check_plan(plan)
        columns = stored_columns()
        before = faults_of(columns)
        places = {}
        for row in plan.to_write:
            form, number = row.values["form_id"], row.values["number"]
            columns[form][row.pk or f"dòng {row.at}"] = {name: row.values[name] for name in FIELDS}
            places[form, number] = row.at
        for form, fault in sorted(faults_of(columns) - before):
            row = places.get((form, fault.number))
            message = fault.message if row is not None else f"Cột {fault.number}: {fault.message}"
            plan.refuse(message, row, "" if row is None else self.fields[fault.field].column_name)

    def rules(self, user, changes):
        return columns_fit()


class FormPeriodResource(FormSheet):
    """Due days, windows and sources of forms by period; a period is closed on its own screen, by whoever signs it."""

    class Meta(RecordedResource.Meta):
        model = FormPeriod
        import_id_fields = ("form", "period")

    def columns(self):
        for name, column in super().columns():
            if name == "period_start":
                yield "period", PeriodColumn()
            elif name != "period_end":
                yield name, column
