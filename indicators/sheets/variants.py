"""Which indicator a group of columns means of a line: «Giá hiện hành» of «GRDP» is «GRDP theo giá hiện hành»."""

import re
from collections import defaultdict
from typing import NamedTuple

from config.sheets.synonyms import in_full
from config.values.text import identity_key
from indicators.models import Indicator
from indicators.sheets.names import Match

CONSTANT, CURRENT = Indicator.PriceBasis.CONSTANT_2010, Indicator.PriceBasis.CURRENT
AMOUNT, VALUE = "amount", "value"
MONEY = {"vnd", "usd"}
# What tells the indicators of one thing apart, by the words that heads and names have for it.
_WORDINGS = {
    CONSTANT: ["giá so sánh 2010", "giá so sánh năm 2010", "giá so sánh", "giá ss 2010", "giá ss", "giá cố định 2010"],
    CURRENT: ["giá hiện hành", "giá thực tế", "giá hh"],
    "state": ["khu vực kinh tế nhà nước", "khu vực nhà nước", "kinh tế nhà nước", "doanh nghiệp nhà nước", "nhà nước"],
    "non_state": [
        "khu vực kinh tế ngoài nhà nước", "khu vực ngoài nhà nước", "kinh tế ngoài nhà nước",
        "doanh nghiệp ngoài nhà nước", "ngoài nhà nước",
    ],
    "domestic": [
        "khu vực kinh tế trong nước", "khu vực trong nước", "kinh tế trong nước", "doanh nghiệp trong nước",
        "khối trong nước", "trong nước",
    ],
    "foreign": [
        "khu vực kinh tế có vốn đầu tư nước ngoài", "khu vực có vốn đầu tư nước ngoài", "khu vực đầu tư nước ngoài",
        "doanh nghiệp có vốn đầu tư nước ngoài", "có vốn đầu tư nước ngoài", "vốn đầu tư nước ngoài",
        "đầu tư nước ngoài", "khu vực fdi", "khối fdi", "doanh nghiệp fdi", "fdi",
    ],
    "export": ["xuất khẩu", "xk"],
    "import": ["nhập khẩu", "nk"],
    "local": ["khuyến công địa phương"],
    "national": ["khuyến công quốc gia"],
}  # fmt: skip
_CONCEPTS = {identity_key(words): concept for concept, wordings in _WORDINGS.items() for words in wordings}
_CONCEPT = re.compile(rf"\b(?:{'|'.join(sorted(_CONCEPTS, key=len, reverse=True))})\b")
# Words that a name may have or not and be the same.
_EMPTY = re.compile(rf"\b(?:{'|'.join(map(identity_key, ['theo', 'của', 'các', 'tổng', 'kim ngạch', 'kinh phí']))})\b")
_KINDS = {
    AMOUNT: re.compile(rf"\b(?:{'|'.join(map(identity_key, ['số lượng', 'khối lượng', 'lượng']))})\b"),
    VALUE: re.compile(rf"\b(?:{'|'.join(map(identity_key, ['trị giá', 'giá trị', 'kim ngạch']))})\b"),
}


class Meaning(NamedTuple):
    """What is left of some words without what tells variants apart; and that."""

    stem: tuple[str, ...]
    concepts: frozenset


def meaning_of(text) -> Meaning:
    words = " ".join(re.findall(r"\w+", identity_key(in_full(text))))
    concepts = frozenset(_CONCEPTS[match] for match in _CONCEPT.findall(words))
    return Meaning(tuple(sorted(_EMPTY.sub(" ", _CONCEPT.sub(" ", words)).split())), concepts)


def kind_of(group):
    """Whether a group is of amounts or of their values, and the rest of its words; ("", group) where it says more."""
    words = " ".join(re.findall(r"\w+", identity_key(group)))
    for kind, pattern in _KINDS.items():
        rest = " ".join(pattern.sub(" ", words).split())
        if rest != words and not meaning_of(rest).stem:
            return kind, rest
    return "", group


def is_known_group(group):
    """Whether the words of a head are of those that tell indicators of one thing apart."""
    meaning = meaning_of(kind_of(group)[1])
    return bool(meaning.concepts and not meaning.stem)


class Variants:
    """The book's indicators by what is left of their names without what tells variants apart."""

    def __init__(self, names):
        self.names = names
        self.by_stem = defaultdict(list)
        for name, found in names.by_name.items():
            meaning = meaning_of(name)
            for indicator in found.values():
                # «Doanh nghiệp FDI» is what a form calls a line under another one, and says too little here.
                if meaning.stem or identity_key(indicator.name) == name:
                    self.by_stem[meaning.stem].append((indicator, meaning.concepts))

    def of(self, line, own, group, unit) -> Match:
        """The indicator that a group means of a line, which may have one of its own; what it may mean beside that."""
        kind, rest = kind_of(group)
        texts = [line, own.name] if own else [line]
        found = {each.pk: each for text in texts for each in self._named(f"{text} {rest}", kind, unit)}
        if kind and not meaning_of(rest).concepts:
            # A line of a table of exports is called as what is produced: only a name in full is sure.
            is_sure = own is not None and identity_key(line) == identity_key(own.name)
            found = {pk: each for pk, each in found.items() if is_sure and each == own}
        if len(found) == 1:
            return Match(next(iter(found.values())))
        near = [*found.values(), *([own] if own else []), *self.names.of(f"{line} {group}", unit).others]
        return Match(None, tuple(each for each in dict.fromkeys(near) if self._fits(each, kind, unit)))

    def _named(self, text, kind, unit):
        stem, wanted = meaning_of(text)
        prices = {CONSTANT, CURRENT}
        for indicator, concepts in self.by_stem.get(stem, []):
            priced = concepts & prices or frozenset(filter(None, [indicator.price_basis]))
            is_of_price = not wanted & prices or wanted & prices == priced
            if concepts - prices == wanted - prices and is_of_price and self._fits(indicator, kind, unit):
                yield indicator

    def _fits(self, indicator, kind, unit):
        is_money = indicator.unit.dimension in MONEY
        return self.names.takes(indicator, unit) and kind in ("", VALUE if is_money else AMOUNT)
