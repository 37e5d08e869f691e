"""The page of what a search finds."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse

from config.pages.views import public_page
from config.search.asking import read
from config.search.finding import find
from config.search.near import nearest


@public_page
def search(request):
    """Everything that holds the words, by what it is; where nothing does, what may have been meant."""
    asked = read(request.GET.get("q", ""))
    groups = find(asked)
    near = nearest(asked) if asked.words and not groups and not asked.is_too_short else None
    context = {
        "title": f"Tìm «{asked.text}»" if asked.text else "Tìm trong sổ",
        "asked": asked,
        "groups": groups,
        "near": near if near and find(near) else None,
        "shows_demonstration": any(hit.is_demonstration for group in groups for hit in group.hits),
    }
    if context["near"]:
        context["near_address"] = f"{reverse('search')}?{urlencode({'q': near.text})}"
    answer = render(request, "search.html", context)
    answer["X-Robots-Tag"] = "noindex"
    return answer
