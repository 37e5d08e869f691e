"""What taking back an import would do: which cells go back, which new rows go, and what stays as it is, with why.

Nothing is written here. Changed since is what the trail says is; an import that was itself taken back changed nothing.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from config.sheets import stored
from config.sheets.checks import checks_of
from config.sheets.coded import Coded
from config.sheets.progress import Stage, untold
from indicators import rights
from indicators.entry.closed import Closings, why_bound
from indicators.imports.tracing import entries_of, is_of, is_of_undoing
from indicators.models import AuditEntry, Figure, FormException, FormPeriod, SheetImport, State
from indicators.periods import Period
from indicators.trail.versions import value_of

INSERT, UPDATE = AuditEntry.Action.INSERT, AuditEntry.Action.UPDATE
FIGURE_KEY = ("indicator_id", "place_id", "period_start", "period_end", "kind")
GONE = "Dòng này đã bị xóa."
NO_RIGHT_TO_DELETE = "Tài khoản không có quyền xóa dòng của sổ này."


@dataclass(frozen=True)
class Kept:
    """A row, or a cell of it, that stays as it is: changed since by an entry of the trail, or for a reason."""

    row: int
    column: str = ""
    entry: int = 0
    why: str = ""


@dataclass
class Undoing:
    """By ids: cells with what they go back to, in the trail's own terms; new rows that go; what is kept."""

    one: SheetImport
    # Of each changed row, by column, what stood there before the import and what the import wrote.
    before: dict[int, dict] = field(default_factory=lambda: defaultdict(dict))
    wrote: dict[int, dict] = field(default_factory=lambda: defaultdict(dict))
    new: set[int] = field(default_factory=set)
    kept: list[Kept] = field(default_factory=list)
    # Of each list, by its table and the row: the ids that go from it, and those that come back.
    added: dict[str, dict] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    dropped: dict[str, dict] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    # What is stored of the changed rows, by attname.
    stored: dict[int, dict] = field(default_factory=dict)
    # The rows that were looked at; how many entries the trail has of them since the import, and the newest of these.
    looked_at: list[int] = field(default_factory=list)
    since: tuple[int, int] = (0, 0)
    # What closes periods of forms, where the rows are figures.
    closed: tuple = ()

    @property
    def model(self):
        return self.one.model

    @property
    def restored(self):
        """How many cells go back; a list that goes back is one."""
        lists = {(table, row) for links in (self.added, self.dropped) for table in links for row in links[table]}
        return sum(map(len, self.before.values())) + len(lists)

    @property
    def rows(self):
        """The ids of all rows that would be written."""
        of_lists = {row for links in (self.added, self.dropped) for rows in links.values() for row in rows}
        return sorted(self.before.keys() | self.new | of_lists)

    @property
    def is_nothing(self):
        return not self.rows

    @property
    def fingerprint(self):
        """The same for two that would do the same."""
        cells = sorted((pk, sorted(values.items())) for pk, values in self.before.items())
        links = [
            sorted((table, row, sorted(members)) for table, rows in links.items() for row, members in rows.items())
            for links in (self.added, self.dropped)
        ]
        said = repr([cells, sorted(self.new), links, self.kept, self.since])
        return hashlib.sha256(said.encode()).hexdigest()

    def keep(self, row, **why):
        """Leave a whole row as it is."""
        self.before.pop(row, None)
        self.new.discard(row)
        for links in (self.added, self.dropped):
            for rows in links.values():
                rows.pop(row, None)
        self.kept.append(Kept(row, **why))


def look(one, screen, request, progress=untold):
    """What taking back an import would do, for whoever asks now: some queries for each few thousand rows."""
    undoing = Undoing(one)
    _read_wrote(undoing, progress)
    _keep_changed_since(undoing)
    _look_at_stored(undoing)
    _keep_foreign(undoing, request.user)
    _keep_closed(undoing, request.user)
    _keep_used(undoing, screen.has_delete_permission(request))
    _keep_broken(undoing)
    undoing.before = {pk: cells for pk, cells in undoing.before.items() if cells}
    return undoing


def _read_wrote(undoing, progress):
    one, model = undoing.one, undoing.model
    lists = {each.remote_field.through._meta.db_table: each for each in model._meta.many_to_many}
    entries = entries_of(one).order_by("id").values_list("table", "row", "action", "before", "after")
    for number, (table, row, action, before, after) in enumerate(entries.iterator(chunk_size=stored.BATCH)):
        if number % stored.BATCH == 0:
            progress(Stage.MATCHING, number, one.last - one.first)
        if each := lists.get(table):
            said = after or before
            links = undoing.added if action == INSERT else undoing.dropped
            links[table][said[each.m2m_column_name()]].add(said[each.m2m_reverse_name()])
        elif action == INSERT:
            undoing.new.add(row)
        elif action == UPDATE and row not in undoing.new:
            undoing.before[row] = before | undoing.before[row]
            undoing.wrote[row] |= after
    for rows in undoing.added.values():
        # The lists of a new row go with it.
        for row in undoing.new & rows.keys():
            del rows[row]


def entries_since(one, rows):
    """What the trail has of these rows since an import, by anybody; the parts of a row count as the row."""
    table = one.model._meta.db_table
    own = Q(table=table, row__in=rows) | Q(owner_table=table, owner_row__in=rows)
    return AuditEntry.objects.filter(own, id__gt=one.last)


def _keep_changed_since(undoing):
    one, table = undoing.one, undoing.one.table
    taken_back = list(
        SheetImport.objects.filter(table=table, undone_at__isnull=False, last__gt=one.last).defer("rows", "letters")
    )
    count, newest = 0, 0
    undoing.looked_at = undoing.rows
    for batch in stored.batches(undoing.looked_at):
        for entry in entries_since(one, batch).order_by("id"):
            count, newest = count + 1, max(newest, entry.pk)
            if not any(is_of(other, entry) or is_of_undoing(other, entry) for other in taken_back):
                _keep_what_changed(undoing, entry)
    undoing.since = count, newest
    undoing.kept.sort(key=lambda kept: (kept.row, kept.column))


def _keep_what_changed(undoing, entry):
    is_own = entry.table == undoing.one.table
    row = entry.row if is_own else entry.owner_row
    if row in undoing.new:
        undoing.keep(row, entry=entry.pk)
    for column in (entry.after or {}) if is_own else ():
        if column in undoing.before.get(row, {}):
            del undoing.before[row][column]
            undoing.kept.append(Kept(row, column, entry.pk))
    if undoing.model is Figure and undoing.before.get(row, {}).get("state") == State.APPROVED:
        # An approval holds again only where the figure says what was approved, and nothing was said beside it since.
        del undoing.before[row]["state"]


def _look_at_stored(undoing):
    """Read what is stored of the rows; those that are gone are told."""
    model = undoing.model
    attnames = [each.attname for each in stored.stored_fields(model)]
    found = {}
    for batch in stored.batches(undoing.rows):
        rows = model._base_manager.order_by().filter(pk__in=batch).values_list("pk", *attnames)
        found |= {pk: dict(zip(attnames, values, strict=True)) for pk, *values in rows}
    for row in undoing.rows:
        if row not in found:
            undoing.keep(row, why=GONE)
    undoing.stored = found
    for each in model._meta.many_to_many:
        through = each.remote_field.through
        table, owner, member = through._meta.db_table, each.m2m_column_name(), each.m2m_reverse_name()
        now = defaultdict(set)
        for batch in stored.batches(sorted(undoing.added[table].keys() | undoing.dropped[table].keys())):
            for row, other in through._base_manager.filter(**{f"{owner}__in": batch}).values_list(owner, member):
                now[row].add(other)
        # What somebody has taken out or put back since is as it was already.
        for links, held in (undoing.added, set.__and__), (undoing.dropped, set.__sub__):
            left = {row: held(members, now[row]) for row, members in links[table].items()}
            links[table] = {row: members for row, members in left.items() if members}


def _keep_foreign(undoing, user):
    model, office = undoing.model, rights.reach_of(user).office
    if not office or model not in rights.TO_OFFICE:
        return
    own = set()
    for batch in stored.batches(undoing.rows):
        own |= set(rights.own(model._base_manager.filter(pk__in=batch), user).values_list("pk", flat=True))
    for row in undoing.rows:
        if row not in own:
            undoing.keep(row, why=f"Dòng này do đơn vị khác phụ trách, tài khoản thuộc {office}.")


def _keep_closed(undoing, user):
    if undoing.model is not Figure:
        return
    undoing.closed = closed_now()
    closings = Closings(user, {undoing.stored[row]["indicator_id"] for row in undoing.rows})
    for row in undoing.rows:
        indicator, place, start, end, kind = (undoing.stored[row][name] for name in FIGURE_KEY)
        if closings.ask_for(indicator) and (closing := closings.of(indicator, place, Period(start, end), kind)):
            undoing.keep(row, why=why_bound(closing))


def closed_now():
    """The closed periods of forms and who is excepted: as long as these are the same, the same figures are bound."""
    periods = FormPeriod.objects.filter(closed_at__isnull=False).order_by("pk").values_list("pk", "closed_at")
    excepted = FormException.objects.in_force().order_by("pk").values_list("form_period", "user", "until")
    return list(periods), list(excepted)


def _keep_used(undoing, may_delete):
    """New rows that other rows name by now stay, and with them the new rows that they name."""
    if not may_delete:
        for row in sorted(undoing.new):
            undoing.keep(row, why=NO_RIGHT_TO_DELETE)
    within = []
    for relation in references_to(undoing.model):
        name, model = relation.field.attname, relation.related_model
        for batch in stored.batches(sorted(undoing.new)):
            named = model._base_manager.filter(**{f"{name}__in": batch}).order_by().values_list(name, "pk")
            if model is undoing.model:
                within += [(row, by, relation.field.column) for row, by in named]
                continue
            for row in {row for row, _ in named}:
                undoing.keep(row, why=f"Đang được dùng ở {model._meta.verbose_name}.")
    while held := {
        row
        for row, by, column in within
        if row in undoing.new and by not in undoing.new and column not in undoing.before.get(by, {})
    }:
        for row in sorted(held):
            undoing.keep(row, why=f"Đang được dùng ở {undoing.model._meta.verbose_name} khác.")


def references_to(model):
    """The relations by which rows may name one of this model, but for those behind its own lists."""
    own = {each.remote_field.through for each in model._meta.many_to_many}
    return [
        each
        for each in model._meta.get_fields(include_hidden=True)
        if each.auto_created and not each.concrete and not each.many_to_many and each.related_model not in own
    ]


def _keep_broken(undoing):
    """Where some cells of a row go back and others stay, both together must make a sound row."""
    mixed = sorted(row for row in {kept.row for kept in undoing.kept if kept.column} if undoing.before.get(row))
    if not mixed:
        return
    rows = [stored_then(undoing, row) for row in mixed]
    columns = {attname: Coded.of([values[attname] for values in rows]) for attname in rows[0]}
    for message, holds in checks_of(undoing.model):
        answers = holds(columns)
        for at, row in enumerate(mixed):
            if (answers[at] if isinstance(answers, list) else answers) is False and row in undoing.before:
                undoing.keep(row, why=message)


def stored_then(undoing, row):
    """What a row holds once its cells have gone back, by attname."""
    fields = {each.column: each for each in undoing.model._meta.concrete_fields}
    cells = {name: raw for name, raw in undoing.before[row].items() if name in fields}
    return undoing.stored[row] | {fields[name].attname: value_of(fields[name], raw) for name, raw in cells.items()}
