"""A csv file in the Vietnamese code of Windows (1258); one of another code is refused."""

from tests.legacy import in_1258

TEXT = "Mã địa bàn;Tên địa bàn;Cấp\r\n17;Tỉnh Hòa Bình;tỉnh\r\n"


def files():
    return {"should_pass.csv": in_1258(TEXT), "should_fail.csv": "Mé;Tên\r\n".encode("latin-1")}
