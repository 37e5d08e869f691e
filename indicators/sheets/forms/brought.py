"""A file chosen on the screen of a form: held against that form, then shown as any sheet of figures is."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.html import format_html

from config.sheets.jobs import is_heavy
from config.sheets.reading import read_sheets
from config.sheets.sheet import SheetError
from indicators.entry.screen import address_of, asked
from indicators.models import Figure
from indicators.sheets.forms.filled import grid_of
from indicators.sheets.forms.stamped import stamped


def upload(screen, request, code):
    """What a file would change of the figures; one of another form, period or place is told and goes no further."""
    form, period, place = asked(request, code)
    file = request.FILES.get("import_file")
    other = file and other_form(file, request.user)
    if other and (other.form, other.period, other.place) != (form, period, place):
        address = address_of(other.form, other.period, other.place)
        told = f"{other.form}, {other.period.phrase}, {other.place}"
        words = 'Tệp là biểu <a href="{}">{}</a>, không phải biểu đang mở: hãy mở biểu ấy rồi nhập, hoặc chọn tệp khác.'
        screen.message_user(request, format_html(words, address, told), messages.ERROR)
        return redirect(address_of(form, period, place))
    return screen.admin_site.get_model_admin(Figure).import_action(request)


def other_form(file, user):
    """The form that a file came out of; None where it is none, or where what is wrong with it is told elsewhere."""
    content = file.read()
    file.seek(0)
    if not content or is_heavy(content):
        return None
    try:
        page = stamped(read_sheets(content, file.name, []))
        return page and grid_of(page.stamp, user)
    except SheetError:
        return None
