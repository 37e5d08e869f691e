"""The base class of every sheet: rows come in and go out by their business keys."""

from collections import OrderedDict
from contextlib import nullcontext
from itertools import islice

import tablib
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from import_export import exceptions
from import_export.resources import ModelResource, modelresource_factory
from import_export.results import Result, RowResult

from config.sheets import stored
from config.sheets.applying import apply
from config.sheets.columns import column_for
from config.sheets.plan import Fate, Plan
from config.sheets.references import Directory, ListColumn, ReferenceColumn
from config.sheets.writing.sheets import ColumnOut, SheetOut
from config.values.fields import FoldedText

IMPORT_TYPES = {
    Fate.NEW: RowResult.IMPORT_TYPE_NEW,
    Fate.CHANGED: RowResult.IMPORT_TYPE_UPDATE,
    Fate.SAME: RowResult.IMPORT_TYPE_SKIP,
    Fate.REFUSED: RowResult.IMPORT_TYPE_INVALID,
}


class SheetResult(Result):
    """import-export's result, with the plan it was made from."""

    plan = None


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
            if field.editable and not field.primary_key and not isinstance(field, FoldedText):
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

    def rules(self, user, rows=()):
        """What holds rules over several rows around a write, of a plan these: raises ValidationError at its end."""
        return nullcontext()

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
        return self._result(plan)

    def _result(self, plan):
        """The plan in import-export's own terms."""
        result = SheetResult()
        result.plan = plan
        result.total_rows = len(plan.rows)
        for problem in plan.file_problems:
            result.append_base_error(self.get_error_result_class()(ValidationError(str(problem))))
        for row in plan.rows:
            outcome = RowResult()
            outcome.import_type = IMPORT_TYPES[row.fate]
            outcome.object_id = row.new_pk if row.pk is None else row.pk
            outcome.row_values = row.cells
            if row.problems:
                by_column = {}
                for problem in row.problems:
                    by_column.setdefault(problem.column or "__all__", []).append(problem.message)
                outcome.validation_error = ValidationError(by_column)
                result.append_invalid_row(row.number, row.cells, outcome.validation_error)
            result.increment_row_result_total(outcome)
            result.append_row_result(outcome)
        return result

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
        found = queryset.values_list("pk", *paths).iterator(chunk_size=stored.BATCH)
        while batch := list(islice(found, stored.BATCH)):
            pks = [pk for pk, *_ in batch]
            lists = {column: stored.members_of(column, pks) for column in columns if column.is_list}
            for pk, *cells in batch:
                values = dict(zip(paths, cells, strict=True))
                yield [
                    column.write(lists[column][pk] if column.is_list else column.stored(values)) for column in columns
                ]

    def export(self, queryset=None, **kwargs):
        """The same sheet as import-export wants it: whole, in memory."""
        sheet = self.sheet(self.get_queryset() if queryset is None else queryset)
        return tablib.Dataset(*sheet.rows, headers=[column.heading for column in sheet.columns], title=sheet.name)


def sheet_of(model):
    """The sheet of a model that has no more to say than which model it is."""
    return modelresource_factory(model, resource_class=RecordedResource)
