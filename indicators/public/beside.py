"""What stands above the list of a register: the published figures on its subject, and the words to look up."""

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from config.at_once import at_once
from config.pages.filters import choices, listed
from config.pages.kept import kept
from indicators.counts import all_counts
from indicators.models import Indicator, Version
from indicators.public.tables import term_address

FEW = 2


def published_on(*registers, model=""):
    """A question for `at_once`: the public indicators that these registers, called as their counts call them, count.

    Of a register whose rows may be places of figures, told by its label, also those that tell of a row by its code.
    """
    counts = all_counts(()).values()
    by_register = {count.register.name: [] for count in counts}
    for count in counts:
        by_register[count.register.name].append(count.code)
    told = [code for register in registers for code in by_register[register]]
    figures = Version.objects.public().filter(indicator=OuterRef("pk"))
    subject = Q(counted_by__in=told)
    if model:
        rows = apps.get_model(model).objects.public().values("code")
        subject |= Exists(figures.filter(place__code__in=rows))
    return choices(
        Indicator.objects.public().filter(Exists(figures), subject),
        *(F("headline").asc(nulls_last=True), "topic__position", "position", "code"),
        **{"code": F("code"), "name": F("name"), "topic": F("topic__code"), "topic_name": F("topic__name")},
    )


def links(published, words=()):
    """The answers as links, the first few of them, and the words as links to what they mean."""
    found = listed(published)
    topics = dict.fromkeys((one["topic_name"], one["topic"]) for one in found)
    return {
        "published": [(one["name"], reverse("indicator", args=[one["code"]])) for one in found[:FEW]],
        "others": len(found[FEW:]),
        "topics": [(name, reverse("topic", args=[code])) for name, code in topics],
        "words": [(word, term_address(word)) for word in words],
    }


def beside(*registers, model="", words=()):
    """The links of a page that asks for them alone."""
    return links(_told(registers, model), words)


@kept
def _told(registers, model):
    return at_once(published=published_on(*registers, model=model))["published"]
