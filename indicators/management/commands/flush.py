"""Django's flush, which empties the whole database, also of the trail that nothing else may delete."""

from django.core.management.commands import flush

from indicators.audit.actor import emptying
from indicators.models import AuditEntry


class Command(flush.Command):
    def handle(self, **options):
        with emptying():
            super().handle(**options)
            # SQLite empties table by table, and the deletions leave their trail.
            AuditEntry.objects.using(options["database"]).all()._raw_delete(options["database"])
