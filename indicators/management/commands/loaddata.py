"""Django's loaddata, which may bring in versions and releases that nothing else writes as they are."""

from django.core.management.commands import loaddata

from indicators.audit.actor import loading


class Command(loaddata.Command):
    def handle(self, *labels, **options):
        # That tables changed is told here by their triggers, not by what the other database told of itself.
        options["exclude"] = [*options["exclude"], "indicators.tablechange"]
        with loading():
            return super().handle(*labels, **options)
