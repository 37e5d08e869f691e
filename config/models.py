"""Abstract bases of business rows. `config` owns no table."""

from django.db import connections, models, router
from django.db.models import FilteredRelation, OuterRef, Q, Subquery

from config.values.fields import Prose, UntilDay


class RowQuerySet(models.QuerySet):
    """Questions every register answers."""

    def demonstration(self):
        """Invented rows, made so that counts can be shown before the real list arrives."""
        return self.filter(is_demonstration=True)


class OpenQuerySet(RowQuerySet):
    """Rows that readers may see, all of them."""

    def public(self):
        """The one door of pages and downloads; personal fields are left to the screens of staff."""
        return self.defer(*getattr(self.model, "PERSONAL_FIELDS", ()))


class YearlyQuerySet(OpenQuerySet):
    """Rows of one year each."""

    def as_of(self, day):
        """Those of the years up to that of a day."""
        return self.filter(year__lte=day.year)


class Recorded(models.Model):
    """A business row: audited by the database, brought in and taken out by its business key."""

    # The fields that name a row in a sheet; subclasses set it, a test holds it against a unique constraint.
    key_fields: tuple[str, ...] = ()

    class Meta:
        abstract = True


class RegisterRow(Recorded):
    """A row of a register that stands on its own: a project, a cluster, a substation, a scheme."""

    note = Prose(
        "ghi chú",
        blank=True,
        help_text="Người đọc thấy ghi chú này ở trang công khai: không ghi tên, số điện thoại của ai.",
    )
    is_demonstration = models.BooleanField(
        "dữ liệu minh họa",
        default=False,
        help_text="Dòng dựng để minh họa, không phải số liệu thật.",
    )

    # What tells a row from another of its name in a list without codes.
    told_by: tuple[str, ...] = ("name",)

    objects = RowQuerySet.as_manager()

    class Meta:
        abstract = True


class Dated(Recorded):
    """From its day `on` a row holds until the next of its series, which the other key fields name.

    `key_fields` ends with "on"; its first names the owner.
    """

    until = UntilDay("đến trước ngày")

    class Meta:
        abstract = True


# The number of PostgreSQL's advisory lock of whoever writes dated rows.
TURN = 1_002_600


def take_turn(model):
    """Wait until nobody else writes dated rows, where the model is one of them or has any; before rows are held.

    The triggers of dated rows wait likewise (`indicators/audit/postgresql.py`): each writes the rows beside its own, so
    that of two who hold a row each before they wait, neither could go on.
    """
    models = [model, *(relation.related_model for relation in model._meta.related_objects)]
    connection = connections[router.db_for_write(model)]
    if connection.vendor == "postgresql" and any(issubclass(one, Dated) for one in models):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])


def holding(day=None, path=""):
    """Of dated rows those that hold on a day; the last of each series where no day is given."""
    is_last = Q(**{f"{path}until__isnull": True})
    return is_last if day is None else Q(**{f"{path}on__lte": day}) & (is_last | Q(**{f"{path}until__gt": day}))


def dated(relation, day=None, **series):
    """For `annotate`: the row of a dated series that holds on a day, or its last; its owner has one or none."""
    which = {f"{relation}__{name}": value for name, value in series.items()}
    return FilteredRelation(relation, condition=holding(day, f"{relation}__") & Q(**which))


def latest(rows, owner, field):
    """For `annotate`: what the last of the dated rows of each owner says; None where none says."""
    return Subquery(rows.filter(**{owner: OuterRef("pk"), "until": None}).values(field)[:1])


class Descending(models.Index):
    """An index for lists sorted from the last to the first, missing values last, as SQLite has them by itself."""

    def create_sql(self, model, schema_editor, using="", **kwargs):
        told = self.clone()
        if schema_editor.connection.vendor == "postgresql":
            told.fields_orders = [
                (name, f"{order} NULLS LAST" if order and model._meta.get_field(name).null else order)
                for name, order in self.fields_orders
            ]
        return models.Index.create_sql(told, model, schema_editor, using, **kwargs)
