"""Which place the words of a head, of a title or of a sheet's name mean."""

import re

from config.values.text import identity_key, nfc
from indicators.models import Place
from indicators.place_names import KIND, bare_name, kinds_in_full, own_name

# The place of the whole report, among columns of its parts.
WHOLE = "*"
_WHOLE = frozenset(map(identity_key, ("toàn tỉnh", "cả tỉnh", "tổng số", "tổng cộng", "tổng", "chung", "toàn ngành")))
# «P.QLCN» is a room of the department, and no phường; «TT» heads numbers.
_MAY_BE_OTHER = re.compile(r"[qpx]\.|tt\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_SENDER = re.compile(r"\bubnd (?:huyện|thành phố|thị xã|quận|phường|xã)\b")


class PlaceNames:
    """The places of the book by their names, with and without what kind of place they are."""

    def __init__(self):
        self.places = {place.code: place for place in Place.objects.order_by("level", "code")}
        self.by_name, self.by_own_name = {}, {}
        for place in self.places.values():
            name = bare_name(place.name)
            self.by_name.setdefault(identity_key(name), place.code)
            self.by_own_name.setdefault(identity_key(own_name(name)), place.code)

    def find(self, text):
        """The code of the place that a text is, and the text where it is a place's name that no place has."""
        text = nfc(text).strip(" -.:")
        key = identity_key(text)
        if key in _WHOLE:
            return WHOLE, ""
        may_be_other = _MAY_BE_OTHER.match(text)
        text = kinds_in_full(text)
        kind = KIND.match(text)
        # A kind that is written is meant: «xã Lương Sơn» is no huyện.
        known = self.by_name.get(identity_key(text)) or (not kind and self.by_own_name.get(key))
        # «KH tỉnh giao» names no place.
        is_name = kind and not may_be_other and text[kind.end() :][:1].isupper()
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
        text = _words(" ".join(titles))
        said = [place for place in self.places.values() if _words(bare_name(place.name)) in text]
        named = [place.code for place in said if place in standing] + self._by_own_name(text, said, standing)
        if not named and _SENDER.search(" ".join(titles).casefold()):
            return ""
        by_sheet, stray = self.find(sheet)
        if by_sheet and by_sheet != WHOLE and by_sheet not in named:
            if not named and identity_key(sheet) in self._provinces():
                return ""
            named.append(by_sheet)
        provinces = [place.code for place in standing if place.level == Place.Level.PROVINCE]
        # A province that did not stand at the time is named for its own sake, and not for the one that did.
        is_another = stray or any(place.level == Place.Level.PROVINCE for place in said)
        found = named or ([] if is_another else provinces)
        return found[0] if len(found) == 1 else ""

    def _by_own_name(self, text, said, standing):
        """Places below the province that words name without their kind, «LƯƠNG SƠN», and no longer name does."""
        for place in said:
            text = text.replace(_words(bare_name(place.name)), " ")
        below = [place for place in standing if place.level in (Place.Level.DISTRICT, Place.Level.COMMUNE)]
        named = {place.code: own_name(place.name) for place in below if _words(own_name(place.name)) in text}
        return [code for code, name in named.items() if identity_key(name) not in self._provinces()]

    def _provinces(self):
        """The own names of provinces: «Hòa Bình» alone may be the province, or the city of that name."""
        provinces = [place for place in self.places.values() if place.level == Place.Level.PROVINCE]
        return {identity_key(own_name(place.name)) for place in provinces}


def _words(text):
    """The words of a text between spaces, so that a name may be looked for among them."""
    return f" {' '.join(_WORD.findall(identity_key(kinds_in_full(text))))} "
