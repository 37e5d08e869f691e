"""Vietnamese text: one way to store it, one way to search it, one way to match names."""

import re
import unicodedata

# Zero-width and directional marks, soft hyphens and control characters arrive by copy and paste.
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACE = re.compile(r"\s+")
_LINE_SPACE = re.compile(r"[^\S\n]+")
_LINE_BREAK = re.compile(r"\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")

# Ð (Icelandic eth) is drawn like Đ and typed for it.
_ETH = str.maketrans({"Ð": "Đ", "ð": "đ"})

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OLD_TONE_PLACE = re.compile(rf"(?:(o)([{_TONES}])([ae])|(u)([{_TONES}])(y))(?![\u0300-\u036f])")
_TYPOGRAPHY = str.maketrans({"–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "’": "'", "‘": "'", "“": '"', "”": '"'})


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
    return "".join(letter for letter in letters if unicodedata.category(letter) != "Mn").translate(
        str.maketrans("đð", "dd")
    )


def fold(text: str) -> str:
    """The text as it is searched, never as it is matched: «Điện tử» and «điện từ» both give «dien tu»."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in unmarked(text)).split())


def identity_key(text: str) -> str:
    """What two spellings of one name share: case, spaces and the place of the tone (hòa, hoà) do not count."""
    letters = unicodedata.normalize("NFD", nfc(text).translate(_ETH).translate(_TYPOGRAPHY).casefold())
    moved = _OLD_TONE_PLACE.sub(lambda m: (m[1] or m[4]) + (m[3] or m[6]) + (m[2] or m[5]), letters)
    return unicodedata.normalize("NFC", moved)


def looks_legacy(text: str) -> bool:
    """Whether the text was typed in a font of before Unicode (TCVN3, VNI) or decoded wrongly."""
    return False
