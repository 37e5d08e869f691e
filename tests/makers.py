"""Makers of rows: each fills in what a test does not care about, and takes what it does by keyword."""

from datetime import date
from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.utils import timezone

from indicators import models as indicators
from indicators.actions.approving import write_versions
from indicators.actions.releasing import decide
from indicators.periods import Period
from power import models as power
from projects import models as projects

_numbers = count(1)


def _code(prefix):
    return f"{prefix}-{next(_numbers)}"


def make_user(*permissions, **fields):
    """A member of staff with the named permissions («indicators.change_figure»)."""
    fields = {"username": _code("nguoi-dung"), "is_staff": True, **fields}
    user = get_user_model().objects.create_user(**fields)
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user


def make_place(**fields):
    code = _code("xa")
    return indicators.Place.objects.create(**{"code": code, "name": f"Xã {code}", "level": "commune", **fields})


def make_office(**fields):
    code = _code("phong")
    return indicators.Office.objects.create(**{"code": code, "name": f"Phòng {code}", **fields})


def make_unit(**fields):
    code = _code("dvt")
    return indicators.Unit.objects.create(**{"code": code, "name": f"đơn vị {code}", "dimension": "count", **fields})


def make_topic(**fields):
    code = _code("chu-de")
    return indicators.Topic.objects.create(**{"code": code, "name": f"Chủ đề {code}", **fields})


def make_industry(**fields):
    code = _code("N")
    return indicators.Industry.objects.create(**{"code": code, "name": f"Ngành {code}", "level": 1, **fields})


def make_source(**fields):
    code = _code("nguon")
    return indicators.Source.objects.create(**{"code": code, "title": f"Báo cáo {code}", **fields})


def make_indicator(**fields):
    code = _code("chi-tieu")
    given = {"code": code, "name": f"Chỉ tiêu {code}", "measure": "flow", **fields}
    return indicators.Indicator.objects.create(**_with(given, topic=make_topic, unit=make_unit))


def make_figure(period=None, year=2022, released=True, reported=(), **fields):
    """A figure of a period («6 tháng đầu năm 2023») or of a year; an approved one is released unless told.

    `reported` are the fields of what other sources say of it, said before the approval.
    """
    span = Period.parse(period) if isinstance(period, str) else period or Period.year(year)
    given = {"period_start": span.start, "period_end": span.end, "kind": "official", "value": 100, **fields}
    is_approved = given.get("state") == indicators.State.APPROVED
    given |= {"state": indicators.State.SUBMITTED} if is_approved else {}
    figure = indicators.Figure.objects.create(**_with(given, indicator=make_indicator, place=make_place))
    for said in reported:
        make_reported_value(figure=figure, **said)
    if is_approved:
        approve(figure, released=released)
    return figure


def approve(*figures, released=True, by=None, reason="sửa số", hour=None):
    """A next version of each figure, public at once or from an hour on unless told; gives the versions."""
    versions = write_versions(figures, by=by, reason=reason)
    for figure in figures:
        figure.refresh_from_db()
    public = [version for version in versions if version.indicator.is_public]
    if released and public:
        make_release(*public, hour=hour)
    return versions


def make_release(*versions, hour=None, published=True, **fields):
    """A release of these versions, published unless told, for a while ago unless an hour is given."""
    code = _code("dot")
    release = indicators.Release.objects.create(**{"code": code, "title": f"Đợt {code}", **fields})
    indicators.ReleaseItem.objects.bulk_create(
        indicators.ReleaseItem(release=release, version=version, figure_id=version.figure_id) for version in versions
    )
    if published:
        decide(release, hour or timezone.now(), by=None)
    return release


def make_report_form(*indicators_of_rows, columns=(), places=(), **fields):
    """A form with a row for each indicator; by itself a yearly one whose columns are last year, estimate and growth."""
    code = _code("bieu")
    form = indicators.ReportForm.objects.create(**{"code": code, "name": f"Biểu {code}", **fields})
    form.places.set(places or [make_place()])
    for number, given in enumerate(columns or STANDARD_COLUMNS, start=1):
        indicators.FormColumn.objects.create(form=form, number=number, **given)
    for position, row in enumerate(indicators_of_rows, start=1):
        given = row if isinstance(row, dict) else {"indicator": row}
        indicators.FormRow.objects.create(form=form, **{"code": f"d{position}", "position": position, **given})
    return form


def make_form_row(**fields):
    given = {"code": _code("dong"), "position": 1, **fields}
    return indicators.FormRow.objects.create(**_with(given, form=make_report_form, indicator=make_indicator))


def make_form_column(**fields):
    given = {"number": 40, "kind": "official", **fields}
    return indicators.FormColumn.objects.create(**_with(given, form=make_report_form))


def make_form_period(**fields):
    span = Period.year(2022)
    given = {"period_start": span.start, "period_end": span.end, **fields}
    return indicators.FormPeriod.objects.create(**_with(given, form=make_report_form))


STANDARD_COLUMNS = [
    {"content": "shown", "relative": "year_ago"},
    {"kind": "estimate", "is_required": True},
    {"content": "computed", "formula": "movement", "of_number": 2, "base_number": 1},
]


def make_reported_value(**fields):
    given = {"value": 90, "locator": "trang 3", **fields}
    return indicators.ReportedValue.objects.create(**_with(given, figure=make_figure, source=make_source))


def make_estate(**fields):
    code = _code("ccn")
    return projects.Estate.objects.create(**{"code": code, "name": f"Cụm {code}", "kind": "cluster", **fields})


def make_estate_status(**fields):
    given = {"status": "operating", "on": date(2020, 1, 15), **fields}
    return projects.EstateStatus.objects.create(**_with(given, estate=make_estate))


def make_estate_area(**fields):
    given = {"kind": "leased", "hectares": 12, "on": date(2020, 1, 15), **fields}
    return projects.EstateArea.objects.create(**_with(given, estate=make_estate))


def make_infrastructure_support(estates=None, **fields):
    given = {"code": _code("htht"), "first_year": 2018, "last_year": 2020, "amount_million_vnd": 5000, **fields}
    support = projects.InfrastructureSupport.objects.create(**given)
    support.estates.set(estates if estates is not None else [make_estate(), make_estate()])
    return support


def make_investment_project(**fields):
    code = _code("da")
    return projects.InvestmentProject.objects.create(**{"code": code, "name": f"Dự án {code}", **fields})


def make_project_status(**fields):
    given = {"status": "operating", "on": date(2019, 5, 1), **fields}
    return projects.ProjectStatus.objects.create(**_with(given, project=make_investment_project))


def make_disbursement(**fields):
    given = {"on": date(2020, 6, 30), "billion_vnd": 12, **fields}
    return projects.Disbursement.objects.create(**_with(given, project=make_investment_project))


def make_mineral_site(**fields):
    code = _code("mo")
    return projects.MineralSite.objects.create(**{"code": code, "name": f"Mỏ {code}", "mineral": "đá vôi", **fields})


def make_mining_licence(**fields):
    given = {"number": _code("GP"), "issued_on": date(2015, 1, 1), "expires_on": date(2035, 1, 1), **fields}
    return projects.MiningLicence.objects.create(**_with(given, site=make_mineral_site))


def make_extension_budget(**fields):
    return projects.ExtensionBudget.objects.create(**{"year": 2022, "fund": "local", "allocated": 3000, **fields})


def make_content_line(**fields):
    code = _code("nd")
    return projects.ContentLine.objects.create(**{"code": code, "name": f"Nội dung {code}", **fields})


def make_support_ceiling(**fields):
    given = {"percent": 30, "cap_million_vnd": 1000, "valid_from": date(2018, 4, 28), **fields}
    return projects.SupportCeiling.objects.create(**_with(given, content=make_content_line))


def make_beneficiary(**fields):
    code = _code("cs")
    return projects.Beneficiary.objects.create(**{"code": code, "name": f"Cơ sở {code}", **fields})


def make_extension_scheme(beneficiaries=(), **fields):
    code = _code("kc")
    given = {"code": code, "name": f"Đề án {code}", "first_year": 2022, "last_year": 2022, **fields}
    scheme = projects.ExtensionScheme.objects.create(**given)
    scheme.beneficiaries.set(beneficiaries)
    return scheme


def make_scheme_funding(**fields):
    given = {"year": 2022, "fund": "local", "committed": 200, **fields}
    return projects.SchemeFunding.objects.create(**_with(given, scheme=make_extension_scheme))


def make_scheme_step(**fields):
    given = {"status": "approved", "on": date(2022, 3, 1), **fields}
    return projects.SchemeStep.objects.create(**_with(given, scheme=make_extension_scheme))


def make_scheme_result(**fields):
    given = {"name": "lao động được đào tạo", "quantity": 30, "unit": "người", **fields}
    return projects.SchemeResult.objects.create(**_with(given, scheme=make_extension_scheme))


def make_typical_product(**fields):
    code = _code("sp")
    given = {"code": code, "name": f"Sản phẩm {code}", "group": "craft", "level": "province", "year": 2022, **fields}
    return projects.TypicalProduct.objects.create(**given)


def make_handicraft_kind(**fields):
    code = _code("nghe")
    return projects.HandicraftKind.objects.create(**{"code": code, "name": f"Nghề {code}", **fields})


def make_substation(**fields):
    code = _code("tba")
    given = {"code": code, "name": f"Trạm {code}", "nominal_voltage_kv": 110, **fields}
    return power.Substation.objects.create(**given)


def make_power_transformer(**fields):
    given = {"name": _code("T"), "rated_mva": 25, "commissioned_on": date(2015, 1, 1), **fields}
    return power.PowerTransformer.objects.create(**_with(given, substation=make_substation))


def make_line(**fields):
    code = _code("dz")
    given = {"code": code, "name": f"Đường dây {code}", "nominal_voltage_kv": 110, "length_km": 25, **fields}
    return power.Line.objects.create(**given)


def make_power_plant(**fields):
    code = _code("nm")
    given = {"code": code, "name": f"Nhà máy {code}", "type": "hydro", "installed_capacity_mw": 30, **fields}
    return power.PowerPlant.objects.create(**given)


def make_grid_project(**fields):
    code = _code("ct")
    given = {"code": code, "name": f"Công trình {code}", "year": 2022, "status": "building", **fields}
    return power.GridProject.objects.create(**given)


def _with(given, **parents):
    """The fields with a parent made for each that was not given."""
    return given | {name: make() for name, make in parents.items() if name not in given}
