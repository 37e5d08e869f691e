"""manage.py take_off_second_factor TÊN: the way out when the last administrator has lost phone and codes."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from indicators.security import second_factor


class Command(BaseCommand):
    help = "Gỡ xác thực hai bước của một tài khoản; từ đó đăng nhập chỉ hỏi mật khẩu."

    def add_arguments(self, parser):
        parser.add_argument("username", help="Tên đăng nhập.")

    def handle(self, *, username, **options):
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Không có tài khoản «{username}».")
        second_factor.turn_off(user)
        self.stdout.write(f"Đã gỡ xác thực hai bước của «{username}».")
