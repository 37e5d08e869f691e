"""Which tables hold dated series: triggers keep of each row until when it holds, whoever writes by whatever door."""

from dataclasses import dataclass

from django.apps import apps

from config.models import Dated

# The day of the next row of a series: what the column must say. Looked up for each row in the index that keeps days of
# a series apart, and never joined: a database that takes a table for empty joins each row with all.
NEXT = """(SELECT min(later."on") FROM {table} AS later WHERE {series} AND later."on" > {row}."on")"""


@dataclass(frozen=True)
class Series:
    """The series of one table, in the words of the database."""

    table: str
    key: str
    owner: str
    # What names a series: its owner, and what else tells one from another.
    columns: tuple[str, ...]


def all_series():
    """The series of every dated table."""
    models = [model for model in apps.get_models() if issubclass(model, Dated) and model._meta.managed]
    return [series_of(model) for model in models]


def series_of(model):
    meta = model._meta
    owner, *others = [meta.get_field(name) for name in model.key_fields[:-1]]
    columns = (owner.column, *(field.column for field in others))
    return Series(meta.db_table, meta.pk.column, owner.column, columns)


def put_right(series):
    """The statement that fills the column of a whole table where it is not what it must be."""
    same = " AND ".join(f"later.{quoted(column)} = kept.{quoted(column)}" for column in series.columns)
    following = NEXT.format(table=quoted(series.table), series=same, row="kept")
    return f'UPDATE {quoted(series.table)} AS kept SET "until" = {following} WHERE "until" IS DISTINCT FROM {following}'


def quoted(name):
    return f'"{name}"'
