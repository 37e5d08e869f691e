"""What readers may search of figures: the indicators, their topics, releases, sources and notes."""

from config.search.declared import Searched, page_of, place_in
from indicators.models import Indicator, Release, Source, Topic, Version


def _notes():
    return Version.objects.public().filter(indicator__is_public=True).exclude(note="")


SEARCHED = [
    Searched(
        "Chỉ tiêu", Indicator, Indicator.objects.public, ("code", "name", "name_en", "definition"),
        page_of("indicator"), details=("unit__name", "topic__name", "name_en", "definition"), in_english=("name_en",),
    ),
    Searched(
        "Chủ đề", Topic, Topic.objects.all, ("code", "name", "name_en", "description"), page_of("topic"),
        details=("description",),
    ),
    Searched(
        "Đợt công bố", Release, Release.objects.out, ("code", "title", "note"), page_of("release"), title="title",
        details=("note",),
    ),
    Searched(
        "Nguồn tài liệu", Source, lambda: Version.objects.public().sources(), ("code", "title", "number", "issuer"),
        place_in("source-list"), title="title", details=("number", "issuer"), list_name="source-list",
    ),
    Searched(
        "Ghi chú của số liệu", Version, _notes, ("note",), page_of("indicator", "indicator__code"),
        title="indicator__name", code="indicator__code", details=("place__name", "note"),
    ),
]  # fmt: skip
