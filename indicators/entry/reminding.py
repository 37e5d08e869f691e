"""Who is reminded by mail of which forms: those due soon or late while something is missing or not handed in."""

from collections import defaultdict
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.utils import timezone

from config.values.dates import format_date
from indicators.entry.progress import forms_in_use, progress_of
from indicators.models import FormReminder
from indicators.rights import reach_of
from indicators.trail.reading import name_of

DAYS_AHEAD = 3
# Whoever answers so has not taken the letter; an answer that was lost may have followed one that was taken.
NOT_TAKEN = (SMTPRecipientsRefused, SMTPResponseException, ValueError)


def waiting_forms():
    """The progress of the forms to remind of, the most urgent first."""
    last = timezone.localdate() + timedelta(days=DAYS_AHEAD)
    rows = progress_of(forms_in_use(), periods_shown=1)
    waiting = [row for row in rows if row.due_on <= last and not row.closed and not row.is_done]
    return sorted(waiting, key=lambda row: row.due_on)


def people_told(rows):
    """Those to remind, each with their forms, and the forms of which nobody can be reminded.

    A form is told to its office; where nobody there enters figures and reads mail, or it has no office, to those who
    answer for the whole department.
    """
    of_office = defaultdict(list)
    for user in who_enter():
        of_office[reach_of(user).office].append(user)
    told, untold = defaultdict(list), []
    for row in rows:
        people = of_office[row.form.office] or of_office[None]
        for user in people:
            told[user].append(row)
        if not people:
            untold.append(row)
    return told, untold


def who_enter():
    """Accounts in use that enter figures and have an address; a superuser may do all and is asked for none of it."""
    users = get_user_model().objects.with_perm(
        "indicators.add_figure", include_superusers=False, backend="django.contrib.auth.backends.ModelBackend"
    )
    return users.select_related("posting__office").filter(is_staff=True).exclude(email="").order_by("username")


def remind(user, rows, *, server):
    """Send somebody the letter of the day; False where it went out before. Errors are the mail server's."""
    today = timezone.localdate()
    FormReminder.objects.get_or_create(user=user)
    mine = FormReminder.objects.filter(user=user)
    # Taken before it is sent: of two runs at once, one sends.
    if not mine.exclude(on=today).update(on=today):
        return False
    try:
        letter(user, rows, server=server).send()
    except NOT_TAKEN:
        mine.update(on=None)
        raise
    return True


def letter(user, rows, *, server):
    late = sum(row.is_late for row in rows)
    subject = f"Biểu phải nộp: {len(rows)}" + (f", quá hạn: {late}" if late else "")
    items = "\n\n".join(f"{number}. {item(row)}" for number, row in enumerate(rows, start=1))
    body = (
        f"Kính gửi {name_of(user)},\n\n"
        "Các biểu sau đã quá hạn hay sắp đến hạn mà chưa gửi duyệt đủ:\n\n"
        f"{items}\n\n"
        "Thư do sổ số liệu tự gửi, mỗi ngày nhiều nhất một thư, cho đến khi các biểu được gửi duyệt đủ. Thư không có "
        "người nhận trả lời.\n"
    )
    return EmailMessage(subject, body, to=[user.email], connection=server, headers={"Auto-Submitted": "auto-generated"})


def item(row):
    """What a letter says of one form: what is missing, until when, and where it is filled."""
    missing = f"còn thiếu {row.missing}/{row.wanted} ô" if row.missing else ""
    kept = f"{row.counts['entered']} ô đã nhập, chưa gửi duyệt" if row.counts["entered"] else ""
    what = "; ".join(filter(None, [missing, kept]))
    return (
        f"{row.form}, {row.period}\n"
        f"   Hạn nộp {format_date(row.due_on)}: {days_left(row.due_on)}\n"
        f"   {what[0].upper()}{what[1:]}\n"
        f"   {settings.SITE_ADDRESS}{row.address}"
    )


def days_left(day):
    days = (day - timezone.localdate()).days
    if days < 0:
        return f"quá hạn {-days} ngày"
    return f"còn {days} ngày" if days else "hôm nay"
