"""How templates print figures in English."""

from django import template
from django.utils import timezone
from django.utils.html import format_html

from indicators import in_english

register = template.Library()

register.filter("en_amount", in_english.amount)
register.filter("en_flags", in_english.flags)
register.filter("en_period", in_english.period)


@register.filter
def en_local_day(moment):
    """The day of a moment by the clock here."""
    return in_english.day(timezone.localtime(moment))


@register.simple_tag
def en_today():
    return in_english.day(timezone.localdate())


@register.filter
def en_number(value):
    """1,234, as English groups it."""
    return f"{value:,}"


@register.filter
def en_kind(figure):
    return in_english.KINDS[figure.kind]


@register.filter
def en_name(row):
    """The English name of a topic or an indicator; the Vietnamese one, said to be so, where it has none."""
    return row.name_en or vietnamese(row.name)


@register.filter
def en_unit(unit):
    return in_english.unit(unit) or vietnamese(unit.name)


@register.filter
def vietnamese(words):
    """Words a reading machine must speak in Vietnamese."""
    return format_html('<span lang="vi">{}</span>', words)
