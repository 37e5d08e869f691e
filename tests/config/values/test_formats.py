from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.utils import formats, translation


class DayForm(forms.Form):
    day = forms.DateField()


def test_the_fifth_of_march_is_not_the_third_of_may():
    form = DayForm({"day": "05/03/2026"})
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2026, 3, 5)


@pytest.mark.parametrize("text", ["5/3/2026", "05-03-2026", "05.03.2026", "2026-03-05"])
def test_other_spellings_of_the_day_are_read(text):
    form = DayForm({"day": text})
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2026, 3, 5)


@pytest.mark.parametrize("text", ["03/13/2026", "05/03/26", "5 March 2026"])
def test_american_and_short_dates_are_refused(text):
    assert not DayForm({"day": text}).is_valid()


def test_a_form_shows_the_day_as_it_reads_it():
    assert 'value="05/03/2026"' in str(DayForm(initial={"day": date(2026, 3, 5)})["day"])


def test_the_calendar_of_the_admin_writes_the_day_first():
    assert formats.get_format("DATE_INPUT_FORMATS")[0] == "%d/%m/%Y"
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize("text", ["05/03/2026 14:30", "05/03/2026 14:30:00", "14:30 05/03/2026", "2026-03-05 14:30"])
def test_a_time_of_day_is_read(text):
    assert forms.DateTimeField().clean(text).replace(tzinfo=None) == datetime.combine(date(2026, 3, 5), time(14, 30))


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ day }}", "05/03/2026"),
        ("{{ moment }}", "14:30 05/03/2026"),
        ("{{ day|date:'YEAR_MONTH_FORMAT' }}", "tháng 3/2026"),
        ("{{ year }}", "2026"),
        ("{{ amount }}", "9417,1"),
        ("{{ amount|floatformat:'1g' }}", "9.417,1"),
    ],
)
def test_pages_print_days_and_numbers_the_vietnamese_way(template, text):
    values = {
        "day": date(2026, 3, 5),
        "moment": datetime.combine(date(2026, 3, 5), time(14, 30)),
        "year": 2026,
        "amount": Decimal("9417.1"),
    }
    assert Template(template).render(Context(values)) == text


def test_a_year_is_never_printed_with_a_dot():
    assert settings.USE_THOUSAND_SEPARATOR is False


def test_every_format_of_the_admin_stands_in_our_own_list():
    """Django's list for Vietnamese lacks the input formats, and what is missing falls back to American."""
    from config.formats.vi import formats as ours

    for name in ["DATE_INPUT_FORMATS", "DATETIME_INPUT_FORMATS", "TIME_INPUT_FORMATS", "THOUSAND_SEPARATOR"]:
        with translation.override("vi"):
            found = formats.get_format(name)
        own = getattr(ours, name)
        assert found[: len(own)] == own
