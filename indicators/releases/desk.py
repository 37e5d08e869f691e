"""What the desk of a release shows, and what each of its buttons does."""

from django.core.paginator import Paginator

from config.staff.boxes import names_a_row
from config.values.numbers import format_number
from indicators.actions import releasing
from indicators.actions.checklist import check_release, hour_of
from indicators.models import ReleaseItem

ITEMS_A_PAGE = 100


def page_of(release, form, number):
    """All that the desk shows of a release, in a number of queries that does not grow with its figures."""
    found = check_release(release)
    items = release.items.select_related(
        "version__indicator__unit", "version__place", "version__source", "version__approved_by"
    ).order_by("pk")
    page = Paginator(items, ITEMS_A_PAGE).get_page(number)
    public = ReleaseItem.objects.last().filter(figure__in=[item.figure_id for item in page], withdraws=False)
    stands = {item.figure_id: item.version for item in public.select_related("version")}
    for item in page:
        item.stands = stands.get(item.figure_id)
    return {
        "checklist": found,
        "hour": hour_of(release) if release.public_from else None,
        "items": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "item_count": page.paginator.count,
        "waiting": releasing.releasable(release.kind).count(),
        "form": form,
    }


def gather(release, form, request):
    if not form.is_valid():
        return ""
    versions = releasing.releasable(release.kind, **form.cleaned_data)
    count = releasing.gather(release, versions, by=request.user)
    return f"Đã gom {format_number(count)} số liệu." if count else "Không có số liệu nào như vậy đang chờ công bố."


def leave_out(release, form, request):
    ids = [pk for pk in request.POST.getlist("item") if names_a_row(pk)]
    count = releasing.leave_out(release, ids, by=request.user)
    return f"Đã bỏ {format_number(count)} số liệu khỏi đợt; chúng vẫn chờ công bố."


def renew(release, form, request):
    count = releasing.renew(release, by=request.user)
    return f"Đã thay {format_number(count)} số bằng bản mới nhất."


def read(release, form, request):
    count = releasing.read_warnings(release, request.POST.getlist("warning"), by=request.user)
    return f"Đã ghi nhận {format_number(count)} cảnh báo là đã đọc."


def publish(release, form, request):
    releasing.publish(release, by=request.user)
    return "Đã công bố."


BUTTONS = {"gather": gather, "leave_out": leave_out, "renew": renew, "read": read, "publish": publish}
