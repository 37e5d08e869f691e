"""What a closed period of a form keeps as it is, whatever door staff come by."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from indicators.actions.approving import submit_figures
from indicators.entry.closed import Closings
from indicators.entry.grid import Grid
from indicators.entry.periods import asking
from indicators.models import Figure, FormPeriod
from indicators.periods import Period
from indicators.resources import FigureResource
from tests import makers
from tests.sheets import preview, told, write, xlsx
from tests.staff_forms import errors_of, typed

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

HEAD = ["Chỉ tiêu", "Địa bàn", "Kỳ", "Loại số liệu", "Giá trị"]
MONTHLY = [
    {"kind": "estimate"},
    {"kind": "plan", "relative": "year"},
    {"kind": "preliminary", "relative": "previous"},
    {"content": "shown", "kind": "official"},
]


def close(form, period, **fields):
    span = Period.parse(period)
    given = {"closed_at": timezone.now(), "closed_because": "đã nộp báo cáo", "contact": "chị Hoa", **fields}
    return FormPeriod.objects.create(form=form, period_start=span.start, period_end=span.end, **given)


@pytest.fixture
def place():
    return makers.make_place(code="hb")


@pytest.fixture
def indicator():
    return makers.make_indicator(code="gtsx")


@pytest.fixture
def form(indicator, place):
    return makers.make_report_form(indicator, places=[place], name="Biểu năm")


@pytest.fixture
def figure(indicator, place):
    return makers.make_figure(indicator=indicator, place=place, kind="estimate", value=100)


def changing(figure):
    return reverse("admin:indicators_figure_change", args=[figure.pk])


def sheet(*rows):
    return xlsx([HEAD, *(["gtsx", "hb", *row] for row in rows)])


# The screen of figures


def test_the_screen_of_figures_changes_nothing_of_a_closed_period_and_says_why(admin_client, admin_user, form, figure):
    admin_user.last_name = "Lan"
    admin_user.save()
    close(form, "2022", closed_by=admin_user)
    page = admin_client.get(changing(figure))
    answer = admin_client.post(changing(figure), typed(page, value="120"))
    words = errors_of(answer)
    assert "«Biểu năm», 2022, đã khóa từ" in words
    assert "Lan khóa: đã nộp báo cáo. Cần nhập hoặc sửa thì hỏi chị Hoa." in words
    assert 'value="120"' in answer.content.decode()
    figure.refresh_from_db()
    assert figure.value == 100


def test_the_screen_of_a_figure_says_beforehand_that_its_period_is_closed(admin_client, form, figure):
    assert "đã khóa từ" not in admin_client.get(changing(figure)).content.decode()
    close(form, "2022")
    assert "Số này ở «Biểu năm», 2022, đã khóa từ" in admin_client.get(changing(figure)).content.decode()


def test_a_figure_of_a_closed_period_is_neither_added_nor_deleted(admin_client, form, figure, place):
    close(form, "2022")
    figures = reverse("admin:indicators_figure_changelist")
    sent = {"action": "delete_selected", "_selected_action": [figure.pk], "post": "yes"}
    assert "đã khóa từ" in admin_client.post(figures, sent, follow=True).content.decode()
    admin_client.post(reverse("admin:indicators_figure_delete", args=[figure.pk]), {"post": "yes"})
    assert Figure.objects.count() == 1
    Figure.objects.all().delete()
    address = reverse("admin:indicators_figure_add")
    given = {"indicator": figure.indicator_id, "place": place.pk, "kind": "estimate", "period": "2022", "value": "5"}
    answer = admin_client.post(address, typed(admin_client.get(address), **given))
    assert "đã khóa từ" in errors_of(answer)
    assert not Figure.objects.exists()


def test_a_figure_is_not_moved_into_a_closed_period(admin_client, form, figure):
    close(form, "2021")
    answer = admin_client.post(changing(figure), typed(admin_client.get(changing(figure)), period="2021"))
    assert "«Biểu năm», 2021, đã khóa" in errors_of(answer)


@pytest.mark.parametrize("other", [{"kind": "official"}, {"year": 2023}, {"place": None}, {"indicator": None}])
def test_only_what_the_closed_form_asks_for_is_bound(admin_client, form, indicator, place, other):
    close(form, "2022")
    given = {"indicator": indicator, "place": place, "kind": "estimate"} | other
    free = makers.make_figure(**{name: value for name, value in given.items() if value is not None})
    assert admin_client.post(changing(free), typed(admin_client.get(changing(free)), value="7")).status_code == 302


def test_an_exception_opens_a_closed_period_for_one_account_until_its_hour(admin_client, admin_user, form, figure):
    closed = close(form, "2022")
    hour = timezone.now() + timedelta(hours=1)
    exception = closed.exceptions.create(user=admin_user, until=hour, reason="sửa số thuế")
    page = admin_client.get(changing(figure))
    assert admin_client.post(changing(figure), typed(page, value="120")).status_code == 302
    exception.until = timezone.now() - timedelta(hours=1)
    exception.save()
    page = admin_client.get(changing(figure))
    assert "đã khóa từ" in errors_of(admin_client.post(changing(figure), typed(page, value="130")))


def test_what_is_closed_is_still_handed_in_approved_and_returned(admin_client, admin_user, form, figure):
    close(form, "2022")
    page = admin_client.get(changing(figure))
    assert admin_client.post(changing(figure), typed(page, _submit_figure="1")).status_code == 302
    figure.refresh_from_db()
    assert figure.state == "submitted"
    page = admin_client.get(changing(figure))
    assert admin_client.post(changing(figure), typed(page, _approve_figure="1")).status_code == 302
    figure.refresh_from_db()
    assert figure.state == "approved"


# Sheets


def test_a_sheet_changes_nothing_of_a_closed_period_and_names_the_row(admin_user, form, figure):
    close(form, "2022")
    rows = sheet(["2022", "ước tính", 120], ["2021", "ước tính", 80], ["2022", "chính thức", 5])
    plan = preview(FigureResource(), rows, user=admin_user)
    (problem,) = told(plan)
    assert problem.startswith("Dòng 2: Số này ở «Biểu năm», 2022, đã khóa từ")
    assert problem.endswith("Cần nhập hoặc sửa thì hỏi chị Hoa. Hãy bỏ dòng này khỏi tệp.")


def test_a_sheet_adds_nothing_to_a_closed_period(admin_user, form):
    close(form, "2022")
    assert "đã khóa từ" in told(preview(FigureResource(), sheet(["2022", "ước tính", 1]), user=admin_user))[0]


def test_a_sheet_may_hand_in_what_is_closed(admin_user, form, figure):
    close(form, "2022")
    head = [*HEAD, "Trạng thái"]
    rows = xlsx([head, ["gtsx", "hb", "2022", "ước tính", 100, "chờ duyệt"]])
    assert not told(preview(FigureResource(), rows, user=admin_user))


def test_the_software_loads_the_book_over_closed_periods(form):
    close(form, "2022")
    write(FigureResource(), sheet(["2022", "ước tính", 1]))
    assert Figure.objects.get().value == 1


def test_what_was_closed_since_the_preview_makes_another_version_of_the_ground(form):
    before = FigureResource().version()
    closed = close(form, "2022")
    after = FigureResource().version()
    closed.exceptions.create(user=makers.make_user(), until=timezone.now() + timedelta(hours=1), reason="x")
    assert len({before, after, FigureResource().version()}) == 3


@pytest.mark.every_engine
def test_a_sheet_of_many_rows_asks_for_closed_periods_in_three_queries(
    admin_user, form, place, django_assert_num_queries
):
    close(form, "2022")
    indicators = [one.pk for one in form.indicators()]
    with django_assert_num_queries(3):
        closings = Closings(admin_user, indicators)
        found = [closings.of(indicators[0], place.pk, Period.year(year), "estimate") for year in range(2000, 2100)]
    assert sum(1 for one in found if one) == 1


# Which figures a closed period binds


@pytest.fixture
def monthly(indicator, place):
    return makers.make_report_form(indicator, columns=MONTHLY, places=[place], frequency="month", name="Biểu tháng")


def bound(user, indicator, place, period, kind):
    found = Closings(user, [indicator.pk]).of(indicator.pk, place.pk, Period.parse(period), kind)
    return found and str(found)


def test_a_plan_that_every_month_asks_for_is_bound_with_the_last_of_them(admin_user, monthly, indicator, place):
    for month in range(1, 12):
        close(monthly, f"tháng {month}/2022")
    assert bound(admin_user, indicator, place, "tháng 4/2022", "estimate") == "Biểu tháng, tháng 4/2022"
    assert bound(admin_user, indicator, place, "2022", "plan") is None
    close(monthly, "tháng 12/2022")
    assert bound(admin_user, indicator, place, "2022", "plan")


def test_what_a_form_asks_of_the_month_before_is_bound_with_the_month_it_is_asked_in(
    admin_user, monthly, indicator, place
):
    close(monthly, "tháng 4/2022")
    assert bound(admin_user, indicator, place, "tháng 3/2022", "preliminary") == "Biểu tháng, tháng 4/2022"
    assert bound(admin_user, indicator, place, "tháng 4/2022", "preliminary") is None


@pytest.mark.every_engine
def test_an_open_form_of_the_year_keeps_the_plan_of_closed_months_open(admin_user, monthly, indicator, place):
    yearly = makers.make_report_form(indicator, columns=[{"kind": "plan"}], places=[place])
    for month in range(1, 13):
        close(monthly, f"tháng {month}/2022")
    assert bound(admin_user, indicator, place, "2022", "plan") is None
    close(yearly, "2022")
    assert bound(admin_user, indicator, place, "2022", "plan") == f"{yearly}, 2022"


def test_what_is_counted_at_a_moment_is_bound_at_the_last_day_and_under_the_period(admin_user, place):
    stock = makers.make_indicator(measure="stock")
    close(makers.make_report_form(stock, places=[place]), "2022")
    assert bound(admin_user, stock, place, "31/12/2022", "estimate")
    assert bound(admin_user, stock, place, "2022", "estimate")
    assert bound(admin_user, stock, place, "30/12/2022", "estimate") is None


def test_the_second_indicator_of_a_row_is_bound_by_its_own_columns(admin_user, indicator, place):
    second = makers.make_indicator()
    columns = [{"kind": "estimate"}, {"kind": "official", "is_beside": True}]
    row = {"indicator": indicator, "beside": second}
    close(makers.make_report_form(row, columns=columns, places=[place]), "2022")
    assert bound(admin_user, second, place, "2022", "official")
    assert bound(admin_user, second, place, "2022", "estimate") is None


def test_the_grid_of_another_form_shows_what_a_closed_form_binds(admin_user, form, indicator, place):
    other = makers.make_report_form(indicator, places=[place], frequency="year")
    close(form, "2022")
    (cell,) = [one for one in Grid(other, Period.year(2022), place, user=admin_user).cells.values() if one.is_typed]
    assert cell.locked == "số này ở «Biểu năm», kỳ 2022 đã khóa"


@pytest.mark.parametrize(
    ("frequency", "relative", "kept", "periods"),
    [
        ("month", "same", "tháng 4/2022", ["tháng 4/2022"]),
        ("month", "previous", "tháng 12/2021", ["tháng 1/2022"]),
        ("quarter", "year", "2022", ["quý I/2022", "quý II/2022", "quý III/2022", "quý IV/2022"]),
        ("year", "next_year", "2022", ["2021"]),
        ("year", "same", "tháng 4/2022", []),
        ("month", "released", "2022", []),
    ],
)
def test_a_figure_is_asked_for_in_these_periods(frequency, relative, kept, periods):
    assert [str(one) for one in asking(frequency, relative, "flow", Period.parse(kept))] == periods


def test_a_list_of_figures_hands_in_what_is_closed(admin_user, form, figure):
    close(form, "2022")
    assert submit_figures(Figure.objects.all(), by=admin_user) == 1
