"""manage.py load_demonstration: invented rows for registers of which no public list exists."""

from indicators import loading
from indicators.management.commands import load_book


class Command(load_book.Command):
    help = "Nạp các dòng minh họa cho những sổ chưa có danh sách công khai; chạy load_book trước."

    def folder(self):
        return loading.DEMONSTRATION
