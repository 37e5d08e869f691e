"""The file formats staff choose from, for django-import-export."""

from import_export.formats.base_formats import Format

from config.sheets.writing import SheetOut, write_csv, write_ods, write_xlsx


class SheetFormat(Format):
    """A format of ours; files coming in tell by themselves what they are."""

    title = extension = content_type = ""

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
        return self.write([SheetOut(dataset.title or "Trang 1", dataset.headers, dataset)])

    def write(self, sheets):
        raise NotImplementedError


class Xlsx(SheetFormat):
    title = "Excel (.xlsx)"
    extension = "xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, sheets):
        return write_xlsx(sheets)


class Ods(SheetFormat):
    title = "OpenDocument (.ods)"
    extension = "ods"
    content_type = "application/vnd.oasis.opendocument.spreadsheet"

    def write(self, sheets):
        return write_ods(sheets)


class Csv(SheetFormat):
    title = "CSV, mã UTF-8 (.csv)"
    extension = "csv"
    content_type = "text/csv; charset=utf-8"

    def write(self, sheets):
        return write_csv(sheets[0])


FORMATS = [Xlsx, Ods, Csv]
