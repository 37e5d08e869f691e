"""Demonstration rows of all registers: invented, marked, and removable at any time."""

from collections import Counter
from contextlib import ExitStack

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction

from config.models import RegisterRow
from config.sheets.changeset import Changeset
from indicators.loading import sheets

NAMED = 5


def registers():
    """Models whose rows may be demonstration ones."""
    return [model for model in apps.get_models() if issubclass(model, RegisterRow)]


@transaction.atomic
def remove():
    """Delete all demonstration rows and what belongs to them; gives how many of each model.

    ValidationError, and nothing deleted, where a real row hangs on one of them.
    """
    in_the_way = [message for model in registers() for message in _hanging_on(model)]
    if in_the_way:
        raise ValidationError(in_the_way)
    loaded = [resource for _, resource in sheets() if issubclass(resource._meta.model, RegisterRow)]
    removed = Counter()
    with ExitStack() as stack:
        # What holds at an import holds here: money of a real scheme is not left without its budget.
        for resource in loaded:
            stack.enter_context(resource().rules(None, Changeset()))
        # In the order they were loaded each names rows before it, which are protected while it stands.
        for resource in reversed(loaded):
            removed.update(resource._meta.model.objects.demonstration().delete()[1])
    # What links a row to its list of others goes with the row and is no row of its own.
    models = {apps.get_model(label): count for label, count in removed.items()}
    return {model: count for model, count in models.items() if count and not model._meta.auto_created}


def _hanging_on(model):
    """Why demonstration rows of a model may not go: the real rows that name them."""
    for relation in model._meta.related_objects:
        other, name = relation.related_model, relation.field.name
        if not issubclass(other, RegisterRow):
            continue
        real = other.objects.filter(is_demonstration=False, **{f"{name}__is_demonstration": True}).distinct()
        if real.exists():
            shown = ", ".join(f"«{row}»" for row in real[:NAMED]) + ("…" if real.count() > NAMED else "")
            yield (
                f"{other._meta.verbose_name} {shown} là dữ liệu thật nhưng còn gắn với {model._meta.verbose_name} "
                f"minh họa ở cột «{relation.field.verbose_name}»: hãy sửa cột này trước."
            )
