"""How the columns of a form fit together: none asks for what another asks for, what is computed names columns."""

from collections import defaultdict
from contextlib import contextmanager
from typing import NamedTuple

from django.core.exceptions import ValidationError

from indicators.models import FormColumn, ReportForm

Content = FormColumn.Content
# What tells the figures of a column from those of another.
MEANT = ("relative", "kind", "is_beside")
FIELDS = ("number", "content", *MEANT, "of_number", "base_number")


class Fault(NamedTuple):
    """What is wrong with a column, and in which field."""

    number: int
    field: str
    message: str


def faults(columns):
    """What is wrong with the columns of one form; each a mapping with the fields of a column by name."""
    found, seen = [], {}
    contents = {column["number"]: column["content"] for column in columns}
    for column in sorted(columns, key=lambda one: one["number"]):
        if column["content"] == Content.COMPUTED:
            found += filter(None, (wrong_reference(column, name, contents) for name in ("of_number", "base_number")))
            continue
        first = seen.setdefault(tuple(column[name] for name in MEANT), column["number"])
        if first != column["number"]:
            words = f"Cột {column['number']} cùng kỳ, cùng loại số liệu với cột {first}: hãy bỏ một cột, hoặc đổi kỳ, "
            found.append(Fault(column["number"], "kind", f"{words}loại số liệu, «của chỉ tiêu thứ hai»."))
    return found


def wrong_reference(column, name, contents):
    """What is wrong with the number of a column that another is computed from, None where nothing is."""
    number = column[name]
    if not number or number == column["number"]:
        return None
    if number not in contents:
        what = f"Biểu không có cột {number}"
    elif contents[number] == Content.COMPUTED:
        what = f"Cột {number} là cột tính"
    else:
        return None
    return Fault(column["number"], name, f"{what}: ghi số của một cột nhập hoặc chỉ xem.")


def stored_columns():
    """The columns of all forms, by the id of the form and their own; one query."""
    found = defaultdict(dict)
    for column in FormColumn.objects.order_by("form", "number").values("pk", "form", *FIELDS):
        found[column["form"]][column["pk"]] = column
    return found


def faults_of(columns):
    """What is wrong with the columns of forms, given by the id of the form."""
    return {(form, fault) for form, of_form in columns.items() for fault in faults(of_form.values())}


@contextmanager
def columns_fit():
    """Around a write of columns: what does not fit since is refused, with the form; what did not before may stay.

    Raises ValidationError at its end.
    """
    before = faults_of(stored_columns())
    yield
    new = sorted(faults_of(stored_columns()) - before)
    if new:
        names = dict(ReportForm.objects.filter(pk__in={form for form, _ in new}).values_list("pk", "name"))
        raise ValidationError([f"«{names[form]}», cột {fault.number}: {fault.message}" for form, fault in new])
