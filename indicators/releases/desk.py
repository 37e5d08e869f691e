"""What the desk of a release shows, and what each of its buttons does."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator

from config.staff.boxes import names_a_row
from config.values.numbers import format_number
from indicators.actions import releasing
from indicators.actions.checklist import check_release, hour_of
from indicators.admin.forms import NarrowForm
from indicators.models import Release, ReleaseItem
from indicators.releases.forms import CallOffForm

ITEMS_A_PAGE = 100
WITHDRAWN_SHOWN = 100


def page_of(release, forms, number):
    """All that the desk shows of a release, in a number of queries that does not grow with its figures."""
    found = check_release(release)
    items = release.items.select_related(
        "version__indicator__unit", "version__place", "version__source", "version__approved_by"
    ).order_by("pk")
    page = Paginator(items, ITEMS_A_PAGE).get_page(number)
    last = ReleaseItem.objects.last().filter(figure__in=[item.figure_id for item in page])
    words = {item.figure_id: item for item in last.select_related("version", "release")}
    for item in page:
        item.before = words.get(item.figure_id)
    return {
        "checklist": found,
        "hour": hour_of(release) if release.public_from else None,
        "items": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "item_count": page.paginator.count,
        "waiting": releasing.releasable(release.kind).count(),
        "withdrawn": list(withdrawn_for(release)[:WITHDRAWN_SHOWN]),
        "form": forms["gather"],
        "call_off_form": forms["call_off"],
    }


def withdrawn_for(release):
    """The withdrawals, the latest first, that a release in preparation may undo: it shows the same versions again."""
    if release.is_published or release.kind == Release.Kind.CORRECTION:
        return ReleaseItem.objects.none()
    items = ReleaseItem.objects.last().filter(withdraws=True, version__in=releasing.withdrawn())
    related = ["release", "version__indicator__unit", "version__place"]
    return items.select_related(*related).order_by("-public_from", "-pk")


def gather(release, form, request):
    if not form.is_valid():
        return ""
    versions = releasing.releasable(release.kind, **form.cleaned_data)
    count = releasing.gather(release, versions, by=request.user)
    return f"Đã gom {format_number(count)} số liệu." if count else "Không có số liệu nào như vậy đang chờ công bố."


def gather_again(release, form, request):
    ids = [pk for pk in request.POST.getlist("again") if names_a_row(pk)]
    count = releasing.gather(release, releasing.withdrawn().filter(pk__in=ids), by=request.user)
    return f"Đã gom lại {format_number(count)} số đã rút: hãy đọc cảnh báo về từng số trước khi công bố."


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
    releasing.publish(release, by=request.user, shown=request.POST.get("shown", ""))
    return "Đã công bố."


def call_off(release, form, request):
    if not form.is_valid():
        return ""
    try:
        releasing.call_off(release, by=request.user, reason=form.cleaned_data["reason"])
    except ValidationError as error:
        release.refresh_from_db()
        if not release.is_published or release.is_out:
            raise
        # What was typed stays in its box.
        form.add_error(None, error)
        return ""
    return "Đã hủy hẹn công bố: đợt lại đang chuẩn bị, sửa được giờ và số liệu."


FORMS = {"gather": NarrowForm, "call_off": CallOffForm}
BUTTONS = {
    "gather": gather,
    "gather_again": gather_again,
    "leave_out": leave_out,
    "renew": renew,
    "read": read,
    "publish": publish,
    "call_off": call_off,
}
