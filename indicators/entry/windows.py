"""When a form may be filled: its due day, its source, and whether a period is closed for somebody."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from config.values.dates import format_date, format_moment
from indicators.entry.opened import opened_for
from indicators.models import FormException, FormPeriod, ReportForm
from indicators.periods import Period
from indicators.trail.reading import name_of

RETIRED = "Biểu này không còn dùng: chỉ để xem"


@dataclass(frozen=True)
class Window:
    """What holds for one form in one period, for one person."""

    form: ReportForm
    period: Period
    settings: FormPeriod | None
    exception: FormException | None = None

    @property
    def due_on(self) -> date:
        """The last day on which the form is in time."""
        own = self.settings and self.settings.due_on
        return own or self.period.end + timedelta(days=self.form.due_days)

    @property
    def is_late(self) -> bool:
        return timezone.localdate() > self.due_on

    @property
    def counted(self) -> str:
        """«số liệu tính từ 15/12/2021 đến 14/12/2022», where that is not the period itself."""
        days = [self.settings and self.settings.counted_from, self.settings and self.settings.counted_to]
        words = [f"{word} {format_date(day)}" for word, day in zip(["từ", "đến"], days, strict=True) if day]
        return f"số liệu tính {' '.join(words)}" if words else ""

    @property
    def source(self):
        return self.settings and self.settings.source

    @property
    def source_id(self):
        return self.settings and self.settings.source_id

    @property
    def is_closed(self) -> bool:
        """Whether the period is closed, for whoever has no exception."""
        return bool(self.settings and self.settings.closed_at)

    @property
    def is_open(self) -> bool:
        """Whether this person may type."""
        return self.form.is_in_use and (not self.is_closed or self.exception is not None)

    def __str__(self) -> str:
        """Why one may not type, or until when; empty where nothing is special."""
        if not self.form.is_in_use:
            return f"{RETIRED}. Cần nhập lại thì {ask(self.form.office)} đánh dấu «đang dùng» ở màn hình của biểu."
        if not self.is_closed:
            return ""
        if self.exception:
            until = format_moment(self.exception.until)
            return f"Kỳ này {closing_of(self.settings)}. Tài khoản này được nhập đến {until}: {self.exception.reason}."
        return f"Kỳ này {closing_of(self.settings)}.{whom_to_ask(self.settings)}"


def ask(office) -> str:
    return f"nhờ {office}" if office else "nhờ người lập biểu"


def closing_of(settings) -> str:
    """«đã khóa từ 08:30 02/05/2022, Nguyễn Thị Lan khóa: đã nộp báo cáo», of a period that is closed."""
    who = f", {name_of(settings.closed_by)} khóa" if settings.closed_by else ""
    return f"đã khóa từ {format_moment(settings.closed_at)}{who}: {settings.closed_because.rstrip('.')}"


def whom_to_ask(settings) -> str:
    """Who may open a closed period, as the sentence that ends a refusal; empty where nobody is named."""
    contact = settings.contact or settings.form.office
    return f" Cần nhập hoặc sửa thì hỏi {contact}." if contact else ""


def window_of(form, period, *, user):
    """What holds for a form in a period, for this person; two queries at most, none where it came with the form."""
    if opened := opened_for(form, period, user):
        return Window(form, period, opened.settings, opened.exception)
    settings = form.periods.of_period(period).select_related("source", "closed_by", "form__office").first()
    exception = None
    if settings and settings.closed_at:
        exception = settings.exceptions.in_force().filter(user=user).first()
    return Window(form, period, settings, exception)
