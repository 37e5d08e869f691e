"""Lists as departments keep them, of which one line is a row here and several of other registers."""

import re
from collections import defaultdict

from config.sheets.across import Across, crossings, has_words, headings_of, set_aside, without_headings
from config.sheets.cells import read_cell, text_of_any
from config.sheets.choices import CONSTANT, Choices
from config.sheets.coded import Coded
from config.sheets.columns import identity
from config.sheets.finding import table_in
from config.sheets.naming import spelt_out
from config.sheets.plan import Plan
from config.sheets.planned import NEW
from config.sheets.sheet import BadCell, SheetError
from config.values.numbers import EXACT, format_number
from config.values.text import nfc
from config.values.units import parted
from indicators.periods import Period, PeriodError
from projects.models import Beneficiary, Estate, ExtensionScheme, FundSource, InvestmentProject

AREAS_ACROSS = [
    Across(("diện tích", words), without, "hectares", {"kind": kind}, papers)
    for words, without, kind, papers in [
        ("thành lập", ("quy hoạch",), "diện tích thành lập", ("qđ thành lập", "quyết định thành lập")),
        ("mở rộng", (), "diện tích mở rộng", ("qđ mở rộng", "quyết định mở rộng")),
        ("chi tiết", (), "diện tích quy hoạch chi tiết", ("qhct", "quyết định phê duyệt quy hoạch chi tiết")),
        ("đất cn", ("thuê",), "đất công nghiệp", ()),
        ("đất công nghiệp", ("thuê",), "đất công nghiệp", ()),
        ("cho thuê", (), "đất công nghiệp đã cho thuê", ()),
    ]
]
ESTABLISHED = [
    Across((words,), (), "document", {"status": "thành lập"}) for words in ("qđ thành lập", "quyết định thành lập")
]
_REPORTED = re.compile(r"(?:kỳ báo cáo|kỳ số liệu|số liệu|tính)\b[^\d:]*?(?P<period>(?:đến|:).*)", re.IGNORECASE)


def day_above(titles):
    """The last day of the period that the lines above a table report, with the line; None where none says it."""
    found = {}
    for text in titles:
        if (said := _REPORTED.search(text)) and (end := _end_of(said["period"].lstrip(": "))):
            found.setdefault(end, text)
    return next(iter(found.items())) if len(found) == 1 else None


def _end_of(text):
    try:
        return Period.parse(text).end
    except PeriodError:
        return None


def arrange_estates(plan, areas):
    """Leave the areas and decisions of a list of estates to their registers; «Tên CCN» says that all are clusters."""
    headings = headings_of(plan.table)
    found = crossings(AREAS_ACROSS, plan.table, areas, plan.choices.units)
    papers = {word for each in AREAS_ACROSS for word in each.document}
    documents = {place for place, head in enumerate(headings) if any(has_words(head, [word]) for word in papers)}
    if not found:
        return
    set_aside(plan, found, documents, areas._meta.model._meta.verbose_name)
    computed = {place for place, head in enumerate(headings) if has_words(head, ["lấp đầy"])}
    without_headings(plan, computed, "do sổ tự tính, không ghi")
    kind = plan.resource.fields["kind"]
    names = {identity(head) for head in headings}
    for value, words in [(Estate.Kind.CLUSTER, "cụm công nghiệp"), (Estate.Kind.ZONE, "khu công nghiệp")]:
        if kind.heading_key not in names and any(spelt_out(head) == identity(f"tên {words}") for head in headings):
            cells = Coded.of([value.label if _is_named(plan, row) else "" for row in range(len(plan.table))])
            headers, columns = [*plan.table.headers, kind.column_name], [*plan.table.columns, cells]
            plan.table = plan.table.with_columns(headers, columns)


def _is_named(plan, row):
    """Whether a line says more than a title or a total: some of its cells beside its first are filled."""
    return sum(bool(text_of_any(cell).strip()) for cell in plan.table[row]) > 1


_FOREIGN = re.compile(r"\bfdi\b|đầu tư nước ngoài|đtnn", re.IGNORECASE)
_DOMESTIC = re.compile(r"\bddi\b|đầu tư trong nước|đttn", re.IGNORECASE)


def tell_form(plan):
    """New projects of a list without a column of the form: foreign where its title or their capital in USD says so."""
    if "form" in plan.columns:
        return
    titles = " ".join(plan.table.origin.titles)
    is_foreign = bool(_FOREIGN.search(titles)) and not _DOMESTIC.search(titles)
    dollars = {row: plan.value("capital_million_usd", row) for row in plan.new_rows}
    foreign = [row for row, amount in dollars.items() if is_foreign or amount]
    if foreign:
        form = InvestmentProject.Form.FOREIGN
        plan.fill("form", dict.fromkeys(foreign, form))
        why = "theo tên danh mục" if is_foreign else "vì vốn đăng ký tính bằng USD"
        plan.note(f"«Hình thức đầu tư» được ghi là «{form.label}», {why}", foreign)


_IN_ESTATES = re.compile(r"\b(?:vào|trong|tại|thuộc) (?:các )?(?:khu|cụm|ccn|kcn)\b|^(?:ccn|kcn|cụm công nghiệp)\b")


def tell_estate(plan):
    """New projects of a list without a column of estates are in the one that its title, or its sheet's name, names."""
    if "estate" in plan.columns or not plan.new_rows:
        return
    said = [*plan.table.origin.titles, plan.sheet]
    spelt = f" {' '.join(map(spelt_out, said))} "
    named = {
        name: pk for pk, text in Estate.objects.values_list("pk", "name") if f" {(name := spelt_out(text))} " in spelt
    }
    whole = [name for name in named if not any(name != other and name in other for other in named)]
    if len(whole) == 1:
        plan.fill("estate_id", dict.fromkeys(plan.new_rows, named[whole[0]]))
        plan.note(
            f"«Trong khu, cụm» của các dự án mới là «{Estate.objects.get(pk=named[whole[0]])}», theo tên danh mục"
        )
    elif title := next((text for text in said if _IN_ESTATES.search(text.casefold())), ""):
        plan.warn(
            f"«{title}» cho biết dự án ở trong khu, cụm mà không rõ là khu, cụm nào của sổ: các dự án mới được ghi là "
            "ở ngoài. Hãy nhập khu, cụm ấy vào sổ trước, hoặc thêm cột «Trong khu, cụm»."
        )


FUNDS_ACROSS = [
    Across((words,), without, "committed", {"fund": fund.label})
    for words, without, fund in [
        ("tw", (), FundSource.NATIONAL),
        ("trung ương", (), FundSource.NATIONAL),
        ("kcqg", (), FundSource.NATIONAL),
        ("khuyến công quốc gia", (), FundSource.NATIONAL),
        ("địa phương", (), FundSource.LOCAL),
        ("kcđp", (), FundSource.LOCAL),
        ("đối ứng", (), FundSource.COUNTERPART),
    ]
]
# Support whose fund no column names.
SUPPORT = [Across((words,), ("tổng",), "committed") for words in ("khuyến công hỗ trợ", "kc hỗ trợ", "kinh phí hỗ trợ")]
WHOLE = [
    Across((words,), (), "committed") for words in ("tổng kinh phí", "tổng kp", "tổng cộng", "kinh phí thực hiện tổng")
]


def funds_across(headings):
    """The columns of a list of schemes that are lines of their money: support by fund where it is told apart."""
    support = [each for each in FUNDS_ACROSS if each.says["fund"] != FundSource.COUNTERPART.label]
    has_funds = any(each.is_headed(heading) for each in support for heading in headings)
    return FUNDS_ACROSS if has_funds else [*FUNDS_ACROSS, *SUPPORT]


YEARS_HEADINGS = frozenset(map(identity, ("thời gian thực hiện", "năm thực hiện", "thời gian thực hiện đề án")))
LONGEST_SCHEME = 10
NAMED = 5
_YEARS = re.compile(r"(?:năm |từ )?(\d{4})(?: ?(?:[-–,]|đến) ?(?:năm )?(\d{4}))?")
_YEAR_REPORTED = re.compile(r"\bnăm (\d{4})\b")
_LENGTH = re.compile(r"0?(\d{1,2})(?: năm)?")


def arrange_schemes(plan, money, beneficiaries):
    """Leave the money of a list of schemes to its register; read the years in one cell, and who is supported."""
    headings = headings_of(plan.table)
    lines = crossings(funds_across(headings), plan.table, money, plan.choices.units)
    sums = crossings([*SUPPORT, *WHOLE], plan.table, money, plan.choices.units)
    found = list({each.place: each for each in [*sums, *lines]}.values())
    if lines:
        _check_sums(plan, lines, sums)
        set_aside(plan, found, (), money._meta.model._meta.verbose_name)
    _read_years(plan, headings)
    _take_beneficiaries(plan, headings, beneficiaries)


def _check_sums(plan, lines, sums):
    """Tell where a printed total is another number than the amounts of its line."""
    counterpart = [each for each in lines if each.across.says.get("fund") == FundSource.COUNTERPART.label]
    support = [each for each in lines if each not in counterpart]
    for total in sums:
        parts = support if total.across in SUPPORT else [*support, *counterpart]
        if total.units or total.place in {each.place for each in parts}:
            continue
        for row in range(len(plan.table)):
            printed, amounts = _amount(plan, total, row), [_amount(plan, each, row) for each in parts]
            known = [amount for amount in amounts if amount is not None]
            added = sum(known[1:], known[0]) if known else None
            if None not in (printed, added) and EXACT.compare(printed, added):
                plan.warn(
                    f"Dòng {plan.table.row_numbers[row]}, cột «{total.heading}»: tệp ghi {format_number(printed)}, "
                    f"cộng các phần được {format_number(added)} (triệu đồng). Các phần được ghi, số tổng thì không; "
                    "hãy xem lại."
                )


def _amount(plan, crossing, row):
    return read_cell(crossing.reader, plan.table.columns[crossing.place][row])[0]


def _read_years(plan, headings):
    """Make of «2022-2023» the first and the last year; how long a scheme takes says them once its first is told."""
    place = next((at for at, head in enumerate(headings) if identity(parted(head)[0]) in YEARS_HEADINGS), None)
    first, last = (plan.resource.fields[name] for name in ("first_year", "last_year"))
    if place is None or first.column_name in headings:
        return
    stored, reported = _years_of_stored(), _year_reported(plan.table.origin.titles)
    said, asked = plan.choices.constants.get("first_year", ""), []
    names = next((at for at, head in enumerate(headings) if has_words(head, ["đề án"])), place)
    spans, by_title = [], []
    for row in range(len(plan.table)):
        cell, name = plan.table.columns[place][row], spelt_out(nfc(text_of_any(plan.table.columns[names][row])))
        span = _span(text_of_any(cell), stored.get(name), said, reported)
        if span is None:
            asked.append(row)
        elif span == (reported, reported) != _span(text_of_any(cell), stored.get(name), said, None):
            by_title.append(str(plan.table.row_numbers[row]))
        spans.append(span or (BadCell(text_of_any(cell), "Ô ghi thời gian, chưa rõ từ năm nào."),) * 2)
    columns = [*plan.table.columns, Coded.of([end for _, end in spans])]
    columns[place] = Coded.of([begin for begin, _ in spans])
    headers = [*plan.table.headers, last.column_name]
    headers[place] = first.column_name
    plan.table = plan.table.with_columns(headers, columns)
    plan.note(f"Cột «{headings[place]}» được hiểu là «{first.column_name}» và «{last.column_name}»")
    if by_title:
        told = ", ".join(by_title[:NAMED]) + (" …" if by_title[NAMED:] else "")
        plan.warn(f"Dòng {told} chỉ ghi một năm: được hiểu là năm {reported} ở tiêu đề.")
    if asked:
        plan.lacking.append(
            {"box": f"{CONSTANT}first_year", "heading": "Từ năm, của các đề án chỉ ghi thời gian", "said": said,
             "options": []}
        )  # fmt: skip


def _years_of_stored():
    """The years of stored schemes by their names, of names that only one has."""
    found = defaultdict(set)
    for name, *years in ExtensionScheme.objects.values_list("name", "first_year", "last_year"):
        found[spelt_out(name)].add(tuple(years))
    return {name: years.pop() for name, years in found.items() if len(years) == 1}


def _year_reported(titles):
    """The one year that the lines above a table name; None where they name none, or several."""
    years = {year for title in titles for year in _YEAR_REPORTED.findall(title.casefold())}
    return int(years.pop()) if len(years) == 1 else None


def _span(text, stored, said, reported):
    """The first and the last year that a cell says; None where it only says how long, and nobody said since when.

    What takes one year is of the year that the report is of.
    """
    words = nfc(text).casefold().strip().removesuffix(".0")
    if years := _YEARS.fullmatch(words):
        return int(years[1]), int(years[2] or years[1])
    length = _LENGTH.fullmatch(words)
    if length and 0 < int(length[1]) <= LONGEST_SCHEME:
        if stored:
            return stored
        if int(length[1]) == 1 and reported:
            return reported, reported
        return (int(said), int(said) + int(length[1]) - 1) if said.isdecimal() else None
    bad = BadCell(text, f"«{text[:40]}» không phải năm: hãy ghi như 2022 hay 2022-2023.") if words else ""
    return bad, bad


def _take_beneficiaries(plan, headings, resource):
    """Who is supported, from another sheet of the file that lists them by the number of the line here."""
    place = next((at for at, head in enumerate(headings) if has_words(head, ["thụ hưởng"])), None)
    column = plan.resource.fields["beneficiaries"]
    if column.column_name in headings:
        return
    try:
        listed = Listed(table_in(plan.table.others, resource), resource, plan.choices)
    except SheetError:
        return
    _take_listed(plan, listed, column, resource, _place_of_numbers(headings))
    if place is not None:
        without_headings(plan, {place}, "chỉ dẫn đến danh sách, không ghi")


def _take_listed(plan, listed, column, resource, place_of_numbers):
    """Add whom each scheme supports as a column; nothing where it is not sure which scheme is meant."""
    if plan.choices.sheet:
        plan.warn(
            f"Trang «{listed.title}» liệt kê cơ sở theo số thứ tự của đề án mà tệp có nhiều trang đề án, không rõ là "
            "của trang nào: cơ sở thụ hưởng không được ghi. Hãy để mỗi tệp một trang đề án."
        )
        return
    if listed.faults:
        plan.warn(f"Trang «{listed.title}» không đọc được nên cơ sở thụ hưởng không được ghi: {listed.faults[0]}")
        return
    if listed.is_unnumbered:
        plan.warn(
            f"Trang «{listed.title}» liệt kê cơ sở mà không cho biết của đề án nào: cơ sở thụ hưởng không được ghi. "
            "Hãy ghi số thứ tự của đề án vào một cột «Đề án số»."
        )
        return
    if listed.new:
        names = ", ".join(f"«{name}»" for name in listed.new[:NAMED]) + (" …" if listed.new[NAMED:] else "")
        label = resource._meta.model._meta.verbose_name
        plan.waiting.append(
            f"Trang «{listed.title}» có {len(listed.new)} {label} chưa có trong sổ ({names}): hãy nhập tệp này vào sổ "
            f"{label} trước."
        )
        return
    numbers = [_number(cell) for cell in plan.table.columns[place_of_numbers]]
    cells = ["; ".join(listed.codes.get(number, ())) if number else "" for number in numbers]
    if lost := sorted(listed.codes.keys() - set(numbers)):
        plan.warn(f"Trang «{listed.title}» ghi cơ sở của đề án số {', '.join(lost)}, không có trong danh sách đề án.")
    headers, columns = [*plan.table.headers, column.column_name], [*plan.table.columns, Coded.of(cells)]
    plan.table = plan.table.with_columns(headers, columns)
    plan.note(f"Cơ sở thụ hưởng được đọc từ trang «{listed.title}», theo số thứ tự của đề án")


class Listed:
    """A sheet of beneficiaries, each with the number of its scheme's line on the first sheet."""

    def __init__(self, table, resource, choices):
        headings = headings_of(table)
        plan = Plan(resource, table, choices=Choices(left_out=tuple(filter(None, headings)), letters=choices.letters))
        place = scheme_place(headings)
        self.title, self.codes, self.new = table.title, defaultdict(list), []
        own = [_number(cell) for cell in plan.table.columns[_place_of_numbers(headings) if place is None else place]]
        # A number of their own goes up by one with each line.
        self.is_unnumbered = place is None and len(set(own)) == len(own)
        self.faults = [str(problem) for problem in plan.file_problems]
        number = ""
        for row, told in enumerate(own[: len(plan.fates)]):
            number = told or number
            name = plan.rows[row].cells.get("name", "")
            self.codes[number].append(plan.keys["code"][row])
            if plan.fates[row] == NEW:
                self.new.append(name)


def scheme_place(headings):
    """The column of a list of beneficiaries that gives the number of their scheme."""
    return next((at for at, head in enumerate(headings) if has_words(head, ["đề án"])), None)


def _place_of_numbers(headings):
    return next((at for at, head in enumerate(headings) if identity(head) in ("stt", "tt", "số tt")), 0)


def _number(cell):
    """The number of a line: «1», 1.0, «1.2» which is the second of line 1."""
    found = re.match(r"\d+", text_of_any(cell).strip())
    return found[0] if found else ""


_FORMS = [
    (Beneficiary.LegalForm.COMPANY, r"(?:công ty|cty|doanh nghiệp|dntn|tập đoàn|chi nhánh)\b"),
    (Beneficiary.LegalForm.COOPERATIVE, r"(?:hợp tác xã|htx|liên hiệp hợp tác xã)\b"),
    (Beneficiary.LegalForm.GROUP, r"(?:tổ hợp tác|tht)\b"),
    (Beneficiary.LegalForm.HOUSEHOLD, r"(?:hộ|hkd)\b"),
]


def complete_beneficiaries(plan):
    """Tell the legal form by the name; a name that tells none may be a person's, and is no company's."""
    if "legal_form" in plan.columns:
        return
    forms, unsaid = {}, []
    for row in plan.new_rows:
        name = nfc(plan.value("name", row) or "").casefold()
        forms[row] = next((form for form, words in _FORMS if re.match(words, name)), None)
        if forms[row] is None:
            unsaid.append(row)
            forms[row] = Beneficiary.LegalForm.HOUSEHOLD
    plan.fill("legal_form", forms)
    if unsaid:
        plan.warn(
            f"Tên không cho biết loại hình, được ghi là hộ kinh doanh nên không hiện tên ở trang công khai: "
            f"{plan.lines(unsaid)}. Nếu không đúng thì sửa loại hình sau khi ghi."
        )
