"""A form as a workbook to take away: filled from the book, or as a template to fill in."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from config.sheets.formats import PRINTED_FORMATS
from config.sheets.sheet import SheetError
from config.sheets.writing.limits import LimitError
from config.values.text import fold
from indicators.entry.grid import Grid
from indicators.entry.screen import address_of, asked
from indicators.sheets.forms.guides import guide_sheet
from indicators.sheets.forms.own.filling import filled
from indicators.sheets.forms.pages import FormPage
from indicators.sheets.forms.remarks import notes_sheet
from indicators.trail.reading import name_of

# What an address asks by for the file format, for an empty form, and for the department's own layout.
FORMAT, TEMPLATE, OWN = "tep", "mau", "khuon"
OWN_FORMAT = "xlsx"


def workbook(grid, extension, *, by, is_template=False) -> bytes:
    """The file of a form; LimitError where a text is longer than a cell."""
    page = FormPage(grid, is_template=is_template)
    sheets = [page.sheet, notes_sheet(page, by=by), guide_sheet(grid)]
    return b"".join(PRINTED_FORMATS[extension]().write_printed(sheets))


def download(screen, request, code):
    """The workbook of a form for one period and place."""
    form, period, place = asked(request, code)
    extension, is_template = request.GET.get(FORMAT), TEMPLATE in request.GET
    if extension not in PRINTED_FORMATS:
        raise Http404("Biểu chỉ tải về được thành tệp xlsx hoặc ods.")
    grid = Grid(form, period, place, user=request.user)
    try:
        if OWN in request.GET:
            extension, content = OWN_FORMAT, filled(grid, by=name_of(request.user), is_template=is_template)
        else:
            content = workbook(grid, extension, by=name_of(request.user), is_template=is_template)
    except (LimitError, SheetError) as error:
        screen.message_user(request, str(error), messages.ERROR)
        return redirect(address_of(form, period, place))
    name = fold(f"{'mau ' if is_template else ''}{form.code} {period} {place.code}").replace(" ", "-")
    return HttpResponse(
        content,
        content_type=PRINTED_FORMATS[extension].content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{extension}"',
            "Cache-Control": "no-store",
        },
    )
