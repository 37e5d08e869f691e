"""Forms as a chief arranges them on their screen."""

import pytest
from django.urls import reverse

from indicators.models import FormColumn, ReportForm
from tests import makers

pytestmark = pytest.mark.django_db
PLAN = {"content": "typed", "relative": "same", "kind": "plan"}
ESTIMATE = {"content": "typed", "relative": "same", "kind": "estimate"}


@pytest.fixture
def post(client):
    client.force_login(makers.make_user(is_superuser=True))
    place = makers.make_place()

    def send(*columns):
        sent = {
            "code": "thu", "name": "Biểu thử", "position": 0, "frequency": "year", "due_days": 0, "places": [place.pk],
            "columns-TOTAL_FORMS": len(columns), "columns-INITIAL_FORMS": 0,
            "rows-TOTAL_FORMS": 0, "rows-INITIAL_FORMS": 0,
        }  # fmt: skip
        for at, column in enumerate(columns):
            sent |= {f"columns-{at}-{name}": value for name, value in column.items()}
        return client.post(reverse("admin:indicators_reportform_add"), sent)

    return send


def compared(number, of, base):
    content = {"content": "computed", "relative": "same", "formula": "ratio"}
    return {"number": number, **content, "of_number": of, "base_number": base}


def test_a_form_with_a_computed_column_is_made(post):
    assert post({"number": 1, **PLAN}, {"number": 2, **ESTIMATE}, compared(3, 2, 1)).status_code == 302
    assert ReportForm.objects.get().columns.count() == 3


@pytest.mark.parametrize(
    ("of", "words"), [(9, "Biểu không có cột 9"), (4, "Cột 4 là cột tính")], ids=["missing", "computed"]
)
def test_a_column_computed_from_none_that_holds_figures_is_refused(post, of, words):
    page = post({"number": 1, **PLAN}, {"number": 2, **ESTIMATE}, compared(3, of, 1), compared(4, 2, 1))
    assert words in page.content.decode()
    assert not FormColumn.objects.exists()


def test_two_columns_of_one_number_are_told_in_vietnamese(post):
    page = post({"number": 1, **PLAN}, {"number": 1, **ESTIMATE})
    assert "Hãy sửa những dòng trùng «cột số»." in page.content.decode()
