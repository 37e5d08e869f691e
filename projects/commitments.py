"""What khuyến công schemes take of the budgets: of the schemes a writer touched, before and after; of a budget, in all.

Writers hold schemes first, in the order of their ids, then budgets in the order of theirs: none waits for another who
waits for them.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, Sum
from django.db.models.functions import Round

from indicators.trail.versions import rolled_back
from projects.models import ExtensionBudget, ExtensionScheme, SchemeFunding, SchemeStep

SchemeMember = ExtensionScheme.beneficiaries.through
# Where the rows that make up a scheme name it.
SCHEME_OF = {ExtensionScheme: "id", SchemeFunding: "scheme_id", SchemeStep: "scheme_id"}
SCHEME_OF |= {SchemeMember: "extensionscheme_id"}
TABLES = {model._meta.db_table: column for model, column in SCHEME_OF.items()}
BUDGETS = ExtensionBudget._meta.db_table


def hold_schemes(schemes):
    """Lock schemes; not their keys, so that rows under one may come while it is held."""
    rows = ExtensionScheme.objects.filter(pk__in=schemes).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def hold_budgets(years_and_funds):
    """Lock the budgets of these pairs of year and fund source; gives what each has allocated."""
    rows = ExtensionBudget.objects.filter(_of(years_and_funds)).order_by("pk").select_for_update()
    return _allocated(rows)


def allocated(years_and_funds):
    """What the budget of each of these pairs has allocated; nothing of a pair without one."""
    return _allocated(ExtensionBudget.objects.filter(_of(years_and_funds)))


def committed(years_and_funds):
    """What all schemes together take of each of these pairs; nothing of a pair nobody takes from."""
    takers = ExtensionScheme.objects.approved().filter(pk=OuterRef("scheme"))
    lines = SchemeFunding.objects.filter(_of(years_and_funds), Exists(takers)).order_by().values("year", "fund")
    # SQLite adds up floats.
    places = SchemeFunding._meta.get_field("committed").decimal_places
    totals = lines.annotate(total=Round(Sum("committed"), places))
    return {(row["year"], row["fund"]): row["total"] or Decimal(0) for row in totals}


def raised(before, now):
    """The pairs of year and fund source whose amount is greater now than it was."""
    return {pair for pair in before.keys() | now.keys() if now.get(pair, 0) > before.get(pair, 0)}


def lowered_budgets(entries):
    """The pairs whose budget is lower now than before these entries of the trail, or gone."""
    rows = ExtensionBudget.objects.in_bulk({entry.row for entry in entries if entry.table == BUDGETS})
    was = rolled_back(ExtensionBudget, rows, entries)
    return raised(_allocated(rows.values()), _allocated(was.values()))


def pictures(entries):
    """The schemes that these entries of the trail touched, as they were before them and as they are; held from now."""
    schemes = set()
    for entry in entries:
        if column := TABLES.get(entry.table):
            sides = entry.before or {}, entry.after or {}
            schemes |= {entry.owner_row, *(side[column] for side in sides if column in side)}
    hold_schemes(schemes)
    rows = _rows_of(schemes)
    was = {model: rolled_back(model, stored, entries) for model, stored in rows.items()}
    return Picture.of(was), Picture.of(rows)


@dataclass(frozen=True)
class Picture:
    """What limits some schemes, their funding lines and their steps, as they stand at one moment."""

    names: dict
    # Of each scheme, its content line and how many beneficiaries share the support.
    limits: dict
    lines: dict
    steps: dict

    @classmethod
    def taken(cls, schemes):
        return cls.of(_rows_of(schemes))

    @classmethod
    def of(cls, rows):
        """The picture that rows by model and id make."""
        schemes, lines, steps = rows[ExtensionScheme], defaultdict(dict), defaultdict(list)
        for line in rows[SchemeFunding].values():
            lines[line.scheme_id][line.year, line.fund] = line.committed or Decimal(0)
        for step in sorted(rows[SchemeStep].values(), key=lambda step: (step.on, step.pk)):
            steps[step.scheme_id].append((step.status, step.on))
        members = Counter(member.extensionscheme_id for member in rows[SchemeMember].values())
        names = {pk: scheme.name for pk, scheme in schemes.items()}
        limits = {pk: (scheme.content_id, members[pk]) for pk, scheme in schemes.items()}
        return cls(names, limits, lines, steps)

    def is_committed(self, scheme):
        """Whether the latest step of a scheme commits money, which also shows the scheme to the public."""
        steps = self.steps.get(scheme, [])
        return bool(steps) and steps[-1][0] in SchemeStep.COMMITTED

    def commitment(self, scheme):
        """The amounts a scheme takes by year and fund source: none until its latest step commits money."""
        return self.lines.get(scheme, {}) if self.is_committed(scheme) else {}

    def approval(self, scheme):
        """What only who may approve changes."""
        return self.is_committed(scheme), self.commitment(scheme)

    def committed(self):
        """What the schemes of the picture take together, by year and fund source."""
        totals = defaultdict(Decimal)
        for scheme in self.lines:
            for pair, amount in self.commitment(scheme).items():
                totals[pair] += amount
        return totals


def _rows_of(schemes):
    return {
        model: {row.pk: row for row in model.objects.filter(**{f"{column}__in": schemes})}
        for model, column in SCHEME_OF.items()
    }


def _allocated(budgets):
    return {(budget.year, budget.fund): budget.allocated for budget in budgets}


def _of(years_and_funds):
    wanted = Q(pk__in=[])
    for year, fund in years_and_funds:
        wanted |= Q(year=year, fund=fund)
    return wanted
