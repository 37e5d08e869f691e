"""What no reader may find a row by goes from its folded column when the row is marked, whoever marks it."""

from django.apps import apps

from config.values.fields import FoldedText
from indicators.audit.guards import GUARDS, Guard


def all_guards():
    """The guards that are written out, and those of every folded column that keeps a name back."""
    return [*GUARDS, *(guard for model in apps.get_models() for guard in _of(model))]


def folded_with_names(model):
    """The folded columns of a model that keep names back."""
    return [field for field in model._meta.concrete_fields if isinstance(field, FoldedText) and field.kept_back]


def _of(model):
    """No database folds as we do: a column that still is as it was before the mark is emptied, `prepare` fills it."""
    meta = model._meta
    for field in folded_with_names(model):
        folded = field.column
        for name, mark in field.kept_back.items():
            owner, kind = (meta.get_field(each).column for each in (name, mark))
            yield Guard(
                f"{meta.model_name}_{owner}_kept_back",
                meta.db_table,
                "UPDATE",
                f"OLD.{kind} = '' AND NEW.{kind} <> '' AND NEW.{owner} <> '' AND OLD.{folded} = NEW.{folded}"
                f" AND NEW.{folded} <> ''",
                effect=f"UPDATE {meta.db_table} SET {folded} = '' WHERE {meta.pk.column} = NEW.{meta.pk.column}",
                needs=(owner, kind, folded),
            )
