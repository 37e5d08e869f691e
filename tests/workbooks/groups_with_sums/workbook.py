"""Clusters over their projects that print their sums, projects outside them, totals of each, who signs at the end."""

from tests.workbooks.making import book

HEAD = ["STT", "Tên dự án", "Nhà đầu tư", "Vốn đăng ký (tỷ đồng)", "Diện tích đất (ha)"]


def files():
    rows = [
        ["DỰ ÁN ĐẦU TƯ"],
        HEAD,
        ["I", "CCN Một", None, 4, 6],
        [1, "Nhà máy gạch", "Công ty Một", 1, 2],
        [2, "Nhà máy chè", "Công ty Hai", 3, 4],
        [None, "Cộng CCN Một", None, 4, 6],
        ["II", "Ngoài khu, cụm công nghiệp"],
        [1, "Tổng kho xăng dầu", "Tổng công ty Ba", 5, 6],
        [None, "Tổng cộng (I+II)", None, 9, 12],
        [None, None, "Hòa Bình, ngày 5 tháng 1 năm 2023"],
        [None, "NGƯỜI LẬP BIỂU", "GIÁM ĐỐC"],
        [None, "Nguyễn Văn A", "Trần Văn B"],
    ]
    unknown = [HEAD, [None, "CCN Một"], rows[3], [None, "CCN Khác"], rows[4]]
    return {"should_pass.xlsx": book(rows), "should_fail.xlsx": book(unknown)}
