"""The words of the book and what they mean, in its own words; each has a place on the page of terms."""

from dataclasses import dataclass

from indicators.models import Indicator, Kind


@dataclass(frozen=True)
class Term:
    """One word or abbreviation; `also` are the other spellings under which pages print it."""

    slug: str
    name: str
    meaning: str
    basis: str = ""
    also: tuple[str, ...] = ()


STATISTICS_LAW = "Luật Thống kê 2015, Điều 3 và Điều 48"
EXTENSION_DECREE = "Nghị định 45/2012/NĐ-CP, sửa đổi bởi Nghị định 235/2025/NĐ-CP"
MEASURES = Indicator.Measure

GROUPS = {
    "Loại số liệu": [
        Term("uoc-tinh", Kind.ESTIMATE.label, "Số tính khi kỳ chưa kết thúc.", STATISTICS_LAW),
        Term("so-bo", Kind.PRELIMINARY.label, "Số của kỳ đã kết thúc nhưng chưa thẩm định xong.", STATISTICS_LAW),
        Term("chinh-thuc", Kind.OFFICIAL.label, "Số của kỳ đã kết thúc, đã thẩm định và công bố.", STATISTICS_LAW),
        Term("ke-hoach", Kind.PLAN.label, "Số phải đạt trong một năm, đặt ra trước; không phải số đã đạt."),
        Term(
            "muc-tieu", Kind.TARGET.label,
            "Số phải đạt vào cuối một giai đoạn, thường là năm năm, như mục tiêu năm 2025.",
        ),
        Term("con-nghi-van", "còn nghi vấn", "Số mà nguồn nêu không khớp với chính nó hay với nguồn khác; kèm lý do."),
        Term(
            "dut-chuoi", "đứt chuỗi",
            "Từ kỳ này chỉ tiêu được tính khác trước (địa bàn, cách tính), nên không so sánh với các kỳ trước.",
        ),
        Term("khac-khai-niem", "khác khái niệm", "Số tính theo khái niệm khác với chỉ tiêu; không so sánh."),
        Term("do-tin-cay-thap", "độ tin cậy thấp", "Nguồn hay cách thu thập chưa chắc chắn; dùng phải thận trọng."),
    ],
    "Cách đo và cách so sánh": [
        Term("muc", MEASURES.LEVEL.label, "Độ lớn của một đại lượng, như dân số hay diện tích."),
        Term("luong-trong-ky", MEASURES.FLOW.label, "Cộng dồn từ đầu đến cuối kỳ, như giá trị sản xuất một năm."),
        Term("luong-tai-thoi-diem", MEASURES.STOCK.label, "Đếm tại một ngày, như số dự án đến cuối năm."),
        Term("toc-do", MEASURES.RATE.label, "Thay đổi hay mức tính trên một đơn vị gốc; không cộng được."),
        Term("ty-trong", MEASURES.SHARE.label, "Một phần chia cho tổng, tính bằng %; giữ cả tử số và mẫu số."),
        Term("chi-so", MEASURES.INDEX.label, "So với kỳ gốc lấy bằng 100: 108,9 là cao hơn kỳ gốc 8,9 %."),
        Term("so-voi-ke-hoach", MEASURES.RATIO.label, "Số đã đạt chia cho số phải đạt, tính bằng %."),
        Term(
            "tang-bang-dat", "tăng, bằng, đạt",
            "«Tăng 15 %» là hơn kỳ trước 15 %; «bằng 115 %» là bằng 1,15 lần kỳ trước; «đạt 115 % kế hoạch» là so với "
            "số đã đặt ra. Ba cách nói khác nhau.",
        ),
        Term(
            "diem-phan-tram", "điểm %",
            "Chênh lệch giữa hai tỷ lệ: từ 41 % lên 44 % là tăng 3 điểm %, không phải tăng 3 %.",
            also=("điểm phần trăm",),
        ),
        Term(
            "cung-ky", "cùng kỳ",
            "Kỳ có cùng các tháng của năm trước: 6 tháng đầu năm 2023 so với 6 tháng đầu năm 2022.",
        ),
    ],
    "Giá và đơn vị": [
        Term(
            "gia-so-sanh", Indicator.PriceBasis.CONSTANT_2010.label,
            "Giá trị tính theo giá của năm gốc 2010, đã loại thay đổi của giá; dùng để tính tốc độ tăng.",
            also=("giá so sánh",),
        ),
        Term("gia-hien-hanh", Indicator.PriceBasis.CURRENT.label, "Giá trị tính theo giá của chính kỳ ấy."),
        Term("phan-tram", "%", "Phần trăm: số phần trên một trăm."),
        Term("phan-tram-nam", "%/năm", "Phần trăm bình quân mỗi năm trong giai đoạn."),
        Term("ty-dong", "tỷ đồng", "1.000 triệu đồng; không cộng với tiền đô la Mỹ."),
        Term("trieu-usd", "triệu USD", "Một triệu đô la Mỹ; không đổi sang đồng và không cộng với tiền đồng."),
        Term("kwh", "triệu kWh", "Điện năng: một triệu kilôoát giờ (số điện).", also=("kWh",)),
        Term("mw", "MW", "Công suất tác dụng, của nhà máy điện; 1 MW = 1.000 kW."),
        Term("mva", "MVA", "Công suất biểu kiến, của máy biến áp; không phải MW.", also=("kVA",)),
    ],
    "Ngành và lĩnh vực": [
        Term(
            "grdp", "GRDP",
            "Tổng sản phẩm trên địa bàn: giá trị tăng thêm của mọi ngành trong tỉnh, cộng thuế sản phẩm, trừ trợ cấp.",
        ),
        Term(
            "iip", "IIP",
            "Chỉ số sản xuất công nghiệp, so với kỳ gốc. Nêu cùng bốn ngành cấp 1 theo VSIC: B khai khoáng; C chế "
            "biến, chế tạo; D sản xuất và phân phối điện; E cung cấp nước, xử lý rác thải. Một nhà máy thủy điện có "
            "thể kéo cả chỉ số.",
            "Hệ thống ngành kinh tế Việt Nam, Quyết định 27/2018/QĐ-TTg",
        ),
        Term("vsic", "VSIC", "Hệ thống ngành kinh tế Việt Nam.", "Quyết định 27/2018/QĐ-TTg"),
        Term("fdi", "FDI", "Đầu tư trực tiếp của nước ngoài: dự án do nhà đầu tư nước ngoài góp vốn."),
        Term("kcn", "KCN", "Khu công nghiệp, do Ban Quản lý các khu công nghiệp theo dõi; khác cụm công nghiệp."),
        Term("ccn", "CCN", "Cụm công nghiệp, nhỏ hơn khu công nghiệp, do Sở Công Thương theo dõi."),
        Term(
            "ty-le-lap-day", "tỷ lệ lấp đầy",
            "Đất công nghiệp đã cho thuê chia cho toàn bộ đất công nghiệp của khu, cụm.",
        ),
        Term("kim-ngach", "kim ngạch", "Giá trị hàng hóa xuất khẩu, nhập khẩu trong kỳ, tính bằng đô la Mỹ."),
        Term(
            "von-dang-ky", "vốn đăng ký",
            "Vốn nhà đầu tư ghi khi được cấp giấy chứng nhận; không phải vốn đã bỏ ra.",
        ),
        Term(
            "gia-tri-san-xuat", "giá trị sản xuất",
            "Giá trị mọi sản phẩm làm ra trong kỳ, gồm cả nguyên liệu, dịch vụ mua vào.",
        ),
        Term(
            "gia-tri-tang-them", "giá trị tăng thêm",
            "Phần giá trị mới tạo ra: giá trị sản xuất trừ nguyên liệu, dịch vụ mua vào.",
        ),
        Term(
            "von-doi-ung", "vốn đối ứng",
            "Tiền cơ sở được hỗ trợ tự bỏ ra cho đề án khuyến công, bên cạnh phần hỗ trợ.",
        ),
        Term(
            "khuyen-cong", "khuyến công",
            "Hỗ trợ cơ sở công nghiệp nông thôn: đào tạo nghề, mô hình trình diễn, máy móc tiên tiến, hội chợ. Kinh "
            "phí được giao, được phê duyệt, giải ngân và quyết toán là bốn số khác nhau.",
            EXTENSION_DECREE,
        ),
        Term("cnnt", "CNNT", "Công nghiệp nông thôn."),
        Term("tba", "TBA", "Trạm biến áp; MBA là máy biến áp đặt trong trạm."),
        Term(
            "scada", "SCADA",
            "Hệ thống giám sát, điều khiển và thu thập dữ liệu từ xa: trạm kết nối SCADA được theo dõi từ trung tâm.",
        ),
        Term(
            "cong-suat-dat", "công suất đặt",
            "Tổng công suất định mức của các tổ máy một nhà máy điện; điện phát ra trong kỳ là số khác.",
        ),
        Term(
            "dien-thuong-pham", "điện thương phẩm",
            "Điện bán cho khách hàng; khác điện sản xuất, một phần truyền đi nơi khác hay hao trên lưới.",
        ),
        Term("saidi", "SAIDI", "Số phút mất điện bình quân của một khách hàng trong kỳ.", also=("phút/khách hàng",)),
        Term("saifi", "SAIFI", "Số lần mất điện bình quân của một khách hàng trong kỳ.", also=("lần/khách hàng",)),
    ],
}  # fmt: skip

SLUGS = {word: term.slug for terms in GROUPS.values() for term in terms for word in (term.name, *term.also)}

# What people shorten when they search, each with all that it is short for.
ABBREVIATIONS = [
    ("KCN", "khu công nghiệp"),
    ("CCN", "cụm công nghiệp"),
    ("KKT", "khu kinh tế"),
    ("TBA", "trạm biến áp"),
    ("MBA", "máy biến áp"),
    ("ĐZ", "đường dây"),
    ("IIP", "chỉ số sản xuất công nghiệp"),
    ("GTSX", "giá trị sản xuất"),
    ("CBCT", "chế biến chế tạo"),
    ("GRDP", "tổng sản phẩm trên địa bàn"),
    ("FDI", "đầu tư nước ngoài"),
    ("XK", "xuất khẩu"),
    ("NK", "nhập khẩu"),
    ("XNK", "xuất nhập khẩu"),
    ("TMĐT", "thương mại điện tử"),
    ("SP", "sản phẩm"),
    ("TTCN", "tiểu thủ công nghiệp"),
    ("CNHT", "công nghiệp hỗ trợ"),
    ("CNNT", "công nghiệp nông thôn"),
    ("VLXD", "vật liệu xây dựng"),
    ("DN", "doanh nghiệp"),
    ("HTX", "hợp tác xã"),
    ("TNHH", "trách nhiệm hữu hạn"),
    ("TP", "thành phố"),
    ("UBND", "ủy ban nhân dân"),
    # Not short, but spelled in two ways.
    ("tỉ lệ", "tỷ lệ"),
    ("tỉ trọng", "tỷ trọng"),
    ("kĩ thuật", "kỹ thuật"),
    ("mĩ nghệ", "mỹ nghệ"),
]
