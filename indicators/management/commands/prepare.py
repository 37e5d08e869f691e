"""manage.py prepare: all that stands between a clone and a page; started again it changes nothing."""

from secrets import token_urlsafe

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from config.models import RegisterRow
from config.search import index
from config.staff import roles
from config.values import trigrams
from config.values.fields import FoldedText, refold
from indicators import loading
from indicators.audit.kept_back import folded_with_names
from indicators.audit.triggers import follow_tables
from indicators.models import Place

ACCOUNT = "quantri"


class Command(BaseCommand):
    help = "Chuẩn bị cơ sở dữ liệu: bảng, vai trò, số liệu cho sổ còn trống, tài khoản quản trị."

    def add_arguments(self, parser):
        parser.add_argument(
            "--demonstration",
            action="store_true",
            default=settings.DEBUG,
            help="Nạp cả dòng minh họa vào sổ còn trống; khi DEBUG bật thì luôn nạp.",
        )
        parser.add_argument("--no-account", action="store_true", help="Không tạo tài khoản quản trị.")

    def handle(self, *, demonstration, no_account, **options):
        if _tables_wait():
            self.stdout.write("Lập các bảng …")
            call_command("migrate", interactive=False, verbosity=0)
        # A newer version may bring newer triggers, newer indexes of words, and no migration.
        follow_tables(DEFAULT_DB_ALIAS)
        index.follow_tables(DEFAULT_DB_ALIAS)
        trigrams.add(connection, _tables_of_words())
        _refold_emptied()
        roles.sync()
        if not Place.objects.exists():
            self._fill([loading.BOOK, loading.DEMONSTRATION] if demonstration else [loading.BOOK])
        if not no_account:
            self._make_account()

    def _fill(self, folders):
        self.stdout.write("Sổ còn trống, nạp danh mục và số liệu …")
        try:
            # One transaction: a start that stopped half way leaves an empty book, and the next one fills it.
            with transaction.atomic():
                added = [sum(loading.load(folder).values()) for folder in folders]
        except loading.LoadError as error:
            raise CommandError(f"Chưa nạp gì.\n{error}") from error
        self.stdout.write(f"Đã nạp {added[0]} dòng của sổ.")
        if len(added) > 1:
            self.stdout.write(f"Đã nạp {added[1]} dòng minh họa; xóa bằng: ./dev manage remove_demonstration")

    def _make_account(self):
        users = get_user_model().objects
        account = users.filter(username=ACCOUNT).first() or users.filter(is_superuser=True, is_active=True).first()
        if account:
            self.stdout.write(
                f"Tài khoản quản trị «{account}» đã có; đổi mật khẩu: ./dev manage changepassword {account}"
            )
            return
        password = token_urlsafe(12)
        users.create_superuser(ACCOUNT, password=password)
        self.stdout.write(f"Tài khoản quản trị: {ACCOUNT}  mật khẩu: {password}")
        self.stdout.write("Mật khẩu chỉ hiện một lần này: hãy ghi lại.")


def _tables_of_words():
    """The registers whose lists are searched by a folded column."""
    models = [model for model in apps.get_models() if issubclass(model, RegisterRow)]
    return [model._meta.db_table for model in models if any(isinstance(one, FoldedText) for one in model._meta.fields)]


def _refold_emptied():
    """Fill the folded columns that the database emptied of a name (see indicators.audit.kept_back)."""
    for model in apps.get_models():
        for field in folded_with_names(model):
            if rows := list(model._base_manager.filter(**{field.name: ""})):
                model._base_manager.bulk_update(rows, refold(rows), batch_size=1000)


def _tables_wait():
    """Whether a migration has not run yet; asking is much quicker than running migrate for nothing."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
