"""Which row of a form each line of a layout is: by its words, in their order, else by the indicator they mean."""

from collections import defaultdict

from config.values.text import identity_key
from config.values.units import spelling_key
from indicators.sheets.lines import level_of


def codes_of_lines(laid, rows, names):
    """The code of the form's row that each line is, by the line's number; those that nothing tells are out."""
    by_words, taken = _by_words(rows), {}
    last = -1
    for line in laid.lines:
        places = [place for place in by_words[_key(line.name)] if rows[place].code not in taken.values()]
        if places:
            last = next((place for place in places if place > last), places[0])
            taken[line.number] = rows[last].code
    by_indicator = {row.indicator.code: row for row in rows if row.indicator}
    for line in laid.lines:
        match = names.of(line.name, line.unit or laid.corner).indicator if line.number not in taken else None
        row = by_indicator.get(match.code) if match else None
        if row and row.code not in taken.values():
            taken[line.number] = row.code
    return taken


def _by_words(rows):
    """The places of rows by each way in which their words are written."""
    found = defaultdict(list)
    for place, row in enumerate(rows):
        for words in dict.fromkeys([str(row), *([row.indicator.name] if row.indicator else [])]):
            found[_key(words)].append(place)
    return found


def _key(words):
    return identity_key(level_of(words)[1]).strip(" :.")


def other_unit(line, laid, row, names):
    """The unit of a line where its numbers are not in the unit of its row; "" where they are, or nobody can tell."""
    stated = line.unit or laid.corner
    known = names.units.get(spelling_key(stated)) if stated else None
    own = row.indicator and row.indicator.unit
    if not known or not own or (known.dimension, known.factor) == (own.dimension, own.factor):
        return ""
    return stated
