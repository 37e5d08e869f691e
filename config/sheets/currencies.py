"""A column of money beside one that says in which currency each of its cells is: a column for each of these."""

from config.sheets.cells import text_of_any
from config.sheets.coded import Coded
from config.sheets.columns import identity
from config.sheets.sheet import BadCell
from config.values.text import nfc
from config.values.units import known_unit, parted

_HEADINGS = frozenset(map(identity, ("đơn vị tiền tệ", "loại tiền", "loại tiền tệ", "tiền tệ", "đồng tiền")))
_UNSAID = "Ô không ghi loại tiền ở cột «{heading}»: hãy ghi VND hay USD."


def split_currencies(plan):
    """Make of «Vốn đầu tư» and «Đơn vị tiền tệ» the columns «Vốn đầu tư (đồng)» and «Vốn đầu tư (USD)»."""
    headings = [nfc(text_of_any(header)) for header in plan.table.headers]
    said = next((place for place, heading in enumerate(headings) if identity(heading) in _HEADINGS), None)
    if said is None:
        return
    money = next((place for place in reversed(range(said)) if _is_money(headings[place])), None)
    if money is None:
        return
    units = [known_unit(text_of_any(cell)) for cell in plan.table.columns[said]]
    amounts = [_told(cell, unit, headings[said]) for cell, unit in zip(plan.table.columns[money], units, strict=True)]
    others = [place for place in range(len(headings)) if place not in (money, said)]
    names = list(dict.fromkeys(unit.name for unit in units if unit))
    if not names:
        return
    split = [
        [cell if (unit.name if unit else names[0]) == name else "" for cell, unit in zip(amounts, units, strict=True)]
        for name in names
    ]
    plan.table.headers = [
        *(plan.table.headers[place] for place in others),
        *(f"{headings[money]} ({n})" for n in names),
    ]
    plan.table.columns = [*(plan.table.columns[place] for place in others), *map(Coded.of, split)]
    plan.note(f"Cột «{headings[money]}» được đọc theo loại tiền ghi ở cột «{headings[said]}»: {', '.join(names)}")


def _is_money(heading):
    return "vốn" in identity(heading) and not parted(heading)[1]


def _told(cell, unit, heading):
    is_unsaid = unit is None and text_of_any(cell).strip()
    return BadCell(text_of_any(cell), _UNSAID.format(heading=heading)) if is_unsaid else cell
