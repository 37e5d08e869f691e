"""Tables of registers as tests open and fill them."""

import json
import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

MARK = re.compile(r"BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK")


def open_grid(client, name, **query):
    """The page of a table; its name is that of its register, «projects_estatearea»."""
    return client.get(reverse(f"admin:{name}_grid", query=query))


def send(client, name, *cells, **options):
    """The answer to boxes that the script of the page sends: the name of each, its text, and what was seen."""
    body = {"cells": [dict(zip(["name", "text", "seen"], cell, strict=True)) for cell in cells], **options}
    return client.post(reverse(f"admin:{name}_grid_save"), json.dumps(body), content_type="application/json")


def save(client, name, *cells, **options):
    """What became of each box, by its name."""
    return send(client, name, *cells, **options).json()["cells"]


def counted(client, name, *cells, **options):
    """What became of boxes, and how often the database was asked, the marks of transactions left out."""
    with CaptureQueriesContext(connection) as captured:
        outcomes = save(client, name, *cells, **options)
    return outcomes, sum(not MARK.match(one["sql"]) for one in captured)


def states(outcomes):
    return [one["state"] for one in outcomes.values()]


def messages(outcomes):
    return [one["message"] for one in outcomes.values()]
