"""What the public pages show, named: two moments of one name show the same."""

from datetime import datetime

from django.db import connection
from django.db.models import Max, Q, Sum
from django.utils import timezone

from indicators.models import Release, TableChange

# An id is given before its transaction commits, so the highest mark alone misses a writer that commits later with a
# lower one. Below `xmin` every transaction has ended: nothing can appear there any more, and the highest mark there
# tells them all. From `xmin` on each visible mark is told by itself.
MARKS = """
    SELECT max(mark) FILTER (WHERE is_settled), array_agg(DISTINCT mark ORDER BY mark) FILTER (WHERE NOT is_settled),
        (SELECT max(at) FROM indicators_tablechange)
    FROM (
        (SELECT mark, true AS is_settled FROM indicators_tablechange, pg_current_snapshot() AS now
            WHERE mark < pg_snapshot_xmin(now)::text::bigint ORDER BY mark DESC LIMIT 1)
        UNION ALL
        (SELECT mark, false FROM indicators_tablechange, pg_current_snapshot() AS now
            WHERE mark >= pg_snapshot_xmin(now)::text::bigint)
    ) AS marks
"""


def public_version() -> tuple[str, datetime | None]:
    """The name of what is public now, and when it last changed: the tables that readers see, and the hours of releases.

    An hour that comes changes it without a write. Two questions, however long the book has been kept.
    """
    *marks, written = _marks()
    now = timezone.now()
    came = Q(public_from__lte=now)
    hours = Release.objects.aggregate(
        public=Max("public_from", filter=came & Q(published_at__isnull=False)),
        promised=Max("public_from", filter=came),
        called_off=Max("called_off_hour", filter=Q(called_off_hour__lte=now)),
    )
    return repr((marks, written, *hours.values())), max(filter(None, [hours["public"], written]), default=None)


def _marks():
    """What the marks of changed tables come to, and when the last one was made."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(MARKS)
            return cursor.fetchone()
    # One writer at a time: what it counted is committed with it.
    counted = TableChange.objects.aggregate(mark=Sum("mark"), at=Max("at"))
    return counted["mark"], counted["at"]
