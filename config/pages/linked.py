"""What machines that gather catalogues are told: schema.org for search engines, DCAT for portals of open data."""

import json

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe

from config.pages.outgoing import FILE_FORMATS
from config.pages.views import home_of, site

MEDIA_TYPES = {ending: each.content_type.partition(";")[0] for ending, each in FILE_FORMATS.items()}
# Of a value in a script nothing may end it.
ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&"}


def as_script(data):
    """Data inside a script element that no browser runs."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))


def schema_dataset(request, *, name, description, address, changed=None, files=(), **more):
    """One table as schema.org/Dataset."""
    home = home_of(request)
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": name,
        "description": description,
        "url": f"{home}{address}",
        "inLanguage": "vi",
        "isAccessibleForFree": True,
        "license": licence_address(request),
        "creditText": settings.LICENCE_NAME,
        "publisher": {"@type": "GovernmentOrganization", "name": site(request)["site_name"], "url": f"{home}/"},
        **({"dateModified": changed.isoformat()} if changed else {}),
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{home}{where}", "name": what}
            for what, kind, where in distributions(files or [(name, address)])
        ],
        **more,
    }


def schema_catalogue(request, datasets):
    """All tables as schema.org/DataCatalog."""
    names = site(request)
    return {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "name": names["site_line"],
        "url": f"{home_of(request)}{reverse('catalogue')}",
        "license": licence_address(request),
        "dataset": [
            schema_dataset(
                request,
                name=each.title,
                description=each.told,
                address=each.address,
                changed=each.changed,
                files=each.files,
                variableMeasured=[column.label for column in each.columns],
            )
            for each in datasets
        ],
    }


def dcat_catalogue(request, datasets):
    """All tables in the words of DCAT (W3C), as JSON-LD; beside them the columns, which DCAT has no word for."""
    home, names = home_of(request), site(request)
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "columns": "http://www.w3.org/ns/csvw#column",
        },
        "@type": "dcat:Catalog",
        "@id": f"{home}{reverse('catalogue')}",
        "dct:title": names["site_line"],
        "dct:publisher": names["site_name"],
        "dct:language": "vi",
        "dct:license": licence_address(request),
        "dct:rights": settings.LICENCE_TEXT,
        "dcat:dataset": [_dcat(home, each) for each in datasets],
    }


def _dcat(home, dataset):
    return {
        "@type": "dcat:Dataset",
        "@id": f"{home}{reverse('catalogue')}#{dataset.code}",
        "dct:identifier": dataset.code,
        "dct:title": dataset.title,
        "dct:description": dataset.told,
        "dct:modified": dataset.changed and dataset.changed.isoformat(),
        "dcat:landingPage": f"{home}{dataset.address}",
        "rows": dataset.count,
        "demonstration_rows": dataset.invented,
        "columns": [column.as_data() for column in dataset.columns],
        "dcat:distribution": [
            {"@type": "dcat:Distribution", "dct:title": what, "dcat:mediaType": kind, "dcat:downloadURL": home + where}
            for what, kind, where in distributions(dataset.files)
        ],
    }


def distributions(files):
    """(name, media type, address) of each file of each part."""
    for what, address in files:
        joint = "&" if "?" in address else "?"
        for ending, kind in MEDIA_TYPES.items():
            yield what, kind, f"{address}{joint}tai={ending}"


def licence_address(request):
    """Where the terms of use are said."""
    return f"{home_of(request)}{reverse('catalogue')}#dung-lai"
