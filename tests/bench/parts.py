"""What is measured: each part gives the measures of one table, all of one run, the limit of the machine first."""

from functools import partial

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from config.jobs import lock, queue
from config.pages.cells import cells_of, paths_of
from config.pages.tables import in_stable_order
from config.sheets.formats import FORMATS
from indicators.models import Figure, Version
from indicators.public.highlights import public_figures
from indicators.public.tables import FigureTable
from indicators.public.views import FIGURE_ORDER
from indicators.resources import FigureResource
from tests.bench import bare, book
from tests.bench.databases import BASE, FULL, PUBLIC, copy_of, make, use
from tests.bench.measuring import Measure, run
from tests.bench.peer import PeerResource, StockImportResource, peer_dataset, peer_file

PEER_ROWS = 2_000
PEERS = {
    "stock django-import-export": StockImportResource,
    "stock django-import-export, tuned": PeerResource,
}
LIMIT = "limit"
READING = "reading the rows"


def measured(name, work, *, times, database=BASE, scale=1):
    """A piece of work done several times, each in a fresh copy of a database."""
    measure = Measure(name, scale)
    for _ in range(times):
        with copy_of(database):
            connection.close()
            measure.add(*run(work))
    return measure


# Import


def imports(rows, times):
    """New figures, a tenth of them changed, and what both take at the least."""
    new, changed = book.workbook(rows), book.workbook(rows, changed=rows // 10)
    # A server has answered before.
    with copy_of(BASE):
        preview(book.workbook(20))
    peer = partial(measured, times=1, scale=rows / PEER_ROWS)
    yield (
        f"Import of {rows} new figures",
        [
            measured(LIMIT, partial(bare.write_new, new), times=times),
            measured("preview", partial(preview, new), times=times),
            measured("preview and confirmation", partial(through_the_admin, new), times=times),
            *(
                peer(f"{name}, {PEER_ROWS} rows scaled", partial(through_the_peer, resource, PEER_ROWS))
                for name, resource in PEERS.items()
            ),
        ],
    )
    yield (
        f"Import of {rows} stored figures, {rows // 10} of them changed",
        [
            measured(LIMIT, partial(bare.write_changed, changed, rows // 10), times=times, database=FULL),
            measured("preview and confirmation", partial(through_the_admin, changed), times=times, database=FULL),
            measured("preview of no change", partial(preview, new), times=times, database=FULL),
        ],
    )


def preview(content):
    return _preview(signed_in(), content)


def through_the_admin(content):
    """Upload, preview and confirmation as a browser sends them."""
    client = signed_in()
    token = _preview(client, content).context["token"]
    done = worked_off(client, client.post(reverse("admin:indicators_figure_process_import"), {"token": token}))
    assert done.status_code == 302 or done.context["job"].written


def signed_in():
    client = Client()
    client.force_login(get_user_model().objects.get(), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def _preview(client, content):
    file = SimpleUploadedFile("so-lieu.xlsx", content)
    shown = worked_off(client, client.post(reverse("admin:indicators_figure_import"), {"import_file": file}))
    assert not shown.context["problem_count"], shown.context["problems"][:3]
    return shown


def worked_off(client, answer):
    """What comes of a sheet that was sent: of a large one the page of its job, its work done here."""
    if answer.status_code != 302 or "/viec/" not in answer.url:
        return answer
    with lock.as_the_only_one():
        queue.work_off(queue.take())
    return client.get(answer.url)


def through_the_peer(resource, rows):
    """A dry run and a real one, as its admin does."""
    dataset = peer_dataset(rows)
    for dry_run in (True, False):
        result = resource().import_data(dataset, dry_run=dry_run, raise_errors=True, use_transactions=True)
    assert result.totals["new"] == rows


# Export


def exports(rows, times):
    """Files of all figures, of staff and of readers, against reading the rows."""
    yield (
        f"Export of {rows} figures",
        [
            measured(READING, read_rows, times=times, database=FULL),
            *(measured(each.extension, partial(write_file, each), times=times, database=FULL) for each in FORMATS),
            measured(
                f"stock django-import-export, xlsx, {PEER_ROWS} rows scaled",
                partial(peer_file, PEER_ROWS),
                times=1,
                database=FULL,
                scale=rows / PEER_ROWS,
            ),
        ],
    )
    make(PUBLIC, FULL)
    use(PUBLIC)
    # In a process of its own: what it takes is not the memory of what is measured.
    run(book.publish)
    # A server has answered before.
    begin_file("xlsx")
    kinds = [each.extension for each in FORMATS]
    yield (
        f"Public table of {rows} figures, from the request to the file's end",
        [
            measured(READING, read_public_rows, times=times, database=PUBLIC),
            *(measured(kind, partial(take_file, kind), times=times, database=PUBLIC) for kind in kinds),
            *(
                measured(f"{kind}, first bytes", partial(begin_file, kind), times=times, database=PUBLIC)
                for kind in kinds
            ),
        ],
    )


def read_rows():
    resource = FigureResource()
    for _ in Figure.objects.values_list(*resource.paths_out()).iterator(chunk_size=5000):
        pass


def write_file(file_format):
    for _ in file_format().write([FigureResource().sheet(Figure.objects.all())]):
        pass


def read_public_rows():
    rows, columns = in_stable_order(public_figures().order_by(*FIGURE_ORDER)), FigureTable([]).columns
    told = [cells_of(column, Version) for column in columns.iterall() if not column.column.exclude_from_export]
    for _ in rows.values_list(*paths_of(told)).iterator(chunk_size=5000):
        pass


def take_file(kind):
    for _ in _pieces(kind):
        pass


def begin_file(kind):
    next(_pieces(kind))


def _pieces(kind):
    return iter(Client().get(reverse("figure-list"), {"tai": kind}).streaming_content)


# Trail


def trail(rows, times):
    """What the trail adds to a bulk write: the same write with its triggers and without."""
    for name, work, database in [
        ("bulk_create", partial(create_in_bulk, rows), BASE),
        ("one UPDATE", update_at_once, FULL),
    ]:
        yield (
            f"Trail of {name}, {rows} figures",
            [
                measured("without", partial(work, with_trail=False), times=times, database=database),
                measured("with the trail", partial(work, with_trail=True), times=times, database=database),
            ],
        )


def create_in_bulk(rows, *, with_trail):
    figures = book.Records().figures(rows)
    with transaction.atomic():
        _take_off_trail(with_trail)
        Figure.objects.bulk_create(figures, batch_size=5000)


def update_at_once(*, with_trail):
    with transaction.atomic():
        _take_off_trail(with_trail)
        Figure.objects.update(locator="khác")


def _take_off_trail(with_trail):
    if not with_trail:
        bare.take_off_trail()


PARTS = {"import": imports, "export": exports, "trail": trail}
# What the other measures of a part are held against.
AGAINST = {"import": LIMIT, "export": READING, "trail": "without"}
