"""What was said of the columns of a list holds for the next file with the same headings."""

from dataclasses import replace

from django.apps import apps

from config.sheets.columns import DayColumn, text_of
from config.sheets.table import UnfoldedTable
from config.values.fields import Year
from config.values.text import nfc


def recalled(choices, resource, table):
    """These choices, and for headings of which they say nothing what was said the last time."""
    if not isinstance(table, UnfoldedTable):
        headings = [nfc(text_of(header)) for header in table.headers if header]
    elif not (headings := list(table.unfolding.headings)):
        return choices
    return recalled_for(choices, resource, headings)


def recalled_for(choices, resource, headings):
    """The same for a list of these headings."""
    choices = replace(choices, headings=tuple(headings))
    is_asked = choices.is_fresh or choices.is_recalled
    known = None if is_asked else next((app.known_layout(_register(resource), headings) for app in _keepers()), None)
    if not known:
        return choices
    said = {*choices.left_out, *choices.placed}
    return replace(
        choices,
        is_recalled=True,
        left_out=(*choices.left_out, *(each for each in known["left_out"] if each in headings and each not in said)),
        placed={each: name for each, name in known["placed"].items() if each in headings and each not in said}
        | choices.placed,
        units=known["units"] | choices.units,
        constants=known["constants"] | choices.constants,
    )


def keep(resource, choices, user):
    """Remember what was said of the columns of a file that is being written."""
    days = {name for name, column in resource.fields.items() if isinstance(column, DayColumn)}
    said = {
        "left_out": list(dict.fromkeys([*choices.left_out, *choices.left_out_elsewhere])),
        "placed": choices.placed,
        "units": choices.units,
        # A day and a year are those of one file.
        "constants": {
            name: value
            for name, value in choices.constants.items()
            if name not in days and not _is_year(resource, name, value)
        },
    }
    if choices.headings and any(said.values()):
        for app in _keepers():
            app.keep_layout(_register(resource), choices.headings, said, user)


def _is_year(resource, name, value):
    return name in resource.fields and isinstance(resource.fields[name].field, Year) and value.isdecimal()


def _register(resource):
    return resource._meta.model._meta.label


def _keepers():
    """The apps that keep layouts; config has no table to keep them in."""
    return [app for app in apps.get_app_configs() if hasattr(app, "keep_layout")]
