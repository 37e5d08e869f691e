"""Vietnamese text: one way to store it, one to search it, one to match names, one to tell what is no Unicode."""

import re
import unicodedata
from collections.abc import Callable

# Zero-width and directional marks, soft hyphens and control characters arrive by copy and paste.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_SPACE = re.compile(r"\s+")
_LINE_SPACE = re.compile(r"[^\S\n]+")
_LINE_BREAK = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")

_TONES = "\u0301\u0300\u0309\u0303\u0323"
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


def identity_key(text: str) -> str:
    """What two spellings of one name share: case, spaces and the place of a tone do not count, marks do.

    «Hòa Bình» and «HOÀ  BÌNH» are one name; «điện tử» and «điện từ» are two.
    """
    letters = unicodedata.normalize("NFD", nfc(text).translate(_LOOKALIKES).casefold())
    return unicodedata.normalize("NFC", _VOWELS.sub(_tone_last, letters))


def _tone_last(vowels: re.Match) -> str:
    tones = "".join(mark for mark in vowels[0] if mark in _TONES)
    return "".join(letter for letter in vowels[0] if letter not in _TONES) + tones


def looks_legacy(text: str) -> bool:
    """Whether a line was typed in a font of before Unicode (TCVN3: «Hßa B×nh», VNI: «Hoøa Bình») or misdecoded.

    Judged by syllables: a word counts against the text when it is no Vietnamese as it stands and is when
    decoded. Foreign names («Müller», «Nestlé») become none either way. Ask before nfc, which drops the soft
    hyphen that stands for ư in TCVN3.
    """
    return any(_legacy_line(line) for line in text.splitlines())


def _legacy_line(line: str) -> bool:
    line = unicodedata.normalize("NFC", line)
    if line.isascii():
        return False
    if _is_misdecoded(line):
        return True
    # No legacy font reaches beyond Latin-1, and nearly every line of true Vietnamese does.
    if any("\u0100" <= letter <= "\u1eff" for letter in line):
        return False
    words = _LEGACY_WORD.findall(_QUOTES.sub(" ", line))
    return _decodes_to_vietnamese(words, _from_tcvn3) or _decodes_to_vietnamese(words, _from_vni)


def _decodes_to_vietnamese(words: list[str], decode: Callable[[str], str]) -> bool:
    legacy = true = foreign = 0
    for word in words:
        decoded = decode(word)
        if _is_syllable(word):
            true += not _is_syllable(decoded)
        # «µm» is a unit: one odd letter without a consonant before it proves nothing.
        elif _is_syllable(decoded) and (word[0].isascii() or sum(not letter.isascii() for letter in word) > 1):
            legacy += 1
        elif not word.isupper():
            foreign += 1
    # «Gå til hovedindhold» has one word that would decode, but is plainly no Vietnamese.
    return legacy > true and legacy >= foreign


def _is_misdecoded(line: str) -> bool:
    """Whether the line is UTF-8 read as Windows Latin: «HÃ²a BÃ¬nh»."""
    try:
        read = b"".join(letter.encode("latin-1" if letter <= "\u00ff" else "cp1252") for letter in line).decode()
    except UnicodeError:
        return False
    return any("\u00c0" <= letter <= "\u1eff" for letter in read)


_QUOTES = re.compile(r"(?<!\w)«|»(?!\w)")
_LEGACY_WORD = re.compile(r"[A-Za-z\u00a1-\u00ff]+")

_ONSETS = "b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x|"
_OPEN_RIMES = (
    "a ai am an ang anh ao au ay ăm ăn ăng âm ân âng âu ây e em en eng eo ê êm ên ênh êu i ia iêm iên iêng iêu "
    "im in inh iu o oa oai oam oan oang oanh oao oay oăm oăn oăng oe oen oeo oi om on ong oong ô ôi ôm ôn ông ơ "
    "ơi ơm ơn u ua uân uâng uây uê uênh ui um un ung uôi uôm uôn uông uơ uy uya uyên uynh uyn uyu ư ưa ưi ưng "
    "ươi ươm ươn ương ươu ưm ưu y yêm yên yêng yêu"
)
_CLOSED_RIMES = (
    "ac ach ap at ăc ăp ăt âc âp ât ec ep et êch êp êt ich iêc iêp iêt ip it oac oach oap oat oăc oăt oc ooc oet "
    "op ot ôc ôp ôt ơp ơt uât uc uêch uôc uôt up ut uych uyêt uyp uyt ưc ươc ươp ươt ưt yêt"
)
# A syllable closed by a stop has the rising or the heavy tone only.
_SYLLABLE = re.compile(
    f"(?:{_ONSETS})(?:(?:{_OPEN_RIMES.replace(' ', '|')})[{_TONES}]?"
    f"|(?:{_CLOSED_RIMES.replace(' ', '|')})[\u0301\u0323])"
)


def _is_syllable(word: str) -> bool:
    letters = unicodedata.normalize("NFD", word.lower())
    tones = "".join(mark for mark in letters if mark in _TONES)
    toneless = "".join(letter for letter in letters if letter not in _TONES)
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless) + tones) is not None


_TCVN3 = str.maketrans(
    "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\u00adøõö÷ùýúûüþ¡¢§£¤¥¦",
    "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵĂÂĐÊÔƠƯ",
)

_VNI_LETTERS = str.maketrans("ñôöæóòî", "đơưỉĩịỵ")
_VNI_MARKED = re.compile("([aeouyơư])([ùøûõïâáàåãäêéèúüë])")
_VNI_MARKS = dict(zip("ùøûõï", _TONES, strict=True))
_VNI_MARKS |= dict(zip("âáàåãä", ("\u0302" + tone for tone in ["", *_TONES]), strict=True))
_VNI_MARKS |= dict(zip("êéèúüë", ("\u0306" + tone for tone in ["", *_TONES]), strict=True))


def _from_tcvn3(word: str) -> str:
    return word.translate(_TCVN3)


def _from_vni(word: str) -> str:
    """VNI writes a mark as a letter of its own after the vowel."""
    letters = word.lower().translate(_VNI_LETTERS)
    marked = _VNI_MARKED.sub(lambda pair: pair[1] + _VNI_MARKS[pair[2]], letters)
    decoded = unicodedata.normalize("NFC", marked)
    return word if decoded == word.lower() else decoded
