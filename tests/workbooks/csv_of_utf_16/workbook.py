"""«Văn bản Unicode» of Excel: utf-16 with tabs."""


def files():
    text = "Mã địa bàn\tTên địa bàn\tCấp\r\n17\tTỉnh Hòa Bình\ttỉnh\r\n"
    return {"should_pass.csv": text.encode("utf-16"), "should_pass_2.csv": text.replace("\t", ",").encode("utf-8-sig")}
