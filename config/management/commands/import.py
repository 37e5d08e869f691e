"""Brings a sheet into a register from the command line, by the same steps as the staff site."""

from pathlib import Path

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from config.sheets import jobs, uploads
from config.sheets.admin import SheetsAdmin
from config.sheets.importing import look, write_seen
from config.sheets.planned import Fate
from config.sheets.sheet import SheetError
from config.sheets.standing import done
from config.values.numbers import format_number
from config.values.text import identity_key

WORDS = {Fate.NEW: "dòng mới", Fate.CHANGED: "dòng sửa", Fate.SAME: "dòng không đổi", Fate.REFUSED: "dòng có lỗi"}


class Command(BaseCommand):
    help = (
        "Xem trước một tệp bảng tính, như «Nhập từ bảng tính» ở trang quản trị; thêm --write thì ghi. "
        'Ví dụ: ./dev manage import "dự án.xlsx" --into "dự án đầu tư" --user lan --write'
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="tệp xlsx, ods hoặc csv")
        parser.add_argument("--into", required=True, help="tên danh sách, như ở trang quản trị")
        parser.add_argument("--user", required=True, help="tài khoản đứng tên, có quyền nhập vào danh sách ấy")
        parser.add_argument("--write", action="store_true", help="ghi; không có thì chỉ xem trước")

    def handle(self, file, **options):
        model = _model(options["into"])
        person = get_user_model().objects.filter(username=options["user"]).first()
        if person is None:
            raise CommandError(f"Không có tài khoản «{options['user']}».")
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"Không đọc được tệp {file}: {error.strerror}.") from error
        with jobs.signed(person.pk, ""):
            try:
                resource = jobs.resource_for(person, model._meta.label)
                preview = look(resource, content, file.name, person)
            except (SheetError, jobs.RefusedError) as error:
                raise CommandError(str(error)) from error
            self._tell(preview)
            if options["write"]:
                self._write(resource, preview, person, model)
            elif preview.kept:
                uploads.drop(preview.kept)
                self.stdout.write("Chưa ghi gì. Thêm --write để ghi.")

    def _tell(self, preview):
        counts = (f"{format_number(preview.counts[fate])} {word}" for fate, word in WORDS.items())
        self.stdout.write(f"{preview.filename}, trang «{preview.sheet}»: {', '.join(counts)}.")
        for line in preview.notes:
            self.stdout.write(f"  - {line}")
        for line in preview.warnings:
            self.stdout.write(f"  ! {line}")
        if not preview.problem_count:
            return
        for problem in preview.problems:
            self.stdout.write(f"  x {problem.cell and f'Ô {problem.cell}: '}{problem}")
        raise CommandError(
            f"Tệp có {format_number(preview.problem_count)} lỗi nên chưa ghi dòng nào: hãy sửa tệp, hoặc nhập ở trang "
            "quản trị để trả lời điều tệp chưa nói rõ."
        )

    def _write(self, resource, preview, person, model):
        if not preview.kept:
            self.stdout.write("Tệp giống hệt dữ liệu đang có: không có gì để ghi.")
            return
        counted = []
        kept = uploads.take(preview.kept)
        if write_seen(resource, kept, preview.filename, person, seal=lambda counts, pk: counted.append(counts)):
            raise CommandError("Dữ liệu vừa đổi trong lúc xem trước nên chưa ghi gì: hãy chạy lại.")
        self.stdout.write(done(model._meta, counted[0]))


def _model(name):
    """The register of a name, or of its label; CommandError with all names for any other."""
    models = [model for model, screen in admin.site._registry.items() if isinstance(screen, SheetsAdmin)]
    wanted = identity_key(name)
    for model in models:
        if wanted in (identity_key(str(model._meta.verbose_name)), model._meta.label_lower):
            return model
    names = ", ".join(f"«{model._meta.verbose_name}»" for model in models)
    raise CommandError(f"Không có danh sách «{name}». Các danh sách: {names}.")
