"""Large sheets, read and written outside the request: what the request hands over, and what the worker does with it.

What a job needs is in its row of the queue (who, which register, which kept file); what it found lies beside the file.
"""

import time
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import timedelta

from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django_tasks import task

from config.jobs import queue
from config.sheets import uploads
from config.sheets.batches import Batch, BatchFile, look_at, survey
from config.sheets.changeset import Changeset
from config.sheets.choices import Choices
from config.sheets.history import keeper
from config.sheets.importing import look, write_seen
from config.sheets.reading import weight
from config.sheets.sheet import MEGABYTE, SheetError

# About 5.000 rows of a dozen columns: read and planned in half a second.
LIGHT = 4 * MEGABYTE
FEW_ROWS = 5_000
# How often it is told how far a job is.
TOLD_SECONDS = 0.3

EXPIRED = "Tệp đã hết hạn giữ: hãy chọn tệp và xem trước lại."
NOT_ALLOWED = "Tài khoản không còn quyền nhập vào danh sách này, nên chưa ghi dòng nào: hãy hỏi người quản trị."


def is_heavy(content):
    """Whether a file is too large to be read while a browser waits."""
    return weight(content) > LIGHT


def hand_over_file(request, model, content, filename, choices=None):
    """Let the worker read a file and plan what it changes; gives the id of the job."""
    file = uploads.keep(content)
    try:
        return _enqueued(read_sheet, request, model, file, uploads.digest(content), filename, choices=choices)
    except Exception:
        uploads.drop(file)
        raise


def hand_over_survey(request, model, file, batch):
    """Let the worker look at all parts of a file of a batch; gives the id of the job."""
    return _enqueued(look_through, request, model, file.kept, file.digest, file.name, batch=batch)


def hand_over_changes(request, model, seen, then=""):
    """Let the worker write what was seen, and read the file for the register `then` after it; gives the id of the job,
    None for the second of two clicks."""
    file = uploads.claim(seen["file"])
    more = {"batch": seen.get("batch", ""), "then": then}
    return file and _enqueued(write_sheet, request, model, file, seen["digest"], seen["name"], **more)


def hand_over_undo(request, model, pk, filename, seen):
    """Let the worker take back an import as it was looked at; gives the id of the job."""
    return _enqueued(undo_import, request, model, str(pk), seen, filename)


def _enqueued(job, request, model, file, digest, filename, **more):
    queue.forget(timezone.now() - timedelta(seconds=uploads.KEPT_SECONDS))
    told = {"user": request.user.pk, "model": model._meta.label, "file": file, "digest": digest, "filename": filename}
    return job.enqueue(**told, **more, via=getattr(request, "correlation_id", "")).id


@task(takes_context=True)
def read_sheet(context, *, user, model, file, digest, filename, via, choices=None):
    """Plan what a file changes; what is to be shown of it is kept. A file of several tables becomes a batch."""
    teller = Teller(context.task_result.id)
    with signed(user, via) as person:
        try:
            resource, content = resource_for(person, model), _kept(file, digest)
            sheets, parts = (None, []) if choices else survey(content, filename, resource)
            if len(parts) > 1:
                whole = BatchFile.of(content, filename, is_large=True, parts=parts)
                look_at(parts, whole, content, sheets, resource, person, progress=teller)
                return {"batch": Batch.begin(person, resource._meta.model, [whole]).name}
            preview = look(resource, content, filename, person, teller, Choices.of(choices or {}), sheets)
        except (SheetError, RefusedError) as error:
            return {"refused": str(error)}
        finally:
            uploads.drop(file)
            teller.is_over()
        return _kept_preview(preview)


@task(takes_context=True)
def look_through(context, *, user, model, file, digest, filename, via, batch):
    """What the parts of a file of a batch would change, for the list of these; the file stays for whoever opens one."""
    teller = Teller(context.task_result.id)
    with signed(user, via) as person:
        try:
            resource, content = resource_for(person, model), _kept(file, digest)
            sheets, parts = survey(content, filename, resource)
            whole = BatchFile(filename, file, digest, parts=parts)
            look_at(parts, whole, content, sheets, resource, person, batch=batch, progress=teller)
        except (SheetError, RefusedError) as error:
            return {"refused": str(error)}
        finally:
            teller.is_over()
        return {"parts": [asdict(part) for part in parts]}


@task(takes_context=True)
def write_sheet(context, *, user, model, file, digest, filename, via, batch="", then=""):
    """Write what was seen of a file, by whoever confirmed it and may still do so when it is written."""
    teller = Teller(context.task_result.id)

    def seal(counts, pk):
        resource_for(_person(user), model)
        following = {"next": _read_next(then, person, via, kept, filename)} if then else {}
        queue.seal(context.task_result.id, {"written": counts, "import": pk} | following)

    with signed(user, via) as person:
        try:
            resource = resource_for(person, model)
            kept = _kept(file, digest)
            again = write_seen(resource, kept, filename, person, progress=teller, seal=seal)
        except RefusedError as error:
            return {"refused": str(error)}
        finally:
            uploads.drop(file)
            teller.is_over()
        return again and _kept_preview(again)


def _read_next(label, person, via, kept, filename):
    """Let the file that is being written be read for another register; gives the id of the job."""
    request = HttpRequest()
    request.user, request.correlation_id = person, via
    content, changes = uploads.parted(kept)
    choices = Choices.of(Changeset.load(changes).choices).of_file
    return hand_over_file(request, apps.get_model(label), content, filename, choices.plain())


@task(takes_context=True)
def undo_import(context, *, user, model, file, digest, filename, via):
    """Take back the import that `file` names, as its person looked at it (`digest`) and if they still may."""
    teller = Teller(context.task_result.id)

    def seal(counts):
        screen_for(_person(user), model)
        queue.seal(context.task_result.id, {"undone": counts, "import": int(file)})

    with signed(user, via) as person:
        try:
            screen, request = screen_for(person, model)
            keeper().undo(screen, request, int(file), digest, progress=teller, seal=seal)
        except RefusedError as error:
            return {"refused": str(error), "import": int(file)}
        except ValidationError as error:
            return {"refused": " ".join(error.messages), "import": int(file)}
        finally:
            teller.is_over()


class RefusedError(Exception):
    """What a job does not do, and why, for the person who asked for it."""


class Teller:
    """Notes how far a job is, for the page that shows it; in a file, since a page cannot see into a transaction."""

    def __init__(self, job):
        self.name = job.replace("-", "")
        self.last = (None, 0)

    def __call__(self, stage, done, total):
        now = time.monotonic()
        if stage != self.last[0] or now - self.last[1] > TOLD_SECONDS:
            self.last = stage, now
            uploads.note(self.name, {"stage": stage, "done": done, "total": total})

    def is_over(self):
        uploads.drop(self.name)


@contextmanager
def signed(user, via):
    """Sign what is written as the request of the person who asked would have."""
    person = _person(user)
    with ExitStack() as stack:
        for app in apps.get_app_configs():
            if person and hasattr(app, "acting_as"):
                stack.enter_context(app.acting_as(person, via))
        yield person


def _person(user):
    return get_user_model().objects.filter(pk=user).first()


def resource_for(person, model):
    """The sheet of a register for who may bring in its rows now."""
    screen, request = screen_for(person, model)
    return screen.resource(request)


def screen_for(person, model):
    """The screen of a register for who may bring in its rows now, with a request of theirs."""
    screen = admin.site._registry[apps.get_model(model)]
    request = HttpRequest()
    request.user = person
    if not (person and person.is_active and person.is_staff and screen.has_import_permission(request)):
        raise RefusedError(NOT_ALLOWED)
    return screen, request


def _kept_preview(preview):
    preview.is_large = True
    name, digest = preview.put()
    return {"preview": name, "digest": digest}


def _kept(file, digest):
    content = uploads.read(file)
    if content is None or uploads.digest(content) != digest:
        raise RefusedError(EXPIRED)
    return content
