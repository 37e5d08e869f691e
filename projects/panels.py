"""What the pages of the registers of projects show above their lists: charts that lead to the rows they count."""

from collections import Counter

from django.urls import reverse

from config.pages.panels import Line, bar_panel, column_panel, year_line
from config.values.dates import format_date
from projects.filters import UNRECORDED
from projects.models import FundSource, TypicalProduct

COUNTED = ["dự án", "đã đi vào sản xuất", "đất (ha)", "vốn (tỷ đồng)", "vốn (triệu USD)", "lao động"]
SUMMED = ["projects", "operating", "land_ha", "capital_billion_vnd", "capital_million_usd", "workers"]
USES = ["được giao", "hỗ trợ phê duyệt", "giải ngân", "quyết toán"]
LEVELS = [TypicalProduct.Level.PROVINCE, TypicalProduct.Level.REGION, TypicalProduct.Level.NATION]


def of_projects(asked, *, locations, places, estates, sections, years):
    """Projects by where they lie, by what they make and over the years; what is told is of `summaries.investment`."""

    total = locations[-1]["projects"]

    def lines(told, name, nobody):
        return [
            Line(
                line["label"] or nobody,
                [line[name] for name in SUMMED],
                asked.address_of(reverse("project-list"), **{name: line["code"] or UNRECORDED}),
                line["is_demonstration"],
            )
            for line in told
        ]

    def panel(title, head, told, name, nobody=""):
        found = lines(told, name, nobody)
        return bar_panel(title, head=head, heads=COUNTED, lines=found, unit="dự án", total=total, most=6)

    note = "Đếm các dự án chưa chấm dứt, thu hồi vào cuối mỗi năm, theo ngày ghi ở từng trạng thái."
    if asked.data.get("trang_thai"):
        note += " Biểu đồ này không lọc theo trạng thái."
    return [
        column_panel(
            "Dự án qua các năm",
            head="Đến hết năm",
            heads=["dự án", "đã đi vào sản xuất"],
            lines=[
                year_line(
                    line["until"], [line["projects"], line["operating"]], is_demonstration=line["is_demonstration"]
                )
                for line in years
            ],
            unit="dự án",
            note=note,
        ),
        panel("Theo ngành (VSIC cấp 1)", "Ngành", sections, "nganh", "chưa ghi ngành"),
        panel("Theo địa bàn", "Địa bàn", places, "dia_ban", "chưa ghi địa bàn"),
        panel("Trong từng khu, cụm", "Khu, cụm", estates, "khu"),
        panel("Theo vị trí", "Vị trí", locations[:-1], "vi_tri"),
    ]


def of_project(spent):
    """What was spent on one project by each date, VND and USD apart; nothing where it was not spent in a currency."""
    currencies = {"billion_vnd": "tỷ đồng", "million_usd": "triệu USD"}
    return [
        column_panel(
            f"Vốn thực hiện lũy kế, {unit}",
            head="Đến ngày",
            heads=["vốn thực hiện lũy kế"],
            lines=[Line(format_date(line["on"]), [line[name]]) for line in spent],
            unit=unit,
        )
        for name, unit in currencies.items()
        if any(line[name] is not None for line in spent)
    ]


def of_estates(occupancies):
    """What of the industrial land of each zone and cluster is leased; each leads to its page."""
    heads = ["đã cho thuê (ha)", "đất công nghiệp (ha)", "tỷ lệ lấp đầy (%)"]
    return [
        bar_panel(
            "Đất công nghiệp đã cho thuê (ha, tỷ lệ lấp đầy)",
            head="Khu, cụm",
            heads=heads,
            lines=[
                Line(
                    line["label"],
                    [line["leased"], line["industrial"], _percent(line["occupancy"])],
                    reverse("estate", args=[line["code"]]),
                    line["is_demonstration"],
                )
                for line in occupancies
            ],
            unit="ha",
            whole=1,
            note="Chỉ gồm khu, cụm đã có số đất công nghiệp; xếp theo tỷ lệ lấp đầy.",
        )
    ]


def of_estate(land):
    """The industrial land of one estate and what of it was leased, year by year."""
    heads = ["đất công nghiệp", "đã cho thuê", "tỷ lệ lấp đầy (%)"]
    lines = [
        year_line(line["until"], [line["industrial"], line["leased"], _percent(line["occupancy"])]) for line in land
    ]
    title = "Đất công nghiệp và phần đã cho thuê (ha)"
    return [column_panel(title, head="Đến hết năm", heads=heads, lines=lines, unit="ha", drawn=[0, 1])] if land else []


def of_minerals(asked, validities, minerals):
    """Licences by validity, and the yearly capacity of those in force by mineral, a chart for each unit."""

    def address(**chosen):
        return asked.address_of(reverse("mineral-list"), **chosen)

    total = sum(line["licences"] for line in validities)
    shown = [
        bar_panel(
            "Giấy phép theo hiệu lực",
            head="Hiệu lực",
            heads=["giấy phép", "điểm mỏ"],
            lines=[
                Line(
                    line["label"],
                    [line["licences"], line["sites"]],
                    address(hieu_luc=line["code"]),
                    line["is_demonstration"],
                )
                for line in validities
                if total
            ],
            unit="giấy phép",
            total=total,
        )
    ]
    units = Counter(line["label"] for line in minerals)
    for unit in sorted({line["unit"] for line in minerals}):
        told = [line for line in minerals if line["unit"] == unit]
        lines = [
            Line(
                line["label"],
                [line["capacity"], line["sites"], line["licences"], line["with_capacity"]],
                # Those in force are counted; the list shows these where no validity is asked for, in whatever unit.
                address(khoang_san=line["label"], hieu_luc="") if units[line["label"]] == 1 else "",
                line["is_demonstration"],
            )
            for line in told
        ]
        shown.append(
            bar_panel(
                f"Công suất khai thác một năm ({unit or 'chưa ghi đơn vị tính'})",
                head="Khoáng sản",
                heads=["công suất một năm", "điểm mỏ", "giấy phép", "giấy phép có số công suất"],
                lines=lines,
                unit=f"{unit}/năm" if unit else "",
                note="Tổng công suất ghi trong giấy phép còn hiệu lực; sản lượng khai thác là số khác.",
            )
        )
    return shown


def of_extension(asked, budgets, contents):
    """What became of each year's money, a chart for each fund source, and schemes by what they do."""
    shown = []
    for fund in (FundSource.NATIONAL, FundSource.LOCAL):
        told = [line for line in budgets if line["year"] and line["fund"] == fund.label]
        if told:
            shown.append(_money_of(asked, fund, told))
    return [
        *shown,
        bar_panel(
            "Đề án theo nội dung",
            head="Nội dung",
            heads=["đề án", "hỗ trợ phê duyệt (triệu đồng)"],
            lines=[
                Line(
                    line["label"] or "chưa ghi nội dung",
                    [line["schemes"], line["support"]],
                    asked.address_of(reverse("extension"), noi_dung=line["code"]) if line["code"] else "",
                    line["is_demonstration"],
                )
                for line in contents
            ],
            unit="đề án",
        ),
    ]


def _money_of(asked, fund, told):
    return column_panel(
        f"{str(fund.label).capitalize()} (triệu đồng)",
        head="Năm",
        heads=USES,
        lines=[
            Line(
                str(line["year"]),
                [line["allocated"], line["committed"], line["disbursed"], line["settled"]],
                asked.address_of(reverse("extension"), nam=line["year"], nguon=fund.value),
                line["is_demonstration"] or line["use_is_demonstration"],
            )
            for line in told
        ],
        unit="triệu đồng",
    )


def of_scheme(scheme):
    """The support of one scheme from approval to settlement."""
    told = {"hỗ trợ phê duyệt": scheme.support, "giải ngân": scheme.disbursed, "quyết toán": scheme.settled}
    return [
        bar_panel(
            "Hỗ trợ từ khuyến công (triệu đồng)",
            head="Khoản",
            heads=["triệu đồng"],
            lines=[Line(label, [amount]) for label, amount in told.items()],
            unit="triệu đồng",
        )
    ]


def of_products(asked, rounds, groups):
    """Products by round and level, and by group."""

    def address(**chosen):
        return asked.address_of(reverse("product-list"), **chosen)

    total = sum(line["products"] for line in groups)
    # The levels of commune and district are drawn where a round has any.
    levels = [level for level in TypicalProduct.Level if level in LEVELS or any(line[level.value] for line in rounds)]
    return [
        column_panel(
            "Sản phẩm được công nhận qua các kỳ bình chọn",
            head="Năm",
            heads=[*(level.label for level in levels), "tất cả"],
            lines=[
                Line(
                    str(line["year"]),
                    [*(line[level.value] or None for level in levels), line["products"]],
                    address(nam=line["year"]),
                    line["is_demonstration"],
                )
                for line in reversed(rounds)
            ],
            unit="sản phẩm",
            drawn=list(range(len(levels))),
            stacked=True,
        ),
        bar_panel(
            "Theo nhóm sản phẩm",
            head="Nhóm",
            heads=["sản phẩm"],
            lines=[
                Line(line["label"], [line["products"]], address(nhom=line["code"]), line["is_demonstration"])
                for line in groups
                if total
            ],
            unit="sản phẩm",
            total=total,
        ),
    ]


def _percent(share):
    return None if share is None else round(share, 2)
