"""Public pages of the power grid."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from tests import makers

pytestmark = pytest.mark.django_db

LISTS = ["power", "transformer-list", "line-list", "plant-list", "grid-project-list"]
IN_SERVICE = {"commissioned_on": date(2015, 1, 1)}


def a_row_of_each(**mark):
    makers.make_power_transformer(substation=makers.make_substation(**IN_SERVICE, **mark))
    makers.make_line(**IN_SERVICE, **mark)
    makers.make_power_plant(**IN_SERVICE, **mark)
    makers.make_grid_project(**mark)


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_register_has_a_page(client, name):
    assert "Không có dòng nào phù hợp." in client.get(reverse(name)).content.decode()


@pytest.mark.sqlite
@pytest.mark.parametrize("name", LISTS)
def test_a_page_asks_no_more_for_more_rows(client, name, django_assert_max_num_queries):
    a_row_of_each()
    with django_assert_max_num_queries(12) as few:
        client.get(reverse(name))
    for _ in range(5):
        a_row_of_each()
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(reverse(name))


@pytest.mark.parametrize(("name", "make"), [("power", makers.make_substation), ("line-list", makers.make_line)])
def test_what_the_whole_grid_comes_to_is_asked_once_a_version_and_a_write_shows_at_once(
    client, name, make, django_assert_max_num_queries
):
    a_row_of_each()
    before = client.get(reverse(name)).content
    with django_assert_max_num_queries(6):
        assert client.get(reverse(name)).content == before
    make(nominal_voltage_kv=22, **IN_SERVICE)
    page = client.get(reverse(name)).content.decode()
    assert '<option value="22">22</option>' in page
    assert "22 kV" in page


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "query", [{"ngay": "99/99/9999"}, {"dien_ap": "cao", "nam": "-1"}, {"trang": "x", "xep": "-?"}]
)
def test_no_address_breaks_a_page(client, name, query):
    a_row_of_each()
    assert client.get(reverse(name), query).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_invented_rows_are_marked_on_the_page_and_in_the_file(client, name):
    a_row_of_each(is_demonstration=True)
    assert "Dữ liệu minh họa." in client.get(reverse(name)).content.decode()
    answer = client.get(reverse(name), {"tai": "xlsx"})
    cells = [cell for row in openpyxl.load_workbook(BytesIO(answer.getvalue())).worksheets[0].values for cell in row]
    assert cells.count("dữ liệu minh họa") == 2, "one heading, one row"


def test_the_grid_is_counted_on_the_day_asked(client):
    substation = makers.make_substation(has_scada=True, has_full_signals=False, **IN_SERVICE)
    makers.make_power_transformer(substation=substation, rated_mva=16)
    makers.make_power_transformer(substation=substation, rated_mva=25)
    later = makers.make_substation(commissioned_on=date(2024, 5, 1))
    makers.make_power_transformer(substation=later, rated_mva=40, commissioned_on=date(2024, 5, 1))

    then = client.get(reverse("power"), {"ngay": "31/12/2020"}).context["summary"]
    assert [then[name] for name in ["substations", "transformers", "rated_mva"]] == [1, 2, 41]
    assert (then["scada_share"], then["full_signals_share"]) == (100, 0)
    now = client.get(reverse("power"), {"ngay": "31/12/2024"}).context["summary"]
    assert [now[name] for name in ["substations", "transformers", "rated_mva"]] == [2, 3, 81]


def test_the_totals_of_lines_are_of_those_that_are_listed(client):
    makers.make_line(name="Thung Nai", length_km=10, **IN_SERVICE)
    makers.make_line(nominal_voltage_kv=35, length_km=20, **IN_SERVICE)
    makers.make_line(length_km=40, commissioned_on=date(2024, 5, 1))
    for asked, listed, km in [({"tim": "thung"}, 1, 10), ({"dien_ap": "35"}, 1, 20), ({"ngay": "31/12/2020"}, 2, 30)]:
        page = client.get(reverse("line-list"), asked).context
        assert [len(page["table"].rows), page["table"].paginator.count] == [listed, listed]
        assert [amount for _, amount, _ in page["totals"]] == [listed, km], asked


def test_a_substation_leads_to_its_transformers_on_the_day_of_the_list(client):
    one, other = makers.make_substation(**IN_SERVICE), makers.make_substation(**IN_SERVICE)
    for substation, name in [(one, "T1"), (other, "T2")]:
        makers.make_power_transformer(substation=substation, name=name)
    address = f"{reverse('transformer-list')}?tram={one.code}&amp;ngay=31%2F12%2F2020"
    assert address in client.get(reverse("power"), {"ngay": "31/12/2020"}).content.decode()
    table = client.get(address.replace("&amp;", "&")).context["table"]
    assert [row.record.name for row in table.rows] == ["T1"]


def test_a_share_leaves_out_the_substations_nobody_gave_an_answer_for(client):
    makers.make_substation(has_scada=True, **IN_SERVICE)
    makers.make_substation(has_scada=None, **IN_SERVICE)
    answer = client.get(reverse("power"))
    summary = answer.context["summary"]
    assert (summary["scada"], summary["scada_known"], summary["scada_share"]) == (1, 1, 100)
    assert summary["unmanned_share"] is None
    page = answer.content.decode()
    assert "100,0 % của 1 trạm có số" in page
    assert "0 trạm" not in page, "nobody said whether a substation is unmanned: unknown, not 0"


def test_a_grid_not_in_service_has_no_shares(client):
    assert client.get(reverse("power"), {"ngay": "01/01/1990"}).context["summary"]["scada_share"] is None


def test_a_transformer_of_a_closed_substation_is_in_no_list_no_file_and_no_total(client):
    closed = makers.make_substation(**IN_SERVICE, decommissioned_on=date(2020, 6, 1))
    makers.make_power_transformer(substation=closed, **IN_SERVICE, rated_mva=63)
    serving = makers.make_power_transformer(substation=makers.make_substation(**IN_SERVICE), **IN_SERVICE)
    page = client.get(reverse("transformer-list"), {"ngay": "31/12/2020"}).context["table"]
    file = client.get(reverse("transformer-list"), {"ngay": "31/12/2020", "tai": "json"}).getvalue().decode()
    total = client.get(reverse("power"), {"ngay": "31/12/2020"}).context["summary"]
    assert [row.record for row in page.rows] == [serving]
    assert closed.name not in file
    assert total["transformers"] == 1
    before = client.get(reverse("transformer-list"), {"ngay": "31/05/2020"}).context["table"]
    assert len(before.rows) == 2, "it served as long as its substation did"
