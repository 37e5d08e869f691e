import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.values.text import fold, identity_key, looks_legacy, nfc, nfc_lines

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


TCVN3 = [
    "Hßa B×nh",
    "B×nh",
    "tØnh Hßa B×nh",
    "Së C«ng Th\u00ad¬ng",
    "C«ng nghiÖp",
    "C«ng ty TNHH Hßa Ph¸t",
    "§iÖn lùc L¹c S¬n",
    "®iÖn",
    "\u00ad¬ng",
    "Tr¹m biÕn ¸p 110 kV",
    "C«ng ty Canon",
]
VNI = ["Hoøa Bình", "Sôû Coâng Thöông", "KHU COÂNG NGHIEÄP", "ñieän", "tænh Hoøa Bình"]
MISDECODED = ["HÃ²a BÃ¬nh", "Ä‘iá»‡n", "CÃ´ng nghiá»‡p"]


@pytest.mark.parametrize("text", [*TCVN3, *VNI, *MISDECODED])
def test_text_of_before_unicode_is_told(text):
    assert looks_legacy(text)


def test_one_legacy_line_is_enough():
    assert looks_legacy("Công nghiệp – xây dựng\nHßa B×nh")


@pytest.mark.parametrize(
    "text",
    [
        "Tốc độ tăng trưởng giá trị sản xuất công nghiệp bình quân ước đạt 16,4%",
        "hiện nay tỉnh Hòa Bình đang được cấp điện từ 08 TBA 110KV/13 máy với tổng dung lượng 356 MVA",
        "Thu nhập bình quân đạt 5-7 triệu đồng/người/tháng",
        "Công ty",
        "là và có",
        "tê bê cô ca",
        "dự án «Hòa Bình 1» © 2020",
        "3×16 mm², 5 µm, ±0,5 °C, ½, § 5",
        "dây ACSR240/32 – 25,003 km",
        "Müller GmbH & Söhne",
        "Nestlé, Société Générale, São Paulo, Citroën",
        "Straße, Weiß, Düsseldorf, Köln",
        "Søren Bjørn, Ångström, Škoda, Peña, façade, naïve",
        "Coca-Cola®, Ø110",
        "",
    ],
)
def test_true_vietnamese_and_foreign_names_raise_no_alarm(text):
    assert not looks_legacy(text)
    assert not looks_legacy(nfd(text))
    assert not any(looks_legacy(word) for word in text.split())


@pytest.mark.parametrize(
    "text", ["Gå til hovedindhold", "Au cas où vous l'auriez oublié", "Questo valore può contenere", "Vis på nettsted"]
)
def test_a_foreign_sentence_with_one_word_that_would_decode_raises_no_alarm(text):
    assert not looks_legacy(text)


@pytest.mark.parametrize(
    "syllables",
    [
        "hòa hoà thủy thuỷ khỏe khoẻ lúa của mía quý giá gìn giêng nghiêng khuỷu huỳnh nguyễn tuyệt khuya",
        "xoong cuốc thuốc lưới bướu rượu điều yêu yến uyển oanh hoạch ngoằn xoăn xoắn tuệch quýt quỹ",
        "cà phê ki-ốt a-xít bê tông xi măng clanh-ke gốm sứ luồng tre thổ cẩm mành tăm đũa",
    ],
)
def test_every_true_syllable_passes_alone(syllables):
    assert [syllable for syllable in syllables.split() if looks_legacy(syllable)] == []
