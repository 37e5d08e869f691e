"""The sheets under fixtures/ that this app reads, those others name first."""

from projects import resources

# Indicators of money by content line are counted by them.
NAMED_BY_INDICATORS = [("content_lines.csv", resources.ContentLineResource)]
SHEETS = [
    ("estates.csv", resources.EstateResource),
    ("estate_statuses.csv", resources.EstateStatusResource),
    ("estate_areas.csv", resources.EstateAreaResource),
    ("infrastructure_support.csv", resources.InfrastructureSupportResource),
    ("investment_projects.csv", resources.InvestmentProjectResource),
    ("project_statuses.csv", resources.ProjectStatusResource),
    ("disbursements.csv", resources.DisbursementResource),
    ("mineral_sites.csv", resources.MineralSiteResource),
    ("mining_licences.csv", resources.MiningLicenceResource),
    ("support_ceilings.csv", resources.SupportCeilingResource),
    ("extension_budgets.csv", resources.ExtensionBudgetResource),
    ("beneficiaries.csv", resources.BeneficiaryResource),
    ("extension_schemes.csv", resources.ExtensionSchemeResource),
    # Money before steps: the step that approves a scheme is checked against its funding.
    ("scheme_funding.csv", resources.SchemeFundingResource),
    ("scheme_steps.csv", resources.SchemeStepResource),
    ("scheme_results.csv", resources.SchemeResultResource),
    ("typical_products.csv", resources.TypicalProductResource),
    ("handicraft_kinds.csv", resources.HandicraftKindResource),
]
