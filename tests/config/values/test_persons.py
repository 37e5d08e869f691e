"""Names of persons, in what owners are called and in texts."""

import pytest

from config.values.persons import names_of, stands


@pytest.mark.parametrize(
    ("owner", "names"),
    [
        ("Ông Bùi Văn Xuyến", ["bui van xuyen"]),
        ("HỘ KINH DOANH BÙI VĂN XUYẾN", ["bui van xuyen"]),
        ("HKD: Nguyễn Thị Minh An", ["thi minh an"]),
        ("hộ ông nguyễn văn an", ["nguyen van an"]),
        ("Hộ ông nguyễn văn an", ["nguyen van an"]),
        ("Gạch Bùi Văn Xuyến", ["bui van xuyen"]),
        ("Cơ sở sản xuất gạch Xuyến Lan", ["xuyen lan"]),
        ("Ông (bà) Quách Thị Lan", ["quach thi lan"]),
        ("Ông Bùi Văn Xuyến và bà Quách Thị Lan", ["bui van xuyen", "quach thi lan"]),
        ("Bùi Văn Xuyến, xã Cao Phong", ["bui van xuyen"]),
        ("Bùi Văn Xuyến thị trấn Cao Phong", ["bui van xuyen"]),
        ("Hộ kinh doanh Hoa Sen (Nguyễn Thị Hoa)", ["hoa sen", "nguyen thi hoa"]),
        ("Hộ kinh doanh Hòa Bình", ["hoa binh"]),
        ("HỘ KINH DOANH SẢN XUẤT GẠCH", []),
        ("Hộ kinh doanh sản xuất gạch ngói", []),
        ("Hồ Văn An", ["ho van an"]),
        ("Ông Lò Văn Hặc", ["lo van hac"]),
        ("Bà Lan", []),
        ("hộ", []),
        ("", []),
    ],
)
def test_an_owner_is_made_of_names(owner, names):
    assert [" ".join(name) for name in names_of(owner)] == names


@pytest.mark.parametrize(
    ("owner", "text", "holds"),
    [
        ("Ông Bùi Văn Xuyến", "Cơ sở sản xuất gạch Bùi Văn Xuyến", True),
        ("Ông Bùi Văn Xuyến", "cơ sở gạch bùi văn  xuyến", True),
        ("Ông Bùi Văn Xuyến", "XUONG GACH BUI VAN XUYEN", True),
        ("Ông Bùi Văn Xuyến", "DA-BUI-VAN-XUYEN-01", True),
        ("Ông Bùi Văn Xuyến", "buivanxuyen2", True),
        ("Ông Bùi Văn Xuyến", "Xưởng của ông Xuyến", False),
        ("Ông Bùi Văn Xuyến", "Bùi Văn Xuyênh", False),
        ("Ông Nguyễn Văn An", "Hộ sản xuất an toàn", False),
        ("Hộ ông An", "Sản xuất an toàn của ông An", False),
        ("HKD Thành Công", "Đã nghiệm thu thành công", False),
        ("HKD Thành Công", "Thành công của dự án", False),
        ("HKD Thành Công", "Xưởng mộc Thành Công", True),
        ("HKD Thành Công", "Trạm Thành; Công ty Sơn", False),
        ("Hộ kinh doanh Hòa Bình", "Chợ thành phố Hòa Bình", False),
        ("Hộ kinh doanh Hòa Bình", "CCN-HOA-BINH", False),
        ("Hộ kinh doanh Hòa Bình", "Đũa tre của hộ Hòa Bình", True),
        ("Hộ kinh doanh Hòa Bình", "Đũa tre Hòa Bình", True),
    ],
)
def test_a_text_holds_a_name_or_only_words_like_it(owner, text, holds):
    assert any(stands(name, text) for name in names_of(owner)) == holds
