"""The pages of a list whose rows are not counted to the end: readers turn some pages, a count would read every row."""

from functools import cached_property

from django.core.paginator import Page, Paginator

# Past so many rows people narrow a list; they do not turn its pages.
COUNTED = 10_000


def how_many(rows) -> int:
    """How many rows a query gives, COUNTED + 1 standing for more."""
    return rows.order_by()[: COUNTED + 1].count()


class Pages(Paginator):
    """Pages of a table's rows. Of an open list `count` rows are there and more; any of its pages may be asked for.

    `total` is how many rows there are, where that was asked already.
    """

    def __init__(self, rows, per_page, total=None):
        super().__init__(rows, per_page)
        self.total = total

    @cached_property
    def is_open(self):
        return self.total is None and len(self.object_list) > COUNTED

    @cached_property
    def count(self):
        if self.total is not None:
            return self.total
        return COUNTED if self.is_open else len(self.object_list)

    def validate_number(self, number):
        return number if self.is_open else super().validate_number(number)

    def page(self, number):
        first = (self.validate_number(number) - 1) * self.per_page
        after = first + self.per_page
        # What is known to be empty is not asked for.
        return OnePage(self.object_list[first : after if self.is_open else min(after, self.count)], number, self)

    def get_page(self, number):
        if not self.is_open:
            return super().get_page(number)
        page = self.page(number)
        if not len(page.object_list):
            self._count_whole()
            return super().get_page(number)
        self.num_pages = max(self.num_pages, number + page.has_next())
        return page

    def _count_whole(self):
        """Find the last page, for an address that lies past it."""
        self.total = self.object_list.data.data.count()
        for name in ("is_open", "count", "num_pages"):
            vars(self).pop(name, None)


class OnePage(Page):
    def has_next(self):
        if self.paginator.is_open:
            return len(self.object_list) == self.paginator.per_page
        return super().has_next()
