"""Gives each column of a table its place in the register, and tells what was made of its heading."""

from dataclasses import replace

from config.sheets.across import has_words
from config.sheets.choices import UNIT
from config.sheets.columns import identity, text_of
from config.sheets.currencies import split_currencies
from config.sheets.heads import Heads, is_numbering, own_unit
from config.sheets.naming import NAME, may_be_named
from config.values.numbers import format_number
from config.values.text import nfc


def place_columns(plan):
    """Find the columns of a plan; refuse what has no place, no meaning of its own or no unit."""
    split_currencies(plan)
    plan.resource.arrange(plan)
    placing = _Placing(plan)
    for position, header in enumerate(plan.table.headers):
        if heading := nfc(text_of(header)):
            placing.take(position, heading)
    placing.tell()
    _refuse_missing(plan)


def take_unfolding(plan):
    """Take what a sheet of another layout says under the headings of the register."""
    told = plan.table.unfolding
    plan.notes += told.notes
    plan.warnings += told.warnings
    plan.screen = told.screen
    plan.lacking += told.lacking
    plan.unitless += told.unitless
    plan.asked_rows += told.asked_rows
    plan.hidden += told.hidden
    plan.dotted = "" if plan.choices.dots else told.dotted
    plan.choices = replace(plan.choices, layout=plan.choices.layout | told.kept)
    for fault in told.faults:
        plan.refuse(fault)
    plan.waiting += told.waiting
    places = {header: position for position, header in enumerate(plan.table.headers)}
    plan.columns = {
        name: (column, places[column.column_name])
        for name, column in plan.resource.fields.items()
        if column.column_name in places
    }


class _Placing:
    def __init__(self, plan):
        self.plan = plan
        self.heads = Heads(plan.resource.fields)
        self.headings = {}
        self.unplaced = []
        self.passed_over = []

    def take(self, position, heading):
        plan, origin = self.plan, self.plan.table.origin
        chosen = plan.choices.placed.get(heading, "")
        place = self.heads.place(heading, plan.choices.units.get(heading) or origin.unit, chosen)
        if heading in origin.hidden_columns and plan.choices.without_hidden:
            plan.note(f"Cột ẩn «{heading}» được bỏ qua.")
        elif self._passes_over(heading, place):
            self.passed_over.append(heading)
        elif place is None:
            self.unplaced.append(heading)
        elif place.name in plan.columns:
            self._refuse_doubled(heading, place.name)
        elif place.fault:
            plan.refuse(place.fault)
            if place.units:
                plan.unitless.append({"box": f"{UNIT}{heading}", "heading": heading, "options": place.units})
        else:
            self._place(position, place)

    def _passes_over(self, heading, place):
        if place is None:
            return is_numbering(heading) or self.plan.choices.leaves_out(heading) or self._is_left_elsewhere(heading)
        return bool(place.fault) and self.plan.choices.leaves_out(heading)

    def _is_left_elsewhere(self, heading):
        """Whether it was passed over in another register of this file, and no word of it speaks of this one."""
        is_own = any(has_words(heading, [word]) for word in self.plan.resource.own_words)
        return heading in self.plan.choices.left_out_elsewhere and not is_own

    def _place(self, position, place):
        plan, column = self.plan, self.plan.resource.fields[place.name]
        self.headings[place.name] = place.heading
        if identity(place.heading) != column.heading_key:
            plan.note(f"Cột «{place.heading}» được hiểu là «{column.column_name}».")
        if place.times != 1:
            plan.note(
                f"Cột «{place.heading}»: các số được đổi sang {own_unit(column).name} (nhân "
                f"{format_number(place.times)})."
            )
            column = column.converted(place.times)
        group = plan.table.origin.groups.get(place.heading)
        if group and not has_words(group, [plan.model._meta.verbose_name]):
            plan.warn(f"Cột «{place.heading}» đứng dưới tiêu đề «{group}», phần này không được ghi vào sổ.")
        if place.unit:
            plan.stated_units[place.name] = place.unit
        if place.heading in plan.table.origin.hidden_columns:
            plan.hidden.append(f"cột «{place.heading}»")
        plan.columns[place.name] = column, position

    def _refuse_doubled(self, heading, name):
        first = self.headings[name]
        if identity(first) == identity(heading):
            self.plan.refuse(f"Cột «{heading}» có hai lần: hãy xóa bớt một cột.")
            return
        column = self.plan.resource.fields[name].column_name
        self.plan.refuse(
            f"Cột «{first}» và cột «{heading}» cùng được hiểu là «{column}»: hãy xóa hoặc đổi tên một cột."
        )

    def tell(self):
        plan = self.plan
        if plan.table.origin.first > 1:
            plan.note(f"Tiêu đề bảng ở dòng {_from_to(plan.table.origin)}; các dòng phía trên không phải dữ liệu.")
        if self.passed_over:
            plan.note(f"Cột {_quoted(self.passed_over)} được bỏ qua.")
        if self.unplaced:
            plan.unplaced = self.unplaced
            plan.free_columns = [
                [name, column.column_name]
                for name, column in plan.resource.fields.items()
                if name not in plan.columns and not column.for_reading
            ]
            label = plan.model._meta.verbose_name
            plan.refuse(
                f"Cột {_quoted(self.unplaced)} không có trong {label}: hãy chọn bỏ qua cột, hoặc cho biết là cột nào. "
                f"Các cột nhập được: {', '.join(each.column_name for each in plan.resource.fields.values())}."
            )


def _refuse_missing(plan):
    missing = [
        f"«{column.column_name}»"
        for name, column in plan.key_columns.items()
        if name not in plan.columns
        and column.is_required
        and not (may_be_named(plan.resource) and NAME in plan.columns)
    ]
    if missing and not plan.file_problems:
        plan.refuse(f"Thiếu cột {', '.join(missing)}: không có nó thì không biết dòng nào là dòng nào.")


def _from_to(origin):
    return str(origin.first) if origin.first == origin.last else f"{origin.first}–{origin.last}"


def _quoted(headings):
    return ", ".join(f"«{heading}»" for heading in headings)
