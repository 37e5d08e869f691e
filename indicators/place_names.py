"""Names of places as people write them: their kinds in full, by first letters, or left out."""

import re

from config.values.units import parted

KIND = re.compile(r"(?:tỉnh|huyện|thành phố|thị xã|thị trấn|quận|phường|xã)\s+", re.IGNORECASE)
# Kinds by their first letters: «TP Hòa Bình», «H.Kim Bôi»; a letter alone only with its dot.
_SHORT = re.compile(r"\b(?:(tp|tx|tt)(?:\.\s*|\s+)|([hqpx])\.\s*)(?=\w)", re.IGNORECASE)
_KINDS = {"tp": "thành phố", "tx": "thị xã", "tt": "thị trấn", "h": "huyện", "q": "quận", "p": "phường", "x": "xã"}


def kinds_in_full(text: str) -> str:
    """Names of places with their kinds written out: «TP. Hòa Bình» is thành phố Hòa Bình."""
    return _SHORT.sub(lambda found: f"{_KINDS[(found[1] or found[2]).casefold()]} ", text)


def bare_name(name: str) -> str:
    """«tỉnh Hòa Bình (cũ)» without what stands in brackets."""
    return parted(name)[0]


def own_name(name: str) -> str:
    """«huyện Kim Bôi» without its kind."""
    return KIND.sub("", bare_name(name), count=1)


def also_written(name: str) -> list[str]:
    """How a place of a kind is written too: «Kim Bôi», «H. Kim Bôi»; nothing for a name that says no kind."""
    bare, own = bare_name(name), own_name(name)
    kind = bare[: -len(own)].strip().casefold()
    shorts = [short for short, full in _KINDS.items() if full == kind]
    return [bare, own, *(f"{short}{mark}{own}" for short in shorts for mark in (".", ". ", " "))] if kind else []
