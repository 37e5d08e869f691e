"""What search engines are told: which pages there are, when they changed, what is not for them.

An app defines `sitemaps(self)` in its AppConfig and gives {name: Sitemap} of its own pages.
"""

from django.apps import apps
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.http import HttpResponse
from django.urls import reverse

from config.pages import datasets
from config.pages.views import home_of, public_page

# Pages of staff are for nobody else, and a file is found on its page.
ROBOTS = """User-agent: *
Disallow: {staff}
Disallow: /*?*tai=
Disallow: /*?*xep=

Sitemap: {home}{sitemap}
"""


class ListsSitemap(Sitemap):
    """The pages of the menus, and of them the lists with when their rows changed."""

    def items(self):
        changes = {each.address: each.changed for each in datasets.of_the_book()}
        names = [
            name
            for attribute in ("public_pages", "footer_pages")
            for app in apps.get_app_configs()
            for name, label in getattr(app, attribute, [])
        ]
        addresses = dict.fromkeys([*map(reverse, names), *changes])
        return [(address, changes.get(address)) for address in addresses]

    def location(self, item):
        return item[0]

    def lastmod(self, item):
        return item[1]


class RowsSitemap(Sitemap):
    """The pages of the rows of a query that have a `code`."""

    def __init__(self, page, rows):
        self.page, self.rows = page, rows

    def items(self):
        """Only codes, in an order that pages of 50.000 keep."""
        return self.rows.order_by("code").values_list("code", flat=True)

    def location(self, item):
        return reverse(self.page, args=[item])


def sections():
    found = {"trang": ListsSitemap()}
    for app in apps.get_app_configs():
        found |= app.sitemaps() if hasattr(app, "sitemaps") else {}
    return found


@public_page
def sitemap_index(request):
    return index(request, sections(), sitemap_url_name="sitemap")


@public_page
def sitemap_part(request, section):
    return sitemap(request, sections(), section=section)


@public_page
def robots(request):
    said = ROBOTS.format(staff=reverse("admin:index"), home=home_of(request), sitemap=reverse("sitemap-index"))
    return HttpResponse(said, content_type="text/plain; charset=utf-8")
