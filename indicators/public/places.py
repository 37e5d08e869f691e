"""Of which place a page tells: one at a time, for figures of two places are never mixed."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from indicators.models import Place, Version

FEW = 4


@dataclass(frozen=True)
class PlaceChoice:
    """The places with public figures, provinces first and the newest of them foremost; and the one asked for."""

    places: list[Place]
    chosen: Place | None

    @property
    def others(self):
        return [place for place in self.places if place != self.chosen]

    @property
    def are_few(self):
        return len(self.places) <= FEW


def choice_of(request, **conditions):
    """The place ?dia-ban= names, the newest province where it names none of them."""
    figures = Version.objects.public().filter(place=OuterRef("pk"), **conditions)
    return _choice(request, Place.objects.filter(Exists(figures)))


def choice_of_provinces(request):
    figures = Version.objects.public().filter(place=OuterRef("pk"))
    return _choice(request, Place.objects.filter(Exists(figures), level=Place.Level.PROVINCE))


def _choice(request, places):
    places = sorted(places, key=_newest_province_first)
    asked = request.GET.get("dia-ban", "").strip()
    return PlaceChoice(places, next((one for one in places if one.code == asked), next(iter(places), None)))


def _newest_province_first(place):
    begun = -place.valid_from.toordinal() if place.valid_from else 0
    return place.level != Place.Level.PROVINCE, bool(place.valid_to), begun, place.code
