"""Output of products: periods told from the report's own, units with their factor, the noise of formulas."""

from tests.workbooks.making import book

HEADS = [
    ["Tên sản phẩm", "Đơn vị tính", "Thực hiện tháng trước", "Ước tính tháng", "Cộng dồn 4 tháng", "So với cùng kỳ (%)",
     None],
    [None, None, None, None, None, "Tháng 4", "4 tháng"],
]  # fmt: skip


def files():
    rows = [
        ["SẢN PHẨM CHỦ YẾU THÁNG 4 NĂM 2022"],
        *HEADS,
        ["Sản phẩm may mặc", "1000 sản phẩm", 9100, 9358.2977099237, 40000, 104.1, 101.2],
        ["Điện thương phẩm", "Triệu KWh", 80, 81, 320, "-", "…"],
    ]
    return {"should_pass.xlsx": book(rows, merged=["A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:G2"])}
