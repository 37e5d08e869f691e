"""Names of persons: which words of an owner are one, and whether it stands in a text.

Of an owner count the words with capitals at the end, the last three of them: of «Hộ kinh doanh Gạch Bùi Văn Xuyến»
«Bùi Văn Xuyến». Three syllables are a name however a text writes them, also as one word in a code. Two may be ordinary
words («thành công») or a place («thành phố Hòa Bình»): they are a name where each begins with a capital and no kind of
place stands before them. One is never a name.
"""

import re

from config.values.text import fold, nfc

SYLLABLES = 3
PERSONS = "ông", "bà", "anh", "chị"
TITLES = (
    "hộ kinh doanh", "hộ gia đình", "hộ sản xuất", "hộ cá thể", "hộ", "hkd", "cá nhân", *PERSONS,
    "cơ sở sản xuất", "cơ sở", "cửa hàng", "xưởng", "trại", "sản xuất", "chế biến", "kinh doanh", "thương mại",
    "dịch vụ", "vật liệu xây dựng",
)  # fmt: skip
HEAD = re.compile(rf"(?:(?:{'|'.join(TITLES)})(?:[ :./]+|$))*", re.IGNORECASE)
AFTER_PERSON = re.compile(rf"(?:{'|'.join(PERSONS)})[ :./]+$", re.IGNORECASE)
# What stands before the name of a place, by its last word; only some of these stand before no person.
WHERE = "xã phường thôn xóm bản ấp huyện quận tỉnh trấn phố đường"
KINDS_OF_PLACES = frozenset(f"{WHERE} buôn làng khu cụm nghiệp kcn ccn suối sông núi hồ cầu chợ".split())
IN_A_PLACE = re.compile(rf"(?:{WHERE.replace(' ', '|')}|thị trấn|thành phố|tổ dân phố)\s", re.IGNORECASE)
# Between the persons of one owner, and before where they live.
BETWEEN = re.compile(rf"[,;&()+/]|\s+-\s+|\svà\s|\s(?={IN_A_PLACE.pattern})", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+")
WORD_OR_BREAK = re.compile(rf"{WORD.pattern}|[,;:.()/]")


def names_of(owner: str) -> list[tuple[str, ...]]:
    """The names of persons in an owner's, each as folded syllables."""
    owner = nfc(owner)
    found = (_name(part.strip(), owner.islower()) for part in BETWEEN.split(owner))
    return [tuple(map(fold, words)) for words in found if len(words) > 1]


def _name(part, is_careless):
    if IN_A_PLACE.match(part):
        return []
    head = HEAD.match(part)[0]
    words = WORD.findall(part[len(head) :])
    small = [place for place, word in enumerate(words, 1) if not word[0].isupper()]
    if len(small) == len(words) and (is_careless or AFTER_PERSON.search(head)):
        small = []
    return words[max(small, default=0) :][-SYLLABLES:]


def stands(name: tuple[str, ...], text: str) -> bool:
    """Whether a name, as `names_of` gives it, stands in a text."""
    words = WORD_OR_BREAK.findall(nfc(text))
    folded = [fold(word) for word in words]
    size = len(name)
    if size == SYLLABLES and "".join(name) in folded:
        return True
    places = (place for place in range(len(words)) if tuple(folded[place : place + size]) == name)
    return any(size == SYLLABLES or _is_told_as_name(words, place) for place in places)


def _is_told_as_name(words, place):
    is_of_place = place > 0 and words[place - 1].lower() in KINDS_OF_PLACES
    return words[place][0].isupper() and words[place + 1][0].isupper() and not is_of_place
