"""Django's loaddata, which may bring in versions and releases that nothing else writes as they are."""

from django.core.management.commands import loaddata

from indicators.audit.actor import loading


class Command(loaddata.Command):
    def handle(self, *labels, **options):
        with loading():
            return super().handle(*labels, **options)
