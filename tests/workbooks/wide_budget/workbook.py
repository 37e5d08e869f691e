"""The budget of industrial extension: contents down, two sources across, the year in the title, no unit."""

from tests.workbooks.making import book


def files():
    rows = [
        ["BÁO CÁO KINH PHÍ KHUYẾN CÔNG NĂM 2023"],
        [],
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Năm báo cáo", None],
        [None, None, None, "KCĐP", "KCQG"],
        [None, "Tổng số kinh phí", None, 1000, 2000],
        [1, "Đào tạo nghề, truyền nghề cho lao động nông thôn", None, 100, 200],
    ]
    return {"should_pass.xlsx": book(rows, merged=["A3:A4", "B3:B4", "C3:C4", "D3:E3"])}
