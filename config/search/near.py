"""«Có phải ý là …»: of words that nothing holds, the nearest that the book's names are made of."""

from collections import Counter, defaultdict
from dataclasses import replace
from difflib import get_close_matches
from itertools import chain

from config.search.asking import TOKEN, Asked
from config.search.declared import declared
from config.values.text import fold

# Of a register of any length the first names say what words it uses.
NAMES_READ = 500
ALIKE = 0.7
SHORTEST = 3


def nearest(asked: Asked) -> Asked | None:
    """What may have been meant, spelled as the book spells it, without what is near nothing; None where that is all."""
    spelled = _spellings()
    near = [word for word in (_nearest(word, spelled, asked) for word in asked.words) if word]
    if tuple(near) == asked.words or not near:
        return None
    text = " ".join(spelled[word].most_common(1)[0][0] if word in spelled else word for word in near)
    return replace(asked, text=text, words=tuple(near), is_cut=False)


def _nearest(word, spelled, asked):
    if word in spelled or word.isdigit():
        return word
    if word == asked.words[-1] and any(known.startswith(word) for known in spelled):
        return word
    close = get_close_matches(word, spelled, n=3, cutoff=ALIKE) if len(word) >= SHORTEST else []
    # Of words equally near the one with the same letters, then the more usual one.
    return min(close, key=lambda known: (sorted(known) != sorted(word), -spelled[known].total()), default=None)


def _spellings():
    """The words of the names of the book without marks, each with its spellings and how often they stand."""
    spelled = defaultdict(Counter)
    names = (kind.rows().order_by().values_list(kind.title, flat=True)[:NAMES_READ] for kind in declared())
    for token in chain.from_iterable(TOKEN.findall(name) for name in chain.from_iterable(names)):
        spelled[fold(token)][token.lower()] += 1
    return spelled
