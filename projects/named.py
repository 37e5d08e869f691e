"""What projects name, and what is published of them: asked once a version for all pages and filters."""

from django.db.models import Exists, F, OuterRef

from config.at_once import at_once
from config.pages.filters import choices, listed
from config.pages.kept import kept
from indicators.models import Industry, Place
from indicators.public.beside import published_on
from projects.models import Estate, InvestmentProject

LEVELS = range(5)


@kept
def named():
    """By table and id: `code`, `label` and what else is told of each row that some project names, in their order.

    And of the indicators that are published of projects, for `links`.
    """
    called = {"id": F("pk"), "code": F("code"), "label": F("name")}
    lineage = {f"{part}_{steps}": F(f"{'parent__' * steps}{part}") for steps in LEVELS for part in ("code", "name")}
    told = at_once(
        estate=choices(_of_projects(Estate, "estate"), "kind", "name", kind=F("kind"), **called),
        place=choices(_of_projects(Place, "place"), "name", **called),
        industry=choices(_of_projects(Industry, "industry"), "code", "version", id=F("pk"), **lineage),
        published=published_on("Dự án đầu tư"),
    )
    rows = {name: {row["id"]: row for row in listed(told[name])} for name in ("estate", "place", "industry")}
    return rows | {"published": told["published"]}


def _of_projects(model, field):
    """Rows that some project names: asked of each of these, not of all projects."""
    return model.objects.filter(Exists(InvestmentProject.objects.filter(**{field: OuterRef("pk")})))


def choices_of(name):
    """Estates or places as a filter offers them."""
    return [(row["code"], row["label"]) for row in named()[name].values()]


def choices_of_industries():
    """Industries and those above them, by code: one code of two versions of VSIC is one choice."""
    codes = {code: f"{code} {label}" for row in named()["industry"].values() for code, label in _lineage(row)}
    return sorted(codes.items(), key=lambda choice: (not choice[0].isalpha(), choice[0]))


def section_of(industry):
    """The highest line of VSIC above an industry."""
    code, label = _lineage(industry)[-1]
    return {"code": code, "label": label}


def _lineage(industry):
    """An industry and those above it."""
    return [(industry[f"code_{steps}"], industry[f"name_{steps}"]) for steps in LEVELS if industry[f"code_{steps}"]]
