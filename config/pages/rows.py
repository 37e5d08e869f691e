"""The body of a public table as one string: what a column is gets looked up once a table, not once a cell.

django-tables2 asks of each cell anew what its column, accessor, field and function are: 25 rows took it ten times as
long as a plain template. What it declares stands; `tests/config/pages/test_rows.py` holds every table against it.
"""

from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, Model
from django.template import Context
from django.template.base import render_value_in_context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django_tables2 import Column
from django_tables2.utils import AttributeDict, signature

DEMONSTRATION = ' <span class="tag tag-demo">minh họa</span>'
PLAIN = Context()


def body(table, records, is_marked):
    """The rows of these records, HTML; `is_marked` says of a record whether its row was invented."""
    if not records:
        return format_html(
            '<tr class="empty"><td colspan="{}">{}</td></tr>', len(list(table.columns)), table.empty_text
        )
    cells = [_cell(table, column, type(records[0]), place) for place, column in enumerate(table.columns)]
    head, rest = cells[0], cells[1:]
    attributes = _attributes_of_row(table)
    rows = []
    for number, record in enumerate(records):
        mark = DEMONSTRATION if is_marked(record) else ""
        shown = "".join([cell(record) for cell in rest])
        rows.append(f"<tr {attributes(record, number)}>{head(record, mark)}{shown}</tr>")
    return mark_safe("\n".join(rows))


def _attributes_of_row(table):
    """Of a record and its place in the page: the attributes of its row."""
    told = {name: _told(value, table=table) for name, value in (table.row_attrs or {}).items()}

    def attributes(record, number):
        found = {name: value(record, None) for name, value in told.items()}
        turn = "odd" if number % 2 else "even"
        found["class"] = f"{found['class']} {turn}" if found.get("class") else turn
        return AttributeDict(found).as_html()

    return attributes


def _cell(table, column, kind, place):
    """Of a record: its cell in a column, with what a table on a phone needs to head it."""
    shown, attributes = _shown(table, column, kind), _attributes_of_cell(column)
    if place == 0:

        def head(record, mark):
            content = shown(record)
            return f'<th scope="row" {attributes(record, content)}>{content}{mark}{table.fold}</th>'

        return head
    label = conditional_escape(capfirst(column.header))

    def cell(record):
        content = shown(record)
        return f'<td data-label="{label}" {attributes(record, content)}><div class="cell">{content}</div></td>'

    return cell


def _attributes_of_cell(column):
    """Of a record and what is shown of it: the attributes of its cell; told once where they do not ask for it."""
    if any(map(callable, column.column.attrs.get("td", {}).values())):

        def attributes(record, content):
            column.current_record, column.current_value = record, content
            return column.attrs["td"].as_html()

        return attributes
    told = column.attrs["td"].as_html()
    return lambda record, content: told


def _shown(table, column, kind):
    """Of a record: what stands in a column, as a template would print it."""
    read, empty, default = _reader(column.accessor, kind), column.column.empty_values, printed(column.default)
    known = {"table": table, "column": column.column, "bound_column": column}
    render = None if _gives_the_value(column) else _told(column.render, **known)
    link = _link(column.link, known) if column.link else None

    def shown(record):
        value = read(record)
        if value in empty:
            return default
        content = value if render is None else render(record, value)
        return printed(link(record, value, content) if link else content)

    return shown


def _gives_the_value(column):
    return getattr(column.render, "__func__", None) is Column.render


def _link(transform, known):
    """Of a record, a value and what is shown of it: the same as a link, where the record has an address."""
    if transform.url is None or transform.attrs:
        return lambda record, value, content: transform(content, record=record, value=value, **known)
    address = _told(transform.url, **known)

    def link(record, value, content):
        found = address(record, value)
        return content if found is None else format_html('<a href="{}">{}</a>', found, content)

    return link


def printed(value):
    """A value as `{{ value }}` prints it."""
    if type(value) is SafeString:
        return value
    return conditional_escape(value) if isinstance(value, str) else render_value_in_context(value, PLAIN)


def _told(given, **known):
    """Of a record and a value: what a function of a table says, told only what it asks for; what is no function."""
    if not callable(given):
        return lambda record, value: given
    asked, takes_all = signature(given)
    fixed = {name: what for name, what in known.items() if takes_all or name in asked}
    wants_record, wants_value = (bool(takes_all) or name in asked for name in ("record", "value"))
    if wants_record and wants_value:
        return lambda record, value: given(record=record, value=value, **fixed)
    if wants_record:
        return lambda record, value: given(record=record, **fixed)
    return lambda record, value: given(value=value, **fixed) if wants_value else given(**fixed)


def _reader(accessor, kind):
    """Of a record: what a path leads to, or what a code there is called; None where it leads nowhere."""
    if issubclass(kind, Model):
        names, field = list(accessor.bits), _field(kind, accessor.bits)
        if field is not None:
            *above, last = names
            if field.choices:
                return _along([*above, f"get_{last}_display"], is_called=True)
            return _along(names)

    def read(record):
        try:
            return accessor.resolve(record)
        except Exception:
            # django-tables2 shows the default for whatever goes wrong on the way.
            return None

    return read


def _along(names, *, is_called=False):
    *above, last = names

    def read(record):
        for name in above:
            record = getattr(record, name)
            if record is None:
                return None
        value = getattr(record, last)
        return value() if is_called else value

    return read


def _field(model, names):
    """The column a path through foreign keys ends at; None of what the model alone cannot tell."""
    field = None
    for place, name in enumerate(names):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        if not field.concrete or field.many_to_many or (place < len(names) - 1 and not isinstance(field, ForeignKey)):
            return None
        model = field.related_model
    return field
