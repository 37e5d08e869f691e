"""The pages of a batch: its files and sheets in order, what came of each, and the way to the preview of one."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect

from config.sheets import jobs
from config.sheets.batches import Batch, BatchFile, Part, survey
from config.sheets.planned import Fate
from config.sheets.reading import weight
from config.sheets.sharing import screen_of
from config.sheets.sheet import SheetError
from config.sheets.standing import job_of
from config.values.numbers import format_number

UNDONE = "Đã ghi rồi hoàn tác. "
GONE = "Tệp này đã hết hạn giữ: hãy chọn lại tệp."
# What an address of a part asks by for its rows of another register.
REGISTER = "so"
WORDS = [
    (Fate.NEW, "dòng mới"),
    (Fate.CHANGED, "dòng sửa"),
    (Fate.SAME, "dòng không đổi"),
    (Fate.REFUSED, "dòng có lỗi"),
    ("left", "dòng bỏ lại"),
]


@dataclass
class Shown:
    """A part as the list shows it."""

    title: str
    # What came of it, and in one word for the eye.
    told: str
    state: str
    url: str = ""
    action: str = ""
    import_url: str = ""


class BatchScreen:
    """Lends a screen of sheets the batches of its register."""

    batch_template_name = "admin/import_export/batch.html"

    def look_at_files(self, request, files):
        """The preview of one file of one table; of anything more the list of its parts. SheetError where one cannot be
        read."""
        if len(files) == 1:
            content, name = files[0].read(), files[0].name
            if jobs.is_heavy(content):
                return self.look(request, content, name)
            sheets, parts = survey(content, name, self.resource(request))
            if len(parts) == 1:
                return self.look(request, content, name, sheets=sheets)
            batch = Batch.begin(request.user, self.model, [BatchFile.of(content, name, parts=parts)])
        else:
            batch = Batch.begin(request.user, self.model, self._files_of_batch(request, files))
            for file in batch.files:
                if file.is_large and not file.refused:
                    file.job = str(jobs.hand_over_survey(request, self.model, file, batch.name))
            batch.keep()
        return redirect(self._url("batch", batch=batch.name))

    def _files_of_batch(self, request, files):
        """The files with their parts; what together is too much for a request is left to the worker."""
        found, names, left = [], {}, jobs.LIGHT
        for each in files:
            content = each.read()
            file = BatchFile.of(content, each.name)
            found.append(file)
            if same := names.get(file.digest):
                file.refused = f"Giống hệt tệp «{same}» cũng đã chọn nên không đọc lại."
                continue
            names[file.digest] = file.name
            left -= weight(content)
            file.is_large = left < 0
            if not file.is_large:
                try:
                    _, file.parts = survey(content, file.name, self.resource(request))
                except SheetError as error:
                    file.refused = str(error)
        return found

    def batch_view(self, request, batch):
        """The files and sheets of a batch, what came of each and what remains."""
        batch = self._batch(request, batch)
        if batch is None:
            return self._batch_gone(request)
        self._take_in_surveys(request, batch)
        written, elsewhere = batch.written(self.model), self._elsewhere(request, batch)
        count = len(written) + sum(len(brought) for _, brought in elsewhere.values())
        batch.look(self.resource(request), request.user, written, count)
        # Looking tells what other registers there are rows for.
        elsewhere = self._elsewhere(request, batch)
        files = [(file, self._listed_parts(batch, at, written, elsewhere)) for at, file in enumerate(batch.files)]
        states = [part.state for _, parts in files for part in parts]
        context = {
            "title": f"Nhập {self.opts.verbose_name}: các tệp và trang đã chọn",
            "files": files,
            "written": states.count("written"),
            "left": sum(state in ("new", "asked", "refused", "unseen") for state in states),
            "reads": any(state == "reading" for state in states),
            "unseen": states.count("unseen"),
            "elsewhere": states.count("elsewhere"),
            "batch_url": self._url("batch", batch=batch.name),
        }
        return self._page(request, self.batch_template_name, context)

    def part_view(self, request, batch, file, part):
        """What one part would change, as things stand now."""
        batch = self._batch(request, batch)
        if batch is None:
            return self._batch_gone(request)
        try:
            whole = batch.files[file]
            one = whole.parts[part]
        except IndexError as error:
            raise Http404 from error
        screen, choices = self, whole.choices(one, batch.name)
        if register := request.GET.get(REGISTER):
            screen, choices = self._screen_of_part(request, one, register), choices.of_file
        content = whole.content
        try:
            if content is None or not one.has_table:
                raise SheetError(one.refused or GONE)
            return screen.look(request, content, whole.name, choices)
        except SheetError as error:
            messages.error(request, str(error))
            return redirect(self._url("batch", batch=batch.name))

    def _elsewhere(self, request, batch):
        """The other registers that parts have rows for and their person may write, by label: each its screen, and what
        was written into it."""
        labels = dict.fromkeys(label for file in batch.files for part in file.parts for label in part.others)
        screens = {label: screen_of(label) for label in labels}
        return {
            label: (screen, batch.written(screen.model))
            for label, screen in screens.items()
            if screen.has_import_permission(request)
        }

    def _batch(self, request, name):
        if not self.has_import_permission(request):
            raise PermissionDenied
        return Batch.find(name, request.user, self.model)

    def _screen_of_part(self, request, part, register):
        if register not in part.others:
            raise Http404
        screen = screen_of(register)
        if not screen.has_import_permission(request):
            raise PermissionDenied
        return screen

    def _batch_gone(self, request):
        messages.error(request, "Danh sách các tệp đã chọn đã hết hạn giữ: hãy chọn lại tệp.")
        return redirect(self._url("import"))

    def _take_in_surveys(self, request, batch):
        """What the worker has found by now of the large files."""
        waiting = [file for file in batch.files if file.job and not (file.parts or file.refused)]
        for file in waiting:
            job = job_of(request.user, file.job)
            if job is None or not job.is_open:
                file.parts = [Part(**part) for part in job.told.get("parts", [])] if job else []
                file.refused = job.failure if job else GONE
        if waiting:
            batch.keep()

    def _listed_parts(self, batch, at, written, elsewhere):
        file = batch.files[at]
        if file.refused:
            return [Shown("", file.refused, "unread")]
        if not file.parts:
            return [Shown("", "Tệp lớn, đang được đọc ở nền.", "reading", self._url("job", pk=file.job), "Xem đến đâu")]
        shown = []
        for number, part in enumerate(file.parts):
            one = _shown(part, written.get((at, number)))
            url = self._url("part", batch=batch.name, file=at, part=number)
            if one.action:
                one.url = url
            others = [(label, *elsewhere[label]) for label in part.others if label in elsewhere]
            shown += [one, *(_shown_elsewhere(part, url, *other, at_number=(at, number)) for other in others)]
        return shown


def _shown(part, brought):
    if brought and not brought[1]:
        return Shown(part.title, f"Đã ghi: {counted(brought[0])}.", "written", import_url=brought[2])
    if not part.has_table:
        return Shown(part.title, part.refused, "unread")
    shown = _unwritten(part)
    if brought:
        shown.told, shown.import_url = f"{UNDONE}{shown.told}", brought[2]
    return shown


def _shown_elsewhere(part, url, label, screen, written, *, at_number):
    """The rows that a part has for another register."""
    title = f"{part.title}: {screen.opts.verbose_name}"
    counts, is_undone, address = written.get(at_number, ({}, True, ""))
    if not is_undone:
        return Shown(title, f"Đã ghi: {counted(counts)}.", "written", import_url=address)
    told = f"{UNDONE if address else ''}Tệp có dòng cho sổ {screen.opts.verbose_name}."
    return Shown(title, told, "elsewhere", f"{url}?{REGISTER}={label}", "Xem trước", address)


def _unwritten(part):
    if part.after < 0:
        return Shown(part.title, "Chưa xem.", "unseen", action="Xem trước")
    if part.refused:
        return Shown(part.title, part.refused, "refused", action="Xem lại")
    if part.is_asked:
        return Shown(part.title, "Cần trả lời.", "asked", action="Trả lời")
    told = f"{counted(part.counts)}."
    if part.problem_count:
        told += "" if part.counts[Fate.REFUSED] else f" Có {format_number(part.problem_count)} lỗi của cả tệp."
        return Shown(part.title, told, "refused", action="Xem trước")
    if part.counts[Fate.NEW] or part.counts[Fate.CHANGED]:
        return Shown(part.title, told, "new", action="Xem trước")
    return Shown(part.title, f"{told} Không có gì để ghi.", "same", action="Xem trước")


def counted(counts):
    """«3 dòng mới, 2 dòng không đổi»: what there is."""
    said = [f"{format_number(counts[fate])} {words}" for fate, words in WORDS if counts.get(fate)]
    return ", ".join(said) or "0 dòng"
