import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.values.text import fold, identity_key, nfc, nfc_lines

VIETNAMESE = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
vietnamese = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + " -–/().,0123456789²", max_size=40)


def nfd(text):
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        (nfd("Hòa Bình"), "Hòa Bình"),
        ("  Hòa \u00a0 Bình\t", "Hòa Bình"),
        ("Hòa\u200b Bình\ufeff", "Hòa Bình"),
        ("Hòa\r\nBình", "Hòa Bình"),
        ("Yên\u00ad Thủy\x00", "Yên Thủy"),
        ("", ""),
    ],
)
def test_one_line_is_stored_one_way(raw, stored):
    assert nfc(raw) == stored


def test_tone_and_case_are_stored_as_they_were_typed():
    assert nfc("HOÀ Bình – hòa bình") == "HOÀ Bình – hòa bình"


def test_several_lines_keep_their_breaks():
    assert nfc_lines("  Dòng \u00a0 một \r\n\r\n" + nfd("Dòng hai") + "\n\n") == "Dòng một\n\nDòng hai"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    assert nfc(nfc(text)) == nfc(text)
    assert nfc_lines(nfc_lines(text)) == nfc_lines(text)


@given(vietnamese)
def test_both_forms_of_unicode_are_stored_alike(text):
    assert nfc(nfd(text)) == nfc(text)
    assert fold(nfd(text)) == fold(text)
    assert identity_key(nfd(text)) == identity_key(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hòa Bình", "hoa binh"),
        ("HOÀ BÌNH", "hoa binh"),
        ("Đường dây 110kV", "duong day 110kv"),
        ("Ðà Nẵng", "da nang"),
        ("điện – điện tử (CN)", "dien dien tu cn"),
        ("TBA 110/35/22 kV", "tba 110 35 22 kv"),
        ("m²", "m2"),
        ("«»…", ""),
    ],
)
def test_search_folds_case_marks_and_punctuation(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(vietnamese)
def test_folded_vietnamese_is_plain_ascii(text):
    assert fold(text).isascii()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"),
        ("Thủy", "thuỷ"),
        ("khỏe", "khoẻ"),
        ("lóe", "loé"),
        ("ngọai", "ngoại"),
        ("tòan", "toàn"),
        ("qúy", "quý"),
        ("gìa", "già"),
        ("CÔNG  TY Hòa Bình", "Công ty hoà bình "),
        ("Công nghiệp – xây dựng", "Công nghiệp - xây dựng"),
        ("Ðà Nẵng", "Đà Nẵng"),
    ],
)
def test_spellings_of_one_name_share_a_key(one, other):
    assert identity_key(one) == identity_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("điện tử", "điện từ"), ("Hòa Bình", "Hóa Bình"), ("Hòa Bình", "Hoa Binh"), ("Lương Sơn", "Lường Sơn")],
)
def test_names_that_differ_in_a_mark_are_two(one, other):
    assert fold(one) == fold(other)
    assert identity_key(one) != identity_key(other)


@given(vietnamese)
def test_a_key_is_its_own_key(text):
    assert identity_key(identity_key(text)) == identity_key(text)
