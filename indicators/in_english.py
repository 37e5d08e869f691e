"""How one figure reads in English: the same number, period, degree and flags as on the Vietnamese page."""

from decimal import Decimal

from config.values.numbers import MINUS, MISSING, plain_decimal
from indicators.models import Kind
from indicators.periods import Period, PeriodKind

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
KINDS = {
    Kind.TARGET: "target",
    Kind.PLAN: "plan",
    Kind.ESTIMATE: "estimate",
    Kind.PRELIMINARY: "preliminary",
    Kind.OFFICIAL: "official",
}
AMOUNTS = {"~": "about {}", ">": "over {}", "<": "nearly {}", "under": "under {}"}
FLAGS = {
    "in_doubt": "in doubt",
    "is_break": "break in series",
    "has_other_definition": "different definition",
    "is_unreliable": "low reliability",
}
# Of units that have an English word; signs such as kWh and % are the same everywhere.
UNITS = {
    "dong": "VND",
    "trieu-dong": "million VND",
    "ty-dong": "billion VND",
    "trieu-usd": "million USD",
    "trieu-kwh": "million kWh",
    "tan": "tonnes",
    "nghin-m3": "thousand m³",
    "san-pham": "items",
    "trieu-san-pham": "million items",
    "du-an": "projects",
    "de-an": "schemes",
    "cum": "clusters",
    "khu": "zones",
    "tram": "substations",
    "may": "transformers",
    "to-may": "generating units",
    "cong-trinh": "works",
    "diem-mo": "mineral sites",
    "lao-dong": "workers",
    "co-so": "establishments",
    "doanh-nghiep": "enterprises",
    "nganh": "industries",
    "loai": "kinds of products",
    "nguoi": "persons",
    "xa-phuong": "communes and wards",
    "diem-phan-tram": "percentage points",
    "phan-tram-nam": "% a year",
    "dong-nguoi-thang": "VND per person per month",
    "trieu-dong-nguoi-thang": "million VND per person per month",
    "phut-khach-hang": "minutes per customer",
    "lan-khach-hang": "times per customer",
    "lan": "times",
}
SIGNS = {"usd", "kwh", "kva", "mva", "kw", "mw", "v", "kv", "m", "km", "m2", "ha", "km2", "kg", "m3", "phan-tram"}


def number(value: Decimal | None) -> str:
    """1,234.5 or −0.5, never rounded; «—» for none."""
    return MISSING if value is None else f"{plain_decimal(value):,f}".replace("-", MINUS)


def amount(figure) -> str:
    """«over 30», «5–7», or «—» where there is no figure or it has no number."""
    if figure is None or figure.value is None:
        return MISSING
    if figure.qualifier == "range":
        return f"{number(figure.value)}–{number(figure.upper)}"
    return AMOUNTS.get(figure.qualifier, "{}").format(number(figure.value))


def flags(figure) -> list[str]:
    """What a reader must know before quoting the figure."""
    return [words for name, words in FLAGS.items() if getattr(figure, name)]


def unit(of) -> str:
    """The unit in English, empty where only its Vietnamese name is known."""
    return of.name if of.code in SIGNS else UNITS.get(of.code, "")


def day(of) -> str:
    return f"{of.day} {MONTHS[of.month - 1]} {of.year}"


def period(of: Period) -> str:
    """«2022», «2016–2020», «first half of 2023», «Q1 2023», «May 2023», «31 December 2020»."""
    year = of.start.year
    match of.kind:
        case PeriodKind.YEAR:
            return f"{year}"
        case PeriodKind.YEARS:
            return f"{year}–{of.end.year}"
        case PeriodKind.HALF:
            return f"{'first' if of.start.month == 1 else 'second'} half of {year}"
        case PeriodKind.MONTHS:
            return f"{'first' if of.start.month == 1 else 'last'} {of.length_in_months} months of {year}"
        case PeriodKind.QUARTER:
            return f"Q{of.start.month // 3 + 1} {year}"
        case PeriodKind.MONTH:
            return f"{MONTHS[of.start.month - 1]} {year}"
        case PeriodKind.DATE:
            return day(of.start)
        case _:
            return f"{day(of.start)} – {day(of.end)}"
