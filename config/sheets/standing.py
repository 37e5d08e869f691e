"""A person's jobs as they are shown: where each stands, how far it is, and what to do where it failed."""

from functools import cached_property

from django.apps import apps
from django.contrib.auth import get_user_model
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from config.jobs import lock, queue
from config.sheets import uploads
from config.sheets.history import keeper
from config.sheets.jobs import look_through, read_sheet, undo_import
from config.sheets.planned import Fate
from config.sheets.preview import Preview
from config.sheets.progress import Stage
from config.values.numbers import format_number

LISTED = 5
NOTHING_WRITTEN = "Chưa ghi dòng nào."
UNDO_AGAIN = "Hãy mở lại lần nhập rồi hoàn tác; nếu vẫn gặp, hãy báo người quản trị."
FAILURES = {
    queue.DIED: (
        "Việc này bị ngắt giữa chừng (máy chủ dừng hay khởi động lại).",
        "Hãy chọn tệp và xem trước lại.",
    ),
    queue.NO_ROOM: (
        "Ổ đĩa của máy chủ đã đầy nên việc này dừng lại.",
        "Hãy báo người quản trị, rồi chọn tệp và xem trước lại.",
    ),
    queue.BROKEN: (
        "Phần mềm gặp lỗi ở việc này nên đã dừng.",
        "Hãy chọn tệp và xem trước lại; nếu vẫn gặp, hãy báo người quản trị.",
    ),
}


def jobs_of(user, model=None):
    """The newest jobs that a person asked for, in one register or in all."""
    asked = {"user": user.pk} | ({"model": model._meta.label} if model else {})
    rows = DBTaskResult.objects.filter(**{f"args_kwargs__kwargs__{name}": value for name, value in asked.items()})
    return list(map(Job, rows.order_by("-enqueued_at")[:LISTED]))


def job_of(user, pk):
    """One job of a person's; None where they have none of this id. Whoever looks learns of a death at once."""
    queue.bury_the_dead()
    row = DBTaskResult.objects.filter(pk=pk, args_kwargs__kwargs__user=user.pk).first()
    return row and Job(row)


def done(opts, counts):
    """What an import wrote, in a sentence."""
    new, changed, same = (format_number(counts[fate]) for fate in (Fate.NEW, Fate.CHANGED, Fate.SAME))
    others = [(counts.get("refused"), "có lỗi, không ghi"), (counts.get("left"), "bỏ lại")]
    back = "".join(f", {format_number(count)} dòng {what}" for count, what in others if count)
    return f"Đã nhập {opts.verbose_name}: {new} dòng mới, {changed} dòng sửa, {same} dòng không đổi{back}."


def undone(counts):
    """What taking back an import did, in a sentence."""
    restored, removed, kept = (format_number(counts[name]) for name in ("restored", "removed", "kept"))
    return f"Đã hoàn tác: {restored} ô trở lại như trước, {removed} dòng mới đã bỏ, {kept} chỗ giữ nguyên."


class Job:
    """One job of the queue, for the person who asked for it."""

    def __init__(self, row):
        self.row = row
        self.asked = row.args_kwargs["kwargs"]
        self.told = row.return_value or {}

    @property
    def is_write(self):
        return self.row.task_path not in (read_sheet.module_path, look_through.module_path)

    @property
    def is_undo(self):
        return self.row.task_path == undo_import.module_path

    @cached_property
    def opts(self):
        return apps.get_model(self.asked["model"])._meta

    @property
    def title(self):
        if self.is_undo:
            return f"Hoàn tác lần nhập {self.opts.verbose_name} từ tệp «{self.asked['filename']}»"
        verb = "Ghi" if self.is_write else "Đọc"
        return f"{verb} {self.opts.verbose_name} từ tệp «{self.asked['filename']}»"

    @cached_property
    def asker(self):
        """The name of who asked for it, in its Vietnamese order."""
        user = get_user_model().objects.filter(pk=self.asked["user"]).first()
        return (user and (f"{user.last_name} {user.first_name}".strip() or user.get_username())) or "người khác"

    @property
    def address(self):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_job", args=[self.row.pk])

    @property
    def is_open(self):
        return self.row.status in (queue.READY, queue.RUNNING)

    @cached_property
    def can_go_on(self):
        """Whether waiting leads anywhere: somebody is there to do the job."""
        return self.is_open and lock.is_held()

    @cached_property
    def preview(self):
        return Preview.at(self.told["preview"], self.told["digest"]) if "preview" in self.told else None

    @property
    def batch(self):
        """The name of the batch that it is a part of, or that came of its file; "" for none."""
        said = (self.asked.get("choices") or {}).get("batch", "")
        return self.told.get("batch") or self.asked.get("batch") or said

    @property
    def is_listed(self):
        """Whether what came of it stands in the list of its batch."""
        return bool(self.batch) and bool(self.written or {"batch", "parts"} & self.told.keys())

    @property
    def failure(self):
        """Why nothing came of it, and what to do; "" where something did or may."""
        if self.row.status == queue.FAILED:
            what, advice = FAILURES.get(self.row.exception_class_path, FAILURES[queue.BROKEN])
            return f"{what} {NOTHING_WRITTEN} {UNDO_AGAIN if self.is_undo else advice}"
        return self.told.get("refused", "")

    @property
    def written(self):
        """What was written, in a sentence; "" where nothing was."""
        if "undone" in self.told:
            return undone(self.told["undone"])
        return done(self.opts, self.told["written"]) if "written" in self.told else ""

    @property
    def import_address(self):
        """The page of the import that came of it, or that was to be taken back; "" where there is none."""
        pk = self.asked["file"] if self.is_undo else self.told.get("import")
        return keeper().address(pk) if pk else ""

    @cached_property
    def next(self):
        """The job that reads the file for the next register that it has rows for; None for none."""
        row = DBTaskResult.objects.filter(pk=self.told["next"]).first() if "next" in self.told else None
        return row and Job(row)

    @property
    def state(self):
        """Where it stands, in a few words for a list."""
        if self.row.status == queue.READY:
            return "đang chờ"
        if self.row.status == queue.RUNNING:
            return "đang chạy"
        if self.failure:
            return "không xong"
        if self.written:
            return "đã hoàn tác" if self.is_undo else "đã ghi"
        if self.is_listed:
            return "đã xem trước"
        awaits = self.preview and uploads.is_kept(self.preview.kept)
        return "chờ xác nhận ghi" if awaits else "đã xem trước"

    @property
    def progress(self):
        """How far it is: a sentence, how much is done and of how much; 0 where nobody can know."""
        if self.row.status == queue.READY:
            return {"text": self._waits_for(), "done": 0, "total": 0}
        noted = uploads.noted(self.row.pk.hex) or {"stage": Stage.OPENING, "done": 0, "total": 0}
        rows = f": {format_number(noted['done'])}/{format_number(noted['total'])} dòng" if noted["total"] else ""
        return {"text": f"{noted['stage']}{rows}", "done": noted["done"], "total": noted["total"]}

    def _waits_for(self):
        """Whose jobs come first: they are done one after another."""
        ahead = DBTaskResult.objects.filter(
            status__in=[queue.READY, queue.RUNNING], enqueued_at__lt=self.row.enqueued_at
        )
        first = ahead.order_by("enqueued_at").first()
        if first is None:
            return "Sắp bắt đầu"
        others = f" và {ahead.count() - 1} việc nữa" if ahead.count() > 1 else ""
        job = Job(first)
        return f"Đang chờ việc của {job.asker}: {job.title[0].lower()}{job.title[1:]}{others}"
