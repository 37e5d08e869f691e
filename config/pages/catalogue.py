"""The catalogue of open tables: a page for people, the same for machines."""

import json

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from config.pages import datasets
from config.pages.linked import MEDIA_TYPES, as_script, dcat_catalogue, schema_catalogue
from config.pages.views import public_page


@public_page
def catalogue(request):
    found = datasets.of_the_book()
    context = {
        "title": "Dữ liệu mở",
        "datasets": found,
        "endings": list(MEDIA_TYPES),
        "licence_name": settings.LICENCE_NAME,
        "licence_text": settings.LICENCE_TEXT,
        "linked": as_script(schema_catalogue(request, found)),
    }
    return render(request, "catalogue.html", context)


@public_page
def catalogue_data(request):
    content = json.dumps(dcat_catalogue(request, datasets.of_the_book()), ensure_ascii=False, indent=1)
    return HttpResponse(content, content_type="application/ld+json; charset=utf-8")
