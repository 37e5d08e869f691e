"""What the words over a column and above a table say."""

import pytest

from indicators.periods import Period
from indicators.sheets.heads import Base, Degree, understood

APRIL = Period.month(2022, 4)


@pytest.mark.parametrize(
    ("words", "period", "degree"),
    [
        ("K.hoạch\n2022", "2022", "plan"),
        ("KH năm", "2022", "plan"),
        ("Thực hiện tháng 4/2021", "tháng 4/2021", "done"),
        ("Thực hiện tháng trước", "tháng 3/2022", "done"),
        ("Thực hiện cùng kỳ", "tháng 4/2021", "done"),
        ("Ước TH tháng 4/2022", "tháng 4/2022", "estimate"),
        ("ƯTH năm 2023", "2023", "estimate"),
        ("Ước tính tháng", "tháng 4/2022", "estimate"),
        ("Sơ bộ năm 2022", "2022", "preliminary"),
        ("Chính thức tháng 3", "tháng 3/2022", "official"),
        ("Cộng dồn đến tháng: 4/2022", "4 tháng 2022", None),
        ("Cộng dồn 4 tháng", "4 tháng 2022", None),
        ("TH 9T/2023", "9 tháng 2023", "done"),
        ("6 tháng cuối năm 2023", "6 tháng cuối năm 2023", None),
        ("Quí I", "quý I/2022", None),
        ("Quý III/2024", "quý III/2024", None),
        ("T4.2025", "tháng 4/2025", None),
        ("Quý II/2025 Tháng 4", "tháng 4/2025", None),
        ("2021", "2021", None),
        ("TH 2016-2020", "2016-2020", "done"),
        ("Mục tiêu giai đoạn 2021 – 2025", "2021-2025", "target"),
        ("Từ năm 2016 đến năm 2020", "2016-2020", None),
        ("Thực hiện đến 30/9/2023", "9 tháng 2023", "done"),
        ("Từ 01/01 đến 30/4/2023", "4 tháng 2023", None),
        ("Tại thời điểm 31/12/2022", "2022", None),
        ("Từ 15/12/2022 đến 14/12/2023", "15/12/2022-14/12/2023", None),
        ("TH cùng kỳ năm 2021", "tháng 4/2021", "done"),
        ("Lũy kế cùng kỳ 2021", "4 tháng 2021", None),
        ("Lũy kế năm 2022", "4 tháng 2022", None),
        ("Kế hoạch tháng", "tháng 4/2022", "plan"),
        ("Tháng 12", "None", None),
        ("Ước tháng 12", "tháng 12/2022", "estimate"),
        ("Ước Q4/2023", "quý IV/2023", "estimate"),
        ("Quý một năm 2022", "quý I/2022", None),
        ("Dự kiến 6 tháng cuối năm", "6 tháng cuối năm 2022", "estimate"),
        ("Ước đạt năm 2022", "2022", "estimate"),
        ("Giao năm 2022", "2022", "plan"),
        ("GRDP theo giá so sánh 2010", "None", None),
        ("Diện tích đất công nghiệp 2021", "2021", None),
        ("Số: 12/2022/NQ-HĐND", "None", None),
        ("Cùng quý năm trước", "tháng 4/2021", None),
        ("Số dự án", "None", None),
        ("Tên sản phẩm", "None", None),
    ],
)
def test_a_head_says_its_period_and_degree(words, period, degree):
    said = understood(words)
    assert (str(said.period(APRIL)), said.degree, said.base) == (period, degree, None)


@pytest.mark.parametrize(
    ("words", "base", "period"),
    [
        ("So sánh (%) So tháng trước", Base.PREVIOUS, "None"),
        ("So sánh (%) Lũy kế so KH năm", Base.PLAN, "4 tháng 2022"),
        ("Lũy kế so cùng kỳ", Base.YEAR_AGO, "4 tháng 2022"),
        ("So với cùng kỳ (%) 4 tháng", Base.YEAR_AGO, "4 tháng 2022"),
        ("Tháng 12/2025 so cùng kỳ", Base.YEAR_AGO, "tháng 12/2025"),
        ("Tháng 8 năm báo cáo so với cùng kỳ năm trước", Base.YEAR_AGO, "tháng 8/2022"),
        ("Lũy kế cuối tháng 01/2026 so cùng kỳ", Base.YEAR_AGO, "tháng 1/2026"),
        ("So CK", Base.YEAR_AGO, "None"),
        ("2023/2022 (%)", Base.YEAR_AGO, "None"),
        ("Tỷ trọng (%)", Base.WHOLE, "None"),
        ("KH 2023/ƯTH 2022 (%)", Base.OTHER, "2023"),
        ("% 11T/KH", Base.PLAN, "11 tháng 2022"),
        ("Tăng/giảm 2022", Base.YEAR_AGO, "None"),
        ("Đạt % KH", Base.PLAN, "None"),
    ],
)
def test_a_comparison_is_told_from_a_value(words, base, period):
    said = understood(words)
    assert (said.base, str(said.period(APRIL)), said.degree) == (base, period, None)


@pytest.mark.parametrize(
    "words", ["T4/22", "Quý năm 2022 theo 2018", "Bình quân 2016-20", "Đầu năm 2022", "01/01/2022", "Kế hoạch năm sau"]
)
def test_words_for_a_time_that_were_not_understood_are_told(words):
    assert understood(words).is_unsure


def test_words_that_are_no_time_name_what_is_measured():
    assert understood("XK 2025").rest == "XK"
    assert understood("Số KH").degree == Degree.PLAN
    assert understood("Kim ngạch xuất khẩu (triệu USD)").rest == "Kim ngạch xuất khẩu triệu USD"
