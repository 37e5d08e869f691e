"""Works off the long jobs of the book, as `./dev run` and `./dev serve` start it beside the pages."""

import os

from django.core.management.base import BaseCommand

from config.jobs.worker import watch


class Command(BaseCommand):
    help = "Làm các việc dài của sổ (tệp bảng tính lớn), hết việc này đến việc khác, cho đến khi được bảo dừng."

    def add_arguments(self, parser):
        parser.add_argument("--beside", type=int, help="số hiệu tiến trình mà việc này dừng theo")

    def handle(self, **options):
        watch(options["beside"] or os.getppid())
