"""Days whose year has two digits are asked about once for the file."""

HEAD = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Ngày vận hành"]


def files():
    rows = [HEAD, ["dz1", "A", "110", "5/3/26"], ["dz2", "B", "110", "31-12-98"], ["dz3", "C", "110", "07/08/2019"]]
    content = "\r\n".join(";".join(row) for row in rows)
    # The month first, as nobody here writes it.
    american = content.replace("5/3/26", "3/25/26")
    return {
        "should_fail.csv": content.encode(),
        "should_pass.csv": content.encode(),
        "should_fail_2.csv": american.encode(),
    }
