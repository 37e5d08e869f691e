from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "dự án, khu cụm, khoáng sản, khuyến công"
    public_pages = [
        ("project-list", "Dự án"),
        ("estate-list", "Khu, cụm"),
        ("mineral-list", "Khoáng sản"),
        ("extension", "Khuyến công"),
        ("product-list", "Sản phẩm tiêu biểu"),
        ("handicraft-list", "Tiểu thủ công"),
    ]

    def summaries(self, day):
        """What the overview says of these registers on a day."""
        from projects.summaries import overview

        return overview.of_day(day)

    def sitemaps(self):
        """The pages of these registers (see config.pages.sitemaps)."""
        from projects import sitemaps

        return sitemaps.declared()

    def datasets(self):
        """The public tables of these registers (see config.pages.datasets)."""
        from projects import datasets

        return datasets.declared()

    def counts(self, codes=None):
        """What these registers count for figures."""
        from projects import counts

        return counts.declared(codes)

    def searched(self):
        """What readers may search here (see config.search.declared)."""
        from projects.searched import SEARCHED

        return SEARCHED
