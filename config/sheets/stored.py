"""What is stored of the rows a sheet names, read in a number of queries that does not grow with the rows' count."""

from django.db import models

from config.values.fields import FoldedText

BATCH = 5000


def loose(columns, key):
    """A key as two spellings of it share it."""
    return tuple(column.match(value) for column, value in zip(columns, key, strict=True))


def keys(resource, wanted):
    """Stored rows by their keys: the id by the exact key, a list of ids by the loose one."""
    columns = [resource.fields[name] for name in resource.key_names]
    rows = resource.get_queryset().order_by()
    for position, column in enumerate(columns):
        rows = column.narrowed(rows, {key[position] for key in wanted})
    exact, alike = {}, {}
    paths = [path for column in columns for path in column.paths]
    for pk, *cells in rows.values_list("pk", *paths):
        by_path = dict(zip(paths, cells, strict=True))
        key = tuple(column.stored(by_path) for column in columns)
        exact[key] = pk
        alike.setdefault(loose(columns, key), []).append(pk)
    return exact, alike


def values(resource, pks):
    """For each id, the row's values by attname and by the paths of its columns; lists of ids where it has lists."""
    model = resource._meta.model
    paths = list(
        dict.fromkeys(
            [field.attname for field in stored_fields(model)]
            + [path for column in resource.fields.values() if not column.is_list for path in column.paths]
        )
    )
    found = {}
    manager = resource.get_queryset().order_by()
    for batch in batches(pks):
        for pk, *cells in manager.filter(pk__in=batch).values_list("pk", *paths):
            found[pk] = {model._meta.pk.attname: pk, **dict(zip(paths, cells, strict=True))}
        for column in resource.fields.values():
            if column.is_list:
                for pk, members in members_of(column, batch).items():
                    found[pk][column.attname] = members
    return found


def members_of(column, pks):
    """For each id, the ids of the rows a list column names."""
    through = column.field.remote_field.through
    owner, member = column.field.m2m_column_name(), column.field.m2m_reverse_name()
    found = {pk: set() for pk in pks}
    for pk, other in through.objects.filter(**{f"{owner}__in": pks}).values_list(owner, member):
        found[pk].add(other)
    return {pk: frozenset(members) for pk, members in found.items()}


def stored_fields(model):
    """The columns an import writes or checks: not the id, nor what the database or a fold computes."""
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and not isinstance(field, models.GeneratedField | FoldedText)
    ]


def defaults(model):
    """The values of a row nobody has filled in yet."""
    filled = {field.attname: field.get_default() for field in stored_fields(model)}
    return filled | {model._meta.pk.attname: None} | {field.name: frozenset() for field in model._meta.many_to_many}


def taken(model, attname):
    """Ids of all rows with what they hold in one column."""
    return list(model._default_manager.order_by().values_list("pk", attname))


def batches(pks):
    pks = list(pks)
    return [pks[start : start + BATCH] for start in range(0, len(pks), BATCH)]
