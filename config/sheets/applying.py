"""Writes a plan in one short transaction: the whole file or nothing, and only if nothing changed since it was made."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.constants import LOOKUP_SEP

from config.databases import rule_broken
from config.models import take_turn
from config.planner import tell_planner
from config.sheets import stored
from config.sheets.changeset import Changeset, Plainly
from config.sheets.coded import Coded
from config.sheets.loading import Load, take_ids
from config.sheets.progress import untold

STALE = "Dữ liệu vừa có người khác sửa trong lúc nhập, nên chưa ghi gì: hãy nhập lại để xem trước bản mới."
CLASH = (
    "Chưa ghi gì: người khác vừa ghi dòng trùng hoặc vừa xóa dòng được gọi tới, hoặc hai dòng đổi chỗ cho nhau một giá "
    "trị không được trùng. Hãy nhập lại để xem trước bản mới; nếu là đổi chỗ thì nhập làm hai lần."
)

# Fewer rows than these change no plan of the database's.
MANY = 10_000


def nothing(pks):
    """What seals a write that nothing else depends on."""


def apply(plan):
    """Write a plan's new and changed rows; ValidationError, and nothing written, where a rule breaks or it is stale."""
    if plan.problems or not plan.writing:
        return
    write(Changeset.of(plan), plan.resource, plan.user)


def write(changes: Changeset, resource, user=None, *, progress=untold, seal=nothing):
    """Write what a plan said, and nothing over what someone has changed since.

    `seal` is what stands or falls with the rows: it is called last inside their transaction, with their ids.
    """
    model = resource._meta.model
    connection = stored.connection_of(model)
    try:
        ids = take_ids(connection, model, len(changes) - len(changes.pks))
        new, after = (_with_ids(columns, ids) for columns in (changes.new, changes.after))
        with (
            Load(connection, model, (ids, new), (changes.pks, after), progress) as load,
            transaction.atomic(),
            resource.rules(user, changes),
        ):
            refuse_stale(changes, resource)
            refuse_moved(changes, resource)
            load.bring_over()
            for name, (links, added, dropped) in changes.links.items():
                _write_links(resource.fields[name].field, [*([ids[at], pk] for at, pk in links), *added], dropped)
            seal([*ids, *changes.pks])
    except IntegrityError as error:
        raise ValidationError(rule_broken(error) or CLASH, code="clash") from error
    finally:
        resource.forget()
    if len(changes) >= MANY:
        tell_planner([model], connection.alias)


def refuse_stale(changes, resource):
    """Lock the rows to be changed and compare them with what the plan was made from."""
    plainly = Plainly(None)
    take_turn(resource._meta.model)
    start = 0
    for batch in stored.batches(sorted(changes.pks)):
        list(stored.among(resource.get_queryset(), batch).order_by("pk").select_for_update().values_list("pk"))
    for batch in stored.batches(changes.pks):
        held = stored.values(resource, batch)
        if len(held) < len(batch):
            raise ValidationError(STALE, code="stale")
        columns = zip(*(held[pk] for pk in batch), strict=True)
        places = range(start, start + len(batch))
        for before, now in zip(changes.before.values(), columns, strict=True):
            if list(map(before.__getitem__, places)) != list(Coded.of(now).made(plainly)):
                raise ValidationError(STALE, code="stale")
        start += len(batch)


def refuse_moved(changes, resource):
    """Hold the rows that new ones belong to; refuse where one has come to be named otherwise than in the sheet."""
    plainly = Plainly(None)
    paths = {}
    for path in changes.named:
        name, _, rest = path.partition(LOOKUP_SEP)
        paths.setdefault(name, []).append(rest)
    for name, parts in paths.items():
        field = resource._meta.model._meta.get_field(name)
        held = {}
        for batch in stored.batches(sorted(set(changes.new[field.attname]))):
            rows = field.related_model._default_manager.filter(pk__in=batch).order_by("pk").select_for_update()
            held |= {pk: tuple(map(plainly, values)) for pk, *values in rows.values_list("pk", *parts)}
        named = zip(*(changes.named[f"{name}{LOOKUP_SEP}{part}"] for part in parts), strict=True)
        if any(held.get(pk) != key for pk, key in zip(changes.new[field.attname], named, strict=True)):
            raise ValidationError(STALE, code="stale")


def _with_ids(columns, ids):
    """Columns in which a place among the new rows has become the id of the row."""
    return {
        name: column.made(lambda value: ids[value[0]] if type(value) is list else value)
        for name, column in columns.items()
    }


def _write_links(field, added, dropped):
    """The rows behind a list: what is no longer named goes, what is new comes."""
    through = field.remote_field.through
    owner, member = field.m2m_column_name(), field.m2m_reverse_name()
    if dropped:
        gone = {tuple(pair) for pair in dropped}
        stored_links = through.objects.filter(**{f"{owner}__in": {pk for pk, _ in gone}})
        links = stored_links.values_list("pk", owner, member)
        through.objects.filter(pk__in=[pk for pk, *pair in links if tuple(pair) in gone]).delete()
    through.objects.bulk_create((through(**{owner: pk, member: other}) for pk, other in added), batch_size=stored.BATCH)
