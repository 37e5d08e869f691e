"""A process killed in the middle of a publication, or of calling one off, leaves it as it was or done, never half."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from indicators.actions.releasing import decide
from indicators.models import Release, ReleaseItem, Version
from tests import makers

HOME = Path(__file__).parents[2]
# Publishes or calls off, and stands still before its n-th writing statement until it is killed.
PUBLISHER = """
import sys, time
import django
django.setup()
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from indicators.actions import releasing
from indicators.models import Release

act = sys.argv[1]
release, publisher, stop_before = map(int, sys.argv[2:])
release = Release.objects.get(pk=release)
publisher = get_user_model().objects.get(pk=publisher)
writes = 0

def stand_still(execute, sql, params, many, context):
    global writes
    writes += sql.lstrip().upper().startswith(("UPDATE", "INSERT", "DELETE"))
    if writes == stop_before:
        print("standing", flush=True)
        time.sleep(60)
    return execute(sql, params, many, context)

with connection.execute_wrapper(stand_still):
    if act == "publish":
        releasing.publish(release, by=publisher)
    else:
        with transaction.atomic():
            releasing.call_off(release, by=publisher, reason="Gõ nhầm")
            # One more write to stand still before: after all of it, and before its end.
            release.warnings_read.all().delete()
print("done", flush=True)
"""


def told_by(act, release, publisher, stop_before):
    """«standing» of a process that was killed before this statement, «done» of one that came to its end."""
    process = started(act, release, publisher, stop_before)
    told = process.stdout.readline().strip()
    if told == "standing":
        os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    return told


def started(act, release, publisher, stop_before):
    settings = connection.settings_dict
    name = settings["NAME"]
    address = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        address = f"{os.environ['TEST_DATABASE_URL'].rpartition('/')[0]}/{name}"
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-c", PUBLISHER, act, str(release.pk), str(publisher.pk), str(stop_before)]
    return subprocess.Popen(command, cwd=HOME, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def correction(transactional_db):
    """A correction, from 1 to 2, in preparation."""
    old = makers.make_figure(state="approved", source=makers.make_source(), value=1)
    type(old).objects.update(value=2, state="submitted")
    old.refresh_from_db()
    (version,) = makers.approve(old, released=False)
    return makers.make_release(version, published=False, kind="correction")


@pytest.fixture
def publisher(transactional_db):
    return makers.make_user("indicators.publish_release")


def test_a_killed_publication_is_no_publication(correction, publisher):
    told = []
    for stop_before in [1, 2, 3, 4, 99]:
        told.append(told_by("publish", correction, publisher, stop_before))
        if told[-1] == "standing":
            assert [one.value for one in Version.objects.public()] == [1]
            assert not Release.objects.get(pk=correction.pk).is_published
            assert ReleaseItem.objects.filter(release=correction, public_from=None).count() == 1
    assert told == ["standing"] * 4 + ["done"]
    assert [one.value for one in Version.objects.public()] == [2]


def test_a_release_whose_calling_off_was_killed_is_decided_as_before(correction, publisher):
    hour = timezone.now() + timedelta(days=300)
    decide(correction, hour, by=publisher)
    before = list(ReleaseItem.objects.order_by("pk").values())
    told = []
    for stop_before in [1, 2, 99]:
        told.append(told_by("call_off", correction, publisher, stop_before))
        if told[-1] == "standing":
            assert Release.objects.get(pk=correction.pk).published_by == publisher
            assert list(ReleaseItem.objects.order_by("pk").values()) == before
    assert told == ["standing", "standing", "done"]
    assert not Release.objects.get(pk=correction.pk).is_published
    assert [one.value for one in Version.objects.public(hour)] == [1]
