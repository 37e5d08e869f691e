"""Which tables hold dated series: triggers keep of each row until when it holds, whoever writes by whatever door."""

from dataclasses import dataclass

from django.apps import apps

from config.models import Dated

# Each row of these series, and the day of the next: what the column must say.
TOLD = (
    '(SELECT {key} AS row, lead("on") OVER (PARTITION BY {series} ORDER BY "on") AS next FROM {table}{where}) AS told'
)


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
    told = TOLD.format(
        key=quoted(series.key), series=", ".join(map(quoted, series.columns)), table=quoted(series.table), where=""
    )
    return (
        f'UPDATE {quoted(series.table)} AS kept SET "until" = told.next FROM {told}'
        f' WHERE kept.{quoted(series.key)} = told.row AND kept."until" IS DISTINCT FROM told.next'
    )


def quoted(name):
    return f'"{name}"'
