"""The public pages of figures, as a reader asks for them."""

from django.urls import reverse

from indicators.models import State
from tests import makers


def published(**fields):
    return makers.make_figure(state=State.APPROVED, **fields)


def read(client, name, *args, **query):
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def pages(**fields):
    """The address of every public page of figures, with rows behind each."""
    figure = published(source=makers.make_source(), reported=[{}], **fields)
    names = ["overview", "topic-list", "figure-list", "source-list", "guide"]
    return [
        *map(reverse, names),
        reverse("topic", args=[figure.indicator.topic.code]),
        reverse("indicator", args=[figure.indicator.code]),
    ]
