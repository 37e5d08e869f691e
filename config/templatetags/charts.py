"""How templates draw a chart."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag
def chart(drawing):
    """The SVG of a drawing, once for each width; the style sheet shows the one that fits where it stands."""
    if drawing is None:
        return ""
    return mark_safe("".join(svg(drawing, geometry) for geometry in drawing.sizes))


def svg(drawing, geometry):
    return render_to_string("charts/svg.html", {"drawing": drawing, "chart": geometry})
