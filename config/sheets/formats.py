"""The file formats people choose from; staff's screens hand them to django-import-export."""

from import_export.formats.base_formats import Format

from config.sheets.writing.csv import write_csv
from config.sheets.writing.ods import write_ods
from config.sheets.writing.printed_ods import write_printed_ods
from config.sheets.writing.printed_xlsx import write_printed_xlsx
from config.sheets.writing.sheets import ColumnOut, SheetOut
from config.sheets.writing.xlsx import write_xlsx


class SheetFormat(Format):
    """A format of ours; files coming in tell by themselves what they are."""

    title = extension = content_type = ""
    # Whether a file has room for any number of rows and any length of text.
    holds_all = False

    def __init__(self, encoding=None):
        self.encoding = encoding

    def get_title(self):
        return self.title

    def get_extension(self):
        return self.extension

    def get_content_type(self):
        return self.content_type

    def can_import(self):
        return True

    def can_export(self):
        return True

    def export_data(self, dataset, **kwargs):
        columns = [ColumnOut(heading) for heading in dataset.headers]
        return b"".join(self.write([SheetOut(dataset.title or "Trang 1", columns, dataset)]))

    def write(self, sheets):
        """The file of these sheets, piece by piece."""
        raise NotImplementedError

    def write_printed(self, sheets):
        """The file of pages laid out for print, piece by piece; only of the formats that have a layout."""
        raise NotImplementedError


class Xlsx(SheetFormat):
    title = "Excel (.xlsx)"
    extension = "xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, sheets):
        return write_xlsx(sheets)

    def write_printed(self, sheets):
        return write_printed_xlsx(sheets)


class Ods(SheetFormat):
    title = "OpenDocument (.ods)"
    extension = "ods"
    content_type = "application/vnd.oasis.opendocument.spreadsheet"

    def write(self, sheets):
        return write_ods(sheets)

    def write_printed(self, sheets):
        return write_printed_ods(sheets)


class Csv(SheetFormat):
    title = "CSV, mã UTF-8 (.csv)"
    extension = "csv"
    content_type = "text/csv; charset=utf-8"
    holds_all = True

    def write(self, sheets):
        return write_csv(sheets[0])


FORMATS = [Xlsx, Ods, Csv]
FORMAT_BY_EXTENSION = {each.extension: each for each in FORMATS}
# Those that keep a layout.
PRINTED_FORMATS = {each.extension: each for each in [Xlsx, Ods]}
