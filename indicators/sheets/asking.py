"""What a person must still say of a table of figures before any of it is read."""

from indicators.sheets.cells import read_number
from indicators.sheets.decided import BLANK, LEFT_OUT, ZERO
from indicators.sheets.groups import faults_of_groups, needs_own
from indicators.sheets.heads import Base
from indicators.sheets.laid import Role
from indicators.sheets.nouns import faults_of_nouns

# How many cells are named.
NAMED = 10
# Half of last year and less: most such «indices» are growths.
LOWEST_INDEX = 50


def faults_of(unfolder):
    """Why the table cannot be taken as it is, in sentences; what is only seen for the first time comes alone."""
    decided, laid = unfolder.decided, unfolder.laid
    faults = [each.fault for each in decided.columns if each.fault]
    values = [each for each in decided.columns if each.role == Role.VALUE]
    if not values and not any(map(may_be_index, decided.columns)):
        faults.append("Chưa cột nào được hiểu là số liệu: hãy chọn ở bảng dưới.")
    if decided.place not in unfolder.places:
        faults.append("Chưa rõ số liệu của địa bàn nào: hãy chọn địa bàn.")
    filled = {position for line in laid.lines for position in line.cells}
    values = [each for each in values if each.column.position in filled]
    bare = [each.column for each in values if each.column.bare and not each.period]
    if bare and not decided.bare:
        faults.append(
            f"Đầu cột {bare[0].letter} đến {bare[-1].letter} chỉ ghi số: hãy chọn số ấy là tháng, là quý, hay không "
            "phải kỳ."
        )
        values = [each for each in values if each.column not in bare]
    untimed = [each.column.letter for each in values if each.period is None and not laid.periods_down]
    if untimed:
        faults.append(f"Chưa rõ kỳ của cột {', '.join(untimed)}: hãy ghi kỳ báo cáo, hoặc kỳ của từng cột.")
    unnamed = [each for each in decided.lines if not each.indicator and needs_own(decided, each)]
    unnamed += [each for each in values if laid.periods_down and not each.indicator]
    if unnamed:
        faults.append(
            f"Còn {len(unnamed)} {'cột' if laid.periods_down else 'dòng'} chưa rõ là chỉ tiêu nào: hãy chọn chỉ tiêu, "
            "hoặc chọn «bỏ qua»."
        )
    faults += [*faults_of_groups(decided), *faults_of_nouns(decided, unfolder.names)]
    faults += [*_doubled(unfolder), *_unsure_units(unfolder, values), *_strange_places(values)]
    faults += _growths_for_indices(unfolder)
    if unfolder.has_zeros and decided.zeros not in (BLANK, ZERO):
        faults.append("Tệp có ô ghi số 0: hãy chọn 0 là «chưa có số» hay là số không.")
    if not faults and not (decided.is_known or decided.is_seen):
        faults.append("Bố cục này gặp lần đầu: hãy xem bảng dưới được hiểu có đúng không rồi bấm «Xem lại tệp».")
    return faults


def may_be_index(each):
    """Whether a column of comparisons may be one of indices: «so cùng kỳ», and not «tăng so với cùng kỳ»."""
    said = each.column.said
    return each.role == Role.COMPARED and said.base == Base.YEAR_AGO and not said.is_growth


def some(cells):
    """The first of many cells, for a sentence."""
    return ", ".join(cells[:NAMED]) + (f" và {len(cells) - NAMED} ô nữa" if len(cells) > NAMED else "")


def _doubled(unfolder):
    """Two lines of one indicator would write one figure twice."""
    lines = {}
    for each in unfolder.decided.lines:
        if each.indicator not in ("", LEFT_OUT):
            lines.setdefault(each.indicator, []).append(str(each.line.number))
    return [
        f"Dòng {', '.join(numbers)} cùng được hiểu là «{unfolder.names.indicators[code].name}»: hãy chọn lại."
        for code, numbers in lines.items()
        if len(numbers) > 1
    ]


def _unsure_units(unfolder, values):
    """Lines below one of nghìn USD that say no unit; cells of which the head and the line say two."""
    unclear, two = [], []
    for line, indicator in _named_lines(unfolder):
        above = line.unit_above
        if above and not (line.unit or unfolder.laid.corner) and unfolder.times(indicator, above) != 1:
            unclear.append(f"{line.number} (dòng trên ghi «{above}»)")
        for each in values:
            head = each.column.unit
            is_told_twice = head and line.unit and each.column.position in line.cells
            if is_told_twice and _differ(unfolder, indicator, head, line.unit):
                two.append(f"{each.column.letter}{line.number} («{head}» và «{line.unit}»)")
    faults = [f"Dòng {some(unclear)} không ghi đơn vị tính: hãy ghi vào tệp."] if unclear else []
    return faults + ([f"Ô {some(two)} có hai đơn vị tính: hãy sửa tệp."] if two else [])


def _named_lines(unfolder):
    for each in unfolder.decided.lines:
        if indicator := unfolder.names.indicators.get(each.indicator):
            yield each.line, indicator


def _differ(unfolder, indicator, one, other):
    are_of_it = unfolder.names.takes(indicator, one) and unfolder.names.takes(indicator, other)
    return are_of_it and unfolder.times(indicator, one) != unfolder.times(indicator, other)


def _strange_places(values):
    """Where columns are places, one that names none the book knows is no place of the report."""
    are_places = any(each.place for each in values)
    strange = [
        f"{each.column.letter} («{each.column.stray or each.column.said.rest}»)"
        for each in values
        if each.column.stray
        or (are_places and not each.column.place and each.column.said.rest and not each.indicator and not each.group)
    ]
    if not strange:
        return []
    return [f"Cột {', '.join(strange)} không rõ là địa bàn nào của sổ: hãy chọn «bỏ qua» cột ấy."]


def _growths_for_indices(unfolder):
    """Indices of 5,2 are growths: «năm trước = 100» would be 105,2."""
    lines = [each.line for each in unfolder.decided.lines if unfolder.is_index(each)]
    low = [each.column.letter for each in unfolder.index_columns() if _are_growths(lines, each.column.position)]
    if not low:
        return []
    return [
        f"Cột {', '.join(low)} có vẻ ghi mức tăng, không phải chỉ số (năm trước = 100): hãy sửa số, hoặc chọn "
        "«bỏ qua» các dòng chỉ số."
    ]


def _are_growths(lines, position):
    numbers = [number for line in lines if (number := read_number(line.cells.get(position))) is not None]
    return sum(number < LOWEST_INDEX for number in numbers) > len(numbers) / 2
