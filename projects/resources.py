"""Sheets of estates, investment, minerals, industrial extension and products."""

from dataclasses import replace
from decimal import Decimal

from config.sheets.resources import RecordedResource, sheet_of
from config.values.numbers import format_number
from projects.actions import MAY_APPROVE, scheme_rules
from projects.commitments import Picture, allocated, committed
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

EstateResource = sheet_of(Estate)
EstateStatusResource = sheet_of(EstateStatus)
EstateAreaResource = sheet_of(EstateArea)
InfrastructureSupportResource = sheet_of(InfrastructureSupport)
InvestmentProjectResource = sheet_of(InvestmentProject)
ProjectStatusResource = sheet_of(ProjectStatus)
DisbursementResource = sheet_of(Disbursement)
MineralSiteResource = sheet_of(MineralSite)
MiningLicenceResource = sheet_of(MiningLicence)
BeneficiaryResource = sheet_of(Beneficiary)
ContentLineResource = sheet_of(ContentLine)
SupportCeilingResource = sheet_of(SupportCeiling)
SchemeResultResource = sheet_of(SchemeResult)
HandicraftKindResource = sheet_of(HandicraftKind)
TypicalProductResource = sheet_of(TypicalProduct)


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

    def rules(self, user, rows=()):
        return scheme_rules(by=user or Software(), schemes=self.schemes(rows))

    def schemes(self, rows):
        """The schemes that rows of a plan belong to."""
        return {row.values["scheme_id"] for row in rows}


class MoneyResource(RuledResource):
    """A sheet whose rows may touch committed money, or the steps that commit it: told already in the preview."""

    def check_plan(self, plan):
        """Tell in the preview already what only who may approve may do, and where money would pass its budget."""
        before = Picture.taken(self.schemes(plan.to_write))
        after = self.pictured(plan, before)
        if not (plan.user or Software()).has_perm(MAY_APPROVE):
            for row in plan.to_write:
                scheme = row.values.get("scheme_id")
                if before.approval(scheme) != after.approval(scheme):
                    plan.refuse(NOT_YOURS, row)
        for (year, fund), message in overspent(before, after, self.budgets(plan)).items():
            for row in plan.to_write:
                if self.touches(row, year, fund, after):
                    plan.refuse(message, row)

    def pictured(self, plan, before):
        """The picture of the plan's schemes as it would be with the plan written."""
        return before

    def budgets(self, plan):
        """What the plan allocates by year and fund source."""
        return {}

    def touches(self, row, year, fund, picture):
        """Whether the row has to do with the money of a year and fund source."""
        return (row.values["year"], row.values["fund"]) == (year, fund)


class ExtensionBudgetResource(MoneyResource):
    class Meta(RecordedResource.Meta):
        model = ExtensionBudget

    def schemes(self, rows):
        return set()

    def budgets(self, plan):
        return {(row.values["year"], row.values["fund"]): row.values["allocated"] for row in plan.to_write}


class ExtensionSchemeResource(RuledResource):
    class Meta(RecordedResource.Meta):
        model = ExtensionScheme

    def schemes(self, rows):
        return {row.pk for row in rows}


class SchemeFundingResource(MoneyResource):
    class Meta(RecordedResource.Meta):
        model = SchemeFunding

    def pictured(self, plan, before):
        lines = {scheme: dict(amounts) for scheme, amounts in before.lines.items()}
        for row in plan.to_write:
            place = row.values["year"], row.values["fund"]
            lines.setdefault(row.values["scheme_id"], {})[place] = row.values["committed"] or Decimal(0)
        return replace(before, lines=lines)


class SchemeStepResource(MoneyResource):
    class Meta(RecordedResource.Meta):
        model = SchemeStep

    def pictured(self, plan, before):
        steps = {scheme: {on: status for status, on in history} for scheme, history in before.steps.items()}
        for row in plan.to_write:
            steps.setdefault(row.values["scheme_id"], {})[row.values["on"]] = row.values["status"]
        ordered = {scheme: [(days[on], on) for on in sorted(days)] for scheme, days in steps.items()}
        return replace(before, steps=ordered)

    def touches(self, row, year, fund, picture):
        return (year, fund) in picture.commitment(row.values["scheme_id"])
