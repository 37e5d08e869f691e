"""A process killed in the middle of a publication leaves it unpublished or published, never half."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from indicators.models import Release, ReleaseItem, Version
from tests import makers

HOME = Path(__file__).parents[2]
# Publishes, and stands still before its n-th writing statement until it is killed.
PUBLISHER = """
import sys, time
import django
django.setup()
from django.contrib.auth import get_user_model
from django.db import connection
from indicators.actions.releasing import publish
from indicators.models import Release

release, publisher, stop_before = map(int, sys.argv[1:])
writes = 0

def stand_still(execute, sql, params, many, context):
    global writes
    writes += sql.lstrip().upper().startswith(("UPDATE", "INSERT", "DELETE"))
    if writes == stop_before:
        print("standing", flush=True)
        time.sleep(60)
    return execute(sql, params, many, context)

with connection.execute_wrapper(stand_still):
    publish(Release.objects.get(pk=release), by=get_user_model().objects.get(pk=publisher))
print("published", flush=True)
"""


def publishing(release, publisher, stop_before):
    settings = connection.settings_dict
    name = settings["NAME"]
    address = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        address = f"{os.environ['TEST_DATABASE_URL'].rpartition('/')[0]}/{name}"
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-c", PUBLISHER, str(release.pk), str(publisher.pk), str(stop_before)]
    return subprocess.Popen(command, cwd=HOME, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.mark.django_db(transaction=True)
def test_a_killed_publication_is_no_publication():
    publisher = makers.make_user("indicators.publish_release")
    old = makers.make_figure(state="approved", source=makers.make_source(), value=1)
    type(old).objects.update(value=2, state="submitted")
    old.refresh_from_db()
    (version,) = makers.approve(old, released=False)
    release = makers.make_release(version, published=False, kind="correction")
    told = []
    for stop_before in [1, 2, 3, 4, 99]:
        process = publishing(release, publisher, stop_before)
        told.append(process.stdout.readline().strip())
        if told[-1] == "standing":
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        if told[-1] == "standing":
            assert [one.value for one in Version.objects.public()] == [1]
            assert not Release.objects.get(pk=release.pk).is_published
            assert ReleaseItem.objects.filter(release=release, public_from=None).count() == 1
    assert told == ["standing"] * 4 + ["published"]
    assert [one.value for one in Version.objects.public()] == [2]
