"""How much room letters take, and where they may stand without touching."""

from dataclasses import dataclass
from decimal import Decimal

LINE = 16  # from one line of letters to the next
ABOVE, BELOW = 11, 4  # how far letters reach from the line they stand on
GAP = 4
_THIN, _WIDE = " .,:;'|/()-iIjlt", "mwMWĐ%"


@dataclass(frozen=True)
class Label:
    """Words at a place of the chart."""

    x: Decimal
    y: Decimal
    words: str


@dataclass(frozen=True)
class Block:
    """Lines of words, one under the other, with what they belong to."""

    y: Decimal
    lines: list[str]
    owner: object

    @property
    def height(self):
        return LINE * len(self.lines)


def width_of(text):
    """The room a text takes at the size charts are lettered in: rather too much than too little."""
    return sum(4 if letter in _THIN else 11 if letter in _WIDE else 8 for letter in text)


def shortened(text, room):
    """The text as far as the room goes, with «…» for the rest."""
    if width_of(text) <= room:
        return text
    while text and width_of(f"{text}…") > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrapped(text, room, most=3):
    """The text in at most so many lines, the last of them shortened; a word longer than a line is cut."""
    lines, words = [], [part for word in text.split() for part in _parts(word, room)]
    while words and len(lines) < most - 1:
        line = [words.pop(0)]
        while words and width_of(" ".join([*line, words[0]])) <= room:
            line.append(words.pop(0))
        lines.append(" ".join(line))
    return [*lines, shortened(" ".join(words), room)] if words else lines


def _parts(word, room):
    """A word in parts that each fit into the room."""
    part = ""
    for letter in word:
        if part and width_of(part + letter) > room:
            yield part
            part = ""
        part += letter
    yield part


def apart(blocks, top, bottom):
    """The blocks moved up or down until none covers another, kept between top and bottom while there is room."""
    placed, free = [], Decimal(top)
    for block in sorted(blocks, key=lambda one: one.y):
        y = max(block.y, free)
        placed.append(Block(y, block.lines, block.owner))
        free = y + block.height + GAP
    moved, ceiling = [], Decimal(bottom)
    for block in reversed(placed):
        y = min(block.y, ceiling - block.height)
        moved.append(Block(y, block.lines, block.owner))
        ceiling = y - GAP
    return moved[::-1]


def by_worth(labels):
    """The labels of points, the most telling first: the last, the highest, the lowest, the first, then the others."""
    points = sorted(labels, key=lambda point: point.slot)
    if not points:
        return []
    telling = [points[-1], max(points, key=lambda point: point.value), min(points, key=lambda point: point.value)]
    return [labels[point] for point in dict.fromkeys([*telling, *points])]


def that_fit(labels, right, taken=()):
    """Of labels in the order of their worth, those that stand within the frame and on nothing that is taken.

    Rooms are (left, top, right, bottom).
    """
    shown, taken = [], list(taken)
    for label in labels:
        room = _room_of(label)
        if label.words and room[0] >= 0 and room[2] <= right and not any(_touch(room, other) for other in taken):
            shown.append(label)
            # Numbers side by side read as one where no room is between them.
            taken.append((room[0] - GAP, room[1], room[2] + GAP, room[3]))
    return shown


def _room_of(label):
    half = Decimal(width_of(label.words)) / 2
    return label.x - half, label.y - ABOVE, label.x + half, label.y + BELOW


def _touch(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
