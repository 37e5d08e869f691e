"""Writes a plan in one short transaction: the whole file or nothing, and only if nothing changed since it was made."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from config.fields import FoldedText
from config.sheets import stored
from config.sheets.plan import Plan
from config.sheets.references import Unsaved

STALE = "Dữ liệu vừa có người khác sửa trong lúc nhập, nên chưa ghi gì: hãy nhập lại để xem trước bản mới."


def apply(plan: Plan) -> None:
    """Write new and changed rows; ValidationError, and nothing written, where a rule breaks or the plan is stale."""
    rows = plan.to_write
    if plan.problems or not rows:
        return
    resource = plan.resource
    new = [row for row in rows if row.pk is None]
    changed = [row for row in rows if row.pk is not None]
    try:
        with transaction.atomic(), resource.rules(plan.user):
            _refuse_stale(resource, changed)
            saved = _insert(plan, new)
            _update(plan, changed, saved)
            _write_lists(plan, rows)
    except IntegrityError as error:
        # Another writer took a key or a unique value after the plan was made, or deleted a row it names.
        raise ValidationError(STALE, code="stale") from error
    finally:
        resource.forget()


def _refuse_stale(resource, rows):
    """Lock the rows to be changed and compare them with what the plan was made from."""
    pks = sorted(row.pk for row in rows)
    for batch in stored.batches(pks):
        list(resource.get_queryset().filter(pk__in=batch).order_by("pk").select_for_update().values_list("pk"))
    now = stored.values(resource, pks)
    if any(now.get(row.pk) != row.before for row in rows):
        raise ValidationError(STALE, code="stale")


def _insert(plan, rows):
    """New rows, those others of the file lie under first."""
    saved = {}
    while rows:
        ready, waiting = [], []
        for row in rows:
            names = [value.key for value in row.values.values() if isinstance(value, Unsaved)]
            (ready if all(key in saved for key in names) else waiting).append(row)
        if not ready:
            raise ValidationError("Các dòng mới gọi lẫn nhau thành vòng: hãy nhập trước khi ghi chỗ gọi lẫn nhau.")
        instances = plan.model._default_manager.bulk_create(_instances(plan, ready, saved), batch_size=stored.BATCH)
        for row, instance in zip(ready, instances, strict=True):
            row.new_pk = saved[plan.loose_key(row)] = instance.pk
        rows = waiting
    return saved


def _update(plan, rows, saved):
    """Changed rows, by an upsert on their ids: Django's bulk_update writes the same many times slower."""
    written = {change.column.field.name for row in rows for change in row.changes if not change.column.is_list}
    if not written:
        return
    written |= {field.name for field in plan.model._meta.concrete_fields if isinstance(field, FoldedText)}
    plan.model._default_manager.bulk_create(
        _instances(plan, rows, saved),
        batch_size=stored.BATCH,
        update_conflicts=True,
        unique_fields=[plan.model._meta.pk.name],
        update_fields=sorted(written),
    )


def _instances(plan, rows, saved):
    names = [field.attname for field in stored.stored_fields(plan.model)]
    made = []
    for row in rows:
        values = ((name, row.values[name]) for name in names)
        made.append(
            plan.model(pk=row.pk, **{name: saved[v.key] if isinstance(v, Unsaved) else v for name, v in values})
        )
    return made


def _write_lists(plan, rows):
    """The rows a list column names: what is no longer named goes, what is new comes."""
    for column in plan.resource.fields.values():
        if not column.is_list:
            continue
        through = column.field.remote_field.through
        owner, member = column.field.m2m_column_name(), column.field.m2m_reverse_name()
        links = []
        for row in rows:
            before, after = row.before.get(column.attname, frozenset()), row.values[column.attname]
            pk = row.new_pk if row.pk is None else row.pk
            if before - after:
                through.objects.filter(**{owner: pk, f"{member}__in": before - after}).delete()
            links += [through(**{owner: pk, member: other}) for other in after - before]
        through.objects.bulk_create(links)
