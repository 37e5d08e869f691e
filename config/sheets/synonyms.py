"""What departments write over columns, in one table: words cut short, and names of one thing."""

from config.sheets.columns import identity

# Words of a heading that are written by their first letters.
ABBREVIATIONS = {
    "đvt": "đơn vị tính",
    "th": "thực hiện",
    "ưth": "ước thực hiện",
    "kh": "kế hoạch",
    "kp": "kinh phí",
    "da": "dự án",
    "đa": "đề án",
    "dn": "doanh nghiệp",
    "nđt": "nhà đầu tư",
    "cđt": "chủ đầu tư",
    "vđt": "vốn đầu tư",
    "tvđt": "tổng vốn đầu tư",
    "tmđt": "tổng mức đầu tư",
    "đk": "đăng ký",
    "dt": "diện tích",
    "cn": "công nghiệp",
    "ccn": "cụm công nghiệp",
    "kcn": "khu công nghiệp",
    "tba": "trạm biến áp",
    "qđ": "quyết định",
    "gcn": "giấy chứng nhận",
    "gcnđkđt": "giấy chứng nhận đăng ký đầu tư",
    "gp": "giấy phép",
    "kcqg": "khuyến công quốc gia",
    "kcđp": "khuyến công địa phương",
    "đttn": "đầu tư trong nước",
    "đtnn": "đầu tư nước ngoài",
}

# Each line names one thing; a heading of a line stands for the one column of a sheet that the line names too.
SAME = [
    ["nhà đầu tư", "tên nhà đầu tư", "chủ đầu tư", "tên chủ đầu tư", "tên doanh nghiệp", "doanh nghiệp"],
    ["chủ đầu tư hạ tầng", "chủ đầu tư", "chủ đầu tư xây dựng hạ tầng", "đơn vị đầu tư hạ tầng"],
    ["vốn đăng ký", "vốn đầu tư đăng ký", "tổng vốn đầu tư", "tổng vốn đăng ký", "tổng mức đầu tư", "vốn đầu tư",
     "vốn đăng ký đầu tư trong nước", "vốn đăng ký đầu tư nước ngoài"],
    ["vốn đầu tư", "tổng vốn đầu tư", "tổng mức đầu tư"],
    ["vốn đầu tư hạ tầng", "tổng vốn đầu tư hạ tầng", "tổng mức đầu tư hạ tầng", "tổng vốn đầu tư", "tổng mức đầu tư"],
    ["vốn thực hiện", "vốn đầu tư thực hiện", "vốn giải ngân"],
    ["tên dự án", "dự án đầu tư", "tên dự án đầu tư", "tên doanh nghiệp/ dự án", "tên doanh nghiệp/dự án"],
    ["tên trạm biến áp", "tên công trình"],
    ["tên đường dây", "tên công trình"],
    ["mã trạm", "mã công trình"],
    ["mã đường dây", "mã công trình"],
    ["dây dẫn", "loại dây", "loại dây dẫn"],
    ["số giấy chứng nhận", "số giấy chứng nhận đăng ký đầu tư", "số cnđt", "số giấy chứng nhận đầu tư"],
    ["ngày cấp giấy chứng nhận", "ngày cấp", "ngày cấp giấy chứng nhận đăng ký đầu tư"],
    ["chủ trương đầu tư", "quyết định chủ trương", "quyết định chủ trương đầu tư"],
    ["diện tích đất", "diện tích", "diện tích sử dụng đất"],
    ["lao động", "số lao động"],
    ["công suất thiết kế", "công suất"],
    ["công suất đặt", "công suất", "công suất lắp máy", "công suất lắp đặt"],
    ["công suất định mức", "công suất", "dung lượng"],
    ["điện áp danh định", "cấp điện áp", "điện áp"],
    ["người đại diện", "người đại diện theo pháp luật", "đại diện pháp luật", "chủ doanh nghiệp"],
    ["điện thoại", "số điện thoại", "điện thoại liên hệ", "sđt"],
    ["thư điện tử", "email", "e-mail"],
    ["xã, phường", "xã/phường", "xã phường", "xã"],
    ["tên khu, cụm", "tên cụm công nghiệp", "tên khu công nghiệp", "cụm công nghiệp", "khu công nghiệp"],
    ["khu, cụm", "cụm công nghiệp", "khu công nghiệp", "mã khu, cụm"],
    ["số giấy phép", "giấy phép số", "giấy phép khai thác"],
    ["đơn vị được cấp phép", "tổ chức được cấp phép", "doanh nghiệp được cấp phép"],
    ["tên đường dây", "đường dây"],
    ["chiều dài", "chiều dài tuyến"],
    ["tên công trình", "công trình"],
    ["tên cơ sở", "tên cơ sở thụ hưởng", "tên doanh nghiệp", "doanh nghiệp", "doanh nghiệp thụ hưởng",
     "cơ sở thụ hưởng", "tên doanh nghiệp thụ hưởng", "đơn vị thụ hưởng", "tên đơn vị thụ hưởng",
     "tên cơ sở công nghiệp nông thôn"],
    ["đơn vị thực hiện", "đơn vị chủ trì", "đơn vị chủ trì thực hiện"],
    ["kinh phí được giao", "kinh phí giao", "dự toán được giao"],
    ["đơn vị tính", "đơn vị đo"],
    ["chỉ tiêu", "mã chỉ tiêu"],
    ["địa bàn", "mã địa bàn"],
    ["giá trị", "số liệu"],
    ["kỳ", "kỳ báo cáo", "kỳ số liệu"],
    ["nguồn", "nguồn số liệu", "mã nguồn"],
]  # fmt: skip

_ALIKE = [frozenset(map(identity, line)) for line in SAME]


def in_full(heading):
    """A heading with its words written out."""
    return " ".join(ABBREVIATIONS.get(identity(word), word) for word in heading.split())


def are_one(heading, other):
    """Whether two headings name one thing by the table."""
    return any(heading in line and other in line for line in _ALIKE)
