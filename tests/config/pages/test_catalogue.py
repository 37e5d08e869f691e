"""The catalogue of open tables: every one is in it, with its columns, its rows and files that come."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import makers
from tests.indicators.pages import published, read
from tests.test_public_files import LISTS

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_every_public_list_is_told_with_its_rows_its_columns_and_its_files(client):
    published(source=makers.make_source())
    invented = makers.make_investment_project(is_demonstration=True)
    makers.make_project_status(project=invented, on=date(2020, 1, 1))
    answer = client.get(reverse("catalogue-data"))
    catalogue = json.loads(answer.content)
    tables = {dataset["dcat:landingPage"]: dataset for dataset in catalogue["dcat:dataset"]}
    assert tables.keys() == {f"http://testserver{reverse(name)}" for name in [*LISTS, "topic-list"]}
    assert "phải ghi nguồn" in catalogue["dct:rights"]
    projects = tables[f"http://testserver{reverse('project-list')}"]
    assert (projects["rows"], projects["demonstration_rows"]) == (1, 1)
    assert projects["dct:description"].endswith("Trong đó 1 dòng minh họa, không phải số liệu thật.")
    assert projects["dct:modified"] >= "2026"
    status = next(column for column in projects["columns"] if column["name"] == "status_then")
    assert status["meaning"].startswith("Một trong: ")
    for dataset in tables.values():
        for file in dataset["dcat:distribution"]:
            got = client.get(file["dcat:downloadURL"])
            assert got["Content-Type"].startswith(file["dcat:mediaType"]), file
            assert got.getvalue()


def test_the_page_tells_search_engines_the_same_and_nothing_in_it_ends_the_script(client):
    makers.make_topic(name="Chủ đề </script><b>")
    published(indicator=makers.make_indicator(topic=makers.make_topic(name="</script><b>")))
    page = read(client, "catalogue")
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    told = json.loads(script)
    assert {dataset["license"] for dataset in told["dataset"]} == {"http://testserver/du-lieu/#dung-lai"}
    names = [file["name"] for dataset in told["dataset"] for file in dataset["distribution"]]
    assert "</script><b>" in names


@pytest.mark.every_engine
def test_an_empty_book_has_a_catalogue_without_rows(client):
    told = json.loads(client.get(reverse("catalogue-data")).content)
    assert {(dataset["rows"], dataset["dct:modified"]) for dataset in told["dcat:dataset"]} == {(0, None)}
    assert read(client, "catalogue")
    assert client.get(reverse("sitemap-index")).status_code == 200


def test_the_catalogue_asks_no_more_for_more_rows(client):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            read(client, "catalogue")
        return len(captured)

    first = published()
    before = asked()
    for _ in range(3):
        published(indicator=makers.make_indicator(topic=first.indicator.topic))
        makers.make_project_status(project=makers.make_investment_project(), on=date(2020, 1, 1))
    assert asked() <= before + 1
