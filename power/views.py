"""Pages of the power grid as it stood on a day."""

from django.db.models import Count, F, OuterRef, Subquery, Sum
from django.shortcuts import render

from config.pages.downloads import download
from config.pages.tables import configure
from config.pages.views import public_page
from indicators.measures import known_sum
from indicators.public.beside import beside
from power import filters, panels, summaries, tables
from power.models import GridProject, Line, PowerPlant, PowerTransformer, Substation


@public_page
def substation_list(request):
    """Substations in service on a day, with what serves in them and how they are watched."""
    asked = filters.SubstationFilter(request.GET, Substation.objects.public().select_related("source"))
    table = tables.SubstationTable(_with_transformers(asked.qs, asked.day), day=asked.day)
    if asked.is_active:
        summary, stations, machines = summaries.told_of_substations(asked.qs, asked.whenever(), asked.day)
    else:
        summary, stations, machines = summaries.told_of_all_substations(asked.day)
    return _listing(
        request,
        asked,
        table,
        "power/substation_list.html",
        total=summary["substations"],
        title="Lưới điện: trạm biến áp",
        meaning="Trạm biến áp đang vận hành, số máy biến áp, tổng công suất (MVA) và mức độ tự động hóa.",
        beside=beside("Trạm biến áp", "Máy biến áp", model="power.substation", words=["TBA", "MVA", "SCADA"]),
        summary=summary,
        panels=panels.of_substations(stations, machines),
        totals_are_demonstration=any(line["invented"] for line in _on_the_day(stations)),
    )


@public_page
def transformer_list(request):
    """Power transformers in service on a day."""
    machines = PowerTransformer.objects.public().select_related("substation")
    machines = machines.annotate(is_demonstration=F("substation__is_demonstration"))
    asked = filters.TransformerFilter(request.GET, machines)
    return _listing(
        request,
        asked,
        tables.TransformerTable(asked.qs),
        title="Máy biến áp",
        meaning="Máy biến áp đang vận hành; công suất định mức tính bằng MVA.",
        beside=beside("Máy biến áp", words=["TBA", "MVA"]),
    )


@public_page
def line_list(request):
    """Power lines in service on a day."""
    asked = filters.LineFilter(request.GET, Line.objects.public().select_related("source"))
    if asked.is_active:
        years = summaries.lines_over_years(asked.whenever(), asked.day)
    else:
        years = summaries.all_lines_over_years(asked.day)
    now = _on_the_day(years)
    return _listing(
        request,
        asked,
        tables.LineTable(asked.qs),
        "power/panels.html",
        total=sum(line["lines"] for line in now),
        title="Đường dây",
        meaning="Đường dây đang vận hành.",
        beside=beside("Đường dây"),
        totals=[
            ("Đường dây", sum(line["lines"] for line in now), ""),
            ("Chiều dài tuyến", known_sum(line["km"] for line in now), "km"),
        ],
        totals_are_demonstration=any(line["invented"] for line in now),
        panels=panels.of_lines(years),
    )


@public_page
def plant_list(request):
    """Power plants in service on a day."""
    asked = filters.PlantFilter(request.GET, PowerPlant.objects.public().select_related("source"))
    types = summaries.plants_by_type(asked.qs)
    return _listing(
        request,
        asked,
        tables.PlantTable(asked.qs),
        "power/panels.html",
        total=sum(line["plants"] for line in types),
        title="Nhà máy điện",
        meaning="Nhà máy điện đang vận hành; công suất đặt tính bằng MW.",
        beside=beside(model="power.powerplant", words=["công suất đặt", "MW"]),
        totals=[
            ("Nhà máy điện", sum(line["plants"] for line in types), ""),
            ("Công suất đặt", known_sum(line["mw"] for line in types), "MW"),
        ],
        totals_are_demonstration=any(line["is_demonstration"] for line in types),
        panels=panels.of_plants(asked, types),
    )


@public_page
def grid_project_list(request):
    """Works on the grid begun by the year of a day."""
    asked = filters.GridProjectFilter(request.GET, GridProject.objects.public().select_related("source"))
    years = summaries.works_by_year(asked.qs)
    return _listing(
        request,
        asked,
        tables.GridProjectTable(asked.qs),
        "power/panels.html",
        total=sum(line["works"] for line in years),
        title="Công trình lưới điện",
        meaning="Các công trình đầu tư lưới điện đến hết năm của ngày chọn, vốn và tình trạng.",
        beside=beside("Công trình lưới điện"),
        totals=[
            ("Công trình", sum(line["works"] for line in years), ""),
            (
                "Vốn đầu tư của các công trình đã có số",
                known_sum(line["capital"] for line in years),
                "tỷ đồng",
            ),
        ],
        totals_are_demonstration=any(line["is_demonstration"] for line in years),
        panels=panels.of_works(asked, years),
    )


def _listing(request, asked, table, template="power/listing.html", *, title, meaning, total=None, **context):
    """One register of the grid: the page, or the file the address asks for."""
    notes = [f"Tính đến ngày {asked.day:%d/%m/%Y}.", "Ô trống nghĩa là chưa có số liệu, không phải số 0."]
    if answer := download(request, table, title=title, notes=notes):
        return answer
    table = configure(request, table, total, is_whole=not asked.is_active)
    context |= {"title": title, "meaning": meaning, "filters": asked, "table": table}
    return render(request, template, context)


def _on_the_day(years):
    """What each voltage has on the day, of year-ends that run up to it."""
    return years[-1]["by_voltage"].values() if years else []


def _with_transformers(substations, day):
    """The substations with how many transformers serve in each on a day, and their rating together."""
    machines = PowerTransformer.objects.public().as_of(day).filter(substation=OuterRef("pk"))
    machines = machines.order_by().values("substation")
    return substations.annotate(
        transformers_then=Subquery(machines.annotate(n=Count("pk")).values("n")),
        rated_mva_then=Subquery(machines.annotate(total=Sum("rated_mva")).values("total")),
    )
