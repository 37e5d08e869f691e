"""The codes of before Unicode: every letter of them comes back, and no true Vietnamese is taken for one of them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.values.legacy import TABLES, Code, code_of, code_of_font, decoded, looks_legacy, weighed, with_capitals
from config.values.syllables import is_syllable
from tests.config.values.test_text import VIETNAMESE, nfd
from tests.legacy import written

LETTERS = [letter for letter in VIETNAMESE if not letter.isascii()]
MIXED = "".join(LETTERS) + "".join(LETTERS).upper() + " -/().,0123456789abcdghiklmnpqrstuvxyABCDGHIKLMNPQRSTUVXY"
SENTENCES = [
    "Tốc độ tăng trưởng giá trị sản xuất công nghiệp bình quân ước đạt 16,4%",
    "Đường dây 110 kV Hòa Bình – Lương Sơn, đã vận hành từ quý I/2023",
    "Công ty cổ phần Thủy điện Suối Nhạp; chủ đầu tư hạ tầng cụm công nghiệp",
    "Nhà máy xi măng Vĩnh Sơn (xã Trung Sơn, huyện Lương Sơn)",
]
ONSETS = ["b", "c", "ch", "d", "đ", "g", "gh", "h", "kh", "l", "m", "n", "ng", "nh", "qu", "s", "t", "th", "tr", "v"]
RIMES = "ai an ang anh ao âm ân âng âu ây ăng e en ê ên i iên iêu in oa oan oi on ong ô ông ơ ơn u ua ung ưng ươi ương"
TONES = ["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"]


@st.composite
def syllables(draw):
    word = draw(st.sampled_from(ONSETS)) + draw(st.sampled_from(RIMES.split()))
    vowel = max(place for place, letter in enumerate(word) if letter in "aăâeêioôơuưy")
    toned = unicodedata.normalize("NFC", word[: vowel + 1] + draw(st.sampled_from(TONES)) + word[vowel + 1 :])
    return draw(st.sampled_from([toned, toned.capitalize(), toned.upper()]))


words = syllables().filter(is_syllable)


@pytest.mark.parametrize("code", [Code.VNI, Code.VPS, Code.WINDOWS])
@given(text=st.text(MIXED))
def test_whatever_is_written_in_a_code_comes_back(code, text):
    assert decoded(written(text, code), code) == text


@given(st.text(MIXED.lower() + "ĂÂĐÊÔƠƯ"))
def test_what_is_written_in_tcvn3_comes_back_but_its_capitals_are_those_of_the_font(text):
    assert decoded(written(text, Code.TCVN3), Code.TCVN3) == text
    assert decoded(written(text.upper(), Code.TCVN3), Code.TCVN3).upper() == text.upper()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("SảN PHẩM CHủ YếU, Hà NộI", "SẢN PHẨM CHỦ YẾU, HÀ NỘI"), ("ĐIệN áP (kV)", "ĐIỆN ÁP (kV)"), ("Hà Nội", "Hà Nội")],
)
def test_small_letters_among_capitals_are_capitals(typed, meant):
    assert with_capitals(typed) == meant


def test_the_bytes_of_a_few_words_are_those_that_others_write():
    """As glibc writes TCVN 5712, as Mozilla's table of VPS has it, and as VNI prints its own keys."""
    assert written("Hòa Bình, điện lực, thương", Code.TCVN3) == "Hßa B×nh, ®iÖn lùc, th\u00ad¬ng"
    assert written("Đường điện Ẫ Ữ", Code.VPS) == "ñÜ©ng ÇiŒn \x1c \x1d"
    assert written("ĐƯỜNG điện tỉnh Mỵ", Code.VNI) == "ÑÖÔØNG ñieän tænh Mî"
    assert {code: len(set(table.values())) for code, table in TABLES.items()} == {
        Code.TCVN3: 74, Code.VNI: 134, Code.VPS: 134, Code.WINDOWS: 119,
    }  # fmt: skip


@pytest.mark.parametrize("code", Code)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_text_tells_its_code(code, sentence):
    assert code_of([written(sentence, code)], Code) == code


@given(st.lists(st.lists(words, max_size=6).map(" ".join), max_size=4))
def test_no_vietnamese_of_unicode_is_taken_for_a_code_of_before(texts):
    assert code_of(texts, Code) is None
    assert code_of(map(nfd, texts), Code) is None
    assert not any(map(looks_legacy, texts))


def test_a_word_that_reads_either_way_tells_nothing():
    assert code_of(["cã", "m²", "nghìn m³", "3×16", "Ø110"], Code) is None
    assert weighed("cã", Code.TCVN3).either


@pytest.mark.parametrize(
    ("font", "told"),
    [
        (".VnTime", (Code.TCVN3, False)), (".VnArialH", (Code.TCVN3, True)), ("VNI-Times", (Code.VNI, False)),
        ("VPS Times", (Code.VPS, False)), ("Times New Roman", (None, False)), ("Vniversal", (None, False)),
    ],
)  # fmt: skip
def test_a_font_tells_its_code(font, told):
    assert code_of_font(font) == told


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
