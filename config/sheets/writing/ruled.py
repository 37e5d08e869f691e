"""What the cells of a column are to be given, as a spreadsheet program checks it while they are typed in."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from config.sheets.writing.packages import xml_attribute, xml_text

# Excel says no more beside a cell, and lists no more for one.
LONGEST_TITLE, LONGEST_PROMPT, LONGEST_WARNING = 32, 255, 225
# Rows below those written whose cells are checked too, where a format keeps checks by the cell.
ROWS_BELOW = 1_000
_DAY_ZERO = date(1899, 12, 30)


class Takes(StrEnum):
    """Kinds of checks, by the names that xlsx gives them."""

    LISTED = "list"
    NUMBER = "decimal"
    WHOLE = "whole"
    DAY = "date"
    LENGTH = "textLength"


_ODS_CONDITIONS = {
    Takes.NUMBER: "cell-content-is-decimal-number() and cell-content-is-between({},{})",
    Takes.WHOLE: "cell-content-is-whole-number() and cell-content-is-between({},{})",
    Takes.DAY: "cell-content-is-date() and cell-content-is-between({},{})",
    Takes.LENGTH: "cell-content-text-length-is-between({},{})",
}


@dataclass(frozen=True)
class ListedAt:
    """Where the values of a list stand: a column of another sheet, given by the sheet's name and by letters."""

    sheet: str
    column: str
    first: int
    last: int

    def xlsx(self):
        return f"{_quoted(self.sheet)}!${self.column}${self.first}:${self.column}${self.last}"

    def ods(self):
        return f"[${_quoted(self.sheet)}.${self.column}${self.first}:.${self.column}${self.last}]"


@dataclass(frozen=True)
class ColumnRule:
    """One check: a value of a list, or what lies between two bounds."""

    takes: Takes
    # Shown beside a cell while it is typed in, and where something else was typed.
    title: str
    prompt: str
    warning: str
    lowest: Decimal | int | date = 0
    highest: Decimal | int | date = 0
    listed: ListedAt | None = None
    # Whether anything else is refused; else the program asks whether it was meant.
    is_strict: bool = False

    @property
    def bounds(self):
        return _bound(self.lowest), _bound(self.highest)


def xlsx_rule(rule: ColumnRule, where: str) -> str:
    """The check of the cells of a range, in SpreadsheetML."""
    style = "" if rule.is_strict else 'errorStyle="warning" '
    formulas = [rule.listed.xlsx()] if rule.listed else rule.bounds
    written = "".join(f"<formula{at}>{xml_text(text)}</formula{at}>" for at, text in enumerate(formulas, start=1))
    title = xml_attribute(rule.title[:LONGEST_TITLE])
    return (
        f'<dataValidation type="{rule.takes}" {style}operator="between" allowBlank="1" showInputMessage="1" '
        f'showErrorMessage="1" errorTitle="{title}" error="{xml_attribute(rule.warning[:LONGEST_WARNING])}" '
        f'promptTitle="{title}" prompt="{xml_attribute(rule.prompt[:LONGEST_PROMPT])}" sqref="{where}">'
        f"{written}</dataValidation>"
    )


def ods_rule(rule: ColumnRule, name: str, address: str) -> str:
    """The same in OpenDocument, where cells name their check."""
    condition = (
        f"cell-content-is-in-list({rule.listed.ods()})"
        if rule.listed
        else _ODS_CONDITIONS[rule.takes].format(*rule.bounds)
    )
    kind = "stop" if rule.is_strict else "warning"
    title = xml_attribute(rule.title)
    return (
        f'<table:content-validation table:name="{name}" table:allow-empty-cell="true" '
        f'table:display-list="unsorted" table:condition="of:{xml_attribute(condition)}" '
        f'table:base-cell-address="{xml_attribute(address)}">'
        f'<table:help-message table:title="{title}" table:display="true"><text:p>{xml_text(rule.prompt)}</text:p>'
        f'</table:help-message><table:error-message table:title="{title}" table:display="true" '
        f'table:message-type="{kind}"><text:p>{xml_text(rule.warning)}</text:p></table:error-message>'
        "</table:content-validation>"
    )


def _bound(value):
    return str((value - _DAY_ZERO).days) if isinstance(value, date) else f"{Decimal(value):f}"


def _quoted(name):
    return "'" + name.replace("'", "''") + "'"
