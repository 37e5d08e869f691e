"""What a page of boxes sends: what was typed over what was seen, with a script and without."""

import json
from dataclasses import dataclass

# Of a request that saves boxes by itself: more than a paste of a whole form holds.
MOST_BOXES = 5000
WISH = ("name", "text", "seen")


@dataclass(frozen=True)
class Wish:
    """What one person wants in one box: what they typed, over what they saw there."""

    name: str
    text: str
    seen: str
    # What the page shows that a register counts, so that no register is asked again for one box; "" where none does.
    counted: str = ""


class Shown:
    """What a box shows again after it was refused: what was typed, and what is said of it."""

    def __init__(self, text, outcome):
        self.text, self.state, self.message, self.choices = text, outcome.state, outcome.message, outcome.choices


def wishes_in(body):
    """What a script sent in the body of a request; ValueError, KeyError or TypeError where it is not to be read."""
    cells = body["cells"][:MOST_BOXES]
    return [Wish(*(whole_letters(one[name]) for name in WISH), whole_letters(one.get("counted", ""))) for one in cells]


def whole_letters(value):
    """A value of a request as text; ValueError where it holds half a letter, which no database keeps."""
    return str(value).encode().decode()


def sent(request):
    """The texts of all boxes that a page without a script sent."""
    return {name: text for name, text in request.POST.items() if name.startswith("o-")}


def wishes_of(request, typed):
    """What was typed over what was seen, box by box."""
    try:
        seen = json.loads(request.POST.get("seen", "{}"))
    except ValueError:
        seen = {}
    known = seen if isinstance(seen, dict) else {}
    return [
        Wish(name, text, str(known.get(name, "")))
        for name, text in typed.items()
        if text.strip() != str(known.get(name, "")).strip()
    ]
