"""Projects without codes: investor and name tell them, the capital in full đồng, places by name, columns of no use."""

from tests.workbooks.making import book

HEAD = ["STT", "Tên nhà đầu tư", "Tên dự án", "Địa chỉ công ty", "Số CNĐT", "Ngày cấp", "QĐ chủ trương", "Vốn đầu tư",
        "Người đại diện theo pháp luật", "Thời gian hoạt động", "Địa bàn"]  # fmt: skip


def files():
    rows = [
        ["DANH MỤC LŨY KẾ CÁC DỰ ÁN ĐẦU TƯ TRONG NƯỚC BÊN NGOÀI KHU CN"],
        [],
        HEAD,
        [1, "Công ty Một", "Nhà máy gạch", None, "1234567890", "22/7/2021", "1730 ngày 22/7/2021", 30000000000,
         "Người Một", "50 năm", "huyện Một"],
        [2, "Công ty Hai", "Nhà máy chè", None, "0987654321", "5/3/2020", "1731 ngày 5/3/2020", "45.000.000.000",
         "Người Hai", "50 năm", "huyện Một"],
    ]  # fmt: skip
    return {"should_pass.xlsx": book(rows, merged=["A1:K1"]), "should_fail.xlsx": book(rows, merged=["A1:K1"])}
