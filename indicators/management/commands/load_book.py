"""manage.py load_book: the catalogues, every figure of the source reports, and the real register rows."""

from django.core.management.base import BaseCommand, CommandError

from indicators import loading


class Command(BaseCommand):
    help = "Nạp danh mục, số liệu của các báo cáo nguồn và các dòng sổ có thật; chỉ thêm dòng còn thiếu."

    def folder(self):
        return loading.BOOK

    def handle(self, **options):
        try:
            added = loading.load(self.folder())
        except loading.LoadError as error:
            raise CommandError(f"Chưa nạp gì.\n{error}") from error
        for name, count in added.items():
            if count:
                self.stdout.write(f"{name}: thêm {count} dòng")
        if not any(added.values()):
            self.stdout.write("Đã có đủ, không thêm dòng nào.")
