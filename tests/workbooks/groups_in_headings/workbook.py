"""Projects under the names of their zones; a line of one cell is no project, a total none either."""

from tests.workbooks.making import book

HEADS = [
    ["STT", "Tên doanh nghiệp/ dự án", "Vốn đăng ký", None, "Diện tích\n(ha)", "Số lao động\n(người)"],
    [None, None, "ĐTTN\n(tỷ đồng)", "ĐTNN\n(triệu USD)", None, None],
]


def files():
    rows = [
        ["THÔNG TIN CÁC DỰ ÁN ĐẦU TƯ VÀO CỤM CÔNG NGHIỆP"],
        ["Kỳ báo cáo: năm 2022"],
        [],
        *HEADS,
        ["A", "Dự án đang hoạt động"],
        ["I", "Cụm công nghiệp Ba Sao"],
        [1, "Nhà máy may A", 50, None, 2.5, 300],
        [2, "Nhà máy nhựa B", None, 3.2, 1.5, 80],
        [None, "Tổng cộng", 50, 3.2, 4, 380],
    ]
    return {"should_pass.xlsx": book(rows, merged=["A1:F1", "A4:A5", "B4:B5", "C4:D4", "E4:E5", "F4:F5"])}
