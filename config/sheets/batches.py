"""Several files, or several sheets of one, brought in together: each is a part that is looked at and written by itself.

A batch is plain data kept beside the uploaded files and signed, so that it says whose it is. What was written of it is
told by the history.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256

from django.core import signing
from django.utils import timezone

from config.sheets import uploads
from config.sheets.choices import Choices
from config.sheets.finding import opened, tables_among
from config.sheets.history import keeper
from config.sheets.importing import look
from config.sheets.progress import untold
from config.sheets.sheet import SheetError

SALT = "config.sheets.batches"
# How many parts are looked at while a browser waits.
AT_ONCE = 20
# How many of a person's batches are listed.
LISTED = 5
HIDDEN = "Trang đang ẩn nên không đọc: nếu cần thì bỏ ẩn trang, lưu lại rồi chọn lại tệp."
NO_TABLE = "Không có bảng của sổ này."
# What is asked of a sheet that keeps rows from being written.
QUESTIONS = ("unplaced", "dotted", "short_day", "same", "units", "constants")


@dataclass
class Part:
    """One sheet of a file: what came of looking at it, and what was said of it."""

    # The sheet that is meant, "" for the one table of a file; and how it is named to a person.
    sheet: str = ""
    title: str = ""
    # Why nothing is read of it.
    refused: str = ""
    has_table: bool = True
    counts: dict[str, int] = field(default_factory=dict)
    is_asked: bool = False
    problem_count: int = 0
    # How many parts of the batch were written when it was looked at; -1 where nobody has looked.
    after: int = -1
    choices: dict = field(default_factory=dict)
    # The other registers that it has rows for, by the labels of their models.
    others: list[str] = field(default_factory=list)

    def see(self, preview):
        """Take over from a preview what a list shows of it."""
        self.title, self.counts, self.problem_count = preview.sheet, preview.counts, preview.problem_count
        self.refused, self.is_asked, self.others = "", is_asked(preview), preview.parts

    def is_due(self, written):
        """Whether it is to be looked at: by what was written meanwhile, a question may have been answered."""
        return self.has_table and (self.after < 0 or (self.after < written and (self.is_asked or bool(self.refused))))


@dataclass
class BatchFile:
    """A file of a batch, and its parts in the order of its sheets."""

    name: str
    kept: str
    digest: str
    # Whether it is read outside the request, and the job that looks at its parts; why it cannot be read at all.
    is_large: bool = False
    job: str = ""
    refused: str = ""
    parts: list[Part] = field(default_factory=list)

    @classmethod
    def of(cls, content, name, **fields):
        return cls(name, uploads.keep(content), uploads.digest(content), **fields)

    @property
    def content(self):
        """What was uploaded; None where it is kept no more."""
        content = uploads.read(self.kept)
        return content if content is not None and uploads.digest(content) == self.digest else None

    def choices(self, part, batch):
        """What was said of a part; the code of the letters, the dot of 1.234 and short years are its whole file's."""
        if part.choices:
            return Choices.of(part.choices)
        said = [each.choices for each in self.parts if each.choices]
        names = ("letters", "dots", "years")
        of_file = {name: next(filter(None, (each.get(name) for each in said)), "") for name in names}
        return Choices(sheet=part.sheet, batch=batch, **of_file)


@dataclass
class Batch:
    """The files that a person brings into a register together."""

    user: int
    model: str
    since: str
    files: list[BatchFile] = field(default_factory=list)
    name: str = ""

    @classmethod
    def begin(cls, user, model, files):
        """A new batch of files, each of another content."""
        batch = cls(user.pk, model._meta.label, timezone.now().isoformat(), files)
        batch.name = uploads.keep(b"")
        batch.keep()
        shelf = _shelf(batch.user, batch.model)
        uploads.note(shelf, [batch.name, *(uploads.noted(shelf) or [])][:LISTED])
        return batch

    def keep(self):
        uploads.put(self.name, signing.dumps(asdict(self), salt=SALT, compress=True))

    @classmethod
    def find(cls, name, user, model=None):
        """A batch of this person, in this register where one is told; None where it is another's or kept no more."""
        try:
            plain = signing.loads(str(uploads.noted(name)), salt=SALT)
        except (signing.BadSignature, ValueError):
            # Under the name may lie an uploaded file.
            return None
        files = [BatchFile(**each | {"parts": [Part(**part) for part in each["parts"]]}) for each in plain["files"]]
        batch = cls(**plain | {"files": files})
        return batch if batch.user == user.pk and (model is None or batch.model == model._meta.label) else None

    @classmethod
    def latest(cls, user, model):
        """The newest batches of a person in a register."""
        names = uploads.noted(_shelf(user.pk, model._meta.label)) or []
        return [batch for name in names if (batch := cls.find(name, user, model))]

    @property
    def at(self):
        return datetime.fromisoformat(self.since)

    def answered(self, digest, choices):
        """Keep what was said of a part."""
        for file in self.files:
            for part in file.parts:
                if (file.digest, part.sheet) == (digest, choices.sheet):
                    part.choices = choices.plain()
                    if not file.is_large:
                        part.after = -1
        self.keep()

    def written(self, model):
        """What was written of its parts into a register: the counts, whether it was taken back and where it stands, by
        (file, part)."""
        found = keeper().brought(model, [file.digest for file in self.files], self.user, self.at)
        return {
            (at, number): found[file.digest, part.title[:255]]
            for at, file in enumerate(self.files)
            for number, part in enumerate(file.parts)
            if (file.digest, part.title[:255]) in found
        }

    def look(self, resource, user, written, count):
        """Look at some of the parts that nobody has looked at, or that had questions before others were written.

        `count` is how many have been, into whatever register.
        """
        left = AT_ONCE
        for at, file in enumerate(self.files):
            due = [
                part
                for number, part in enumerate(file.parts)
                if not file.is_large and part.is_due(count) and (at, number) not in written
            ][:left]
            if due and (content := file.content) is not None:
                sheets = opened(content, file.name, resource)
                look_at(due, file, content, sheets, resource, user, batch=self.name, after=count)
                left -= len(due)
        if left < AT_ONCE:
            self.keep()


def _shelf(user, model):
    """The name under which is noted what batches a person has in a register."""
    return sha256(f"{SALT}:{user}:{model}".encode()).hexdigest()[:32]


def survey(content, filename, resource):
    """The sheets of a file, and the parts that these make: one where no more than one of them holds a table."""
    sheets = opened(content, filename, resource)
    tables = tables_among(sheets, resource) if len(sheets) > 1 else []
    if len(tables) < 2:
        return sheets, [Part()]
    return sheets, [_part(sheet, tables) for sheet in sheets]


def _part(sheet, tables):
    if sheet.name in tables:
        return Part(sheet.name, sheet.name)
    return Part(sheet.name, sheet.name, HIDDEN if sheet.is_hidden else NO_TABLE, has_table=False)


def look_at(parts, file, content, sheets, resource, user, *, batch="", after=0, progress=untold):
    """Fill in what some parts of a file would change; nothing is kept of it."""
    for part in filter(lambda each: each.has_table, parts):
        part.after = after
        try:
            preview = look(resource, content, file.name, user, progress, file.choices(part, batch), sheets)
        except SheetError as error:
            part.refused, part.is_asked = str(error), False
            continue
        part.see(preview)
        if preview.kept:
            uploads.drop(preview.kept)


def each_look(resource, content, filename, user):
    """The parts of a file, each with its preview, which is made when it is asked for; None where nothing is read."""
    sheets, parts = survey(content, filename, resource)
    for part in parts:
        preview = None
        try:
            if part.has_table:
                preview = look(resource, content, filename, user, choices=Choices(sheet=part.sheet), sheets=sheets)
        except SheetError as error:
            part.refused = str(error)
        yield part, preview


def is_asked(preview):
    """Whether answers are what keeps a sheet from being written."""
    asks = preview.asks
    is_laid = asks.get("layout") and not preview.total
    is_coded = asks.get("letters") and not preview.writes
    return bool(preview.problem_count and (is_laid or is_coded or any(map(asks.get, QUESTIONS))))
