"""A csv file in the Vietnamese code of Windows (1258); one of another code is refused."""

import unicodedata

TONES = "\u0300\u0301\u0303\u0309\u0323"


TEXT = "Mã địa bàn;Tên địa bàn;Cấp\r\n17;Tỉnh Hòa Bình;tỉnh\r\n"


def files():
    return {"should_pass.csv": in_1258(TEXT), "should_fail.csv": "Mé;Tên\r\n".encode("latin-1")}


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
