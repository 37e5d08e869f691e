"""Brings sheets into a register from the command line, by the same steps as the staff site."""

from pathlib import Path

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from config.sheets import jobs, uploads
from config.sheets.admin import SheetsAdmin
from config.sheets.batches import each_look
from config.sheets.importing import write_seen
from config.sheets.parts import next_of
from config.sheets.planned import Fate
from config.sheets.sharing import screen_of
from config.sheets.sheet import SheetError
from config.sheets.standing import done
from config.values.numbers import format_number
from config.values.text import identity_key

WORDS = {Fate.NEW: "dòng mới", Fate.CHANGED: "dòng sửa", Fate.SAME: "dòng không đổi", Fate.REFUSED: "dòng có lỗi"}


class Command(BaseCommand):
    help = (
        "Xem trước các tệp bảng tính, từng tệp, từng trang, như «Nhập từ bảng tính» ở trang quản trị; thêm --write "
        "thì ghi những gì không có lỗi. Còn tệp hay trang nào không ghi được thì mã thoát khác 0. "
        'Ví dụ: ./dev manage import "dự án.xlsx" --into "dự án đầu tư" --user lan --write'
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, help="tệp xlsx, xlsm, xls, ods hoặc csv")
        parser.add_argument("--into", required=True, help="tên danh sách, như ở trang quản trị")
        parser.add_argument("--user", required=True, help="tài khoản đứng tên, có quyền nhập vào danh sách ấy")
        parser.add_argument("--write", action="store_true", help="ghi; không có thì chỉ xem trước")

    def handle(self, files, **options):
        model = _model(options["into"])
        person = get_user_model().objects.filter(username=options["user"]).first()
        if person is None:
            raise CommandError(f"Không có tài khoản «{options['user']}».")
        with jobs.signed(person.pk, ""):
            try:
                screen, request = jobs.screen_for(person, model._meta.label)
            except jobs.RefusedError as error:
                raise CommandError(str(error)) from error
            refused = [told for file in files for told in self._brought(screen, request, file, options["write"])]
        if not options["write"]:
            self.stdout.write("Chưa ghi gì. Thêm --write để ghi.")
        if refused:
            raise CommandError("\n".join(refused))

    def _brought(self, screen, request, file, writes):
        """Bring in each sheet of a file; gives why those were not that could not be."""
        try:
            for part, preview in each_look(screen.resource(request), file.read_bytes(), file.name, request.user):
                if preview is None:
                    told = f"Tệp «{file.name}», trang «{part.title}»: {part.refused}"
                    self.stdout.write(told)
                    yield from [told] if part.has_table else []
                else:
                    yield from self._through(screen, request, preview, writes)
        except OSError as error:
            yield f"Không đọc được tệp {file}: {error.strerror}."
        except SheetError as error:
            yield f"Tệp «{file.name}»: {error}"

    def _through(self, screen, request, preview, writes):
        """Bring in a sheet, into one register after another where it has rows for several."""
        while preview:
            yield from self._told(preview)
            if preview.parts and not writes:
                names = ", ".join(screen_of(label).opts.verbose_name for label in preview.parts)
                self.stdout.write(f"  - Tệp còn dòng cho sổ {names}.")
            kept = preview.kept and uploads.take(preview.kept)
            is_written = yield from self._settled(screen.resource(request), kept, preview, request.user, writes)
            following = is_written and next_of(screen, request, kept, preview.filename)
            screen, preview = following or (screen, None)
            if preview:
                self.stdout.write(f"Tệp còn dòng cho sổ {screen.opts.verbose_name}:")

    def _told(self, preview):
        """Tell what a sheet would change, and give why it cannot."""
        counts = (f"{format_number(preview.counts[fate])} {word}" for fate, word in WORDS.items())
        self.stdout.write(f"{preview.filename}, trang «{preview.sheet}»: {', '.join(counts)}.")
        for line in preview.notes:
            self.stdout.write(f"  - {line}")
        for line in preview.warnings:
            self.stdout.write(f"  ! {line}")
        for problem in preview.problems:
            self.stdout.write(f"  x {problem.cell and f'Ô {problem.cell}: '}{problem}")
        if preview.problem_count:
            yield (
                f"Tệp «{preview.filename}», trang «{preview.sheet}» có {format_number(preview.problem_count)} lỗi nên "
                "chưa ghi dòng nào: hãy sửa tệp, hoặc nhập ở trang quản trị để trả lời điều tệp chưa nói rõ."
            )

    def _settled(self, resource, kept, preview, person, writes):
        """Write what was seen, or let go of it; gives why it was not written, and returns whether it was."""
        if not writes or preview.problem_count:
            return False
        if not kept or not preview.writes:
            self.stdout.write("Giống hệt dữ liệu đang có: không có gì để ghi.")
            return False
        counted = []
        if write_seen(resource, kept, preview.filename, person, seal=lambda counts, pk: counted.append(counts)):
            yield (
                f"Tệp «{preview.filename}», trang «{preview.sheet}»: dữ liệu vừa đổi trong lúc xem trước nên chưa ghi "
                "gì, hãy chạy lại."
            )
            return False
        self.stdout.write(done(resource._meta.model._meta, counted[0]))
        return True


def _model(name):
    """The register of a name, or of its label; CommandError with all names for any other."""
    models = [model for model, screen in admin.site._registry.items() if isinstance(screen, SheetsAdmin)]
    wanted = identity_key(name)
    for model in models:
        if wanted in (identity_key(str(model._meta.verbose_name)), model._meta.label_lower):
            return model
    names = ", ".join(f"«{model._meta.verbose_name}»" for model in models)
    raise CommandError(f"Không có danh sách «{name}». Các danh sách: {names}.")
