"""The charts above a register say in words what they show, and what of it does not add up."""

from decimal import Decimal

from config.pages.panels import Line, bar_panel, column_panel

PARTS = [Line("mây tre", [1]), Line("dệt", [1]), Line("gốm", [1])]


def bars(**given):
    return bar_panel("Theo nghề", head="Nghề", heads=["cơ sở"], lines=PARTS, unit="cơ sở", **given)


def test_parts_whose_rounded_shares_do_not_make_up_the_whole_say_so():
    panel = bars(total=3, note="Đếm cuối năm.")
    assert panel.note == "Các tỷ lệ đã làm tròn nên cộng lại được 99,9 %. Đếm cuối năm."
    assert panel.drawing.description == "Đơn vị: cơ sở. Mây tre: 1 (33,3 %); dệt: 1 (33,3 %); gốm: 1 (33,3 %)."
    # Where not all is drawn, nobody adds up.
    assert bars(total=4).note == ""
    assert "làm tròn" not in bars(total=3, most=2).note


def test_columns_are_told_from_the_first_to_the_last_and_nothing_is_no_part_of_a_stack():
    lines = [Line("2020", [4, None, 0]), Line("2021", [None, 2, 0]), Line("2022", [Decimal("6.5"), 0, 0])]
    heads = ["đang thi công", "đã đóng điện", "dừng"]
    panel = column_panel("Công trình", head="Năm", heads=heads, lines=lines, unit="công trình", stacked=True)
    told = "Đơn vị: công trình. Đang thi công từ 4 (2020) đến 6,5 (2022); đã đóng điện 2 (2021)."
    assert panel.drawing.description == told
    assert [len(strand.points) for strand in panel.drawing.widest.strands] == [2, 1]


def test_a_year_without_a_line_keeps_its_place_on_the_axis():
    lines = [Line("2003", [1]), Line("2019", [4]), Line("2020", [5]), Line("28/11/2023", [6], tick="2023")]
    panel = column_panel("Số trạm", head="Đến hết năm", heads=["trạm"], lines=lines, unit="trạm")
    frame = panel.drawing.widest.frame
    assert [time.words for time in frame.times] == ["2019", "2020", "2021", "2022", "2023"]
    assert [column.point.slot for column in panel.drawing.widest.columns] == [2019, 2020, 2023]
    assert panel.note == "Cột cuối tính đến ngày 28/11/2023."
    days = [Line("01/02/2020", [1]), Line("05/03/2024", [2])]
    panel = column_panel("Vốn", head="Đến ngày", heads=["vốn"], lines=days, unit="tỷ đồng")
    assert [time.words for time in panel.drawing.widest.frame.times] == ["01/02/2020", "05/03/2024"]
