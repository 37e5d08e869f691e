"""Things with an owner, money and a life: estates, investment, minerals, industrial extension, products."""

from projects.models.estates import Estate, EstateArea, EstateStatus, InfrastructureSupport
from projects.models.extension import (
    Beneficiary,
    ContentLine,
    ExtensionBudget,
    ExtensionScheme,
    FundSource,
    SchemeFunding,
    SchemeResult,
    SchemeStep,
    SupportCeiling,
)
from projects.models.investment import Disbursement, InvestmentProject, ProjectStatus
from projects.models.minerals import MineralSite, MiningLicence
from projects.models.owners import OwnerKind
from projects.models.products import HandicraftKind, TypicalProduct

__all__ = [
    "Beneficiary",
    "ContentLine",
    "Disbursement",
    "Estate",
    "EstateArea",
    "EstateStatus",
    "ExtensionBudget",
    "ExtensionScheme",
    "FundSource",
    "HandicraftKind",
    "InfrastructureSupport",
    "InvestmentProject",
    "MineralSite",
    "MiningLicence",
    "OwnerKind",
    "ProjectStatus",
    "SchemeFunding",
    "SchemeResult",
    "SchemeStep",
    "SupportCeiling",
    "TypicalProduct",
]
