"""What is asked before a release: errors stop it, warnings must be read by somebody who puts a name to it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from config.values.dates import format_moment
from indicators.actions.approving import is_implausible
from indicators.measures import MeasureKind, ratio
from indicators.models import Indicator, Release, ReleaseItem, State, Version
from indicators.series import is_computable, period_before

# Five times the year before, or a fifth of it: a dot misread makes a thousand of one.
JUMP = 5
# No office decides earlier what it will publish: a year or a month mistyped.
FAR = timedelta(days=60)


@dataclass(frozen=True)
class Point:
    """One thing the checklist says of one version, or of the release itself; `what` names its kind."""

    version: Version | None
    what: str
    text: str

    def __str__(self):
        return f"«{self.version}»: {self.text}" if self.version else self.text

    @property
    def key(self):
        if self.version is None:
            return f"{self.what}:{self.text}"
        # By the figure and what it says: the key outlives a try that was undone, and no other value goes under it.
        return f"{self.what}:{self.version.figure_id}:{self.version.value}"

    @property
    def warns_of(self):
        """What a reading of it answers for: the version, or what is said of the release in these very words."""
        return (self.what, self.version.pk) if self.version else (self.what, self.text)


@dataclass
class Checklist:
    """All that the checklist found: of the release itself in words, of its versions as points."""

    of_release: list[str] = field(default_factory=list)
    errors: list[Point] = field(default_factory=list)
    warnings: list[Point] = field(default_factory=list)
    # Who read each warning, by what it warns of: a newer version, another hour is read anew.
    read: dict = field(default_factory=dict)
    # What was looked at: another one where the release holds anything else by now.
    fingerprint: str = ""

    @property
    def unread(self):
        return [point for point in self.warnings if point.warns_of not in self.read]

    @property
    def told_warnings(self):
        """Each warning with who read it, None where nobody has."""
        return [(point, self.read.get(point.warns_of)) for point in self.warnings]

    @property
    def stops(self):
        return bool(self.of_release or self.errors)


def check_release(release):
    """The checklist of a release in preparation, in a number of queries that does not grow with its figures."""
    items = list(
        release.items.select_related(
            "figure", "version__indicator__unit", "version__place", "version__indicator__parent"
        ).order_by("pk")
    )
    found = Checklist(
        read={(one.warning, one.version_id or one.text): one for one in _readings(release)},
        fingerprint=fingerprint_of(release, items),
    )
    if not items:
        found.of_release.append("Đợt chưa có số liệu nào: hãy gom số liệu vào đợt.")
    hour = hour_of(release)
    last = {item.figure_id: item for item in ReleaseItem.objects.last().filter(figure__in=[i.figure_id for i in items])}
    newest = set(Version.objects.filter(figure__in=[i.figure_id for i in items]).newest().values_list("pk", flat=True))
    for item in items:
        before = last.get(item.figure_id)
        for what, text in errors_of(item, before, newest, release, hour):
            found.errors.append(Point(item.version, what, text))
    told = [item.version for item in items if not item.withdraws]
    found.warnings = [
        *(Point(None, "far", text) for text in far_ahead(hour)),
        *(Point(version, "withdrawn", text) for version, text in withdrawn_before(told, last)),
        *(Point(version, what, text) for version, what, text in warnings_of(told, hour)),
    ]
    return found


def fingerprint_of(release, items):
    """A short name for what a release shows: its hour and title, each version and withdrawal it holds."""
    told = [(item.figure_id, item.version_id, item.withdraws, item.reason) for item in items]
    return sha256(repr((release.title, release.kind, release.public_from, told)).encode()).hexdigest()[:32]


def hour_of(release):
    """From when the release would be public, decided now: its own hour, or this moment where that has passed."""
    return max(filter(None, [release.public_from, timezone.now()]))


def errors_of(item, before, newest, release, hour):
    """What stops one item; `before` is the last word on its figure so far."""
    version = item.version
    is_public = before is not None and not before.withdraws
    if item.withdraws:
        if not is_public or before.version_id != version.pk:
            yield "gone", "số này không còn là bản đang công khai: hãy bỏ khỏi đợt"
        if release.kind != Release.Kind.CORRECTION:
            yield "kind", "rút số liệu là việc của đợt đính chính"
    else:
        if version.source_id is None:
            yield "source", "chưa có nguồn: hãy ghi nguồn rồi duyệt lại"
        if item.figure.state == State.RETURNED:
            yield "returned", "đang bị trả lại: hãy đợi sửa và duyệt lại, hoặc bỏ khỏi đợt"
        if version.pk not in newest:
            yield "newest", "đã có bản mới hơn được duyệt: hãy thay bằng bản ấy"
        if not version.indicator.is_public:
            yield "indicator", "chỉ tiêu không công khai: hãy bỏ khỏi đợt"
        if is_public and before.version_id == version.pk:
            yield "same", "bản này đã công bố rồi: hãy bỏ khỏi đợt"
        if is_public and release.kind == Release.Kind.REGULAR:
            yield "kind", "thay một số đang công khai là đính chính: hãy đưa vào đợt đính chính"
        if not is_public and release.kind == Release.Kind.CORRECTION:
            yield "kind", "số không đang công khai thì không phải đính chính: hãy đưa vào đợt công bố"
    if before is not None and before.public_from > hour:
        yield "hour", f"đã nằm trong đợt hẹn lúc {format_moment(before.public_from)}: hãy hẹn từ giờ ấy trở đi"


def far_ahead(hour):
    """A word on an hour that may be mistyped."""
    if hour > timezone.now() + FAR:
        yield f"công khai từ {format_moment(hour)}, hơn {FAR.days} ngày nữa: kiểm tra ngày, tháng, năm đã gõ"


def withdrawn_before(versions, last):
    """Versions that come back unchanged after their withdrawal; `last` is the last word on each figure."""
    for version in versions:
        before = last.get(version.figure_id)
        if before is not None and before.withdraws and before.version_id == version.pk:
            since = format_moment(before.public_from)
            yield version, f"chính bản này đã rút từ {since}, lý do: {before.reason}. Chỉ công bố lại nếu đã rút nhầm"


def warnings_of(versions, hour):
    """What a reader of the release should be sure of: doubts, implausible values, jumps, parts above their whole."""
    around = _Around(versions, hour)
    for version in versions:
        if version.in_doubt:
            yield version, "doubt", f"còn nghi vấn: {version.note}"
        if version.value is None:
            yield version, "missing", f"không có giá trị: {version.note}"
        if is_implausible(version):
            yield version, "plausible", "nằm ngoài khoảng hợp lý của chỉ tiêu"
        if text := around.jump(version):
            yield version, "jump", text
        if text := around.less_mature(version):
            yield version, "degree", text
        if text := around.parts_above(version):
            yield version, "parts", text


class _Around:
    """What stands around the versions of a release once it is public: the years before, other degrees, the parts."""

    def __init__(self, versions, hour):
        families = {v.indicator_id for v in versions} | {v.indicator.parent_id for v in versions} - {None}
        self.parts = defaultdict(list)
        members = set(families)
        for pk, parent in Indicator.objects.filter(parent__in=families).values_list("pk", "parent"):
            self.parts[parent].append(pk)
            members.add(pk)
        figures = {version.figure_id for version in versions}
        public = Version.objects.public(hour).filter(
            indicator__in=members, place__in={version.place_id for version in versions}
        )
        public = list(public.select_related("indicator__unit", "indicator__parent"))
        self.replaced = {version.figure_id: version for version in public if version.figure_id in figures}
        self.told = {_place_of(version): version for version in [*public, *versions]}

    def at(self, version, *, indicator=None, period=None, kind=None):
        period = period or version.period
        return self.told.get(
            (indicator or version.indicator_id, version.place_id, period.start, period.end, kind or version.kind)
        )

    def jump(self, version):
        """A value more than five times the one it replaces or the one of the period before, or less than a fifth."""
        stands = self.replaced.get(version.figure_id)
        if words := jump_phrase(version, stands):
            return f"{words} bản đang công khai: kiểm tra dấu chấm, phẩy và đơn vị"
        period = period_before(version.period)
        kinds = [version.kind, "official", "preliminary", "estimate"]
        bases = (period and self.at(version, period=period, kind=kind) for kind in kinds)
        base = next(filter(None, bases), None)
        words = jump_phrase(version, base)
        return f"{words} {base.period.phrase}: kiểm tra dấu chấm, phẩy và đơn vị" if words else ""

    def less_mature(self, version):
        """A degree below one that stands already."""
        if version.maturity and any(
            other.maturity > version.maturity
            for kind in ("official", "preliminary")
            if (other := self.at(version, kind=kind)) is not None
        ):
            return "đã có số ở mức chín hơn cho kỳ này"
        return ""

    def parts_above(self, version):
        """Parts that add up to more than their whole; asked of the whole and of each part."""
        whole = self.at(version, indicator=version.indicator.parent_id) if version.indicator.parent_id else version
        if whole is None or not is_computable(whole) or not MeasureKind(whole.indicator.measure).adds_up:
            return ""
        parts = [self.at(whole, indicator=part) for part in self.parts[whole.indicator_id]]
        known = [part for part in parts if is_computable(part) and part.indicator.unit_id == whole.indicator.unit_id]
        if len(known) > 1 and sum(part.value for part in known) > whole.value:
            return f"các phần cộng lại lớn hơn «{whole.indicator}»"
        if any(part.value > whole.value for part in known):
            return f"một phần lớn hơn «{whole.indicator}»"
        return ""


def jump_phrase(version, base):
    """«gấp hơn 5 lần» or «chưa bằng 1/5», to be followed by what it is held against; "" where it does not jump."""
    if not (is_computable(version, even_in_doubt=True) and is_computable(base, even_in_doubt=True)):
        return ""
    percent = ratio(version.value, base.value)
    if percent is None or 100 / JUMP <= percent <= 100 * JUMP:
        return ""
    return f"gấp hơn {JUMP} lần" if percent > 100 else f"chưa bằng 1/{JUMP}"


def _place_of(version):
    return (version.indicator_id, version.place_id, version.period_start, version.period_end, version.kind)


def _readings(release):
    return release.warnings_read.select_related("read_by")
