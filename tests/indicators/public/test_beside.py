"""A register leads to what is published on its subject, and to what its words mean."""

import pytest
from django.urls import reverse

from indicators.glossary import SLUGS
from tests import makers
from tests.config.pages.test_questions import LISTS
from tests.indicators.pages import published, read

REGISTERS = LISTS.keys() - {"figure-list", "source-list", "release-list"}

pytestmark = pytest.mark.django_db


def test_a_register_leads_to_public_figures_it_counts_or_that_tell_of_its_rows(client):
    topic = makers.make_topic(name="Điện và lưới điện")
    plant = makers.make_power_plant()
    place = makers.make_place(code=plant.code)
    told = {
        name: makers.make_indicator(topic=topic, name=name, position=at, **given)
        for at, (name, given) in enumerate(
            {
                "Công suất đặt": {},
                "Số công trình": {"counted_by": "grid-works"},
                "Còn giữ lại": {"counted_by": "grid-works", "is_public": False},
                "Chưa công bố": {"counted_by": "grid-works"},
            }.items()
        )
    }
    published(indicator=told["Công suất đặt"], place=place)
    published(indicator=told["Số công trình"])
    published(indicator=told["Còn giữ lại"])
    makers.make_figure(indicator=told["Chưa công bố"])
    for name, indicator in [("plant-list", "Công suất đặt"), ("grid-project-list", "Số công trình")]:
        (line,) = [part for part in read(client, name).split("<p ") if "Số đã công bố" in part]
        links = [line.count(f'href="{reverse("indicator", args=[one.code])}"') for one in told.values()]
        assert links == [one == indicator for one in told]
        assert f'ở chủ đề <a href="{reverse("topic", args=[topic.code])}">{topic.name}</a>.' in line


def test_every_register_is_one_that_counts_and_its_words_are_explained(client):
    for name in REGISTERS:
        told = client.get(reverse(name)).context["beside"]
        assert not told["published"]
        assert all(word in SLUGS and address for word, address in told["words"]), name
