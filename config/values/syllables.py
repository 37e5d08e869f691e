"""What a Vietnamese syllable is made of: an onset, a rime, and a tone that the rime takes."""

import re
import unicodedata

from config.values.text import TONES

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
    f"(?:{_ONSETS})(?:(?:{_OPEN_RIMES.replace(' ', '|')})[{TONES}]?"
    f"|(?:{_CLOSED_RIMES.replace(' ', '|')})[\u0301\u0323])"
)


def is_syllable(word: str) -> bool:
    """Whether a word is one Vietnamese syllable as it may be spelled, in whatever case."""
    letters = unicodedata.normalize("NFD", word.lower())
    tones = "".join(mark for mark in letters if mark in TONES)
    toneless = "".join(letter for letter in letters if letter not in TONES)
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless) + tones) is not None
