"""How approved versions become public: gathered into a release, checked, and published once, all or none."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from django_guid import get_guid

from config.values.dates import format_date, format_moment
from indicators.actions.approving import NAMED, need
from indicators.actions.checklist import check_release, hour_of
from indicators.audit import acting_as
from indicators.models import Figure, Indicator, Release, ReleaseItem, State, Version, WarningRead

MAY_PUBLISH = "indicators.publish_release"
BATCH = 2000
# A release that is called off must be off before its first reader comes.
IN_TIME = timedelta(minutes=1)


class UnreadWarnings(ValidationError):
    """Warnings stand in the way of a release until somebody puts a name to them."""

    def __init__(self, points):
        super().__init__(_told(points, "Còn cảnh báo chưa ai đọc và đánh dấu"))
        self.points = points


def releasable(kind, *, report_form=None, topic=None, office=None, period=None):
    """Approved versions that a release of this kind could still gather, and no release in preparation holds."""
    public = ReleaseItem.objects.last().filter(figure=OuterRef("figure"), withdraws=False)
    if kind == Release.Kind.CORRECTION:
        # Of what is public already, only what was approved anew since.
        versions = _free_versions().filter(Exists(public.exclude(version=OuterRef("pk"))))
    else:
        # What was withdrawn comes back by itself only as a newer version; unchanged, where somebody asks for it.
        withdrawn = ReleaseItem.objects.last().filter(version=OuterRef("pk"), withdraws=True)
        versions = _free_versions().exclude(Exists(public)).exclude(Exists(withdrawn))
    if report_form:
        versions = versions.filter(indicator__in=report_form.indicators())
    wanted = {"indicator__topic": topic, "indicator__office": office}
    if period:
        wanted |= {"period_start": period.start, "period_end": period.end}
    return versions.filter(**{name: value for name, value in wanted.items() if value})


def withdrawn():
    """Versions that stand withdrawn and were not approved anew: withdrawn by mistake, they may be released again."""
    return _free_versions().filter(
        Exists(ReleaseItem.objects.last().out().filter(version=OuterRef("pk"), withdraws=True))
    )


def _free_versions():
    waiting = ReleaseItem.objects.filter(release__published_at__isnull=True, figure=OuterRef("figure"))
    versions = Version.objects.newest().filter(indicator__is_public=True).exclude(figure__state=State.RETURNED)
    return versions.exclude(Exists(waiting))


@transaction.atomic
def gather(release, versions, *, by):
    """Put versions into a release in preparation; gives how many."""
    release = _in_preparation(release, by)
    with _signed(by):
        made = ReleaseItem.objects.bulk_create(
            [
                ReleaseItem(release=release, figure_id=figure, version_id=version)
                for version, figure in versions.order_by("indicator", "pk").values_list("pk", "figure")
            ],
            batch_size=BATCH,
        )
    return len(made)


@transaction.atomic
def gather_withdrawals(release, figures, *, by, reason):
    """Put the withdrawal of public figures into a correction in preparation; gives how many."""
    release = _in_preparation(release, by)
    if not reason.strip():
        raise ValidationError("Rút số liệu phải ghi lý do để người đọc biết.")
    if release.kind != Release.Kind.CORRECTION:
        raise ValidationError("Rút số liệu là việc của đợt đính chính: hãy lập một đợt đính chính.")
    last = ReleaseItem.objects.last().filter(figure__in=figures, withdraws=False)
    waiting = ReleaseItem.objects.filter(release=release, figure=OuterRef("figure"))
    with _signed(by):
        made = ReleaseItem.objects.bulk_create(
            [
                ReleaseItem(
                    release=release, figure_id=figure, version_id=version, withdraws=True, reason=reason.strip()
                )
                for figure, version in last.exclude(Exists(waiting)).values_list("figure", "version")
            ],
            batch_size=BATCH,
        )
    if not made:
        raise ValidationError("Không có số nào đang công khai để rút, hoặc chúng đã ở trong đợt này.")
    return len(made)


@transaction.atomic
def leave_out(release, items, *, by):
    """Take items out of a release in preparation; gives how many."""
    release = _in_preparation(release, by)
    with _signed(by):
        return release.items.filter(pk__in=items).delete()[1].get("indicators.ReleaseItem", 0)


@transaction.atomic
def renew(release, *, by):
    """Put the newest approved version in the place of older ones; gives how many."""
    release = _in_preparation(release, by)
    newest = Version.objects.newest().filter(figure=OuterRef("figure"))
    older = release.items.filter(withdraws=False).exclude(version=Subquery(newest.values("pk")[:1]))
    with _signed(by):
        return older.update(version=Subquery(newest.values("pk")[:1]))


@transaction.atomic
def read_warnings(release, keys, *, by):
    """Put a name to warnings of the checklist that were read; gives how many."""
    release = _in_preparation(release, by)
    points = [point for point in check_release(release).unread if point.key in set(keys)]
    with _signed(by):
        WarningRead.objects.bulk_create(
            [
                WarningRead(
                    release=release,
                    version=point.version,
                    warning=point.what,
                    text=point.text,
                    read_by=by,
                    read_at=timezone.now(),
                )
                for point in points
            ],
            batch_size=BATCH,
        )
    return len(points)


@transaction.atomic
def publish(release, *, by, shown=None):
    """Decide a release: all of it becomes public at its hour, at once where that has passed or none was set.

    Refused where the checklist stops it or a warning was read by nobody, and where `shown`, the fingerprint of what
    a person decides on, is not what the release holds by now. Published once: the second of two who press at once is
    told by whom and when it was.
    """
    release = _in_preparation(release, by)
    hold(release.items.order_by().values("figure"))
    found = check_release(release)
    if shown not in (None, found.fingerprint):
        raise ValidationError("Đợt vừa có thay đổi sau khi trang hiện ra nên chưa công bố: hãy xem lại rồi bấm lại.")
    if found.of_release:
        raise ValidationError(found.of_release)
    if found.errors:
        raise ValidationError(_told(found.errors, "Chưa công bố được"))
    if found.unread:
        raise UnreadWarnings(found.unread)
    with _signed(by):
        decide(release, hour_of(release), by=by)
    return release


def hold(figures):
    """Let no one take these figures' indicators off the public pages, or approve them anew, until all is decided."""
    rows = Figure.objects.filter(pk__in=figures).order_by("pk")
    indicators = Indicator.objects.filter(pk__in=rows.order_by().values("indicator")).order_by("pk")
    # Of an approval at the same time, which names the indicator, none waits for the other for ever.
    list(indicators.select_for_update(no_key=True).values_list("pk"))
    list(rows.select_for_update().values_list("pk"))


def decide(release, hour, *, by):
    """Write that a release is published, and from when until when each of its versions is public."""
    Release.objects.filter(pk=release.pk).update(published_at=timezone.now(), published_by=by, public_from=hour)
    last = ReleaseItem.objects.last().filter(figure=OuterRef("figure"), withdraws=False)
    items = ReleaseItem.objects.filter(release=release)
    items.update(replaces=Subquery(last.values("version")[:1]))
    figures = items.order_by().values("figure")
    ReleaseItem.objects.last().filter(figure__in=figures).update(public_until=hour)
    items.update(public_from=hour)
    release.refresh_from_db()


@transaction.atomic
def call_off(release, *, by, reason):
    """Take back a release whose hour lies ahead: it is in preparation again, and what it would have ended goes on.

    Refused from a minute before its hour on, and where a release decided later counts on it. The reason is told to
    readers of the calendar, which promised the release.
    """
    need(by, MAY_PUBLISH, "công bố số liệu")
    release = Release.objects.select_for_update().get(pk=release.pk)
    if not reason.strip():
        raise ValidationError("Hủy hẹn công bố phải ghi lý do: lịch công bố đã báo đợt này cho người đọc.")
    if not release.is_published:
        raise ValidationError("Đợt này chưa được hẹn công bố, hoặc vừa có người hủy hẹn rồi.")
    figures = release.items.order_by().values("figure")
    hold(figures)
    later = ReleaseItem.objects.last().filter(figure__in=figures).exclude(release=release).select_related("release")
    if item := later.order_by("-public_from", "-release__published_at").first():
        raise ValidationError(
            f"Đợt «{item.release}», công khai từ {format_moment(item.public_from)}, được quyết định sau và thay hoặc "
            "rút số liệu của đợt này: hãy hủy hẹn đợt ấy trước."
        )
    if release.public_from <= timezone.now() + IN_TIME:
        raise ValidationError(
            f"Đợt này công khai từ {format_moment(release.public_from)}, không hủy hẹn kịp nữa (phải trước ít nhất một "
            "phút): hãy đính chính hoặc rút số liệu bằng đợt mới."
        )
    with _signed(by):
        # The items follow the release by triggers: no door takes back half of it.
        Release.objects.filter(pk=release.pk).update(
            published_at=None,
            published_by=None,
            is_announced=False,
            called_off_hour=release.public_from,
            called_off_reason=reason.strip(),
        )
    release.refresh_from_db()
    return release


@transaction.atomic
def release_of_the_day(*, by, read=(), figures=None):
    """Publish at once what is approved and not public: new figures in one release, corrections in another.

    For a small office, where one button does it; `figures` narrows it, `read` are the keys of the warnings that were
    read. Gives the releases; none where nothing waits.
    """
    need(by, MAY_PUBLISH, "công bố số liệu")
    made = []
    for kind in Release.Kind:
        versions = releasable(kind)
        if figures is not None:
            versions = versions.filter(figure__in=figures)
        if versions.exists():
            release = start_release(kind, by=by)
            gather(release, versions, by=by)
            read_warnings(release, read, by=by)
            made.append(publish(release, by=by))
    return made


def start_release(kind, *, by):
    """An empty release of this kind, named for today."""
    need(by, MAY_PUBLISH, "công bố số liệu")
    today = timezone.localdate()
    word = {Release.Kind.REGULAR: "cong-bo", Release.Kind.CORRECTION: "dinh-chinh"}[kind]
    title = {Release.Kind.REGULAR: "Số liệu công bố", Release.Kind.CORRECTION: "Đính chính"}[kind]
    taken = set(Release.objects.filter(code__startswith=f"{word}-{today}").values_list("code", flat=True))
    number = next(n for n in range(1, len(taken) + 2) if _numbered(f"{word}-{today}", n) not in taken)
    later = f" (lần {number})" if number > 1 else ""
    with _signed(by):
        return Release.objects.create(
            code=_numbered(f"{word}-{today}", number), title=f"{title} ngày {format_date(today)}{later}", kind=kind
        )


def _numbered(code, number):
    return code if number == 1 else f"{code}-{number}"


def _in_preparation(release, by):
    """The release, locked, by whoever may publish; refused where it is published already."""
    need(by, MAY_PUBLISH, "công bố số liệu")
    release = Release.objects.select_for_update().get(pk=release.pk)
    if release.is_published:
        who = f" ({release.published_by})" if release.published_by_id else ""
        raise ValidationError(f"Đợt này đã được công bố lúc {format_moment(release.published_at)}{who}.")
    return release


def _told(points, why):
    lines = [str(point) for point in points[:NAMED]]
    more = f" và {len(points) - NAMED} điều khác" if len(points) > NAMED else ""
    return f"{why}: {'; '.join(lines)}{more}."


def _signed(by):
    return acting_as(by, via=get_guid() or "")
