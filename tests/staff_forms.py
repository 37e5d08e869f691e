"""What a form of the staff site would send, as it stands on the page."""

import re

from django import forms


def typed(page, **changes):
    """The boxes of a form page by name, changed as told; inline rows are named `prefix__0__field` in `changes`."""
    shown = shown_by(page)
    boxes = {"_seen": shown["seen"]} if shown.get("seen") else {}
    boxes |= {"seen": shown["words"]} if shown.get("words") else {}
    for form in forms_on(shown):
        for box in form:
            boxes |= _sent(box)
    return boxes | {name.replace("__", "-"): value for name, value in changes.items()}


def ticked(page, rows, action):
    """What the list of figures would send when an action is asked of the ticked rows."""
    seen = re.findall('name="seen" value="([0-9:]+)"', page.content.decode())
    return {"action": action, "_selected_action": [row.pk for row in rows], "seen": seen}


def shown_by(page):
    """What a page shows, drawn or not; of a redirect nothing."""
    return getattr(page, "context_data", None) or page.context or {}


def forms_on(shown):
    yield shown["adminform"].form
    for inline in shown["inline_admin_formsets"]:
        yield inline.formset.management_form
        yield from inline.formset.forms


def _sent(box):
    widget = getattr(box.field.widget, "widget", box.field.widget)
    value = box.value()
    if isinstance(widget, forms.CheckboxInput):
        return {box.html_name: "on"} if value else {}
    if isinstance(widget, forms.SelectMultiple):
        return {box.html_name: [str(choice) for choice in widget.format_value(value)]}
    if isinstance(widget, forms.Select):
        return {box.html_name: widget.format_value(value)[0] if value is not None else ""}
    shown = widget.format_value(value) if hasattr(widget, "format_value") else value
    return {box.html_name: "" if shown is None else shown}


def errors_of(page):
    """All that the form and its rows complain of, in one text."""
    form = page.context["adminform"].form
    found = [str(message) for messages in form.errors.values() for message in messages]
    for inline in page.context["inline_admin_formsets"]:
        found += [str(message) for message in inline.formset.non_form_errors()]
        for errors in inline.formset.errors:
            found += [str(message) for messages in errors.values() for message in messages]
    return "\n".join(found)
