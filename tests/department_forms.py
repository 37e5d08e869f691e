"""The ten forms of departments, each filled, with its sister of the next time: another sheet name, a moved column."""

import io

import openpyxl


def workbook(pages):
    """An xlsx file: by the name of each sheet its rows, a merged range for each text of dots: «A1:L1»."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, (rows, *merged) in pages.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
        for each in merged:
            page.merge_cells(each)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


MONTH_LINES = [
    ["1. Giá trị sản xuất (Giá SS 2010)", "Tỷ đồng", 50000, 3900, 4100.5, 4200.25, 16000.5, 15000],
    ["a. Khu vực kinh tế trong nước", '"', 20000, 1500, 1600.5, 1700, 6000, 5500],
    ["b. Khu vực có vốn ĐTNN", '"', 30000, 2400, 2500, 2500.25, 10000.5, 9500],
    ["Sản phẩm chủ yếu"],
    ["- Xi măng", "1000 tấn", 900, 70, 72, 75, 280, 270],
    ["- Sản phẩm may mặc", "Triệu sản phẩm", 120, 9, 0, 10, 40, 36],
    ["Tổng kim ngạch xuất khẩu", "Triệu USD", 1500, 110, 115, 120, 450, 430],
    ["Phân theo khối doanh nghiệp"],
    ["- Doanh nghiệp FDI", '"', 1000, 70, 75, 80, 300, 290],
    ["- Doanh nghiệp trong nước", '"', 500, 40, 40, 40, 150, 140],
    ["Tổng kim ngạch nhập khẩu", '"', 900, 60, 70, 75, 280, 250],
    ["Tổng MBLHH-DVXH", "Tỷ đồng", 40000, 3000, 3100, 3200, 12500, 11900],
]


def month_form(month, lead=()):
    """F1: month, quarter and year in one form."""
    before = f"{month - 1}/2023"
    heads = [
        ["CHỈ TIÊU", "ĐVT", *lead, "K.hoạch\n2023", f"Thực hiện tháng {month}/2022", f"Thực hiện tháng {before}",
         f"Ước TH tháng {month}/2023", "Cộng dồn đến tháng", None, "So sánh (%)", None, None, None],
        [None, None, *[None for _ in lead], None, None, None, None, f"{month}/2023", f"{month}/2022", "So tháng trước",
         "So với tháng cùng kỳ", "Lũy kế so KH năm", "Lũy kế so cùng kỳ"],
        ["A", "B", *[None for _ in lead], 1, 2, 3, 4, 5, 6, "7=4/3", "8=4/2", "9=4/1", "10=5/6"],
    ]  # fmt: skip
    lines = list(MONTH_LINES)
    for at, line in enumerate(lines):
        if len(line) > 1:
            name, unit, plan, year_ago, last, now, to_now, to_then = line
            ratios = [
                100 * a / b if b else 0 for a, b in [(now, last), (now, year_ago), (now, plan), (to_now, to_then)]
            ]
            lines[at] = [name, unit, *["x" for _ in lead], plan, year_ago, last, now, to_now, to_then, *ratios]
    titles = [["CÁC CHỈ TIÊU SẢN XUẤT KINH DOANH, XUẤT KHẨU CHỦ YẾU TỈNH HÒA BÌNH"],
              ["(Báo cáo tháng, quý, năm chung 1 biểu mẫu)"], []]  # fmt: skip
    signed = [[], ["Hòa Bình, ngày 20 tháng 4 năm 2023"], ["NGƯỜI LẬP BIỂU", None, None, "GIÁM ĐỐC"]]
    return [*titles, *heads, *lines, *signed], "A1:L1", "A2:L2"


CONTENTS = [
    "Hỗ trợ đào tạo nghề cho lao động mới", "Đào tạo nâng cao tay nghề", "Khởi sự doanh nghiệp",
    "Đào tạo nâng cao năng lực quản lý", "Hội thảo, tập huấn", "Tham quan khảo sát trong nước",
    "Tham quan khảo sát nước ngoài", "Hỗ trợ thành lập cơ sở CNNT", "Xây dựng mô hình trình diễn kỹ thuật",
    "Chuyển giao công nghệ, ứng dụng máy móc thiết bị tiên tiến", "Mô hình thí điểm áp dụng sản xuất sạch hơn",
    "Bình chọn sản phẩm CNNT tiêu biểu", "Tổ chức hội chợ, triển lãm", "Tham gia hội chợ, triển lãm",
    "Đăng ký thương hiệu cho cơ sở", "Đăng ký thương hiệu cho làng nghề", "Thuê tư vấn", "Xuất bản bản tin",
    "Chương trình truyền hình", "Thành lập hiệp hội", "Quy hoạch chi tiết CCN", "Đầu tư hạ tầng CCN",
    "Nâng cao năng lực quản lý khuyến công", "Nội dung khác",
]  # fmt: skip


def budget(year):
    """F2: the budget of industrial extension by content and source."""
    rows = [
        [f"BÁO CÁO KINH PHÍ KHUYẾN CÔNG NĂM {year}"], [],
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Năm báo cáo", None], [None, None, None, "KCĐP", "KCQG"],
        [None, None, None, None, None],
        [None, "Tổng số kinh phí", None, 240 + year, 480 + year],
        *([at, name, None, 10 * at, 20 * at or None] for at, name in enumerate(CONTENTS, 1)),
        ["Ghi chú: KCQG: khuyến công quốc gia; KCĐP: khuyến công địa phương"],
    ]  # fmt: skip
    return rows, "A1:E1", "A3:A5", "B3:B5", "C3:C5", "D3:E3"


def clusters(year, *more, lead=False):
    """F3: clusters with areas and decisions."""
    head = ["STT", "Tên CCN", "Diện tích thành lập (ha)", "QĐ thành lập", "Diện tích mở rộng", "QĐ mở rộng",
            "Diện tích QH chi tiết (ha)", "QĐ phê duyệt QHCT", "Diện tích đất CN (ha)", "Diện tích đã cho thuê (ha)",
            "Tỷ lệ lấp đầy (%)", "Ghi chú"]  # fmt: skip
    leased = 10 + year - 2022
    rows = [
        ["TÌNH HÌNH CÁC CỤM CÔNG NGHIỆP ĐÃ THÀNH LẬP"], ["Đơn vị báo cáo: Sở Công Thương"],
        [f"Kỳ báo cáo: năm {year}"], [f"Ngày gửi báo cáo: 15/01/{year + 1}"], [], [], [], head,
        [1, "CCN Suối Mây", 50, "4257/QĐ-UBND ngày 12/3/2015", None, None, 49, "123/QĐ-UBND ngày 4/5/2016", 35, leased,
         100 * leased / 35, None],
        [2, "CCN Đồi Gió", 30, "4258/QĐ-UBND ngày 1/2/2016", 10.5, "55/QĐ-UBND ngày 5/6/2019", None, None, 20, 20, 100,
         "đã lấp đầy"],
        *more,
        ["Tổng cộng", None, "=SUM(C9:C10)", None, 10.5, None, 49, None, 55, 20 + leased, 80, None],
    ]  # fmt: skip
    rows[-1][2] = 80 + sum(each[2] for each in more)
    if lead:
        rows = [[*row[:2], "" if len(row) > 2 else None, *row[2:]] for row in rows]
    return rows, "A1:L1", f"A{len(rows)}:B{len(rows)}"


def cluster_projects(year, *more):
    """F4: projects in clusters, under the name of each."""
    heads = [
        ["STT", "Tên doanh nghiệp/ dự án", "Vốn đăng ký", None, "Chủ DN", "Ngành nghề", "Điện thoại liên hệ",
         "Diện tích\n(ha)", "Công suất", "Sản lượng (SP/ngày)", "Giá trị SX", "Số lao động", "Thực trạng"],
        [None, None, "ĐTTN\n(tỷ đồng)", "ĐTNN\n(triệu USD)", *[None] * 9],
    ]  # fmt: skip
    rows = [
        [], ["THÔNG TIN CÁC DỰ ÁN ĐẦU TƯ VÀO CỤM CÔNG NGHIỆP"], ["Đơn vị báo cáo: Sở Công Thương"],
        [f"Kỳ báo cáo: năm {year}"], [], [], [], [], *heads,
        ["I", "CCN Suối Mây"],
        [1, "Nhà máy may Sao Một", 50, None, "Trần Văn Giả", "may mặc", "0900000001", 2.5, "1 triệu SP", 300, None, 300,
         "đang hoạt động"],
        [2, "Nhà máy nhựa Sao Hai", None, 3.2, "Lê Thị Giả", "nhựa", None, 1.5, None, None, None, 80, "đang XD"],
        ["II", "CCN Đồi Gió"],
        *more,
        [1, "Xưởng chế biến gỗ Sao Ba", 12.5, None, None, "gỗ", None, 1, None, None, None, 40, "chưa triển khai"],
        [None, "Tổng cộng", 62.5 + sum(each[2] for each in more), 3.2],
    ]  # fmt: skip
    return rows, "A2:M2", "A9:A10", "B9:B10", "C9:D9"


def project_list(*more, lead=()):
    """F5: projects outside zones."""
    head = [*lead, "STT", "Tên nhà đầu tư", "Tên dự án", "Địa chỉ công ty", "Số CNĐT", "Ngày cấp", "QĐ chủ trương",
            "Vốn đầu tư", "Địa điểm thực hiện dự án", "Mục tiêu, quy mô thực hiện dự án",
            "Người đại diện theo pháp luật", "Tiến độ đã đăng ký", "Thời gian hoạt động", "Tiến độ thực tế", "Địa bàn",
            "Năm cấp phép"]  # fmt: skip
    rows = [
        [1, "Công ty TNHH Gạch Sao", "Nhà máy gạch Sao", "xóm Một", 1234567890, "22/7/2021", "1730 ngày 22/7/2021",
         30000000000, "xã Một", "gạch không nung", "Người Một", "2021-2023", "50 năm", "đang XD", "huyện Lương Sơn",
         2021],
        [2, "Công ty CP Chè Sao", "Nhà máy chè Sao", "xóm Hai", "0987654321", "5/3/2020", "1731 ngày 5/3/2020",
         "45.000.000.000", "xã Hai", "chè", "Người Hai", "2020-2022", "50 năm", "đang hoạt động", "huyện Kim Bôi",
         2020],
        *more,
    ]  # fmt: skip
    titled = [["DANH MỤC LŨY KẾ CÁC DỰ ÁN ĐẦU TƯ TRONG NƯỚC BÊN NGOÀI KHU CN"], []]
    return [*titled, head, *([*lead, *row] for row in rows)], "A1:P1"


def works(*more):
    """F6: substations and lines in one list."""
    heads = [
        ["STT", "MÃ CÔNG TRÌNH", "TÊN CÔNG TRÌNH", "LOẠI CÔNG TRÌNH", None, None, "CẤP ĐIỆN ÁP", "NGƯỜI ĐẠI DIỆN",
         "TÌNH TRẠNG", "ĐỊA ĐIỂM", "GHI CHÚ"],
        [None, None, None, "TRẠM BIẾN ÁP\n(MVA)", "ĐƯỜNG DÂY", *[None] * 6],
        [None, None, None, None, "CHIỀU DÀI (Km)", "LOẠI DÂY", *[None] * 5],
    ]  # fmt: skip
    rows = [
        ["QUẢN LÝ CÔNG TRÌNH ĐIỆN 110 KV VÀ 220 KV TRÊN TỈNH"], *heads,
        [1, "TBA-91", "TBA 110 kV Sao", "2x63", None, None, "110 kV", "Người Một", "vận hành", "huyện Lương Sơn", None],
        [2, "TBA-92", "TBA 220 kV Sao", "125+63", None, None, "220 kV", None, "vận hành", "huyện Kim Bôi", "mới"],
        [3, "DZ-93", "Đường dây 110 kV Sao - Gió", None, 25.5, "ACSR240/32", "110 kV", None, "vận hành",
         "huyện Lương Sơn", None],
        *more,
    ]  # fmt: skip
    return rows, "A1:K1", "A2:A4", "B2:B4", "C2:C4", "D2:F2", "D3:D4", "E3:F3", "G2:G4"


def schemes(*more):
    """F7: schemes by fund, on the second sheet whom they support."""
    heads = [
        ["STT", "Tên đề án", "Thời gian thực hiện (năm)", "Nguồn vốn\n(triệu đồng)", None,
         "Kinh phí thực hiện\n(triệu đồng)", None, None, "Đính kèm danh sách doanh nghiệp thụ hưởng"],
        [None, None, None, "TW", "Địa phương", "Tổng kinh phí", "KP Khuyến công hỗ trợ", "KP DN đối ứng", None],
    ]  # fmt: skip
    lines = [
        [1, "Mô hình chế biến chè Sao", "2020", 30, None, 100.5, 30, 70.5, "Trang 2"],
        [2, "Đào tạo nghề may Sao", "2022-2023", None, 12, 13, 12, 1, None],
        *more,
    ]
    total = [None, "Tổng cộng", None, *(sum(line[at] or 0 for line in lines) for at in range(3, 8)), None]
    return [[None, "BÁO CÁO DỰ ÁN KHUYẾN CÔNG"], *heads, *lines, total], "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:H2"


def supported(*more):
    return [
        ["DANH SÁCH DOANH NGHIỆP THỤ HƯỞNG"],
        ["STT", "Đề án số", "Tên doanh nghiệp", "Địa chỉ", "Người đại diện", "Điện thoại"],
        [1, 1, "Công ty TNHH Chè Sao Một", "xã Một", "Trần Văn Giả", "0900000001"],
        [2, 2, "HTX May Sao Hai", "xã Hai", "Lê Thị Giả", "0900000002"],
        *more,
    ]  # fmt: skip


def indices(month, *, is_broken=False, lead=()):
    """F8: monthly indices of production, in one head or in one that is broken over rows."""
    before = f"12/{2025}" if month == 1 else f"{month - 1:02}/2026"
    one_row = [[None, *lead, f"Tháng {before} so cùng kỳ", f"Tháng {month:02}/2026 so tháng trước",
                f"Tháng {month:02}/2026 so cùng kỳ", f"Lũy kế cuối tháng {month:02}/2026 so cùng kỳ"]]  # fmt: skip
    broken = [
        [None, *lead, f"Tháng {month - 1}", f"Tháng {month}", f"Tháng {month}", f"{month} tháng"],
        [None, *lead, "năm báo cáo", "năm báo cáo", "năm báo cáo", "năm báo cáo"],
        [None, *lead, "so với", "so với", "so với", "so với"],
        [None, *lead, "cùng kỳ", "tháng trước", "cùng kỳ", "cùng kỳ"],
        [None, *lead, "năm trước", None, "năm trước", "năm trước"],
    ]
    blank = [None for _ in lead]
    lines = [
        ["TOÀN NGÀNH", *blank, 125.95 + month / 100, 98.1, 115.41 + month, 116.41 if month == 1 else 118],
        ["Khai khoáng", *blank, 90.5, 101, 95.25, 94],
        ["Công nghiệp chế biến, chế tạo", *blank, 130, 97, 118, 119],
        ["Sản xuất và phân phối điện, khí đốt", *blank, 110, 100, 109, 109],
        ["Sản xuất và phân phối điện, khí đốt", *blank, 110, 100, 109, 109],
    ]
    corner = [None, *blank, None, None, None, "Đơn vị tính: %"]
    title = [f"CHỈ SỐ SẢN XUẤT CÔNG NGHIỆP THÁNG {month:02} NĂM 2026"]
    return [title, corner, *(broken if is_broken else one_row), *lines], "A1:E1"


def products(month, *, codes=False):
    """F9: monthly output of main products, units with their factor."""
    code = ["Mã SP"] if codes else []
    blank = [None] if codes else []
    heads = [
        ["Tên sản phẩm", *code, "Đơn vị tính", "Thực hiện tháng trước", "Ước tính tháng", f"Cộng dồn {month} tháng",
         "So với cùng kỳ (%)", None],
        [None, *blank, None, None, None, None, f"Tháng {month}", f"{month} tháng"],
    ]  # fmt: skip
    lines = [
        ["Sản phẩm may mặc", "1000 cái", 9100, 9358.2977099237, 40000, 104.1, 101.2],
        ["Linh kiện điện tử", "1000 sản phẩm", 1000, 1100, 4300, 105, 104],
        ["Xi măng", "1000 tấn", 70.5, 72.25, 290, 103, 102],
        ["Điện sản xuất", "Triệu KWh", 500, 510, 2000, 101, 100],
        ["Điện thương phẩm", "Triệu KWh", 80, 81, 320, "-", "…"],
        ["Nước tinh khiết", "1000 lít", 30, 31.5, 120, None, None],
    ]
    if codes:
        lines = [[name, f"SP{at}", *rest] for at, (name, *rest) in enumerate(lines)]
    return [[f"SẢN PHẨM CHỦ YẾU THÁNG {month} NĂM 2026"], *heads, *lines], "A2:A3"


def trade(months, lead=()):
    """F10: exports and imports by month: periods down, years across."""
    names = ["T1", "T2", "T3", "Quí I", "T4", "T5", "T6", "Quý II", "6 tháng", "T7", "T8", "T9", "Quý III", "9 tháng",
             "T10", "T11", "T12", "Quý IV", "12 tháng"]  # fmt: skip
    spans = {"Quí I": (1, 3), "Quý II": (4, 6), "6 tháng": (1, 6), "Quý III": (7, 9), "9 tháng": (1, 9),
             "Quý IV": (10, 12), "12 tháng": (1, 12)}  # fmt: skip
    rows = []
    for name in names:
        first, last = spans.get(name) or (int(name[1:]), int(name[1:]))
        then = sum(100 + each for each in range(first, last + 1))
        is_there = last <= months
        now = sum(110 + 2 * each for each in range(first, last + 1)) if is_there else None
        half = [then, now, 100 * now / then if now else None, now / 19600 if now else None]
        rows.append([*lead, name, *half, *(each / 2 if each and at < 2 else each for at, each in enumerate(half))])
    return [
        ["XUẤT, NHẬP KHẨU TỈNH PHÚ THỌ"],
        [*lead, None, "KH: 19600", "10%", None, None, "KH: 9800", "10%"],
        [*lead, "Kỳ", "XK 2025", "XK 2026", "So CK", "So KH", "NK 2025", "NK 2026", "So CK", "So KH"],
        *rows,
    ]
