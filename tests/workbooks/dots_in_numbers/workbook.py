"""What the dot of 1.234 stands before is asked once for the file."""

HEAD = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Chiều dài (km)"]


def files():
    content = "\r\n".join(";".join(row) for row in [HEAD, ["dz1", "A", "110", "1.234"], ["dz2", "B", "110", "2.5"]])
    # Its total adds up as the dot was answered.
    thousands = content.replace("2.5", "2.500") + "\r\nTổng cộng;;;3.734"
    return {
        "should_fail.csv": content.encode(),
        "should_pass.csv": content.encode(),
        "should_pass_2.csv": thousands.encode(),
        "should_fail_2.csv": content.encode(),
    }
