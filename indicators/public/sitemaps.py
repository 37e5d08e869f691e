"""The pages of figures, for search engines."""

from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, Max, OuterRef, Subquery
from django.urls import reverse

from config.pages.sitemaps import RowsSitemap
from indicators.models import Indicator, Release, ReleaseItem, Topic, Version


class IndicatorSitemap(Sitemap):
    """Indicators that have public figures, each with when a release last said something of it."""

    def __init__(self, page):
        self.page = page

    def items(self):
        said = ReleaseItem.objects.out().filter(figure__indicator=OuterRef("pk")).order_by()
        newest = said.values("figure__indicator").annotate(newest=Max("public_from")).values("newest")
        indicators = Indicator.objects.public().annotate(changed=Subquery(newest)).filter(changed__isnull=False)
        return indicators.order_by("code").values_list("code", "changed")

    def location(self, item):
        return reverse(self.page, args=[item[0]])

    def lastmod(self, item):
        return item[1]


def declared():
    figures = Version.objects.public().filter(indicator__topic=OuterRef("pk"))
    topics = Topic.objects.filter(Exists(figures))
    return {
        "chi-tieu": IndicatorSitemap("indicator"),
        "chu-de": RowsSitemap("topic", topics),
        "en-chi-tieu": IndicatorSitemap("english-indicator"),
        "en-chu-de": RowsSitemap("english-topic", topics),
        "dot-cong-bo": RowsSitemap("release", Release.objects.out()),
    }
