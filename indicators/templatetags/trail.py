"""What the trail lends the staff's pages."""

from django import template

from indicators.audit.reading import steps_of
from indicators.models import AuditEntry

register = template.Library()


@register.simple_tag
def recent_changes(user, entries=20):
    """The last things a person did, newest first."""
    return steps_of(AuditEntry.objects.filter(user=user).select_related("user")[:entries], reader=user)
