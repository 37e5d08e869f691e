"""What a search among so many names takes, against a plain lookup by an indexed code."""

from functools import partial

from django.core.management import call_command
from django.db import connection

from config.search.asking import read
from config.search.declared import declared
from config.search.finding import MOST_COUNTED, find, read_rows
from config.search.index import HoldsWords
from projects.models import InvestmentProject
from tests.bench.databases import make, use
from tests.bench.parts import measured

SEARCH, LOOKUP, TIMES_EACH, NAMES = "bench_search", "a lookup by code", 100, 200_000
MAKES = ["chế biến gỗ", "kết cấu thép", "may mặc", "thức ăn chăn nuôi", "gạch không nung", "lắp ráp điện tử"]
PLACES = ["Hòa Bình", "Lương Sơn", "Đà Bắc", "Mai Châu", "Kim Bôi", "Lạc Thủy", "Tân Lạc"]
QUERIES = {"of one row": "123456", "of ten rows": "hiếm", "of a seventh": "da bac", "of all rows": "nhà máy"}


def searches(times):
    """The questions to the database alone, then all that the page does to find and rank."""
    prepare()
    repeated = partial(measured, times=times, database=SEARCH)
    for title, ask in [("asking the database", ask_all), ("finding", find)]:
        yield (
            f"{TIMES_EACH} searches among {NAMES} projects, {title}",
            [
                repeated(LOOKUP, partial(again, look_up)),
                *(repeated(f"words {name}", partial(again, partial(ask, read(q)))) for name, q in QUERIES.items()),
            ],
        )


def prepare():
    make(SEARCH)
    use(SEARCH)
    call_command("migrate", verbosity=0)
    InvestmentProject.objects.bulk_create(map(project, range(NAMES)), batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "VACUUM")


def project(number):
    name = f"Nhà máy {MAKES[number % len(MAKES)]} {PLACES[number % len(PLACES)]} {number}"
    rare = " hiếm" if number % (NAMES // 10) == 0 else ""
    return InvestmentProject(code=f"DA-{number}", name=name + rare)


def again(work):
    for _ in range(TIMES_EACH):
        work()


def look_up():
    assert InvestmentProject.objects.values("name").get(code="DA-123456")


def ask_all(asked):
    for kind in declared():
        list(read_rows(kind, kind.rows().filter(HoldsWords(kind, asked)))[: MOST_COUNTED + 1])
