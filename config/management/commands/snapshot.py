"""Writes the public site as files for any server of files or CDN."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from config.pages.snapshot import ABOUT, Moved, Snapshot
from config.values.dates import format_date

SAID = """Bản chụp trang công khai của {site}, ngày {day}: {files} tệp.

Có: mọi trang và mọi tệp tải về mà các trang dẫn đến, mọi trang của danh sách dài.
Không có: tìm kiếm, lọc, xếp thứ tự, chọn ngày, lập bảng, so sánh, trang quản trị; các liên kết ấy dẫn về {site}.
Số liệu đứng yên như lúc chụp: có đợt công bố mới thì chụp lại vào thư mục khác.
"""


class Command(BaseCommand):
    help = "Chép cả trang công khai thành tệp vào một thư mục mới, để máy phát tệp nào cũng phát được."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="thư mục chưa có, hoặc còn trống")

    def handle(self, folder, **options):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"Thư mục «{folder}» không trống: hãy chọn thư mục mới, để không lẫn với tệp cũ.")
        snapshot = Snapshot(folder)
        try:
            count = snapshot.write(["/", reverse("robots"), reverse("sitemap-index")])
        except Moved as moved:
            raise CommandError(
                "Số liệu đã đổi trong lúc chụp, các trang không cùng một lúc: hãy chụp lại vào thư mục khác."
            ) from moved
        if snapshot.missing:
            raise CommandError(f"Có địa chỉ không mở được: {', '.join(snapshot.missing[:20])}.")
        day = format_date(timezone.localdate())
        (folder / ABOUT).write_text(SAID.format(site=settings.SITE_ADDRESS, day=day, files=count), encoding="utf-8")
        self.stdout.write(f"{folder}: {count} tệp.")
