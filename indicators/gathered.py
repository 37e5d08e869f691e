"""Rows of other tables that come along with a row, as JSON in its own query: few, small, needed at each request."""

from django.db.models import Func, JSONField, Subquery
from django.db.models.functions import JSONObject

from indicators.trail.versions import restore


class Gathered(Func):
    """What all rows of a query say as one list; no aggregate to Django, which would group by the rest."""

    output_field = JSONField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **context)

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


def gathered(rows, said):
    """For `annotate`: what is said of these rows, in no order; None or an empty list where there are none."""
    return Subquery(rows.order_by().annotate(gathered=Gathered(said)).values("gathered"))


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
