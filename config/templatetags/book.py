"""How templates print numbers and days; missing is «—»."""

from django import template

from config.pages.tables import is_demonstration as record_is_demonstration
from config.values.dates import format_date, format_moment
from config.values.numbers import format_number

register = template.Library()


@register.filter
def number(value, decimals=None):
    """9.417,1; all the decimals it has unless told how many; «—» for none."""
    return format_number(None if value == "" else value, decimals)


@register.filter
def day(value):
    """05/03/2026, «—» for none."""
    return format_date(value or None)


@register.filter
def moment(value):
    """08:30 ngày 05/03/2026 by the clock here, «—» for none."""
    return format_moment(value or None)


@register.filter
def aria_sort(column):
    """What a screen reader hears of a heading: sorted ascending, descending, or sortable.

    Of several headings the rows are sorted by, only the first says so: aria-sort stands once in a table.
    """
    first = next(iter(column._table.order_by or []), None)
    if not column.is_ordered or first is None or first.bare != column.order_by_alias.bare:
        return "none"
    return "descending" if column.order_by_alias.is_descending else "ascending"


@register.filter
def is_demonstration(record):
    """Whether a row was invented to show how the book works."""
    return record_is_demonstration(record)
