"""Vietnamese text: one way to store it, one to search it, one to match names."""

import re
import unicodedata

# Zero-width and directional marks, soft hyphens and control characters arrive by copy and paste.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_SPACE = re.compile(r"\s+")
_LINE_SPACE = re.compile(r"[^\S\n]+")
_LINE_BREAK = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")

_MARKS = re.compile(r"[\u0300-\u036f]+")
_NO_LETTERS = re.compile(r"(?:[^\w\n]|_)+")

TONES = "\u0301\u0300\u0309\u0303\u0323"
_VOWELS = re.compile("(?:[aeiouy][\u0300-\u036f]*)+")

# Drawn alike and typed for one another: the Icelandic eth for Đ, and the many dashes and quotes.
_LOOKALIKES = str.maketrans("Ðð–—‑‐−’‘“”", "Đđ-----''\"\"")


def nfc(text: str) -> str:
    """One line of text as it is stored: composed letters, single spaces, nothing invisible."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", _INVISIBLE.sub("", text))).strip()


def nfc_lines(text: str) -> str:
    """Text of several lines as it is stored: like nfc, but the line breaks stay."""
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", _LINE_BREAK.sub("\n", text)))
    return "\n".join(_LINE_SPACE.sub(" ", line).strip() for line in composed.split("\n")).strip("\n")


def unmarked(text: str) -> str:
    """Lower case without marks and with d for đ; punctuation stays: «Quý I/2023» gives «quy i/2023»."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return bare.replace("đ", "d").replace("ð", "d")


def fold(text: str) -> str:
    """The text as it is searched, never as it is matched: «Điện tử» and «điện từ» both give «dien tu»."""
    spaced = "".join(letter if letter.isalnum() else " " for letter in unmarked(_INVISIBLE.sub("", text)))
    return " ".join(spaced.split())


def folded_lines(text: str) -> str:
    """What fold makes of each line, for a great many lines at once; marks of other scripts than ours may stay."""
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()))
    return _NO_LETTERS.sub(" ", bare.replace("đ", "d").replace("ð", "d"))


def identity_key(text: str) -> str:
    """What two spellings of one name share: case, spaces and the place of a tone do not count, marks do.

    «Hòa Bình» and «HOÀ  BÌNH» are one name; «điện tử» and «điện từ» are two.
    """
    letters = unicodedata.normalize("NFD", nfc(text).translate(_LOOKALIKES).casefold())
    return unicodedata.normalize("NFC", _VOWELS.sub(_tone_last, letters))


def _tone_last(vowels: re.Match) -> str:
    tones = "".join(mark for mark in vowels[0] if mark in TONES)
    return "".join(letter for letter in vowels[0] if letter not in TONES) + tones
