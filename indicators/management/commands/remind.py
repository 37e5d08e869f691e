"""manage.py remind: a letter a day to whoever has forms due soon or late; started again it sends nothing twice."""

from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError

from indicators.entry import reminding


class Command(BaseCommand):
    help = "Gửi thư nhắc các biểu sắp đến hạn, quá hạn: mỗi người một thư, một ngày không quá một thư."

    def handle(self, **options):
        if not settings.EMAIL_HOST:
            raise CommandError("Chưa đặt MAIL_URL và MAIL_FROM: không gửi thư nào.")
        told, untold = reminding.people_told(reminding.waiting_forms())
        for row in untold:
            self.stdout.write(f"Không có ai nhận thư nhắc: {row.form}, {row.period}")
        sent, failed = self.send(told) if told else (0, [])
        self.stdout.write(f"Đã gửi {sent} thư nhắc, {len(told) - sent - len(failed)} người đã được nhắc hôm nay.")
        if failed:
            raise CommandError("\n".join([f"{len(failed)} thư không gửi được:", *failed]))

    def send(self, told):
        """How many letters went out, and the addresses that failed, each with why."""
        sent, failed = 0, []
        try:
            with get_connection() as server:
                for user, rows in told.items():
                    try:
                        sent += reminding.remind(user, rows, server=server)
                    except (OSError, ValueError) as error:
                        failed.append(f"  {user} ({user.email}): {said(error)}")
                        # The next letter opens a connection of its own.
                        server.close()
        except OSError as error:
            raise CommandError(f"Máy chủ thư {settings.EMAIL_HOST} không nhận kết nối: {said(error)}") from error
        return sent, failed


def said(error):
    """What a mail server said, without the wrapping of the library."""
    if isinstance(error, SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
    elif hasattr(error, "smtp_code"):
        code, text = error.smtp_code, error.smtp_error
    else:
        return str(error)
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
