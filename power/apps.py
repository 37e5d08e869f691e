from django.apps import AppConfig


class PowerConfig(AppConfig):
    name = "power"
    verbose_name = "lưới điện"
    public_pages = [("power", "Lưới điện")]

    def summaries(self, day):
        """What the overview says of the grid on a day."""
        from power import summaries

        return summaries.of_day(day)

    def datasets(self):
        """The public tables of the grid (see config.pages.datasets)."""
        from power import datasets

        return datasets.declared()

    def counts(self, codes=None):
        """What the grid counts for figures."""
        from power import counts

        return counts.declared()

    def searched(self):
        """What readers may search here (see config.search.declared)."""
        from power.searched import SEARCHED

        return SEARCHED
