"""Letters about forms that are due: to whom, about what, once a day, whatever happens to one address."""

import socketserver
import threading
from datetime import timedelta
from email import message_from_bytes, policy
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.utils import timezone

from config.staff.roles import sync
from config.values.dates import format_date
from indicators.entry.progress import forms_in_use, progress_of
from indicators.models import FormReminder, Posting
from tests import makers

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
REFUSED = "hong@vi-du.gov.vn"


@pytest.fixture(autouse=True)
def mail_set(settings, mailoutbox):
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "thu.vi-du.gov.vn", "so-lieu@vi-du.gov.vn"
    settings.SITE_ADDRESS = "https://solieu.vi-du.gov.vn"


@pytest.fixture
def office():
    return makers.make_office()


def remind():
    out = StringIO()
    call_command("remind", stdout=out)
    return out.getvalue()


def make_form(office=None, *, due_in=2, rows=2, **settings):
    """A form whose current period is due in so many days."""
    form = makers.make_report_form(*(makers.make_indicator() for _ in range(rows)), office=office)
    period = now(form).period
    makers.make_form_period(
        form=form, period_start=period.start, period_end=period.end,
        due_on=timezone.localdate() + timedelta(days=due_in), **settings,
    )  # fmt: skip
    return form


def now(form):
    return progress_of(forms_in_use().filter(pk=form.pk), periods_shown=1)[0]


def fill(form, state):
    for row in form.rows.all():
        place, period = form.places.first(), str(now(form).period)
        makers.make_figure(period=period, indicator=row.indicator, place=place, kind="estimate", state=state)


def make_clerk(office=None, *, role="Chuyên viên nhập liệu", **fields):
    sync()
    user = makers.make_user(**{"email": "lan@vi-du.gov.vn", **fields})
    user.groups.add(Group.objects.get(name=role))
    Posting.set(user, office)
    return user


# What is told, and when


def test_a_letter_says_what_is_missing_until_when_and_where(office, mailoutbox):
    make_clerk(office, last_name="Nguyễn Thị", first_name="Lan")
    form = make_form(office)
    first = form.rows.first().indicator
    row = now(form)
    makers.make_figure(period=str(row.period), indicator=first, place=row.place, kind="estimate", state="draft")
    assert remind() == "Đã gửi 1 thư nhắc, 0 người đã được nhắc hôm nay.\n"
    (sent,) = mailoutbox
    assert (sent.subject, sent.to, sent.from_email) == (
        "Biểu phải nộp: 1",
        ["lan@vi-du.gov.vn"],
        "so-lieu@vi-du.gov.vn",
    )
    assert sent.body.startswith("Kính gửi Nguyễn Thị Lan,\n")
    due = timezone.localdate() + timedelta(days=2)
    assert f"1. {form}, {row.period}\n   Hạn nộp {format_date(due)}: còn 2 ngày\n" in sent.body
    assert "Còn thiếu 1/2 ô; 1 ô đã nhập, chưa gửi duyệt\n" in sent.body
    assert f"https://solieu.vi-du.gov.vn{row.address}\n" in sent.body


def test_a_person_has_one_letter_for_all_forms_the_latest_first(office, mailoutbox):
    make_clerk(office)
    soon, late = make_form(office, due_in=0), make_form(office, due_in=-4)
    remind()
    (sent,) = mailoutbox
    assert sent.subject == "Biểu phải nộp: 2, quá hạn: 1"
    assert sent.body.index(f"1. {late}") < sent.body.index("quá hạn 4 ngày") < sent.body.index(f"2. {soon}")
    assert ": hôm nay" in sent.body


@pytest.mark.parametrize("due_in", [-30, 0, 3])
def test_a_form_is_told_from_three_days_before(office, mailoutbox, due_in):
    make_clerk(office)
    make_form(office, due_in=due_in)
    remind()
    assert len(mailoutbox) == 1


def test_a_form_due_later_is_not_told(office, mailoutbox):
    make_clerk(office)
    make_form(office, due_in=4)
    remind()
    assert mailoutbox == []


@pytest.mark.parametrize(("state", "letters"), [("draft", 1), ("submitted", 0), ("approved", 0)])
def test_a_full_form_is_told_until_it_is_handed_in(office, mailoutbox, state, letters):
    make_clerk(office)
    fill(make_form(office), state)
    remind()
    assert len(mailoutbox) == letters


def test_a_closed_period_and_a_form_out_of_use_are_not_told(office, mailoutbox):
    make_clerk(office)
    make_form(office, closed_at=timezone.now(), closed_because="Đã chốt")
    form = make_form(office)
    form.is_in_use = False
    form.save()
    remind()
    assert mailoutbox == []


# To whom


def test_only_those_of_the_office_who_enter_and_read_mail_are_told(office, mailoutbox):
    mine = make_clerk(office)
    make_clerk(office, email="")
    make_clerk(office, email="nghi@vi-du.gov.vn", is_active=False)
    make_clerk(office, email="xem@vi-du.gov.vn", role="Người xem nội bộ")
    make_clerk(office, email="duyet@vi-du.gov.vn", role="Lãnh đạo duyệt")
    make_clerk(makers.make_office(), email="khac@vi-du.gov.vn")
    make_clerk(email="ca-so@vi-du.gov.vn")
    make_form(office)
    remind()
    assert [sent.to for sent in mailoutbox] == [[mine.email]]


@pytest.mark.every_engine
def test_a_form_nobody_of_its_office_fills_is_told_to_those_of_the_whole_department(office, mailoutbox):
    make_clerk(email="ca-so@vi-du.gov.vn")
    make_clerk(makers.make_office(), email="khac@vi-du.gov.vn")
    make_form(office)
    make_form()
    remind()
    assert [(sent.to, sent.subject) for sent in mailoutbox] == [(["ca-so@vi-du.gov.vn"], "Biểu phải nộp: 2")]


def test_a_form_nobody_can_be_reminded_of_is_named(office, mailoutbox):
    make_clerk(office, email="")
    form = make_form(office)
    assert f"Không có ai nhận thư nhắc: {form}, {now(form).period}\n" in remind()
    assert mailoutbox == []


# Once a day


@pytest.mark.every_engine
def test_nobody_has_two_letters_on_one_day_and_everybody_the_next(office, mailoutbox):
    make_clerk(office)
    make_form(office)
    remind()
    assert remind() == "Đã gửi 0 thư nhắc, 1 người đã được nhắc hôm nay.\n"
    assert len(mailoutbox) == 1
    FormReminder.objects.update(on=timezone.localdate() - timedelta(days=1))
    remind()
    assert len(mailoutbox) == 2


def test_without_a_mail_server_nothing_is_sent_and_that_is_said(office, mailoutbox, settings):
    settings.EMAIL_HOST = ""
    make_clerk(office)
    make_form(office)
    with pytest.raises(CommandError, match="Chưa đặt MAIL_URL"):
        remind()
    assert mailoutbox == []
    assert not FormReminder.objects.exists()


# By a real server


class Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP as taking a letter needs; one address is refused."""

    def handle(self):
        self.say("220 thu.vi-du.gov.vn")
        while line := self.rfile.readline().decode().strip():
            match line.split()[0].upper():
                case "DATA":
                    self.say("354 xin gửi")
                    self.take()
                case "QUIT":
                    self.say("221 chào")
                    return
                case "RCPT" if REFUSED in line:
                    self.say("550 không có hộp thư này")
                case _:
                    self.say("250 được")

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())

    def take(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.letters.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.say("250 đã nhận")


@pytest.fixture
def smtp(settings):
    """The letters that a mail server on this machine has taken."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        server.letters = []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server.letters
        server.shutdown()
        thread.join()


@pytest.mark.every_engine
def test_a_real_server_takes_the_letters_and_one_bad_address_stops_no_other(office, smtp):
    for name in ["an", "hong", "yen"]:
        make_clerk(office, username=name, email=f"{name}@vi-du.gov.vn")
    form = make_form(office)
    with pytest.raises(CommandError, match=f"1 thư không gửi được:\n  hong .{REFUSED}.: 550 không có hộp thư này"):
        remind()
    assert [letter["To"] for letter in smtp] == ["an@vi-du.gov.vn", "yen@vi-du.gov.vn"]
    assert smtp[0]["Subject"] == "Biểu phải nộp: 1"
    assert smtp[0]["Auto-Submitted"] == "auto-generated"
    assert f"1. {form}, {now(form).period}" in smtp[0].get_content()
    assert dict(FormReminder.objects.values_list("user__username", "on")) == {
        "an": timezone.localdate(), "hong": None, "yen": timezone.localdate(),
    }  # fmt: skip


@pytest.mark.every_engine
def test_a_server_that_does_not_answer_is_named_and_nobody_counts_as_reminded(office, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    make_clerk(office)
    make_form(office)
    with pytest.raises(CommandError, match=r"Máy chủ thư 127\.0\.0\.1 không nhận kết nối"):
        remind()
    assert not FormReminder.objects.exists()
