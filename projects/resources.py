"""Sheets of estates, investment, minerals, industrial extension and products."""

from dataclasses import replace
from decimal import Decimal

from config.sheets.across import headings_of, without_headings
from config.sheets.belonging import Belonging, unfold_list
from config.sheets.cells import read_cell
from config.sheets.columns import column_for
from config.sheets.resources import RecordedResource, sheet_of
from config.values.numbers import format_number
from projects.actions import MAY_APPROVE, scheme_rules
from projects.commitments import Picture, allocated, committed
from projects.lists import (
    AREAS_ACROSS,
    ESTABLISHED,
    arrange_estates,
    arrange_schemes,
    complete_beneficiaries,
    day_above,
    funds_across,
    scheme_place,
    tell_estate,
    tell_form,
)
from projects.models import (
    Beneficiary,
    ContentLine,
    Disbursement,
    Estate,
    EstateArea,
    EstateStatus,
    ExtensionBudget,
    ExtensionScheme,
    FundSource,
    HandicraftKind,
    InfrastructureSupport,
    InvestmentProject,
    MineralSite,
    MiningLicence,
    ProjectStatus,
    SchemeFunding,
    SchemeResult,
    SchemeStep,
    SupportCeiling,
    TypicalProduct,
)
from projects.models.extension import BUDGET_SOURCES
from projects.owners import refuse_names, tell_owners
from projects.revoked import arrange_projects, ended_across

InfrastructureSupportResource = sheet_of(InfrastructureSupport)
DisbursementResource = sheet_of(Disbursement, carried_by="on")
ContentLineResource = sheet_of(ContentLine)
SupportCeilingResource = sheet_of(SupportCeiling)
SchemeResultResource = sheet_of(SchemeResult)
HandicraftKindResource = sheet_of(HandicraftKind)


PROJECT_PARTS = ("projects.InvestmentProject", "projects.ProjectStatus")
ESTATE_PARTS = ("projects.Estate", "projects.EstateArea", "projects.EstateStatus")
SCHEME_PARTS = ("projects.Beneficiary", "projects.ExtensionScheme", "projects.SchemeFunding")


class EstateResource(RecordedResource):
    """Estates, also in a list that gives their areas and decisions too: these go into registers of their own."""

    shared_with = ESTATE_PARTS

    class Meta(RecordedResource.Meta):
        model = Estate

    def arrange(self, plan):
        arrange_estates(plan, EstateAreaResource())

    def complete(self, plan):
        refuse_names(plan)
        tell_owners(plan, "investor")


class InvestmentProjectResource(RecordedResource):
    """Projects, also in a list of those with foreign capital, whose title or whose money in USD says so."""

    shared_with = PROJECT_PARTS

    class Meta(RecordedResource.Meta):
        model = InvestmentProject

    def arrange(self, plan):
        arrange_projects(plan, ProjectStatusResource())

    def complete(self, plan):
        tell_form(plan)
        refuse_names(plan)
        tell_owners(plan, "investor")
        tell_estate(plan)


class ProjectStatusResource(RecordedResource):
    """Statuses by day, also as a list of projects that were revoked has them."""

    carried_by = "on"
    shared_with = PROJECT_PARTS

    class Meta(RecordedResource.Meta):
        model = ProjectStatus

    def unfold(self, sheets, choices, user):
        stated = Belonging("project", InvestmentProjectResource(), ended_across, "document", "on")
        return unfold_list(self, stated, sheets, choices)


class EstateAreaResource(RecordedResource):
    """Areas by day, also as a list of estates has them: one line of five areas, each with its decision."""

    carried_by = "on"
    shared_with = ESTATE_PARTS

    class Meta(RecordedResource.Meta):
        model = EstateArea

    def unfold(self, sheets, choices, user):
        stated = Belonging("estate", EstateResource(), AREAS_ACROSS, "decision", "on", day_above=day_above)
        return unfold_list(self, replace(stated, settle=AreasStanding().settle), sheets, choices)


class MineralSiteResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = MineralSite

    def complete(self, plan):
        refuse_names(plan)


class MiningLicenceResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = MiningLicence

    def complete(self, plan):
        refuse_names(plan)
        tell_owners(plan, "holder")


class TypicalProductResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = TypicalProduct

    def complete(self, plan):
        refuse_names(plan)
        tell_owners(plan, "producer")


class AreasStanding:
    """The last area of each kind of each estate: a list that repeats it without a day says nothing new."""

    def __init__(self):
        rows = EstateArea.objects.select_related("estate").order_by("on")
        self.last = {(area.estate.code, area.get_kind_display()): area for area in rows}
        self.hectares = column_for(EstateArea._meta.get_field("hectares"))

    def settle(self, values, choices, owner):
        area = self.last.get((values["estate"], values["kind"]))
        amount, _ = read_cell(self.hectares, values["hectares"])
        is_repeated = area and values["on"] == "" and amount == area.hectares
        return values | {"on": area.on} if is_repeated and values["decision"] in ("", area.decision) else values


class EstateStatusResource(RecordedResource):
    """Statuses by day, also as a list of estates has them: since the day of its decision an estate is established."""

    carried_by = "on"
    shared_with = ESTATE_PARTS

    class Meta(RecordedResource.Meta):
        model = EstateStatus

    def unfold(self, sheets, choices, user):
        rows = EstateStatus.objects.values_list("estate__code", "on", "status")
        begun = {code for code, _, status in rows if status != EstateStatus.Status.PLANNED}
        known = {(code, on) for code, on, status in rows if status == EstateStatus.Status.ESTABLISHED}

        def settle(values, choices, owner):
            """Only a dated decision says since when; of an estate that has begun nothing is said anew."""
            is_dated = isinstance(values["on"], str) and values["on"]
            day = is_dated and read_cell(self.fields["on"], values["on"])[0]
            is_new = values["estate"] not in begun
            return values if day and (is_new or (values["estate"], day) in known) else None

        stated = Belonging("estate", EstateResource(), ESTABLISHED, "document", "on", settle=settle)
        return unfold_list(self, stated, sheets, choices)


NOT_YOURS = (
    "Việc phê duyệt và kinh phí đã phê duyệt chỉ đổi được bởi người có quyền phê duyệt đề án: hãy bỏ dòng này khỏi tệp."
)


def overspent(before, after, budgets):
    """Years and fund sources where writing would commit more than is allocated, each with what to tell.

    Given the schemes of the sheet as they are and as they would be, and what it allocates by year and fund source.
    """
    was_taken, taken = before.committed(), after.committed()
    pairs = sorted(pair for pair in was_taken.keys() | taken.keys() | budgets.keys() if pair[1] in BUDGET_SOURCES)
    by_all, stored = committed(pairs), allocated(pairs)
    messages = {}
    for pair in pairs:
        amount = by_all.get(pair, 0) - was_taken.get(pair, 0) + taken.get(pair, 0)
        given = budgets.get(pair, stored.get(pair))
        worse = taken.get(pair, 0) > was_taken.get(pair, 0) or given != stored.get(pair)
        if worse and amount > (given or 0):
            has = "chưa có kinh phí được giao" if given is None else f"được giao {format_number(given)}"
            messages[pair] = (
                f"Vượt kinh phí {FundSource(pair[1]).label} năm {pair[0]}: "
                f"phê duyệt {format_number(amount)} triệu đồng, {has}. "
                "Hãy giảm mức hỗ trợ hoặc nhập kinh phí được giao trước."
            )
    return messages


class Software:
    """Stands for the user when no person imports: the rules on money hold, those on permission do not apply."""

    def has_perm(self, permission):
        return True


class RuledResource(RecordedResource):
    """A sheet whose rows the rules of schemes bind when they are written."""

    def rules(self, user, changes):
        return scheme_rules(by=user or Software(), schemes=self.schemes(changes))

    def schemes(self, written):
        """The schemes of the rows that a plan or a changeset writes."""
        return set(written.written("scheme_id"))


class MoneyResource(RuledResource):
    """A sheet whose rows may touch committed money, or the steps that commit it: told already in the preview."""

    # What the rules look at of a row.
    PATHS = ()

    def check_plan(self, plan):
        """Tell in the preview already what only who may approve may do, and where money would pass its budget."""
        rows = dict(zip(plan.writing, self.lines(plan), strict=True))
        before = Picture.taken(self.schemes(plan))
        after = self.pictured(rows.values(), before)
        if not (plan.user or Software()).has_perm(MAY_APPROVE):
            for row, line in rows.items():
                scheme = line.get("scheme_id")
                if before.approval(scheme) != after.approval(scheme):
                    plan.refuse(NOT_YOURS, row)
        rows = {row: line for row, line in rows.items() if not plan.problems_of_rows.get(row)}
        for (year, fund), message in overspent(before, after, self.budgets(rows.values())).items():
            for row, line in rows.items():
                if self.touches(line, year, fund, after):
                    plan.refuse(message, row)

    def lines(self, plan):
        """The rows to be written, each with what the rules look at."""
        columns = zip(*map(plan.written, self.PATHS), strict=True)
        return [dict(zip(self.PATHS, values, strict=True)) for values in columns]

    def pictured(self, lines, before):
        """The picture of the plan's schemes as it would be with these lines written."""
        return before

    def budgets(self, lines):
        """What the lines allocate by year and fund source."""
        return {}

    def touches(self, line, year, fund, picture):
        """Whether the line has to do with the money of a year and fund source."""
        return (line["year"], line["fund"]) == (year, fund)


class ExtensionBudgetResource(MoneyResource):
    carried_by = "year"
    PATHS = ("year", "fund", "allocated")

    class Meta(RecordedResource.Meta):
        model = ExtensionBudget

    def schemes(self, written):
        return set()

    def budgets(self, lines):
        return {(line["year"], line["fund"]): line["allocated"] for line in lines}


class BeneficiaryResource(RecordedResource):
    """Establishments, also on the sheet beside a list of schemes that says which of these supports them."""

    shared_with = SCHEME_PARTS

    class Meta(RecordedResource.Meta):
        model = Beneficiary

    def arrange(self, plan):
        place = scheme_place(headings_of(plan.table))
        if place is not None:
            without_headings(plan, {place}, "cho biết cơ sở thuộc đề án nào, ghi ở phần đề án của tệp")

    def complete(self, plan):
        complete_beneficiaries(plan)
        refuse_names(plan)


class ExtensionSchemeResource(RuledResource):
    """Schemes, also in a report that gives their money and, on another sheet, whom they support."""

    shared_with = SCHEME_PARTS

    class Meta(RecordedResource.Meta):
        model = ExtensionScheme

    def arrange(self, plan):
        arrange_schemes(plan, SchemeFundingResource(), BeneficiaryResource())

    def complete(self, plan):
        refuse_names(plan)
        tell_owners(plan, "implementer")

    def schemes(self, written):
        return set(written.pks)


class SchemeFundingResource(MoneyResource):
    """Money of schemes by year and fund, also as a report of schemes has it: the amounts of one in a line."""

    carried_by = "year"
    PATHS = ("scheme_id", "year", "fund", "committed")
    shared_with = SCHEME_PARTS

    class Meta(RecordedResource.Meta):
        model = SchemeFunding

    def unfold(self, sheets, choices, user):
        rows = ExtensionScheme.objects.values_list("code", "first_year", "last_year")
        years = {code: span for code, *span in rows}
        ends = {"năm đầu": 0, "năm cuối": 1}
        asked = {"year": [[end, end] for end in ends], "fund": []}

        def settle(values, choices, owner):
            """Of a scheme of several years no line says which of them its money is of."""
            first, last = years.get(values["scheme"]) or (owner("first_year"), owner("last_year"))
            end = ends.get(choices.constants.get("year"))
            is_told = end is not None or (first is not None and first == last)
            return values | ({"year": (first, last)[end or 0]} if is_told else {})

        stated = Belonging("scheme", ExtensionSchemeResource(), funds_across, asked=asked, settle=settle)
        return unfold_list(self, stated, sheets, choices)

    def pictured(self, lines, before):
        by_scheme = {scheme: dict(amounts) for scheme, amounts in before.lines.items()}
        for line in lines:
            place = line["year"], line["fund"]
            by_scheme.setdefault(line["scheme_id"], {})[place] = line["committed"] or Decimal(0)
        return replace(before, lines=by_scheme)


class SchemeStepResource(MoneyResource):
    carried_by = "on"
    PATHS = ("scheme_id", "on", "status")

    class Meta(RecordedResource.Meta):
        model = SchemeStep

    def pictured(self, lines, before):
        steps = {scheme: {on: status for status, on in history} for scheme, history in before.steps.items()}
        for line in lines:
            steps.setdefault(line["scheme_id"], {})[line["on"]] = line["status"]
        ordered = {scheme: [(days[on], on) for on in sorted(days)] for scheme, days in steps.items()}
        return replace(before, steps=ordered)

    def touches(self, line, year, fund, picture):
        return (year, fund) in picture.commitment(line["scheme_id"])
