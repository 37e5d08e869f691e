"""The boxes of a form as a page shows them: written here and not in a template, since a form has thousands."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from config.values.numbers import format_input, format_number
from indicators.entry.cells import Computed, Total
from indicators.models import State
from indicators.wording import amount

TONES = {State.DRAFT: "draft", State.SUBMITTED: "submitted", State.APPROVED: "approved", State.RETURNED: "returned"}


def row(line, heads, outcomes, focus="") -> list[SafeString]:
    """The cells of one line, with what became of each that was sent; `focus` names the box typing begins in."""
    words = [capfirst(f"{column.group}, {head}" if column.group else head) for column, head in heads]
    return [box(cell, head, outcomes.get(cell.name), focus) for cell, head in zip(line.cells, words, strict=True)]


def box(cell, head, outcome=None, focus="") -> SafeString:
    """One cell of the table, with what became of it where something was sent; on a phone its column's head is in it."""
    if isinstance(cell, Computed):
        return computed(cell, head)
    if isinstance(cell, Total):
        return total(cell, head)
    if cell.indicator is None:
        return SafeString('<td class="none"></td>')
    return typed(cell, head, outcome, focus) if cell.is_open else shown(cell, head)


def typed(cell, head, outcome, focus):
    """A box to type in; its name is said by its row and its column."""
    text = outcome.text if outcome else cell.text
    told = message(cell, outcome) if outcome else ""
    return format_html(
        '<td class="typed{}{}" data-head="{}">'
        '<input id="{}" name="{}" value="{}" data-seen="{}"{} aria-labelledby="d{} k{}"{}{}{} '
        'autocomplete="off" inputmode="decimal" enterkeyhint="next" maxlength="100">{}{}</td>',
        "" if cell.counted is None else " counts", tone_of(cell, outcome), head,
        cell.name, cell.name, text, cell.text, data_value(cell.value),
        cell.row.pk, cell.column.number,
        SafeString(' aria-required="true"') if cell.column.is_required else "",
        SafeString(" autofocus") if cell.name == focus else "",
        format_html(' aria-invalid="true" aria-describedby="loi-{}"', cell.name) if told else "",
        taking(cell), told,
    )  # fmt: skip


def taking(cell):
    """What the register counts, to be taken into the box by a press; quiet where the box says the same."""
    if cell.counted is None:
        return ""
    label = f"sổ: {format_number(cell.counted)}, lấy vào ô của «{cell.row}»"
    return format_html(
        '<button type="submit" name="take" value="{}" class="counted{}" data-counted="{}" aria-label="{}" '
        'aria-describedby="k{}"{}>'
        "sổ: {}</button>",
        cell.name, " same" if cell.agrees else "", format_input(cell.counted), label,
        cell.column.number, title_of(cell), format_number(cell.counted),
    )  # fmt: skip


def title_of(cell):
    """That invented rows of the register are not counted, where there are any."""
    if not cell.left_out:
        return ""
    return format_html(' title="không tính {} dòng minh họa của sổ"', format_number(cell.left_out))


def shown(cell, head):
    why = format_html(' title="{}"', cell.locked) if cell.locked else ""
    tone = tone_of(cell, None)
    same = format_html(' data-parts="{}"', cell.same_as) if cell.same_as else ""
    text = format_html("<span>{}</span>", read(cell)) if cell.same_as else read(cell)
    return format_html(
        '<td class="shown{}" data-head="{}" id="{}"{}{}{}>{}{}</td>',
        tone, head, cell.name, data_value(cell.value), same, why, text, degree_of(cell),
    )  # fmt: skip


def read(cell) -> str:
    """A figure to be read: its dots group thousands here, where nothing is typed."""
    figure = cell.figure
    if figure is None or figure.value is None:
        return cell.text
    return amount(figure.value, figure.qualifier, figure.upper)


def degree_of(cell):
    """How mature a shown figure is, and of when, where its column does not tell."""
    if cell.figure is None or cell.column.kind:
        return ""
    when = f", {cell.figure.period}" if cell.period is None else ""
    return format_html(" <small>{}{}</small>", cell.figure.get_kind_display(), when)


def computed(box, head):
    """A computed box, with the boxes it is made of, for the script that follows the typing."""
    if not box.of:
        return format_html('<td class="computed" id="{}"></td>', box.name)
    return format_html(
        '<td class="computed" data-head="{}" id="{}" data-formula="{}" data-of="{}" data-base="{}" data-unit="{}">'
        "<span>{}</span></td>",
        head, box.name, box.column.formula, box.of, box.base, box.unit, amount_of(box),
    )  # fmt: skip


def amount_of(box) -> str:
    """«+8,9 %», «108,2 %», «−1,2 điểm %»; nothing where it cannot be computed."""
    if box.amount is None:
        return ""
    text = format_number(box.amount, 1)
    sign = "+" if box.column.formula == "movement" and box.amount > 0 else ""
    return f"{sign}{text} {box.unit}"


def total(box, head):
    parts = " ".join(cell.name for cell in box.parts) if box.adds_up else ""
    return format_html(
        '<td class="total" data-head="{}" id="{}" data-parts="{}"{}><span>{}</span></td>',
        head, box.name, parts, data_value(box.value), "" if box.value is None else format_number(box.value),
    )  # fmt: skip


def message(cell, outcome):
    """What is said under a box: an error, the readings of an ambiguous text, or what another person put there."""
    said = [outcome.message] if outcome.message else []
    if not said:
        return ""
    choices = format_html_join(" ", "<span><b>{}</b>: {}</span>", outcome.choices)
    return format_html('<span class="told" id="loi-{}">{} {}</span>', cell.name, " ".join(said), choices)


def tone_of(cell, outcome):
    """The classes that say how far the figure is and whether something is said of it."""
    words = [TONES[cell.figure.state]] if isinstance(getattr(cell.figure, "state", None), str) else []
    if cell.flagged:
        words.append("flagged")
    if cell.differs:
        words.append("differs")
    if outcome and outcome.state in ("error", "asked", "conflict"):
        words.append(outcome.state)
    return "".join(f" {word}" for word in words)


def data_value(value):
    """The number a script computes with, with a point as scripts read it; empty for what cannot be computed with."""
    return "" if value is None else format_html(' data-value="{}"', f"{value:f}")
