"""Writes a plan in one short transaction: the whole file or nothing, and only if nothing changed since it was made."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

from config.databases import rule_broken
from config.sheets import stored
from config.sheets.plan import Plan
from config.sheets.references import Unsaved
from config.values.fields import FoldedText

STALE = "Dữ liệu vừa có người khác sửa trong lúc nhập, nên chưa ghi gì: hãy nhập lại để xem trước bản mới."
CLASH = (
    "Chưa ghi gì: người khác vừa ghi dòng trùng hoặc vừa xóa dòng được gọi tới, hoặc hai dòng đổi chỗ cho nhau một giá "
    "trị không được trùng. Hãy nhập lại để xem trước bản mới; nếu là đổi chỗ thì nhập làm hai lần."
)


def apply(plan: Plan) -> None:
    """Write new and changed rows; ValidationError, and nothing written, where a rule breaks or the plan is stale."""
    rows = plan.to_write
    if plan.problems or not rows:
        return
    resource = plan.resource
    new = [row for row in rows if row.pk is None]
    changed = [row for row in rows if row.pk is not None]
    # Rows that name each other, or have lists, need the ids of those before them; all others are made ready here.
    depends = any(column.is_list for column in resource.fields.values()) or any(_unsaved(row) for row in rows)
    ready = [] if depends else [*_statements(plan, new), *_statements(plan, changed)]
    try:
        with transaction.atomic(), resource.rules(plan.user, rows):
            _refuse_stale(resource, changed)
            if depends:
                _write_in_turn(plan, new, changed)
            with connection.cursor() as cursor:
                for sql, params in ready:
                    cursor.execute(sql, params)
    except IntegrityError as error:
        raise ValidationError(rule_broken(error) or CLASH, code="clash") from error
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


def _statements(plan, rows):
    """The inserts, or upserts by id, that a bulk_create would run, made ready before the transaction begins.

    Cleaning, folding and adapting the values takes several times as long as writing them, and would be done while no
    one else can write.
    """
    if not rows:
        return []
    model = plan.model
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    on_conflict = {}
    if rows[0].pk is None:
        fields.remove(model._meta.pk)
    else:
        on_conflict = {
            "on_conflict": OnConflict.UPDATE,
            "update_fields": [model._meta.get_field(name) for name in _written_fields(plan, rows)],
            "unique_fields": [model._meta.pk],
        }
    instances = _instances(plan, rows, {})
    size = min(connection.ops.bulk_batch_size(fields, instances), stored.BATCH)
    made = []
    for start in range(0, len(instances), size):
        query = InsertQuery(model, **on_conflict)
        query.insert_values(fields, instances[start : start + size])
        made += query.get_compiler(using=connection.alias).as_sql()
    return made


def _written_fields(plan, rows):
    """The columns in which some of the rows change, with those the fields compute from them."""
    written = {change.column.field.name for row in rows for change in row.changes if not change.column.is_list}
    folded = {field.name for field in plan.model._meta.concrete_fields if isinstance(field, FoldedText)}
    return sorted(written | folded if written else ())


def _write_in_turn(plan, new, changed):
    """New rows, those that others lie under first; then what changes in stored rows; then lists."""
    saved = {}
    waiting = new
    while waiting:
        ready = [row for row in waiting if all(key in saved for key in _unsaved(row))]
        if not ready:
            raise ValidationError("Các dòng mới gọi lẫn nhau thành vòng: hãy nhập trước khi ghi chỗ gọi lẫn nhau.")
        waiting = [row for row in waiting if any(key not in saved for key in _unsaved(row))]
        instances = plan.model._default_manager.bulk_create(_instances(plan, ready, saved), batch_size=stored.BATCH)
        for row, instance in zip(ready, instances, strict=True):
            row.new_pk = saved[plan.loose_key(row)] = instance.pk
    if written := _written_fields(plan, changed):
        plan.model._default_manager.bulk_create(
            _instances(plan, changed, saved),
            batch_size=stored.BATCH,
            update_conflicts=True,
            unique_fields=[plan.model._meta.pk.name],
            update_fields=written,
        )
    _write_lists(plan, [*new, *changed])


def _unsaved(row):
    """The keys of new rows of the same file that a row names."""
    return [value.key for value in row.values.values() if isinstance(value, Unsaved)]


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
