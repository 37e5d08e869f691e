"""Lines and columns that are not shown: told and read, or passed over when somebody says so."""

from tests.workbooks.making import book

HEAD = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Chiều dài (km)"]


def files():
    rows = [HEAD, ["dz1", "Đường dây A", 110, 5], ["dz2", "Đường dây B", 110, 2]]
    content = book(rows, hidden_rows=[3], hidden_columns=["D"])
    return {"should_pass.xlsx": content, "should_pass_2.xlsx": content}
