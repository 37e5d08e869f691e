"""What people shorten, and what they write out: rows are found by either; an app lists both as `abbreviations()`."""

from functools import cache

from django.apps import apps

from config.values.text import fold

# One of these ways of saying it: each is words that all must stand.
Ways = tuple[tuple[str, ...], ...]


def ways_of(words: list[str] | tuple[str, ...]) -> list[Ways]:
    """Folded words in their order, each as it is and, where it is short for others or these stand there, as these."""
    known, found, at = _known(), [], 0
    longest = max(map(len, known), default=1)
    while at < len(words):
        lengths = range(min(longest, len(words) - at), 0, -1)
        taken = next((tuple(words[at : at + n]) for n in lengths if tuple(words[at : at + n]) in known), None)
        taken = taken or (words[at],)
        found.append((taken, *known.get(taken, ())))
        at += len(taken)
    return found


@cache
def _known():
    """Folded words by what else they may be called."""
    known = {}
    for app in apps.get_app_configs():
        for short, *long in app.abbreviations() if hasattr(app, "abbreviations") else ():
            ways = [tuple(fold(way).split()) for way in (short, *long)]
            for way in ways:
                known[way] = tuple(other for other in ways if other != way)
    return known
