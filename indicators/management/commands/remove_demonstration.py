"""manage.py remove_demonstration: every demonstration row goes, the real ones stay."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from indicators import demonstration


class Command(BaseCommand):
    help = "Xóa mọi dòng minh họa của các sổ cùng những gì thuộc về chúng; dòng thật giữ nguyên."

    def handle(self, **options):
        try:
            removed = demonstration.remove()
        except ValidationError as error:
            raise CommandError("\n".join(["Chưa xóa gì.", *error.messages])) from error
        for model, count in removed.items():
            self.stdout.write(f"{model._meta.verbose_name}: xóa {count} dòng")
        if not removed:
            self.stdout.write("Không có dòng minh họa nào.")
