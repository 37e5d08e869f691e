"""Clerks who fill in forms while a large sheet is brought in: how long each save takes, and whether any is refused."""

import json
import os
import random
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import override_settings
from django.urls import reverse
from django.utils.crypto import get_random_string

from tests import makers
from tests.bench import book
from tests.bench.databases import BASE, copy_of, database_url
from tests.bench.parts import signed_in
from tests.served import by_granian, production, running

HOME = Path(__file__).resolve().parent.parent.parent
CLERKS = 20
# What a clerk does between two saves.
PAUSE = 1
ALONE_SECONDS = 20
# How long clerks have been at work when the sheet comes.
BEFORE_SECONDS = 2


@dataclass
class Box:
    """The one box of a form: where it is saved, its name, and what it has shown since it was saved last."""

    address: str
    name: str
    shown: str = ""

    @classmethod
    def new(cls):
        form = makers.make_report_form(makers.make_indicator())
        query = {"ky": "2022", "dia-ban": form.places.first().code}
        address = reverse("admin:indicators_reportform_save", args=[form.code], query=query)
        return cls(address, f"o-{form.rows.first().pk}-2")


@dataclass
class Saves:
    """The saves of some clerks: seconds each, and what went wrong."""

    name: str
    seconds: list = field(default_factory=list)
    errors: list = field(default_factory=list)

    def share(self, part):
        return sorted(self.seconds)[min(int(len(self.seconds) * part), len(self.seconds) - 1)]

    @property
    def line(self):
        found = [f"{each:.2f}" for each in (self.share(0.5), self.share(0.99), max(self.seconds))]
        return f"| {' | '.join([self.name, str(len(self.seconds)), *found, str(len(self.errors))])} |"


def beside(rows):
    """The table of saves without an import and beside one."""
    content = book.workbook(rows)
    with copy_of(BASE), serving() as server:
        boxes = [Box.new() for _ in range(CLERKS)]
        # A server has answered before.
        with saving(server, boxes, Saves("the first")):
            time.sleep(BEFORE_SECONDS)
        alone = Saves("nothing else")
        with saving(server, boxes, alone):
            time.sleep(ALONE_SECONDS)
        reading, writing = Saves("a sheet is read and planned"), Saves("a sheet is written")
        with worker():
            with saving(server, boxes, reading):
                time.sleep(BEFORE_SECONDS)
                preview = wait_for(upload(content))
            with saving(server, boxes, writing):
                time.sleep(BEFORE_SECONDS)
                assert wait_for(confirm(preview)).context["job"].written
        lines = [saves.line for saves in (alone, reading, writing)]
    head = [f"### {CLERKS} clerks save a box of a form about every {PAUSE} s, beside {rows} new figures", ""]
    columns = ["| beside | saves | median s | 99 % s | max s | errors |", "| --- | --: | --: | --: | --: | --: |"]
    return "\n".join([*head, *columns, *lines, ""])


@contextmanager
def serving():
    """The pages of the database in use, as `./dev serve` would serve them here; this process signs like them."""
    key = secrets.token_hex(32)
    own = {"SECRET_KEY": key, "ALLOWED_HOSTS": "127.0.0.1", "IMPORT_FOLDER": str(settings.IMPORT_FOLDER)}
    like_dev = {"GRANIAN_WORKERS": str(os.cpu_count() or 1), "GRANIAN_BLOCKING_THREADS": "4"}
    with tempfile.TemporaryDirectory() as folder, override_settings(SECRET_KEY=key):
        environment = production(Path(folder), database_url(), **own, **like_dev)
        with running(by_granian, Path(folder), environment) as server:
            yield server


@contextmanager
def saving(server, boxes, saves, pause=PAUSE):
    """A clerk at each box, who fills it in again and again during the block."""
    over = threading.Event()
    clerks = [threading.Thread(target=_save_until, args=(server, over, box, saves, pause)) for box in boxes]
    for clerk in clerks:
        clerk.start()
    try:
        yield
    finally:
        over.set()
        for clerk in clerks:
            clerk.join()


def _save_until(server, over, box, saves, pause):
    chance, token = random.Random(box.name), get_random_string(32)
    session = signed_in().cookies[settings.SESSION_COOKIE_NAME].value
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}"
    try:
        while not over.wait(pause * chance.uniform(0.5, 1.5)):
            # Another number each time: the same again would be no save.
            text = str((int(box.shown or 0) + chance.randrange(1, 998)) % 999)
            body = {"cells": [{"name": box.name, "text": text, "seen": box.shown}], "whole": False}
            began = time.perf_counter()
            _, _, answer = server.ask(
                box.address,
                "POST",
                json.dumps(body),
                Content_Type="application/json",
                Cookie=cookies,
                X_CSRFToken=token,
            )
            saves.seconds.append(time.perf_counter() - began)
            cell = json.loads(answer)["cells"][box.name]
            if cell["state"] != "saved":
                saves.errors.append(cell)
            box.shown = cell["shown"]
    except Exception as error:
        saves.errors.append(error)
    finally:
        connection.close()


@contextmanager
def worker():
    """The worker as ./dev begins it, on the database of this process."""
    environment = os.environ | {"DATABASE_URL": database_url(), "IMPORT_FOLDER": str(settings.IMPORT_FOLDER)}
    command = [sys.executable, "manage.py", "work", "--beside", str(os.getpid())]
    process = subprocess.Popen(command, cwd=HOME, env=environment)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def upload(content):
    """The page of the job that reads a sheet."""
    file = SimpleUploadedFile("so-lieu.xlsx", content)
    return signed_in().post(reverse("admin:indicators_figure_import"), {"import_file": file}).url


def confirm(preview):
    token = {"token": preview.context["token"]}
    return signed_in().post(reverse("admin:indicators_figure_process_import"), token).url


def wait_for(page):
    """What a job comes to."""
    client = signed_in()
    while True:
        answer = client.get(page)
        job = answer.context.get("job")
        if job is None or not job.is_open:
            return answer
        time.sleep(0.1)
