"""The history page of every register: what the trail tells of a row and of its parts."""

from config.admin import RecordedAdmin


class AuditedAdmin(RecordedAdmin):
    """A register's screen, with the page of all its changes."""
