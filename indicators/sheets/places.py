"""Which place the words of a head, of a title or of a sheet's name mean."""

import re

from config.values.text import identity_key, nfc
from config.values.units import parted
from indicators.models import Place

# The place of the whole report, among columns of its parts.
WHOLE = "*"
_WHOLE = frozenset(map(identity_key, ("toàn tỉnh", "cả tỉnh", "tổng số", "tổng cộng", "tổng", "chung", "toàn ngành")))
_KIND = re.compile(r"(?:tỉnh|huyện|thành phố|tp\.?|thị xã|tx\.?|thị trấn|quận|phường|xã)\s+", re.IGNORECASE)
_SENDER = re.compile(r"\bubnd (?:huyện|thành phố|thị xã|quận|phường|xã)\b")


class PlaceNames:
    """The places of the book by their names, with and without what kind of place they are."""

    def __init__(self):
        self.places = {place.code: place for place in Place.objects.order_by("level", "code")}
        self.by_name = {}
        for place in self.places.values():
            name = _bare(place.name)
            self.by_name.setdefault(identity_key(name), place.code)
            self.by_name.setdefault(identity_key(_KIND.sub("", name, count=1)), place.code)

    def find(self, text):
        """The code of the place that a text is, and the text where it is a place's name that no place has."""
        text = nfc(text).strip(" -.:")
        key = identity_key(text)
        if key in _WHOLE:
            return WHOLE, ""
        known = self.by_name.get(key) or self.by_name.get(identity_key(_KIND.sub("", text, count=1)))
        kind = _KIND.match(text)
        # «KH tỉnh giao» names no place.
        is_name = kind and text[kind.end() :][:1].isupper()
        return (known, "") if known else ("", text if is_name else "")

    def find_apart(self, texts):
        """The place that one row of a head names where others name more, «Huyện Đà Bắc» over «Nhà nước»; and those."""
        for at, text in enumerate(texts):
            others = " ".join(filter(None, [*texts[:at], *texts[at + 1 :]]))
            if others and (found := self.find(text)[0]):
                return found, others
        return None

    def of_report(self, titles, sheet, own):
        """The one place that the lines above a table or its sheet name, else the one province there was at the time."""
        standing = [place for place in self.places.values() if own is None or place.stands_on(own.end)]
        text = f" {identity_key(' '.join(titles))} "
        said = [place for place in self.places.values() if f" {identity_key(_bare(place.name))} " in text]
        named = [place.code for place in said if place in standing]
        if not named and _SENDER.search(" ".join(titles).casefold()):
            return ""
        by_sheet, stray = self.find(sheet)
        if by_sheet and by_sheet != WHOLE and by_sheet not in named:
            named.append(by_sheet)
        provinces = [place.code for place in standing if place.level == Place.Level.PROVINCE]
        # A province that did not stand at the time is named for its own sake, and not for the one that did.
        is_another = stray or any(place.level == Place.Level.PROVINCE for place in said)
        found = named or ([] if is_another else provinces)
        return found[0] if len(found) == 1 else ""


def _bare(name):
    """«tỉnh Hòa Bình (cũ)» without what stands in brackets."""
    return parted(name)[0]
