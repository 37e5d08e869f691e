"""Vietnamese of before Unicode: a byte or two for each letter, known from Unicode by what the words become.

The letters arrive as a western reader shows their bytes: Hòa Bình is «Hßa B×nh» in TCVN3 and «Hoøa Bình» in VNI.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from config.values.syllables import is_syllable
from config.values.text import TONES


class Code(StrEnum):
    TCVN3 = "tcvn3"
    VNI = "vni"
    VPS = "vps"
    WINDOWS = "windows-1258"


# Those whose letters make no words by chance. The others are told by a font, or where bytes must be some code's.
BY_WORDS = (Code.TCVN3, Code.VNI)
NAMES = {Code.TCVN3: "TCVN3 (ABC)", Code.VNI: "VNI", Code.VPS: "VPS", Code.WINDOWS: "Windows-1258"}

_SMALL = "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ"

# The bytes of the small letters, as TCVN 5712:1993 has them. A capital with a tone is one in a font of capitals.
_TCVN3 = (
    "b8b5b6b7b9a8bebbbcbdc6a9cac7c8c9cbaed0cccecfd1aad5d2d3d4d6ddd7d8dcde"
    "e3dfe1e2e4abe8e5e6e7e9acedeaebeceef3eff1f2f4adf8f5f6f7f9fdfafbfcfe"
)
_TCVN3_CAPITALS = dict(zip("¡¢§£¤¥¦", "ĂÂĐÊÔƠƯ", strict=True))
# Those of the Vietnamese Professionals Society, of the small letters and of their capitals.
_VPS = (
    "e1e0e4e3e5e6a1a2a3a4a5e2c3c0c4c5c6c7e9e8c8ebcbea898a8bcd8cedecccefce"
    "f3f2d5f586f4d3d2b087b6d6a7a9aaabaefaf9fbdbf8dcd9d8babbbf9aff9bcf9c"
)
_VPS_CAPITALS = (
    "c180818202888d8e8ff004c28384851c03f1c9d7defe05ca9093949506b4b5b7b810"
    "b9bcbdbe11d49697989912f79d9e9fa613daa8d1ac14d0adafb11d15ddb2fdb319"
)

# VNI writes the marks of a vowel as a letter after it: a tone alone, or with the mark of â, ê, ô or that of ă.
_VNI_SINGLE = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))
_VNI_TONES = dict(zip("ùøûõï", TONES, strict=True))
_VNI_HATS = dict(zip("âáàåãä", ("\u0302" + tone for tone in ["", *TONES]), strict=True))
_VNI_BOWLS = dict(zip("êéèúüë", ("\u0306" + tone for tone in ["", *TONES]), strict=True))
_VNI_VOWELS = [
    *((vowel, vowel, _VNI_TONES) for vowel in "aeouy"), ("ô", "ơ", _VNI_TONES), ("ö", "ư", _VNI_TONES),
    *((vowel, vowel, _VNI_HATS) for vowel in "aeo"), ("a", "a", _VNI_BOWLS),
]  # fmt: skip


def _shown(byte: int) -> tuple[str, str]:
    """How western readers show a byte; five have no letter in Windows and stay as they are."""
    return bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)), chr(byte)


def _of_bytes(hexadecimal: str, letters: str) -> dict[str, str]:
    pairs = zip(bytes.fromhex(hexadecimal), letters, strict=True)
    return {shown: letter for byte, letter in pairs for shown in _shown(byte)}


def _of_vni() -> dict[str, str]:
    found = dict(_VNI_SINGLE)
    for typed, vowel, marks in _VNI_VOWELS:
        found |= {typed + mark: unicodedata.normalize("NFC", vowel + tones) for mark, tones in marks.items()}
    capitals = {typed.upper(): letter.upper() for typed, letter in found.items()}
    slips = {typed[0].upper() + typed[1]: letter.upper() for typed, letter in found.items() if len(typed) == 2}
    return found | capitals | slips


def _of_windows() -> dict[str, str]:
    letters = ((byte, bytes([byte]).decode("cp1258", "replace")) for byte in range(128, 256))
    return {shown: letter for byte, letter in letters if letter != "\ufffd" for shown in _shown(byte)}


TABLES = {
    Code.TCVN3: _of_bytes(_TCVN3, _SMALL) | _TCVN3_CAPITALS,
    Code.VNI: _of_vni(),
    Code.VPS: _of_bytes(_VPS + _VPS_CAPITALS, _SMALL + _SMALL.upper()),
    Code.WINDOWS: _of_windows(),
}
_LETTERS = {
    code: re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True)))) for code, table in TABLES.items()
}


def decoded(text: str, code: Code) -> str:
    """The text that was written in a code."""
    return unicodedata.normalize("NFC", _LETTERS[code].sub(lambda match: TABLES[code][match[0]], text))


def with_capitals(text: str) -> str:
    """A text that came from TCVN3, its small letters made capitals where they stand among capitals: «NộI» is NỘI."""
    words = _LETTERS_ALONE.sub(lambda word: word[0].upper() if _is_among_capitals(word[0]) else word[0], text)
    return text.upper() if words != text and not _SMALL_ASCII.search(text) else words


def code_of_font(name: str) -> tuple[Code | None, bool]:
    """The code that a font shows as Vietnamese, None for a font of Unicode; and whether it shows capitals only."""
    folded = name.strip().casefold()
    if folded.startswith(".vn"):
        return Code.TCVN3, folded.endswith("h")
    return next((code for code in (Code.VNI, Code.VPS) if re.match(rf"{code}\b", folded)), None), False


class Weight(NamedTuple):
    """Of the words of a text, how many are Vietnamese: once decoded, as they stand, either way, and neither."""

    old: int = 0
    true: int = 0
    either: int = 0
    foreign: int = 0

    @property
    def is_old(self):
        # «Gå til hovedindhold» has one word that would decode, but is plainly no Vietnamese.
        return self.old > self.true and self.old >= self.foreign


def weighed(text: str, code: Code) -> Weight:
    """What the words of a text say for and against a code; nothing where it has letters that no such code has."""
    return _sum(_words(text, code), code)


def is_of_bytes(text: str) -> bool:
    """Whether all letters are such as a western reader shows for single bytes: few lines of true Vietnamese are."""
    return _BEYOND_BYTES.search(text) is None


def code_of(texts: Iterable[str], codes: Iterable[Code] = BY_WORDS) -> Code | None:
    """The one of the codes that texts are in, by all their words together; None for Unicode."""
    texts = [text for text in texts if not text.isascii() and is_of_bytes(text)]
    sums = {code: _sum([word for text in texts for word in _words(text, code)], code) for code in codes}
    best = max(sums, key=lambda code: sums[code].old - sums[code].true - sums[code].foreign)
    return best if sums[best].is_old else None


def looks_legacy(text: str) -> bool:
    """Whether a line was typed in a font of before Unicode, or is Unicode read as something else.

    Foreign names («Müller», «Nestlé») become Vietnamese neither way. Ask before nfc, which drops the soft hyphen that
    stands for ư in TCVN3.
    """
    return any(_is_legacy_line(line) for line in text.splitlines())


def _is_legacy_line(line):
    if line.isascii():
        return False
    return _is_misdecoded(line) or any(weighed(line, code).is_old for code in BY_WORDS)


def _is_misdecoded(line):
    """Whether the line is UTF-8 read as Windows Latin: «HÃ²a BÃ¬nh»."""
    try:
        read = b"".join(letter.encode("latin-1" if letter <= "\u00ff" else "cp1252") for letter in line).decode()
    except UnicodeError:
        return False
    return any("\u00c0" <= letter <= "\u1eff" for letter in read)


_WESTERN = "".join(bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xA0))
_BEYOND_BYTES = re.compile(f"[{''.join(chr(each) for each in range(0x100, 0x1F00) if chr(each) not in _WESTERN)}]")
_LETTERS_ALONE = re.compile(r"[^\W\d_]+")
_SMALL_ASCII = re.compile("[a-z]")
_QUOTES = re.compile(r"(?<!\w)«|»(?!\w)")
_WORDS = {code: re.compile(f"[A-Za-z\xa1-\xff{re.escape(''.join(table))}]+") for code, table in TABLES.items()}


def _words(text, code):
    text = unicodedata.normalize("NFC", text)
    return _WORDS[code].findall(_QUOTES.sub(" ", text)) if is_of_bytes(text) and not text.isascii() else []


def _sum(words, code):
    weights = [_word_weighed(word, code) for word in words]
    return Weight(*map(sum, zip(*weights, strict=True))) if weights else Weight()


@lru_cache(maxsize=50_000)
def _word_weighed(word, code):
    becomes = decoded(word, code)
    if is_syllable(word):
        return Weight(true=not is_syllable(becomes), either=becomes != word and is_syllable(becomes))
    # «µm» and «m²» are units: one odd letter without a consonant before it proves nothing, nor does an odd capital.
    odd = sum(not letter.isascii() for letter in word)
    if is_syllable(becomes) and (word[0].isascii() or odd > 1) and (code == Code.TCVN3 or _is_cased(becomes)):
        return Weight(old=1)
    return Weight(foreign=not word.isupper())


def _is_among_capitals(word):
    return word[1:] != word[1:].lower() and word != word.upper() and not _SMALL_ASCII.search(word)


def _is_cased(word):
    return word in (word.lower(), word.upper(), word.capitalize())
