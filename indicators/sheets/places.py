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
# Names of sheets that tell none from another.
_WITHOUT_NAME = re.compile(r"(?:sheet|trang|biểu|bảng|mẫu|phụ lục|tháng|quý|năm|[tq])?[\W_\d]*(?:năm)?[\W_\d]*")
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
        written = self.written(titles, sheet, own)
        if written is not None:
            return written
        provinces = [place.code for place in self._standing(own) if place.level == Place.Level.PROVINCE]
        return provinces[0] if len(provinces) == 1 else ""

    def _standing(self, own):
        return [place for place in self.places.values() if own is None or place.stands_on(own.end)]

    def written(self, titles, sheet, own):
        """The one place that they name; "" where it is not clear which, None where they name none."""
        standing = self._standing(own)
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
        # A province that did not stand at the time is named for its own sake, and not for the one that did.
        is_another = stray or any(place.level == Place.Level.PROVINCE for place in said)
        if not named:
            return "" if is_another else None
        return named[0] if len(named) == 1 else ""

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


class SaidPlace:
    """Which place a table is of, by what was said of tables like it.

    A district that was said of a table that names no place holds for no other: the next one may be of another. Only
    where the sheets of a file were said to be of different places does the name of a sheet tell its place.
    """

    def __init__(self, said, laid, is_part):
        self.said, self.sheets = said, said.get("sheets", {})
        self.key = identity_key(laid.sheet) if is_part and not _WITHOUT_NAME.fullmatch(identity_key(laid.sheet)) else ""

    @property
    def tells_places(self):
        return bool(self.key) and len(set(filter(None, self.sheets.values()))) > 1

    def recalled(self, written, named):
        before = self.said.get("place")
        if written is not None:
            return before if written and self.said.get("named") == written else named
        if self.tells_places:
            return self.sheets.get(self.key, "")
        return named if before in (None, named) else ""

    def taught(self, place):
        """What to remember of the sheet's name; of one that was of two places, that it tells none."""
        return {self.key: place if self.sheets.get(self.key) in (None, place) else ""} if self.key else {}


def _words(text):
    """The words of a text between spaces, so that a name may be looked for among them."""
    return f" {' '.join(_WORD.findall(identity_key(kinds_in_full(text))))} "
