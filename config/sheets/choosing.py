"""The form that chooses the files to bring in, and what of them is too much at once."""

from django import forms

from config.sheets.reading import MAX_BYTES, MAX_ROWS
from config.sheets.sheet import ACCEPTED, MEGABYTE
from config.values.numbers import format_number

MAX_FILES = 50
MAX_TOTAL = 2 * MAX_BYTES


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several, each held against the rules of one."""

    widget = FilesInput

    def clean(self, data, initial=None):
        return [super(FilesField, self).clean(each, initial) for each in data or [None]]


class SheetForm(forms.Form):
    """Choose one file or several; what kind each is the file itself tells."""

    import_file = FilesField(
        label="Tệp bảng tính",
        help_text=f"Excel (.xlsx, .xlsm, .xls), OpenDocument (.ods) hoặc CSV; tối đa {MAX_BYTES // MEGABYTE} MB, "
        f"{format_number(MAX_ROWS)} dòng. Chọn được nhiều tệp (tối đa {MAX_FILES}, cộng lại {MAX_TOTAL // MEGABYTE} "
        "MB) và tệp có nhiều trang: mỗi trang được xem trước và ghi riêng.",
        # An empty one is told beside what the others hold.
        allow_empty_file=True,
        error_messages={"required": "Chưa chọn tệp: hãy chọn một tệp bảng tính."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["import_file"].widget.attrs["accept"] = ",".join(f".{each}" for each in ACCEPTED.split(", "))

    def clean_import_file(self):
        files = self.cleaned_data["import_file"]
        for file in files:
            if file.size > MAX_BYTES:
                raise forms.ValidationError(
                    f"Tệp «{file.name}» lớn hơn {MAX_BYTES // MEGABYTE} MB: hãy chia thành nhiều tệp nhỏ hơn, hoặc bỏ "
                    "hình ảnh trong tệp."
                )
        if len(files) > MAX_FILES:
            raise forms.ValidationError(
                f"Đã chọn {len(files)} tệp, mỗi lần tối đa {MAX_FILES} tệp: hãy chia làm nhiều lần."
            )
        total = sum(file.size for file in files)
        if total > MAX_TOTAL:
            raise forms.ValidationError(
                f"Các tệp đã chọn cộng lại lớn hơn {MAX_TOTAL // MEGABYTE} MB: hãy chia làm nhiều lần."
            )
        return files
