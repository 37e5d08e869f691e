"""Rows of other tables that come along with a row, as JSON in its own query: few, small, needed at each request."""

from django.db.models import Exists, Func, JSONField, Subquery
from django.db.models.functions import JSONObject

from indicators.trail.versions import restore


class Gathered(Func):
    """What all rows of a query say as one list; no aggregate to Django, which would group by the rest."""

    output_field = JSONField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **context)

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


class _PutTogetherOnce:
    """A subquery in a query that is kept and asked at each request: its SQL is put together at the first."""

    def __init__(self, queryset):
        super().__init__(queryset)
        self.known = {}

    def copy(self):
        # A copy may come to stand in another query, under another name of the table around it.
        copied = super().copy()
        copied.known = {}
        return copied

    def as_sql(self, compiler, connection):
        if connection.vendor not in self.known:
            self.known[connection.vendor] = super().as_sql(compiler, connection)
        return self.known[connection.vendor]


class _Told(_PutTogetherOnce, Subquery):
    """What rows say."""


class AreThere(_PutTogetherOnce, Exists):
    """For `annotate`: whether there are such rows."""


def gathered(rows, said):
    """For `annotate`: what is said of these rows, in no order; None or an empty list where there are none."""
    return _Told(rows.order_by().annotate(gathered=Gathered(said)).values("gathered"))


def gathered_rows(rows):
    """For `annotate`: these rows whole, to be read by `rows_of`; none of their amounts may have a fraction."""
    return gathered(rows, JSONObject(**{field.column: field.attname for field in _fields(rows.model)}))


def rows_of(model, told):
    """The rows that `gathered_rows` told."""
    return [_row(model, values) for values in told or []]


def _row(model, values):
    row = model(pk=values[model._meta.pk.column])
    restore(row, values)
    row._state.adding = False
    return row


def _fields(model):
    return [field for field in model._meta.local_concrete_fields if not field.generated]
