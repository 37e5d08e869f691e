"""Units that count: a factor before the indicator's own word converts, another word is asked about for its line."""

from tests.workbooks.making import book

HEAD = ["Tên sản phẩm", "Đơn vị tính", "Thực hiện tháng 3/2022", "Ước tháng 4/2022"]


def files():
    rows = [
        ["SẢN PHẨM CHỦ YẾU THÁNG 4 NĂM 2022"],
        HEAD,
        ["Sản phẩm may mặc", "1.000 cái", 9100, 9200],
        ["Linh kiện điện tử", "1000 sản phẩm", 1500, 1600],
    ]
    return {"should_pass.xlsx": book(rows)}
