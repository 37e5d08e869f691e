"""A page is answered without asking the system for memory again and again."""

import resource

import pytest

from tests.processes import on_linux


@on_linux
@pytest.mark.sqlite
@pytest.mark.django_db
def test_a_page_touches_little_new_memory(client):
    for _ in range(3):
        client.get("/")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(5):
        assert client.get("/").status_code == 200
    # Nearly a thousand for each page where frames cross the end of a chunk.
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before) / 5 < 300
