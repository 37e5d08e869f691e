"""Numbers and units in Vietnamese words, as an official reads them aloud."""

from decimal import Decimal

from config.values.numbers import plain_decimal

_DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
_GROUPS = ["", "nghìn", "triệu"]
_BILLION = 10**9

_UNIT_WORDS = {
    "USD": "đô la Mỹ",
    "kWh": "ki-lô-oát giờ",
    "kVA": "ki-lô-vôn-am-pe",
    "MVA": "mê-ga-vôn-am-pe",
    "kW": "ki-lô-oát",
    "MW": "mê-ga-oát",
    "V": "vôn",
    "kV": "ki-lô-vôn",
    "m": "mét",
    "km": "ki-lô-mét",
    "m²": "mét vuông",
    "km²": "ki-lô-mét vuông",
    "ha": "héc-ta",
    "m³": "mét khối",
    "kg": "ki-lô-gam",
    "%": "phần trăm",
}


def in_words(number: Decimal | int) -> str:
    """«âm một nghìn hai trăm ba mươi tư phẩy năm»; the value counts, not how many zeros end it.

    Decimals are read as a number when they are one or two digits without a leading zero («ba phẩy mười bốn»),
    else digit by digit («không phẩy không năm»).
    """
    plain = plain_decimal(number)
    whole, _, decimals = f"{plain.copy_abs():f}".partition(".")
    spoken = _whole(int(whole))
    if decimals:
        spoken = f"{spoken} phẩy {_decimals(decimals)}"
    return f"âm {spoken}" if plain.is_signed() else spoken


def spoken_unit(name: str) -> str:
    """«triệu đô la Mỹ» for triệu USD, «phần trăm một năm» for %/năm; a unit not known is said as it is written."""
    return " một ".join(" ".join(_UNIT_WORDS.get(word, word) for word in part.split()) for part in name.split("/"))


def _decimals(digits: str) -> str:
    if len(digits) <= 2 and digits[0] != "0":
        return _whole(int(digits))
    return " ".join(_DIGITS[int(digit)] for digit in digits)


def _whole(number: int) -> str:
    billions, rest = divmod(number, _BILLION)
    if not billions:
        return _below_a_billion(rest) or _DIGITS[0]
    # Beyond the billion the count begins anew: nghìn tỷ, triệu tỷ, tỷ tỷ.
    return f"{_whole(billions)} tỷ {_below_a_billion(rest, follows=True)}".rstrip()


def _below_a_billion(number: int, follows: bool = False) -> str:
    """The groups of three digits; one that follows a higher group names its empty hundreds: «không trăm linh năm»."""
    parts = []
    for power in (2, 1, 0):
        group = number // 1000**power % 1000
        if group:
            parts.append(f"{_group(group, follows)} {_GROUPS[power]}".rstrip())
            follows = True
    return " ".join(parts)


def _group(number: int, follows: bool) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [f"{_DIGITS[hundreds]} trăm"] if hundreds or follows else []
    if tens:
        words.append("mười" if tens == 1 else f"{_DIGITS[tens]} mươi")
    elif ones and words:
        words.append("linh")
    if ones:
        words.append(_ones(ones, tens))
    return " ".join(words)


def _ones(ones: int, tens: int) -> str:
    """Mốt and tư after «mươi», lăm after any ten."""
    if ones == 5 and tens:
        return "lăm"
    return {1: "mốt", 4: "tư"}.get(ones, _DIGITS[ones]) if tens > 1 else _DIGITS[ones]
