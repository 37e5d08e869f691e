"""The base class of every sheet: rows come in and go out by their business keys."""

import hashlib
from collections import OrderedDict
from contextlib import nullcontext
from functools import cached_property

import tablib
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from import_export import exceptions
from import_export.resources import ModelResource, modelresource_factory
from import_export.results import Error, InvalidRow, Result, RowResult

from config.sheets import stored
from config.sheets.applying import apply
from config.sheets.choices import Choices
from config.sheets.columns import TextColumn, column_for
from config.sheets.plan import Plan
from config.sheets.planned import Fate
from config.sheets.references import Directory, ListColumn, ReferenceColumn
from config.sheets.sheet import SheetError
from config.sheets.writing.sheets import ColumnOut, SheetOut
from config.values.fields import is_derived

IMPORT_TYPES = {
    Fate.NEW: RowResult.IMPORT_TYPE_NEW,
    Fate.CHANGED: RowResult.IMPORT_TYPE_UPDATE,
    Fate.SAME: RowResult.IMPORT_TYPE_SKIP,
    Fate.REFUSED: RowResult.IMPORT_TYPE_INVALID,
}


class SheetResult(Result):
    """A plan in import-export's own terms; its rows are made when they are asked for."""

    def __init__(self, plan):
        super().__init__()
        # What import-export fills row by row is read from the plan here.
        del self.rows, self.invalid_rows
        self.plan = plan
        self.total_rows = len(plan.rows)
        for fate, count in plan.counts.items():
            self.totals[IMPORT_TYPES[fate]] += count
        for problem in plan.file_problems:
            self.append_base_error(Error(ValidationError(str(problem))))

    @cached_property
    def rows(self):
        return list(map(_row_result, self.plan.rows))

    @cached_property
    def invalid_rows(self):
        return [InvalidRow(row.number, _told_by_column(row.problems), row.cells) for row in self.plan.of(Fate.REFUSED)]


def _row_result(row):
    outcome = RowResult()
    outcome.import_type = IMPORT_TYPES[row.fate]
    outcome.object_id = row.pk
    outcome.row_values = row.cells
    if row.problems:
        outcome.validation_error = _told_by_column(row.problems)
    return outcome


def _told_by_column(problems):
    by_column = {}
    for problem in problems:
        by_column.setdefault(problem.column or "__all__", []).append(problem.message)
    return ValidationError(by_column)


class RecordedResource(ModelResource):
    """One model as one sheet: a column for each field staff may edit, headed by its label.

    `import_data` plans first and writes afterwards (see config.sheets.plan): import-export's own row loop writes every
    row for its preview and asks the database several times for each.
    """

    class Meta:
        # None of import-export's own columns: ours are made from the model in __init__.
        fields = []
        # Names of columns that together name a row; the model's key_fields unless told.
        import_id_fields = None
        report_skipped = True

    def __init__(self, personal=False, **kwargs):
        """`personal` lets fields of personal data out: for users who may change them anyway."""
        super().__init__(**kwargs)
        self.personal = personal
        self._directories = {}
        self.fields = OrderedDict()
        for name, column in self.columns():
            column.name = name
            self.fields[name] = column

    def columns(self):
        """The sheet's columns by name, in the order of the model; subclasses add to it or put others in place."""
        model = self._meta.model._meta
        for field in [*model.concrete_fields, *model.many_to_many]:
            if field.editable and not field.primary_key and not is_derived(field):
                yield field.name, self.column_of(field)

    def column_of(self, field, **kwargs):
        if field.many_to_many:
            return ListColumn(field, self.directory(field.related_model), **kwargs)
        if field.is_relation:
            return ReferenceColumn(field, self.directory(field.related_model), **kwargs)
        return column_for(field, **kwargs)

    def directory(self, model):
        """The rows of a model by their codes, shared by all columns that name them."""
        return self._directories.setdefault(model, Directory(model))

    def forget(self):
        for directory in self._directories.values():
            directory.forget()

    @property
    def key_names(self):
        return self._meta.import_id_fields or self._meta.model.key_fields

    def get_import_id_fields(self):
        return self.key_names

    @classmethod
    def get_display_name(cls):
        return capfirst(cls._meta.model._meta.verbose_name)

    def rules(self, user, changes):
        """What holds rules over several rows around the write of a changeset: raises ValidationError at its end."""
        return nullcontext()

    # In a list that holds two registers, words of the columns that are filled for rows of this one, and of the other.
    own_words: tuple[str, ...] = ()
    sister_words: tuple[str, ...] = ()

    # The column of the key that says of which year, period or day a row is, where the next one is filled in after it.
    carried_by = ""

    def time_before(self, when):
        """The time whose rows stand beside those of another to be filled in; CellError where there is none."""
        return when - 1

    # All registers that one list may hold rows of, this one among them, by the labels of their models in the order in
    # which they are written.
    shared_with: tuple[str, ...] = ()

    def arrange(self, plan):
        """Make of the columns of a list those of this register, before each gets its place."""

    def measure(self, plan):
        """Bring to its unit what each row measures in one of its own."""

    def complete(self, plan):
        """Fill in what the sheet's columns say only together."""

    def check_plan(self, plan):
        """Refuse what a row alone cannot show: `plan.refuse(message, row, column)`."""

    def import_data(self, dataset, dry_run=False, raise_errors=False, user=None, expected=None, **kwargs):
        """Plan the sheet's rows against what is stored and, unless it is a dry run, write them, all or none.

        `expected` is the fingerprint of the plan someone has seen: another plan is not written.
        """
        self.forget()
        plan = Plan(self, dataset, user)
        if not dry_run and not plan.problems and expected in (None, plan.fingerprint):
            try:
                apply(plan)
            except ValidationError as error:
                for message in error.messages:
                    plan.refuse(message)
        if raise_errors and plan.problems:
            raise exceptions.ImportError(ValidationError([str(problem) for problem in plan.problems]))
        return SheetResult(plan)

    def recognise(self, sheets, user):
        """The rows of a workbook that this book itself gave out in another layout; None for any other workbook."""

    def unfold(self, sheets, choices, user):
        """The rows that sheets of another layout than this register's say; None where they are none it knows."""

    def other_layouts(self, sheets):
        """The names of the sheets that each are of another layout that this register knows, if only to say what is
        wrong with them."""
        return [each.name for each in sheets if self._lays_out(each)]

    def _lays_out(self, sheet):
        try:
            return self.unfold([sheet], Choices(), None) is not None
        except SheetError:
            return True

    def version(self):
        """What all that a sheet of this resource is looked up in says now: two plans of one version agree on it.

        Read as it is and not told by the trail: an entry of the trail has its id before it is committed. The stored
        rows of the plan itself are compared when they are written, under their locks, and new ones by their keys.
        """
        digest = hashlib.sha256()
        for ground in self.grounds():
            digest.update(repr(ground).encode())
        return digest.hexdigest()

    def grounds(self):
        """What a version is made of: the codes of all rows a sheet may name, and what must be unique or no circle."""
        model = self._meta.model
        columns = [column for column in self.fields.values() if not column.for_reading]
        for column in columns:
            if isinstance(column, ReferenceColumn):
                yield column.directory.listed
        if any(isinstance(self.fields[name], TextColumn) for name in self.key_names):
            # The database does not know that two spellings are one key.
            yield self.directory(model).listed
        for column in columns:
            is_unique = column.field.unique and column.name not in self.key_names
            if is_unique or (isinstance(column, ReferenceColumn) and column.within):
                yield sorted(stored.taken(model, column.attname), key=str)

    def get_export_order(self):
        hidden = () if self.personal else getattr(self._meta.model, "PERSONAL_FIELDS", ())
        return [name for name in self.fields if name not in hidden]

    def get_import_order(self):
        return list(self.fields)

    def columns_out(self):
        return [self.fields[name] for name in self.get_export_order()]

    def paths_out(self):
        """Where the database keeps what goes out in a row of its own table and of those it points to."""
        return list(dict.fromkeys(path for column in self.columns_out() if not column.is_list for path in column.paths))

    def sheet(self, queryset):
        """The rows as they are stored, in native types, read while they are written; read back, they change nothing."""
        self.forget()
        columns = [ColumnOut(column.column_name) for column in self.columns_out()]
        return SheetOut(capfirst(self._meta.model._meta.verbose_name), columns, self._rows_out(queryset))

    def _rows_out(self, queryset):
        columns, paths = self.columns_out(), self.paths_out()
        for pks, *held in stored.portions(queryset, ["pk", *paths]):
            by_path = dict(zip(paths, held, strict=True))
            yield from zip(*(_cells_out(column, pks, by_path) for column in columns), strict=True)

    def export(self, queryset=None, **kwargs):
        """The same sheet as import-export wants it: whole, in memory."""
        sheet = self.sheet(self.get_queryset() if queryset is None else queryset)
        return tablib.Dataset(*sheet.rows, headers=[column.heading for column in sheet.columns], title=sheet.name)


def _cells_out(column, pks, by_path):
    """The cells of a column that go out, for some stored rows."""
    if column.is_list:
        members = stored.members_of(column, pks)
        return [column.write(members[pk]) for pk in pks]
    if column.goes_out_as_stored:
        return by_path[column.attname]
    written = {}
    parts = list(zip(*(by_path[path] for path in column.paths), strict=True))
    for held in set(parts):
        written[held] = column.write(column.joined(held))
    return [written[held] for held in parts]


def sheet_of(model, carried_by=""):
    """The sheet of a model that has no more to say than which model it is, and what its rows are carried on by."""
    made = modelresource_factory(model, resource_class=RecordedResource)
    made.carried_by = carried_by
    return made
