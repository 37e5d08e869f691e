"""What a page of 25 of so many projects takes, against a plain Django template of the same 25 rows."""

from functools import cache, partial

from django.core.management import call_command
from django.db import connection
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import reverse

from config.pages.tables import configure
from config.pages.versions import current, version_now
from config.ready import make_ready
from projects.filters import ProjectFilter
from projects.models import InvestmentProject
from projects.tables import ProjectTable
from tests.bench.databases import LISTS, make, use
from tests.bench.parts import measured
from tests.bench.registers import make_projects

PLAIN, VIEWS = "plain template", 40
FAR = 2_000
ORDERS = ["name", "-capital_billion_vnd", "workers", "status_then", "industry", "estate"]
SHOWN = [
    ("name", "{{ row.name }}"),
    ("investor", "{{ row.investor }}"),
    ("estate", "{{ row.estate|default:'ngoài khu, cụm' }}"),
    ("industry", "{{ row.industry }}"),
    ("status", "{{ row.status_then }}"),
    ("certificate", "{{ row.certificate_on|day }}"),
    ("vnd", "{{ row.capital_billion_vnd|number }}"),
    ("usd", "{{ row.capital_million_usd|number }}"),
    ("land", "{{ row.land_ha|number }}"),
    ("workers", "{{ row.workers|number }}"),
]


def lists(rows, times):
    """The list alone, then the whole page as a browser asks for it."""
    prepare(rows)
    ids, total = list(first_page().values_list("pk", flat=True)[:25]), first_page().count()
    ours, repeated = partial(shown, total), partial(measured, times=times, database=LISTS)
    yield (
        f"{VIEWS} views of a list of 25 of {rows} projects",
        [
            repeated(PLAIN, partial(views, partial(plain, ids))),
            repeated("our list", partial(views, ours)),
            repeated("our list, counted", partial(views, partial(shown, None))),
            repeated("our list, cells by django-tables2", partial(views, partial(by_the_stock, total))),
            repeated(f"page {FAR}", partial(views, partial(ours, trang=FAR))),
            *(repeated(f"sorted by {order}", partial(views, partial(ours, xep=order))) for order in ORDERS),
            repeated("a word of one row", partial(views, partial(shown, None, tim="7919"))),
            repeated("a word of all rows", partial(views, partial(shown, None, tim="cong ty"))),
        ],
    )
    # As a server is when it begins.
    make_ready()
    yield (
        f"The whole page over {rows} projects, once, by a process that has answered nothing",
        [
            repeated(PLAIN, partial(plain, ids)),
            repeated("projects", partial(page, "project-list")),
            repeated("zones and clusters", partial(page, "estate-list")),
            repeated("overview", partial(page, "overview")),
        ],
    )


def prepare(rows):
    make(LISTS)
    use(LISTS)
    call_command("migrate", verbosity=0)
    make_projects(rows)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")


def views(work):
    """As a server that has answered before, of one version of the data."""
    current.set(version_now())
    for _ in range(3):
        work()
    for _ in range(VIEWS):
        work()


def asked(**query):
    request = RequestFactory().get(reverse("project-list"), query)
    projects = InvestmentProject.objects.public().select_related("estate", "industry", "source")
    return request, ProjectFilter(request.GET, projects)


def first_page():
    return asked()[1].qs.order_by("-certificate_on", "name", "pk")


def shown(total, **query):
    """The list as the page draws it; `total` is None where no totals above it have counted its rows."""
    request, filters = asked(**query)
    table = configure(request, ProjectTable(filters.qs), total=total, is_whole=not filters.is_active)
    return table.as_html(request)


def by_the_stock(total):
    """The same list whose cells go through the pipeline of django-tables2."""
    request, filters = asked()
    table = configure(request, ProjectTable(filters.qs), total=total)
    return "".join(str(cell) for row in table.paginated_rows for _, cell in row.items())


def plain(ids):
    return plain_template().render({"rows": asked()[1].qs.filter(pk__in=ids)})


@cache
def plain_template():
    head = "".join(f"<th>{name}</th>" for name, _ in SHOWN)
    first, *others = (cell for _, cell in SHOWN)
    cells = "".join(f'<td><div class="cell">{cell}</div></td>' for cell in others)
    link = "{% url 'project' row.code %}"
    row = f'<tr><th><a href="{link}">{first}</a></th>{cells}</tr>'
    return engines["django"].from_string(
        f"{{% load book %}}<table><tr>{head}</tr>{{% for row in rows %}}{row}{{% endfor %}}</table>"
    )


def page(name):
    assert Client().get(reverse(name), headers={"host": "localhost"}).status_code == 200
