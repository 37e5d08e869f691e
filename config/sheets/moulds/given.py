"""Which workbooks of a register people may ask for, and what they get."""

from django.utils.timezone import localdate

from config.sheets.columns import CellError, DayColumn
from config.sheets.formats import PRINTED_FORMATS
from config.sheets.moulds.blank import blank_sheets
from config.sheets.moulds.filled import carried_sheets, standing_sheets
from config.sheets.writing.limits import refuse_what_no_sheet_holds
from config.values.dates import format_date

# What an address asks by for rows as they stand, and for those of one time.
STANDING, TIME = "dang-co", "ky"


def moulds_of(resource, address):
    """What the page offers besides the empty workbook: the addresses, and the time that is likely asked for."""
    carried = resource.fields.get(resource.carried_by)
    today = localdate()
    return {
        "links": [(each.title, f"{address(extension)}?{STANDING}") for extension, each in PRINTED_FORMATS.items()],
        "carried": carried and carried.column_name,
        "buttons": [(each.title, address(extension)) for extension, each in PRINTED_FORMATS.items()],
        "time": format_date(today) if isinstance(carried, DayColumn) else today.year,
    }


def sheets_asked(resource, asked, *, is_bare):
    """The sheets of the workbook that an address asks for; CellError and its like where it names no time.

    LimitError where rows are asked for that no sheet holds.
    """
    if not is_bare and {TIME, STANDING} & asked.keys():
        refuse_what_no_sheet_holds(resource.get_queryset(), resource.paths_out())
    if TIME in asked and resource.carried_by and not is_bare:
        when = resource.fields[resource.carried_by].read(asked[TIME])
        if when is None:
            raise CellError("Chưa ghi kỳ, năm hay ngày của mẫu: hãy ghi rồi tải lại.")
        return carried_sheets(resource, when)
    return standing_sheets(resource) if STANDING in asked and not is_bare else blank_sheets(resource, is_bare=is_bare)
