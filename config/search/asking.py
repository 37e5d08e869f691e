"""What a reader asks: words without case and marks, the last of which may be unfinished."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from config.pages.filters import QUESTION, SEARCH_LENGTH
from config.search.abbreviations import ways_of
from config.values.text import fold, identity_key, nfc

MOST_WORDS = 8
# As a word is cut in the index.
LONGEST_WORD = 100
# A single letter begins too many words to lead anywhere.
SHORTEST_BEGINNING = 2
# SQLite's tokenizer keeps the đ of a row: each d is asked for as both, as far as words have any.
MOST_D = 3
EXCERPT = 180
BEFORE_HIT = 60
TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Asked:
    """The words looked for; `text` as it was typed, `words` folded."""

    text: str
    words: tuple[str, ...]
    is_cut: bool = False

    @property
    def is_too_short(self):
        return len("".join(self.words)) < SHORTEST_BEGINNING

    @cached_property
    def ways(self):
        """The words, each with what else it is called."""
        return ways_of(self.words)

    def is_found(self, token):
        """Whether a word of a text is among those looked for; the last one by its beginning."""
        folded = fold(token)
        return any(self._is(word, folded) for ways in self.ways for way in ways for word in way)

    @property
    def pieces(self):
        """The words two by two, as most Vietnamese words are: what to try where nothing holds them all."""
        typed = TOKEN.findall(self.text)
        pairs = zip(typed, typed[1:], strict=False)
        return [" ".join(pair) for pair in pairs][:MOST_WORDS] if len(typed) > 2 else []

    @property
    def may_go_on(self):
        return bool(self.words) and len(self.words[-1]) >= SHORTEST_BEGINNING

    def is_held_by(self, text):
        """Whether the text holds every word."""
        tokens = fold(text).split()

        def holds(way):
            return all(any(self._is(word, token) for token in tokens) for word in way)

        return bool(self.words) and all(any(map(holds, ways)) for ways in self.ways)

    def _is(self, word, folded):
        return folded == word or (self._goes_on(word) and folded.startswith(word))

    def for_sqlite(self):
        """As FTS5 is asked."""

        def spelled(word):
            goes_on = "*" if self._goes_on(word) else ""
            return "({})".format(" OR ".join(f'"{spelling}"{goes_on}' for spelling in _with_d(word)))

        return self._joined(spelled, " AND ", " OR ")

    def for_postgresql(self):
        """As a tsquery is written."""
        return self._joined(lambda word: f"'{word}'{':*' if self._goes_on(word) else ''}", " & ", " | ")

    def _goes_on(self, word):
        return self.may_go_on and word == self.words[-1]

    def _joined(self, spelled, both, either):
        asked = [either.join(f"({both.join(map(spelled, way))})" for way in ways) for ways in self.ways]
        return both.join(f"({ways})" for ways in asked)

    def rank(self, title, code):
        """Where a row stands among those found, the least first: its code, its name with marks, without, the rest."""
        folded, whole = fold(title), " ".join(self.words)
        as_named, as_typed = (TOKEN.findall(identity_key(text)) for text in (title, self.text))
        is_marked = all(any(name.startswith(word) for name in as_named) for word in as_typed)
        has_all = all(f" {word}" in f" {folded}" for word in self.words)
        steps = [fold(code) != whole, not is_marked, folded != whole, not has_all, whole not in folded]
        return (*steps, len(title), title)


def read(text: str) -> Asked:
    """What a query says; of an endless one its beginning."""
    line = nfc(text.replace("\x00", ""))
    folded = fold(line[:SEARCH_LENGTH])
    words = (QUESTION.sub("", folded).strip() or folded).split()
    is_cut = len(line) > SEARCH_LENGTH or len(words) > MOST_WORDS
    return Asked(line[:SEARCH_LENGTH], tuple(word[:LONGEST_WORD] for word in words[:MOST_WORDS]), is_cut)


def marked(text: str, asked: Asked) -> SafeString:
    """The text with the words found in `<mark>`; of a long one the part around the first."""
    text = _around_first(text, asked) if len(text) > EXCERPT else text
    parts, end = [], 0
    for token in TOKEN.finditer(text):
        if asked.is_found(token[0]):
            parts += [escape(text[end : token.start()]), f"<mark>{escape(token[0])}</mark>"]
            end = token.end()
    return mark_safe("".join([*parts, escape(text[end:])]))


def _around_first(text, asked):
    hit = next((token.start() for token in TOKEN.finditer(text) if asked.is_found(token[0])), 0)
    start = text.find(" ", hit - BEFORE_HIT) + 1 if hit > BEFORE_HIT else 0
    end = start + EXCERPT
    cut = text[start:end].rsplit(" ", 1)[0] if end < len(text) else text[start:]
    return f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}"


def _with_d(word):
    """The word with each d as d and as đ."""
    if word.count("d") > MOST_D:
        return [word]
    return ["".join(letters) for letters in product(*("dđ" if letter == "d" else letter for letter in word))]
