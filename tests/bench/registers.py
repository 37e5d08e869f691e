"""A register of so many projects with all that became of them, written by SQL that both engines speak."""

from django.db import connection, transaction

from indicators.models import Source
from projects.models import Estate, EstateStatus, InvestmentProject, ProjectStatus
from tests import makers
from tests.bench import bare

ESTATES, INDUSTRIES, SOURCES = 300, 200, 20
NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows})"
DAYS = {
    "postgresql": "date '2008-01-01' + CAST({} AS integer)",
    "sqlite": "date('2008-01-01', '+' || ({}) || ' days')",
}
# What becomes of a project, after how many days, and of which of them.
LIFE = [
    ("certified", 0, "1 = 1"),
    ("building", 200, "n % 3 > 0"),
    ("operating", 700, "n % 2 = 0"),
    ("ended", 3000, "n % 20 = 0"),
]


def make_projects(rows):
    """Projects of made-up amounts, a tenth without one, in estates and outside, each with its statuses."""
    with transaction.atomic():
        for model in (InvestmentProject, ProjectStatus):
            bare.take_off_trail(model._meta.db_table)
        estates = _estates()
        industries = [makers.make_industry().pk for _ in range(INDUSTRIES)]
        sources = Source.objects.bulk_create(Source(code=f"s-{n}", title=f"Báo cáo số {n}") for n in range(SOURCES))
        _write(rows, estates, industries, sources)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _estates():
    estates = [
        Estate(code=f"e-{n}", name=f"Cụm công nghiệp số {n}", kind="zone" if n % 10 == 0 else "cluster")
        for n in range(ESTATES)
    ]
    estates = Estate.objects.bulk_create(estates)
    EstateStatus.objects.bulk_create(EstateStatus(estate=one, status="operating", on="2007-01-01") for one in estates)
    return [one.pk for one in estates]


def _write(rows, estates, industries, sources):
    day, numbers = DAYS[connection.vendor], NUMBERS.format(rows=rows)
    # A row is much like no other, and the same in every run.
    chance = f"((n * 7919) % {rows + 3})"
    begun = f"(({chance} * 31) % 6000)"
    first, first_industry, first_source = min(estates), min(industries), min(one.pk for one in sources)
    name = "{} || n || {} || " + chance
    written = {
        "code": "'DA-' || n",
        "name": name.format("'Dự án sản xuất số '", "' mã '"),
        "folded": name.format("'da ' || n || ' du an san xuat so '", "' ma '")
        + f" || ' cong ty ' || {chance} || ' xa ' || (n % 200)",
        "investor": f"'Công ty ' || {chance}",
        "investor_kind": "''",
        "form": "CASE n % 7 WHEN 0 THEN 'foreign' ELSE 'domestic' END",
        "commune": "'Xã ' || (n % 200)",
        "certificate_on": f"CASE n % 10 WHEN 0 THEN NULL ELSE {day.format(begun)} END",
        "estate_id": f"CASE WHEN n % 3 > 0 THEN {first} + (n % {ESTATES}) END",
        "industry_id": f"{first_industry} + (n % {INDUSTRIES})",
        "source_id": f"{first_source} + (n % {SOURCES})",
        "capital_billion_vnd": f"CASE n % 10 WHEN 1 THEN NULL ELSE {chance} / 10.0 END",
        "capital_million_usd": "CASE n % 7 WHEN 0 THEN n % 900 END",
        "land_ha": f"CASE n % 10 WHEN 2 THEN NULL ELSE ({chance} % 500) / 10.0 END",
        "workers": f"CASE n % 10 WHEN 3 THEN NULL ELSE {chance} % 3000 END",
        "is_demonstration": "n < 0",
        **dict.fromkeys(
            [
                "country",
                "certificate_number",
                "policy_decision",
                "capacity",
                "representative",
                "phone",
                "email",
                "note",
            ],
            "''",
        ),
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_into(InvestmentProject, written)} {numbers} SELECT {', '.join(written.values())} FROM numbers"
        )
        for status, after, which in LIFE:
            columns = ["project_id", "status", '"on"', "document"]
            cursor.execute(
                f"{_into(ProjectStatus, columns)} {numbers} SELECT project.id, '{status}', "
                f"{day.format(f'{begun} + {after}')}, '' FROM numbers JOIN projects_investmentproject AS project"
                f" ON project.code = 'DA-' || n WHERE {which}"
            )


def _into(model, columns):
    return f"INSERT INTO {model._meta.db_table} ({', '.join(columns)})"
