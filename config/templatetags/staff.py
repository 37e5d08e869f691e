"""What staff screens print in their own way."""

from django import template
from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from config.staff.admin import is_quantity
from config.values.numbers import MISSING, format_number

register = template.Library()


@register.filter
def shown(field):
    """A read-only field's contents: amounts as 9.417,1 where Django prints 9417,1000, có or không for its icons."""
    instance = field.form.instance
    try:
        model_field = instance._meta.get_field(field.field["name"])
    except FieldDoesNotExist:
        return field.contents()
    if isinstance(model_field, models.BooleanField):
        return {True: "có", False: "không"}.get(getattr(instance, model_field.attname), MISSING)
    return format_number(getattr(instance, model_field.attname)) if is_quantity(model_field) else field.contents()


@register.filter
def section(opts):
    """The part of the index a model's screen stands in."""
    return admin.site.section_of(opts.model)
