"""Pages of the registers of projects; each reads through `public()` and counts as of a day."""

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from config.pages.downloads import download
from config.pages.tables import configure
from config.pages.views import public_page
from indicators.measures import share
from indicators.public import highlights
from indicators.public.beside import beside, links, published_on
from projects import filters, panels, tables
from projects.lives import life, now_at
from projects.models import (
    Estate,
    ExtensionScheme,
    HandicraftKind,
    InfrastructureSupport,
    InvestmentProject,
    MineralSite,
    MiningLicence,
    TypicalProduct,
)
from projects.named import named
from projects.summaries import estates, investment, minerals, products
from projects.summaries import extension as extension_sums


@public_page
def project_list(request):
    """Investment projects as they stood on a day, and what they add up to."""
    asked = filters.ProjectFilter(
        request.GET, InvestmentProject.objects.public().select_related("estate", "industry", "source")
    )
    table = tables.ProjectTable(asked.qs)
    if answer := download(request, table, title="Dự án đầu tư", notes=_notes(asked)):
        return answer
    if asked.is_active:
        cells, years = investment.cells(asked.qs), investment.over_years(asked.whenever(), asked.day)
    else:
        cells, years = investment.cells_of_all(asked.day), investment.all_over_years(asked.day)
    locations = investment.by_location(cells)
    context = {
        "title": "Dự án đầu tư",
        "meaning": "Các dự án sản xuất công nghiệp, nơi đặt, vốn đăng ký và trạng thái.",
        "beside": links(named()["published"], words=["vốn đăng ký", "VSIC", "KCN", "CCN", "FDI"]),
        "filters": asked,
        "totals": locations,
        "totals_are_demonstration": locations[-1]["is_demonstration"],
        "panels": panels.of_projects(
            asked,
            locations=locations,
            places=investment.by_place(cells),
            estates=investment.by_estate(cells),
            sections=investment.by_section(cells),
            years=years,
        ),
        "table": configure(request, table, total=locations[-1]["projects"], is_whole=not asked.is_active),
    }
    return render(request, "projects/project_list.html", context)


@public_page
def project(request, code):
    """One investment project: what is known of it, its statuses and what was spent."""
    found = get_object_or_404(
        InvestmentProject.objects.public().select_related("estate", "industry", "source"), code=code
    )
    steps = life(found.statuses.all(), timezone.localdate())
    disbursements = list(found.disbursements.order_by("on"))
    context = {
        "title": found.name,
        "project": found,
        "life": steps,
        "status": now_at(steps),
        "disbursements": disbursements,
        "panels": panels.of_project(investment.disbursed(disbursements)),
    }
    return render(request, "projects/project.html", context)


@public_page
def estate_list(request):
    """Industrial zones and clusters as they stood on a day, with occupancy computed from their areas."""
    asked = filters.EstateFilter(request.GET, Estate.objects.public().select_related("source"))
    # A column of its file alone: the page asks for it no more than it shows it.
    is_told = "tai" in request.GET and InvestmentProject.objects.public().demonstration().exists()
    hidden = () if is_told else ("invented_then",)
    table = tables.EstateTable(_with_projects(asked.qs, asked.day), day=asked.day, exclude=hidden)
    if answer := download(request, table, title="Khu, cụm công nghiệp", notes=_notes(asked)):
        return answer
    support = InfrastructureSupport.objects.public().as_of(asked.day)
    support = support.select_related("legal_basis", "source").prefetch_related("estates")
    rows = list(asked.qs)
    context = {
        "title": "Khu, cụm công nghiệp",
        "meaning": "Khu công nghiệp (KCN) và cụm công nghiệp (CCN). "
        "Tỷ lệ lấp đầy = đất công nghiệp đã cho thuê / đất công nghiệp.",
        "beside": beside("Khu, cụm công nghiệp", model="projects.estate"),
        "filters": asked,
        "totals": estates.by_kind(rows),
        "totals_are_demonstration": any(row.is_demonstration for row in rows),
        "panels": panels.of_estates(estates.occupancies(rows)),
        "table": configure(request, table, total=len(rows)),
        "support": tables.SupportTable(support, prefix="ho-tro-"),
    }
    return render(request, "projects/estate_list.html", context)


@public_page
def estate(request, code):
    """One zone or cluster: its statuses, its areas by date, its occupancy today, its projects, its public figures."""
    today = timezone.localdate()
    known = Estate.objects.public().filter(code=code)
    found = known.as_of(today).select_related("source").first() or get_object_or_404(known)
    projects = InvestmentProject.objects.public().filter(estate=found).as_of(today)
    steps = life(found.statuses.all(), today)
    areas = list(found.areas.order_by("kind", "on"))
    # A place of figures and an estate of one code are the same.
    figures = highlights.few_public_figures(place__code=found.code, indicator__is_public=True)
    context = {
        "title": found.name,
        "estate": found,
        "occupancy": share(getattr(found, "leased_then", None), getattr(found, "industrial_then", None)),
        "life": steps,
        "status": now_at(steps),
        "areas": areas,
        "panels": panels.of_estate(estates.land_over_years(areas, today)),
        "projects": projects.count(),
        "operating": projects.operating().count(),
        "projects_are_demonstration": projects.demonstration().exists(),
        "figures": figures.order_by(*highlights.TOPIC_ORDER, "-period_end", "-maturity"),
        "supports": found.supports.select_related("legal_basis", "source").prefetch_related("estates"),
    }
    return render(request, "projects/estate.html", context)


@public_page
def mineral_list(request):
    """Licences to mine in force on a day, or of the validity asked for; sites are counted, not licences."""
    asked = filters.MineralSiteFilter(request.GET, MineralSite.objects.public())
    in_force = MiningLicence.objects.filter(site__in=asked.qs).as_of(asked.day)
    listed = asked.listed().select_related("site__source").annotate(is_demonstration=F("site__is_demonstration"))
    table = tables.LicenceTable(listed)
    if answer := download(request, table, title="Giấy phép khai thác khoáng sản", notes=_notes(asked)):
        return answer
    sites, validities, capacities = minerals.told_of_minerals(asked.qs, asked.licences(), in_force)
    shown = sum(line["licences"] for line in validities if line["code"] in asked.validities)
    context = {
        "title": "Khoáng sản",
        "meaning": "Điểm mỏ và giấy phép khai thác. Một điểm mỏ có thể có nhiều giấy phép.",
        "beside": beside("Khoáng sản", model="projects.mineralsite"),
        "filters": asked,
        "sites": sites,
        "validities": validities,
        "licences": sum(line["licences"] for line in validities if line["code"] in MiningLicence.IN_FORCE),
        "panels": panels.of_minerals(asked, validities, capacities),
        "totals_are_demonstration": any(line["is_demonstration"] for line in validities),
        "table": configure(request, table, total=shown, is_whole=not asked.is_active),
    }
    return render(request, "projects/mineral_list.html", context)


@public_page
def extension(request):
    """Khuyến công: what was allocated, committed, disbursed and settled, and the schemes."""
    asked = filters.SchemeFilter(
        request.GET, ExtensionScheme.objects.public().with_money().select_related("content", "source")
    )
    table = tables.SchemeTable(asked.qs)
    if answer := download(request, table, title="Đề án khuyến công", notes=_notes(asked)):
        return answer
    budgets = extension_sums.budgets(asked.day)
    contents, published = extension_sums.by_content(
        asked.qs,
        published_on("Kinh phí khuyến công được giao", "Đề án khuyến công", "Kinh phí của đề án khuyến công"),
    )
    context = {
        "title": "Khuyến công",
        "meaning": "Kinh phí khuyến công được giao theo năm và nguồn, phần đã phê duyệt, giải ngân, quyết toán; "
        "các đề án đã phê duyệt.",
        "beside": links(published, words=["khuyến công", "vốn đối ứng"]),
        "filters": asked,
        "budgets": budgets,
        "panels": panels.of_extension(asked, budgets, contents),
        "totals_are_demonstration": any(line["is_demonstration"] or line["use_is_demonstration"] for line in budgets),
        "table": configure(
            request, table, total=sum(line["schemes"] for line in contents), is_whole=not asked.is_active
        ),
    }
    return render(request, "projects/extension.html", context)


@public_page
def scheme(request, code):
    """One khuyến công scheme: its money by year and source, its steps, beneficiaries and results."""
    found = get_object_or_404(
        ExtensionScheme.objects.public().with_money().select_related("content", "source"), code=code
    )
    context = {
        "title": found.name,
        "scheme": found,
        "panels": panels.of_scheme(found),
        "funding": found.funding.order_by("year", "fund"),
        "steps": found.steps.order_by("on"),
        "beneficiaries": found.beneficiaries.public(),
        "results": found.results.order_by("name"),
    }
    return render(request, "projects/scheme.html", context)


@public_page
def product_list(request):
    """Typical rural industrial products by round and level."""
    asked = filters.ProductFilter(request.GET, TypicalProduct.objects.public().select_related("source"))
    table = tables.ProductTable(asked.qs)
    if answer := download(request, table, title="Sản phẩm công nghiệp nông thôn tiêu biểu", notes=_notes(asked)):
        return answer
    cells = products.counted(asked.qs)
    rounds, groups = products.by_round(cells), products.by_group(cells)
    total = sum(line["products"] for line in groups)
    context = {
        "title": "Sản phẩm công nghiệp nông thôn tiêu biểu",
        "meaning": "Sản phẩm được công nhận qua các kỳ bình chọn.",
        "beside": beside("Sản phẩm CNNT tiêu biểu", words=["CNNT"]),
        "filters": asked,
        "total": total,
        "rounds": rounds,
        "panels": panels.of_products(asked, rounds, groups),
        "totals_are_demonstration": any(line["is_demonstration"] for line in rounds),
        "table": configure(request, table, total=total, is_whole=not asked.is_active),
    }
    return render(request, "projects/product_list.html", context)


@public_page
def handicraft_list(request):
    """Kinds of handicraft made in the province."""
    asked = filters.HandicraftFilter(request.GET, HandicraftKind.objects.public().select_related("source"))
    table = tables.HandicraftTable(asked.qs)
    if answer := download(request, table, title="Loại sản phẩm tiểu thủ công nghiệp", notes=_notes(asked)):
        return answer
    context = {
        "title": "Tiểu thủ công nghiệp",
        "meaning": "Các loại sản phẩm tiểu thủ công nghiệp làm ra trong tỉnh, theo tài liệu ghi ở cột «Nguồn».",
        "beside": beside("Tiểu thủ công nghiệp"),
        "filters": asked,
        "table": configure(request, table, is_whole=not asked.is_active),
    }
    return render(request, "register.html", context)


def _with_projects(estates, day):
    """The estates with how many projects lay in each on a day, how many of them operated, how many are invented."""
    projects = InvestmentProject.objects.public().as_of(day).filter(estate=OuterRef("pk")).order_by()

    def count(rows):
        return Coalesce(Subquery(rows.values("estate").annotate(n=Count("pk")).values("n")), 0)

    return estates.annotate(
        projects_then=count(projects),
        operating_then=count(projects.operating()),
        invented_then=count(projects.demonstration()),
    )


def _notes(asked):
    """What a reader of a downloaded file must know of what it holds."""
    notes = ["Dấu «—» hoặc ô trống nghĩa là chưa có số liệu, không phải số 0."]
    if hasattr(asked, "day"):
        notes.insert(0, f"Tính đến ngày {asked.day:%d/%m/%Y}.")
    return notes
