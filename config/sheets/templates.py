"""The empty sheet people fill in: the headings, and a second sheet that says what goes where."""

from django.utils.text import capfirst

from config.sheets.writing.sheets import ColumnOut, SheetOut

INSTRUCTION_COLUMNS = [ColumnOut("Tên cột", 35), ColumnOut("Bắt buộc", 16), ColumnOut("Cách ghi", 90, wraps=True)]


def template_sheets(resource) -> list[SheetOut]:
    """The sheet to fill in and the sheet of instructions, for one resource."""
    label = capfirst(resource._meta.model._meta.verbose_name)
    columns = [column for column in resource.fields.values() if not column.for_reading]
    instructions = [
        [
            column.column_name,
            "Bắt buộc" if column.is_required else "Để trống được",
            column.hint() + (" Cột này cho biết dòng nào là dòng nào." if column.name in resource.key_names else ""),
        ]
        for column in columns
    ]
    return [
        SheetOut(label, [ColumnOut(column.column_name) for column in columns]),
        SheetOut("Hướng dẫn", INSTRUCTION_COLUMNS, instructions),
    ]
