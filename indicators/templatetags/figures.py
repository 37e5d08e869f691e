"""How templates print figures, the same way as the tables."""

from django import template

from config.values.numbers import MISSING
from indicators import wording
from indicators.public import tables
from indicators.trail.reading import name_of

register = template.Library()

register.filter("kind_tag", tables.kind_tag)
register.filter("flag_tags", tables.flag_tags)
register.filter("flags", wording.flags)
register.filter("term", tables.term_link)
register.filter("name_of", name_of)


@register.filter
def amount(figure):
    """«khoảng 4.600», «5–7», or «—», also where there is no figure; what another source says reads alike."""
    if figure is None:
        return MISSING
    return wording.amount(figure.value, figure.qualifier, getattr(figure, "upper", None))


@register.filter
def source_of(figure):
    """The source of a figure, linked, and the place in it; «—» where none is written down."""
    return tables.source_link(figure.source, figure.locator) if figure.source else "—"


@register.filter
def source_title(source):
    """The title of a document, linked to where it is published."""
    return tables.source_link(source)


@register.filter
def cells(row, years):
    """The cells of a row of a tree, one for each of the years."""
    return row.cells(years)


@register.filter
def earlier(row, years):
    """The latest figure of a row, where it is older than the years."""
    return row.earlier(years)
