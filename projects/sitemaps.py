"""The pages of projects, estates and schemes, for search engines; invented rows are none of theirs."""

from config.pages.sitemaps import RowsSitemap
from projects.models import Estate, ExtensionScheme, InvestmentProject


def declared():
    return {
        "du-an": RowsSitemap("project", InvestmentProject.objects.public().filter(is_demonstration=False)),
        "khu-cum": RowsSitemap("estate", Estate.objects.public().filter(is_demonstration=False)),
        "khuyen-cong": RowsSitemap("scheme", ExtensionScheme.objects.public().filter(is_demonstration=False)),
    }
