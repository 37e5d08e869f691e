"""The base of every public table: Vietnamese words, right-aligned numbers, stable order, marked demonstration rows."""

from array import array

import django_tables2 as tables
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.lookups import IsNull
from django.utils.choices import normalize_choices
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django_tables2.data import TableQuerysetData

from config.pages import rows
from config.pages.cells import as_stored
from config.pages.kept import kept
from config.pages.paging import Pages, how_many
from config.values.dates import format_date
from config.values.numbers import MISSING, format_number

ROWS_A_PAGE = 25
# A reader may ask for any page; one far past the end must not make the database count its way there.
LAST_PAGE = 1_000_000
# Of a list with more rows the order is kept where finding a page of it takes long.
FAR = 2_000
FOLD = mark_safe('<details class="fold"><summary><span class="unseen">Xem thêm</span></summary></details>')


class NumberColumn(tables.Column):
    """A number as it is written in Vietnam; a real number in downloads."""

    def __init__(self, *args, decimals=None, grouping=True, **kwargs):
        cell = {"class": "number"}
        kwargs.setdefault("attrs", {"th": cell, "td": cell, "tf": cell})
        super().__init__(*args, **kwargs)
        self.decimals = decimals
        self.grouping = grouping

    def render(self, value):
        return format_number(value, self.decimals, self.grouping)

    value = as_stored


class YearColumn(NumberColumn):
    """A calendar year: a number without a dot between its digits."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, grouping=False, **kwargs)


class DayColumn(tables.Column):
    """A day written day first; a real date in downloads."""

    def __init__(self, *args, **kwargs):
        cell = {"class": "day"}
        kwargs.setdefault("attrs", {"th": cell, "td": cell})
        super().__init__(*args, **kwargs)

    def render(self, value):
        return format_date(value)

    value = as_stored


class ChoiceColumn(tables.Column):
    """The label of a coded value that comes from an annotation, where the model cannot give it."""

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.labels = dict(normalize_choices(choices))

    def render(self, value):
        return self.labels.get(value, value)

    def value(self, value):
        return self.render(value)


class YesNoColumn(tables.Column):
    """«có», «không», or «—» where nobody has said."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("empty_values", (None,))
        super().__init__(*args, **kwargs)

    def render(self, value):
        return "có" if value else "không"

    def value(self, value):
        return self.render(value)


class QueriedRows(TableQuerysetData):
    """The rows of a query; of a page the ids are found first, so that deep pages make the database sort narrow rows.

    They are counted as far as their pages are turned. Where `total` says how many they are, the second half of them is
    reached from the end. Of a list that nothing narrows (`is_whole`) all ids are kept in their order, once a version,
    for pages far behind and for orders without an index.
    """

    total = None
    is_whole = False

    def __len__(self):
        if hasattr(self.table, "paginator") and getattr(self, "_length", None) is None:
            self._length = how_many(self.data)
        return super().__len__()

    def __getitem__(self, part):
        if not isinstance(part, slice):
            return super().__getitem__(part)
        return self.data.filter(pk__in=self._keys(part.start or 0, part.stop))

    def _keys(self, start, stop):
        keys = self.data.values_list("pk", flat=True)
        if self.is_whole and (start > FAR or not _is_indexed(keys)) and (self.total or len(self)) > FAR:
            return _kept_keys(keys)[start:stop]
        if self.total is None or stop is None or start <= self.total / 2:
            return keys[start:stop]
        return keys.reverse()[max(self.total - stop, 0) : max(self.total - start, 0)]


def _kept_keys(keys):
    """The ids a query gives, in its order; what it asks is the name they are kept by."""

    @kept
    def in_order(asked):
        return array("q", keys)

    return in_order(repr(keys.query.sql_with_params()))


def _is_indexed(queryset):
    """Whether an index of its table begins with the column that comes first in the order."""
    first = getattr(queryset.query.order_by[0], "expression", None)
    indexes = [index.fields_orders for index in queryset.model._meta.indexes if not index.condition]
    return any(orders and orders[0][0] == getattr(first, "name", None) for orders in indexes)


class BookTable(tables.Table):
    """A public table; subclasses list their columns and write `class Meta(BookTable.Meta)`.

    `caption` names the table to screen readers. The first column heads each row. `only_in_download` names columns
    the page has no room for. On a phone a row is a card: its head and the `essential` columns, the others folded.
    """

    caption = ""
    only_in_download = ()
    essential = ()
    is_downloadable = True
    # By column, what whoever takes the file must be told of it.
    meanings = {}

    class Meta:
        template_name = "table.html"
        attrs = {"class": "table cards"}
        row_attrs = {"class": lambda record: "demonstration" if is_demonstration(record) else None}
        empty_text = "Không có dòng nào phù hợp. Nếu đang tìm hoặc lọc, hãy bớt điều kiện."
        default = MISSING
        order_by_field = "xep"
        page_field = "trang"
        per_page = ROWS_A_PAGE

    def __init__(self, data=None, *args, caption=None, **kwargs):
        super().__init__(QueriedRows(data) if isinstance(data, QuerySet) else data, *args, **kwargs)
        if caption is not None:
            self.caption = caption
        for name in self.only_in_download:
            self.columns.hide(name)
        for name in self.essential:
            _add_class(self.columns[name].column, "essential")

    @property
    def fold(self):
        """What opens the folded columns of a card; it stands in the head of a row."""
        return FOLD if self.essential else ""

    @property
    def shows_demonstration(self):
        """Whether a row on this page is invented, so that the page must say so."""
        return any(map(is_demonstration, self.records))

    @cached_property
    def records(self):
        """What the rows of this page are of."""
        return [row.record for row in self.paginated_rows]

    @property
    def body(self):
        """The rows of this page, HTML."""
        return rows.body(self, self.records, is_demonstration)


def _add_class(column, name):
    """One more class for the cells of a column of one table."""
    cell = column.attrs.get("td", {})
    column.attrs = {**column.attrs, "td": {**cell, "class": f"{cell.get('class', '')} {name}".strip()}}


def is_demonstration(record):
    """Whether a row was invented to show how the book works."""
    if isinstance(record, dict):
        return bool(record.get("is_demonstration"))
    return getattr(record, "is_demonstration", False)


def sort(request, table):
    """Order the rows as the address asks, alike on both engines."""
    table.request = request
    if order := request.GET.getlist(table.prefixed_order_by_field):
        table.order_by = order
    if isinstance(table.data.data, QuerySet):
        table.data.data = in_stable_order(table.data.data)


def configure(request, table, total=None, *, is_whole=False):
    """Sort and page a table as the address asks; whatever the address says, an answer is possible.

    `total` is how many rows it has, where the page counts them anyway; `is_whole` that no reader narrowed it. Orders by
    several columns are too many to be kept.
    """
    sort(request, table)
    table.data.total = total
    table.data.is_whole = is_whole and len(request.GET.getlist(table.prefixed_order_by_field)) < 2
    return paged(request, table, total)


def paged(request, table, total=None):
    """Page a sorted table as the address asks."""
    table.paginator = Pages(table.rows, table._meta.per_page, total)
    table.page = table.paginator.get_page(_page_number(request.GET.get(table.prefixed_page_field)))
    return table


def in_stable_order(queryset):
    """The same order with missing values last on both engines and the id as tie-break, so that pages never overlap.

    Where all terms run down the id does too: one index then serves both directions of a column that is never empty.
    """
    chosen = queryset.query.order_by or queryset.model._meta.ordering
    terms = [term for given in chosen for term in _missing_last(queryset, given)]
    runs_down = bool(terms) and all(isinstance(term, OrderBy) and term.descending for term in terms)
    return queryset.order_by(*terms, "-pk" if runs_down else "pk")


def _missing_last(queryset, term):
    """The term for the database; a relation stands for the order its own model has."""
    if not isinstance(term, str):
        return [term]
    name, is_descending = term.removeprefix("-"), term.startswith("-")
    if name == "pk":
        return [term]
    related = None if name in queryset.query.annotations else _related_model(queryset.model, name)
    if related is None:
        return [OrderBy(F(name), descending=is_descending, nulls_last=_may_be_missing(queryset, name) or None)]
    inner = [other for other in related._meta.ordering or ["pk"] if isinstance(other, str)]
    return [nested for other in inner for nested in _missing_last(queryset, _path(name, other, is_descending))]


def _may_be_missing(queryset, path):
    """Whether a column may be empty; the order of one that never is, an index serves in both directions."""
    if path in queryset.query.annotations:
        said = queryset.query.annotations[path]
        conditions = queryset.query.where.children
        return not any(isinstance(one, IsNull) and one.lhs == said and not one.rhs for one in conditions)
    model, fields = queryset.model, []
    for name in path.split("__"):
        fields.append(model._meta.get_field(name))
        model = fields[-1].related_model
    return any(field.null for field in fields)


def _path(name, other, is_descending):
    """The related column as seen from here, the other way round where the relation itself is."""
    sign = "-" if is_descending != other.startswith("-") else ""
    return f"{sign}{name}__{other.removeprefix('-')}"


def _related_model(model, path):
    """The model a path of names ends at, None where it ends at a column of its own."""
    for name in path.split("__"):
        if name == "pk":
            return None
        field = model._meta.get_field(name)
        model = field.related_model if field.is_relation else None
    return model


def _page_number(text):
    """The page an address asks for; the first where it asks for none or for nonsense."""
    text = (text or "").strip()
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 10 else 1
