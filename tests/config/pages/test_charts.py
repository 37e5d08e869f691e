"""Charts as geometry: whatever the values, all that is drawn lies in its frame and says what the values say."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.pages.charts import bars as horizontal
from config.pages.charts.bars import bars
from config.pages.charts.columns import columns
from config.pages.charts.frame import NARROW, SIZES, scale
from config.pages.charts.lettering import GAP, LINE, Block, Label, apart, that_fit, width_of, wrapped
from config.pages.charts.lines import lines
from config.pages.charts.progress import progress
from config.pages.charts.sparkline import SMALL, sparkline
from config.pages.charts.strokes import hatch
from config.pages.charts.values import Bound, Goal, Item, Point, Strand
from config.templatetags.charts import chart

WORDS = {"title": "Giá trị sản xuất", "description": "Từ năm 2019 đến năm 2022.", "unit": "tỷ đồng"}
VALUES = st.one_of(
    st.none(),
    st.sampled_from([0, 10**15, -(10**15), Decimal("0.0001"), -3, 100]).map(Decimal),
    st.decimals(-(10**15), 10**15, places=4),
)


def strand(*values, name="Hòa Bình", first=2000, **fields):
    known = [None if value is None else Decimal(str(value)) for value in values]
    return Strand(name, [Point(first + at, value, str(value), f"năm {at}", **fields) for at, value in enumerate(known)])


def times_of(*strands):
    return {point.slot: str(point.slot) for one in strands for point in one.points}


def numbers(path):
    return [Decimal(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path)]


@settings(max_examples=60, deadline=None)
@given(st.lists(VALUES, min_size=1, max_size=60).filter(lambda values: any(value is not None for value in values)))
def test_whatever_the_values_nothing_leaves_the_frame(values):
    one = strand(*values)
    for drawing in [columns([one], times_of(one), **WORDS), lines([one], times_of(one), **WORDS)]:
        for geometry in drawing.sizes:
            frame = geometry.frame
            assert len(frame.scale) in range(2, 8)
            assert 0 < frame.left < frame.right <= geometry.size.width
            assert all(0 <= frame.y(value) <= frame.bottom for value in values if value is not None)
            for label in [*geometry.labels, *frame.times]:
                half = width_of(label.words) / 2
                assert 0 <= label.x - Decimal(half) <= label.x + Decimal(half) <= geometry.size.width + 1
        assert "<svg" in chart(drawing)
    drawing = sparkline([point.value for point in one.points], title="Giá trị")
    assert all(0 <= number <= SMALL.width for number in numbers(drawing.widest.path))


def test_columns_of_negative_values_hang_from_zero_and_equal_values_stand_alike():
    drawn = columns([strand(-10, 5, 5)], {2000: "a", 2001: "b", 2002: "c"}, **WORDS).widest
    below, above, same = drawn.columns
    assert below.y == above.y + above.height == drawn.frame.zero
    assert (above.y, above.height) == (same.y, same.height)
    assert columns([strand(0, 0)], {2000: "a", 2001: "b"}, **WORDS).widest.columns[0].height > 0


def test_columns_side_by_side_never_touch_the_next_slot_and_parts_stand_on_each_other():
    parts = [strand(10, 20, name="Khai khoáng"), strand(30, -5, name="Chế biến"), strand(None, 7, name="Điện")]
    beside = columns(parts, times_of(*parts), **WORDS).widest
    assert [key.words for key in beside.frame.keys] == ["Khai khoáng", "Chế biến", "Điện"]
    assert max(one.x + one.width for one in beside.columns if one.point.slot == 2000) < beside.columns[1].x
    first, last, second, fallen, third = columns(parts, times_of(*parts), stacked=True, **WORDS).widest.columns
    assert second.y + second.height == first.y
    assert third.y + third.height == last.y
    assert fallen.y == last.y + last.height


def test_a_line_is_broken_at_a_gap_at_a_bound_and_where_a_series_begins_anew():
    points = [
        Point(2000, Decimal(1)),
        Point(2001, Decimal(2)),
        Point(2002, Decimal(3), begins_anew=True),
        Point(2003, Decimal(4)),
        Point(2004, Decimal(5), bound=Bound.OVER),
        Point(2005, Decimal(6)),
        Point(2006, None),
        Point(2007, Decimal(6), upper=Decimal(8)),
    ]
    one = Strand("Tỷ trọng", points)
    drawn = lines([one], times_of(one), **WORDS).widest
    assert (drawn.lines[0].path.count("M"), drawn.lines[0].path.count("L")) == (3, 2)
    assert drawn.frame.x(2001) < drawn.edges[0] < drawn.frame.x(2002)
    page = chart(lines([one], times_of(one), **WORDS))
    assert (page.count('class="arrow"'), page.count('class="whisker'), page.count('class="edge"')) == (4, 4, 4)


def test_estimates_bounds_ranges_and_goals_are_drawn_as_what_they_are():
    points = [
        Point(2000, Decimal(5), is_estimate=True, words="ước tính <5>"),
        Point(2001, Decimal(6), bound=Bound.UNDER),
        Point(2002, Decimal(4), upper=Decimal(7)),
    ]
    goals = [Goal(2002, Decimal(9), "kế hoạch năm 2002: 9")]
    drawing = columns([Strand("", points)], {2000: "2000", 2001: "2001", 2002: "2002"}, goals=goals, **WORDS)
    estimate, bound, span = drawing.widest.columns
    assert (bool(estimate.hatch), bool(bound.hatch)) == (True, False)
    assert "v12" in bound.arrow
    assert span.span_y == drawing.widest.frame.y(Decimal(7))
    short = columns([strand(9)], {2000: "2000"}, goals=[Goal(2000, Decimal(10))], **WORDS).widest
    assert [label.words for label in short.labels] == ["9"]
    page = chart(drawing)
    assert page.count("<title>ước tính &lt;5&gt;</title>") == page.count("<title>kế hoạch năm 2002: 9</title>") == 2
    assert page.count("<desc>Từ năm 2019 đến năm 2022.</desc>") == 2
    assert "style=" not in page
    assert not re.search(r'="[^"]*\d,\d', page)


@pytest.mark.parametrize(("lower", "upper"), [(4, 7), (-7, -4), (-4, 7), (0, 5), (-5, 0)])
def test_a_range_is_a_span_between_its_ends_and_a_column_to_the_nearer_one(lower, upper):
    point = Point(2000, Decimal(lower), upper=Decimal(upper))
    drawn = columns([Strand("", [point])], {2000: "2000"}, **WORDS).widest
    (column,) = drawn.columns
    assert column.span_y == drawn.frame.y(Decimal(upper))
    assert column.span_y + column.span_height == drawn.frame.y(Decimal(lower))
    nearer = min(max(lower, 0), upper)
    assert column.height == max(abs(drawn.frame.zero - drawn.frame.y(Decimal(nearer))), Decimal("0.5"))


def test_where_nothing_is_known_nothing_is_drawn():
    nothing = strand(None, None)
    assert columns([nothing], times_of(nothing), **WORDS) is None
    assert lines([nothing], times_of(nothing), **WORDS) is None


def test_the_names_of_several_lines_stand_at_their_ends_and_never_on_each_other():
    names = ["Khai khoáng", "Công nghiệp chế biến, chế tạo và các ngành khác của tỉnh", "Điện", "Nước"]
    strands = [strand(5, 10, name=name) for name in names]
    for geometry in lines(strands, times_of(*strands), **WORDS).sizes:
        heights = sorted(end.y for end in geometry.ends)
        assert {end.number for end in geometry.ends} == {1, 2, 3, 4}
        assert all(after - before >= LINE for before, after in zip(heights, heights[1:], strict=False))
        assert all(end.x + width_of(end.words) <= geometry.size.width for end in geometry.ends)


@pytest.mark.parametrize(
    ("low", "high", "from_zero"), [(41, 41, False), (0, 0, True), (-5, 10**15, True), (7, 7, True)]
)
def test_a_scale_holds_its_values_in_round_numbers(low, high, from_zero):
    ticks = scale(Decimal(low), Decimal(high), from_zero=from_zero)
    assert ticks[0] <= low <= high <= ticks[-1]
    assert ticks[0] < ticks[-1]
    assert len(ticks) < 8


def test_whole_things_are_never_marked_by_halves():
    for high in range(1, 60):
        ticks = scale(Decimal(0), Decimal(high), from_zero=True, whole=True)
        assert not any(tick % 1 for tick in ticks)
        assert len(ticks) < 8
    assert scale(Decimal(0), Decimal(9), from_zero=True)[1] == Decimal("2.5")
    for values, first in [((3, 9), "2"), ((3, "9.5"), "2,5")]:
        one = strand(*values)
        assert columns([one], times_of(one), **WORDS).widest.frame.ticks[1].words == first


def test_values_that_differ_only_in_their_last_digit_leave_room_for_the_chart():
    one = strand("1000000000000000.0001", "1000000000000000.0002")
    for geometry in lines([one], times_of(one), **WORDS).sizes:
        assert geometry.frame.left < geometry.size.width / 2
        assert geometry.marks[0].y != geometry.marks[1].y


def test_huge_values_are_counted_in_thousands_of_their_unit_on_a_phone():
    wide, narrow = columns([strand(10**15)], {2000: "2000"}, **WORDS).sizes
    assert narrow.frame.unit.endswith(" tỷ đồng")
    assert narrow.frame.unit_of_axis % 1000 == 0
    assert narrow.frame.left < NARROW.width / 2
    assert [tick.words for tick in wide.frame.ticks][0] == "0"


def test_the_labels_of_many_periods_never_touch():
    months = {slot: f"tháng {slot % 12 + 1}/2022" for slot in range(60)}
    one = strand(*range(60), first=0)
    for geometry in columns([one], months, **WORDS).sizes:
        times = geometry.frame.times
        assert len(times) > 1
        for before, after in zip(times, times[1:], strict=False):
            assert after.x - before.x > (width_of(before.words) + width_of(after.words)) / 2


@pytest.mark.parametrize("number", [13, 140])
def test_numbers_side_by_side_are_never_read_as_one(number):
    one, width = strand(*([number] * 15), first=2012), width_of(str(number))
    wide, narrow = columns([one], times_of(one), **WORDS).sizes
    assert len(wide.labels) == 15
    assert 4 < len(narrow.labels) < 15
    places = sorted(label.x for label in narrow.labels)
    assert places[0] - Decimal(width / 2) >= narrow.frame.ticks[-1].x + GAP
    assert min(after - before for before, after in zip(places, places[1:], strict=False)) >= width + GAP


def test_a_sparkline_has_gaps_a_last_point_and_nothing_where_nothing_is_known():
    drawn = sparkline([Decimal(1), Decimal(3), None, Decimal(2), None], title="Giá trị").widest
    assert (drawn.path.count("M"), drawn.path.count("L"), len(drawn.alone)) == (2, 1, 1)
    assert drawn.last == drawn.alone[0]
    assert sparkline([Decimal(5)], title="Giá trị").widest.last[0] > SMALL.width / 2
    assert sparkline([None, None], title="Giá trị") is None
    assert chart(None) == ""


def test_bars_say_their_share_of_a_total_or_of_their_own_whole():
    let = Item("Khu công nghiệp Lương Sơn", Decimal("72.5"), Decimal(83))
    items = [let, Item("Chưa có số", None, Decimal(30)), Item("Chênh lệch", Decimal(-4))]
    assert horizontal.words_of(let) == "72,5/83 (87,3 %)"
    assert horizontal.words_of(Item("Công nghiệp", Decimal(41)), total=Decimal(100)) == "41 (41,0 %)"
    assert horizontal.words_of(Item("Công nghiệp", Decimal(41)), total=Decimal(0)) == "41"
    for size, geometry in zip(SIZES, bars(items, **WORDS).sizes, strict=True):
        for row in geometry.rows:
            assert 0 <= row.x <= row.x + row.width <= size.width
            assert row.said_x + width_of(row.said) <= size.width + 8
        assert geometry.rows[1].said == "—"
        assert geometry.rows[2].x + geometry.rows[2].width == geometry.zero
    assert chart(bars(items, **WORDS)).count('class="bar') == 4


def test_progress_marks_the_target_also_where_it_is_passed():
    short = progress(Decimal(72), Decimal(100), title="Xuất khẩu", description="").widest
    passed = progress(Decimal(130), Decimal(100), title="Xuất khẩu", description="", is_estimate=True).widest
    assert (short.percent, passed.percent) == ("72,0 %", "130,0 %")
    assert short.width < short.target_x - short.x + 1
    assert passed.x + passed.width > passed.target_x
    assert passed.hatch
    assert progress(Decimal(5), Decimal(0), title="", description="") is None
    assert progress(None, Decimal(10), title="", description="") is None


def test_letters_are_wrapped_shortened_moved_apart_and_left_out_where_they_do_not_fit():
    assert wrapped("Sản xuất và phân phối điện, khí đốt", 100, most=2) == ["Sản xuất và", "phân phối điệ…"]
    cut = wrapped("x" * 60, 100, most=9)
    assert "".join(cut) == "x" * 60
    assert max(map(width_of, cut)) <= 100
    blocks = apart([Block(Decimal(10), ["a", "b"], 1), Block(Decimal(12), ["c"], 2)], 0, 100)
    assert blocks[1].y - blocks[0].y >= 2 * LINE
    labels = [Label(Decimal(50), Decimal(20), "1.234"), Label(Decimal(55), Decimal(22), "1.235")]
    assert that_fit(labels, 100) == labels[:1]
    assert that_fit(labels[:1], 100, taken=[(40, 0, 60, 30)]) == []


def test_strokes_stay_within_their_rectangle():
    coordinates = numbers(hatch(Decimal(10), Decimal(20), Decimal(15), Decimal(40)))
    assert len(coordinates) > 8
    assert all(10 <= x <= 25 for x in coordinates[::2])
    assert all(20 <= y <= 60 for y in coordinates[1::2])
