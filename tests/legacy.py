"""Writes text in the codes of before Unicode, as programs of their time did."""

import unicodedata

from config.values.legacy import TABLES, Code

TONES = "\u0300\u0301\u0303\u0309\u0323"


def written(text, code):
    """A text in a code, as a western reader shows its bytes; letters the code has not stay as they are."""
    if code == Code.WINDOWS:
        return in_1258(text).decode("latin-1")
    letters = {letter: typed for typed, letter in reversed(TABLES[code].items())}
    if code == Code.TCVN3:
        letters |= {letter.upper(): letters[letter] for letter in letters if letter.upper() not in letters}
    return "".join(letters.get(letter, letter) for letter in text)


def in_bytes(text, code):
    """The bytes themselves."""
    return b"".join(each.encode("cp1252" if each > "\xff" else "latin-1") for each in written(text, code))


def in_1258(text):
    """Tones are letters of their own there, other marks are not."""
    return b"".join(map(_letter, text))


def _letter(letter):
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = next(part for part in parts if part in TONES)
        return unicodedata.normalize("NFC", parts.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")
