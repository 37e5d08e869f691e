"""What is approved before versions exist becomes version 1 of its figure, public in one first release.

Nothing a reader sees changes: the same figures are public before and after.
"""

from django.conf import settings
from django.db import migrations
from django.utils import timezone

BATCH = 2000
CONTENT = [
    "indicator_id", "place_id", "period_start", "period_end", "kind", "value", "upper", "qualifier", "as_printed",
    "note", "is_break", "has_other_definition", "is_unreliable", "in_doubt", "source_id", "locator",
]  # fmt: skip
REPORTED = ["value", "qualifier", "source_id", "locator", "note"]


def make_versions(apps, schema_editor):
    Figure, Version = (apps.get_model("indicators", name) for name in ["Figure", "Version"])
    ReportedValue, ReportedInVersion = (
        apps.get_model("indicators", name) for name in ["ReportedValue", "ReportedInVersion"]
    )
    now = timezone.now()
    approved_by = approvals(apps)
    made = []
    for figure in Figure.objects.filter(state="approved").order_by("pk").iterator(BATCH):
        who, when = approved_by.get(figure.pk, (None, now))
        fields = {name: getattr(figure, name) for name in CONTENT}
        made.append(Version(figure=figure, number=1, approved_by_id=who, approved_at=when, **fields))
    Version.objects.bulk_create(made, batch_size=BATCH)
    version_of = dict(Version.objects.values_list("figure_id", "pk"))
    ReportedInVersion.objects.bulk_create(
        [
            ReportedInVersion(
                version_id=version_of[other.figure_id], **{name: getattr(other, name) for name in REPORTED}
            )
            for other in ReportedValue.objects.order_by("pk").iterator(BATCH)
            if other.figure_id in version_of
        ],
        batch_size=BATCH,
    )


def approvals(apps):
    """Who approved each figure last and when, by the trail."""
    AuditEntry = apps.get_model("indicators", "AuditEntry")
    people = set(apps.get_model("auth", "User").objects.values_list("pk", flat=True))
    entries = AuditEntry.objects.filter(table="indicators_figure", after__state="approved").order_by("pk")
    return {
        row: (user if user in people else None, at)
        for row, user, at in entries.values_list("row", "user_id", "at").iterator(BATCH)
    }


def make_release(apps, schema_editor):
    Version, Release, ReleaseItem = (
        apps.get_model("indicators", name) for name in ["Version", "Release", "ReleaseItem"]
    )
    public = Version.objects.filter(indicator__is_public=True).order_by("pk").values_list("pk", "figure_id")
    if not public.exists():
        return
    now = timezone.now()
    release = Release.objects.create(
        code="so-da-cong-khai",
        title="Số liệu đã công khai từ trước",
        note="Các số liệu đang công khai khi sổ bắt đầu công bố theo đợt.",
        public_from=now,
    )
    Release.objects.filter(pk=release.pk).update(published_at=now)
    ReleaseItem.objects.bulk_create(
        [
            ReleaseItem(release=release, version_id=version, figure_id=figure)
            for version, figure in public.iterator(BATCH)
        ],
        batch_size=BATCH,
    )
    ReleaseItem.objects.filter(release=release).update(public_from=now)


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0002_versions_and_releases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(make_versions, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(make_release, migrations.RunPython.noop, elidable=False),
    ]
