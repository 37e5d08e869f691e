"""The boxes of a register as a page shows them, under the same names and classes as those of figures."""

from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from config.values.numbers import format_number
from indicators.entry.boxes import data_value, message
from indicators.grids.table import Told

LONGEST = 100


def row(line, columns, outcomes) -> list[SafeString]:
    """The cells of one line, with what became of each that was sent."""
    if line.is_heading:
        return [SafeString('<td class="none"></td>') for _ in columns]
    heads = [capfirst(f"{column.group}, {column.head}" if column.group else column.head) for column in columns]
    return [
        told(cell, head) if isinstance(cell, Told) else typed(line, number, cell, head, outcomes.get(cell.name))
        for number, (cell, head) in enumerate(zip(line.cells, heads, strict=True), start=1)
    ]


def typed(line, number, box, head, outcome):
    """A box to type in, or what stands there where it is not this person's to type."""
    if not box.is_open:
        return format_html(
            '<td class="shown{}" data-head="{}" title="{}"{}>{}</td>',
            words_of(box), head, capfirst(box.record.locked), data_value(box.value), box.text,
        )  # fmt: skip
    text = outcome.text if outcome else box.text
    said = message(box, outcome) if outcome else ""
    return format_html(
        '<td class="typed{}{}{}" data-head="{}">'
        '<input id="{}" name="{}" value="{}" data-seen="{}"{} data-record="{}" aria-labelledby="d{} k{}"{}{} '
        'autocomplete="off" enterkeyhint="next" maxlength="{}">{}{}</td>',
        words_of(box), f" {outcome.state}" if outcome else "", "" if box.beside is None else " counts", head,
        box.name, box.name, text, box.text, data_value(box.value), box.record.name, line.key, number,
        kind_of(box.field), format_html(' aria-invalid="true" aria-describedby="loi-{}"', box.name) if said else "",
        longest(box.field), beside(box), said,
    )  # fmt: skip


def words_of(box):
    return " words" if isinstance(box.field, models.CharField) else ""


def kind_of(field):
    """What helps to type what the field holds."""
    if field.choices:
        return format_html(' list="chon-{}"', field.name)
    if isinstance(field, models.DateField):
        return SafeString(' placeholder="dd/mm/yyyy"')
    return "" if isinstance(field, models.CharField) else SafeString(' inputmode="decimal"')


def longest(field):
    """How much may be typed: of a choice its words, which are longer than what is stored."""
    return LONGEST if field.choices else field.max_length or LONGEST


def beside(box):
    if box.beside is None:
        return ""
    text, when = box.beside
    return format_html('<span class="counted same" title="{}">{}</span>', when, text)


def told(cell, head):
    return format_html(
        '<td class="{}{}" data-head="{}" id="{}"{}{}><span>{}</span></td>',
        "total" if cell.parts else "shown", " words" if cell.is_words else "", head, cell.key,
        format_html(' data-parts="{}"', " ".join(cell.parts)) if cell.parts else "", data_value(cell.value),
        text_told(cell),
    )  # fmt: skip


def text_told(cell):
    return cell.text if cell.value is None else format_number(cell.value)


def lists(fields):
    """The words that boxes of choices may hold, for the browser to offer."""
    choices = {name: [label for _, label in field.flatchoices] for name, field in fields.items() if field.choices}
    return [
        format_html('<datalist id="chon-{}">{}</datalist>', name, format_html_join("", "<option>{}</option>", pairs))
        for name, labels in choices.items()
        if (pairs := [(label,) for label in labels])
    ]
