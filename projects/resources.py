"""Sheets of estates, investment, minerals, industrial extension and products."""

from config.resources import RecordedResource
from projects.models import (
    Beneficiary,
    ContentLine,
    Disbursement,
    Estate,
    EstateArea,
    EstateStatus,
    ExtensionBudget,
    ExtensionScheme,
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


class BeneficiaryResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = Beneficiary


class ContentLineResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = ContentLine


class DisbursementResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = Disbursement


class EstateResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = Estate


class EstateAreaResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = EstateArea


class EstateStatusResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = EstateStatus


class ExtensionBudgetResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = ExtensionBudget


class ExtensionSchemeResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = ExtensionScheme


class HandicraftKindResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = HandicraftKind


class InfrastructureSupportResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = InfrastructureSupport


class InvestmentProjectResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = InvestmentProject


class MineralSiteResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = MineralSite


class MiningLicenceResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = MiningLicence


class ProjectStatusResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = ProjectStatus


class SchemeFundingResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = SchemeFunding


class SchemeResultResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = SchemeResult


class SchemeStepResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = SchemeStep


class SupportCeilingResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = SupportCeiling


class TypicalProductResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = TypicalProduct
