"""Columns that name other rows, by the business keys of these."""

from dataclasses import dataclass

from django.utils.text import capfirst

from config.sheets.columns import LIST_SEPARATOR, CellError, Column, text_of
from config.values.forms import LEGACY_MESSAGE
from config.values.legacy import looks_legacy
from config.values.numbers import is_missing_mark
from config.values.text import identity_key, nfc

KEY_SEPARATOR = ":"
# Between a code and its name, as lists to choose from show them: «17 – Tỉnh Hòa Bình».
NAME_SEPARATOR = " – "
LOST_ZERO = "bảng tính đã bỏ số 0 ở đầu, hãy định dạng ô là văn bản (Text) rồi gõ lại."
# As many ids as a query takes as parameters on every database.
FEW = 900


def without_zeros(part):
    """A code of digits as a spreadsheet would keep it: 05 becomes 5."""
    return part.lstrip("0") if isinstance(part, str) and part.isdecimal() else part


@dataclass(frozen=True)
class Unsaved:
    """A reference to a row of the same file that is not stored yet, by its key."""

    key: tuple

    def __str__(self):
        return KEY_SEPARATOR.join(map(str, self.key))


class Directory:
    """The rows of one model by their business keys, loaded in one query when first asked for."""

    def __init__(self, model):
        self.model = model
        self.key_fields = model.key_fields
        self.forget()

    def forget(self):
        """Read the rows again when next asked: they may have changed."""
        self._loaded = self._names = self._also_written = None

    def find(self, text):
        """The id of the row a code names; None for no row, CellError where the code could name several.

        A key of several fields is written with colons, «2018:C»; what is left out at the front has its default.
        """
        exact, loose, _ = self._load()
        parts = self.parts(text)
        if parts in exact:
            return exact[parts]
        found = loose.get(tuple(map(identity_key, parts)), [])
        if len(found) > 1:
            raise CellError(f"«{text}» trùng với nhiều {self.label} chỉ khác nhau cách viết: hãy gõ đúng mã.")
        return found[0] if found else None

    def parts(self, text):
        parts = tuple(part.strip() for part in text.split(KEY_SEPARATOR, len(self.key_fields) - 1))
        missing = len(self.key_fields) - len(parts)
        fields = [self.model._meta.get_field(name) for name in self.key_fields[:missing]]
        return tuple(str(field.get_default()) for field in fields) + parts

    def code(self, pk):
        """How a row is named in a sheet."""
        return self._load()[2].get(pk, "")

    def named(self, text):
        """The id of the one row whose name is the text, for someone who wrote the name; None for none or several."""
        key = identity_key(text)
        found = {pk for pk, name in self.names if name == key} or self.also_written.get(key, ()) if text else ()
        return next(iter(found)) if len(found) == 1 else None

    @property
    def names(self):
        """Ids with the names of rows, as names are matched; none where the rows have no names."""
        if self._names is None:
            has_names = any(field.name == "name" for field in self.model._meta.fields)
            rows = self.model._default_manager.order_by("pk").values_list("pk", "name") if has_names else ()
            self._names = [(pk, identity_key(name)) for pk, name in rows]
        return self._names

    @property
    def also_written(self):
        """Ids of rows by what else than their names is written for them, where the model knows that."""
        if self._also_written is None:
            self._also_written = {}
            spellings = getattr(self.model, "also_written", None)
            rows = self.model._default_manager.values_list("pk", "name") if spellings else ()
            for pk, name in rows:
                for spelling in spellings(name):
                    self._also_written.setdefault(identity_key(spelling), set()).add(pk)
        return self._also_written

    @property
    def labels(self):
        """Each row's code with its name behind it, by id, in the order of the codes."""
        has_names = any(field.name == "name" for field in self.model._meta.fields)
        rows = self.model._default_manager.order_by().values_list("pk", "name") if has_names else ()
        names = dict(rows)
        codes = sorted(self.listed, key=lambda row: row[1])
        return {pk: nfc(f"{code}{NAME_SEPARATOR}{names[pk]}" if names.get(pk) else code) for pk, code in codes}

    def labelled(self, text):
        """The id of the row of a code with its name behind it; None for any other text.

        CellError where the row of that code bears another name: which of the two was meant nobody can tell.
        """
        code, separator, name = text.partition(NAME_SEPARATOR)
        found = self.find(code) if separator else None
        if found is not None and (found, identity_key(name)) not in self.names:
            raise CellError(f"«{text}»: {self.label} mang mã «{code}» có tên khác: hãy chọn lại, hoặc chỉ ghi mã.")
        return found

    def with_zeros(self, text):
        """The code of a row that the text would name with the zeros in front that a spreadsheet drops."""
        wanted = tuple(map(without_zeros, self.parts(text)))
        return next((code for parts, code in self._padded().items() if parts == wanted), None)

    def _padded(self):
        exact, _, codes = self._load()
        return {short: codes[pk] for parts, pk in exact.items() if (short := tuple(map(without_zeros, parts))) != parts}

    @property
    def listed(self):
        """Ids and codes of all rows, in the same order whenever they are the same."""
        return sorted(self._load()[2].items())

    @property
    def label(self):
        return self.model._meta.verbose_name

    def _load(self):
        if self._loaded is None:
            exact, loose, codes = {}, {}, {}
            for pk, *key in self.model._default_manager.order_by().values_list("pk", *self.key_fields):
                parts = tuple(map(str, key))
                exact[parts] = pk
                loose.setdefault(tuple(map(identity_key, parts)), []).append(pk)
                codes[pk] = KEY_SEPARATOR.join(parts)
            self._loaded = exact, loose, codes
        return self._loaded


class ReferenceColumn(Column):
    """A row of another register or of this one, named by its code."""

    def __init__(self, field, directory, heading=None, path=None):
        super().__init__(field, heading, path)
        self.directory = directory
        # The codes of rows that cells name by their names, by what the cells say.
        self.by_name = {}

    def offered(self):
        return [[code, code] for _, code in self.directory.listed]

    @property
    def within(self):
        """Whether the column names rows of its own sheet, which may be new in the same file."""
        return self.field.model is self.field.related_model

    @property
    def nothing(self):
        return None

    def checked(self, value):
        # The directory found the row; the field would ask the database again for each.
        return value

    def narrowed(self, rows, wanted):
        return rows.filter(**{f"{self.attname}__in": wanted}) if len(wanted) <= FEW else rows

    def taken(self, cell):
        text = text_of(cell)
        return None if self.names_nothing(text) else self.row_named(text)

    def names_nothing(self, text):
        """Whether the cell is empty or only says so, with a mark that is no code here."""
        return is_missing_mark(text) and (not nfc(text) or self.directory.find(nfc(text)) is None)

    def row_named(self, written):
        text = nfc(written)
        found = self.directory.find(text)
        if found is not None:
            return found
        if (found := self.directory.labelled(text)) is not None:
            return found
        if (found := self.directory.named(text)) is not None:
            self.by_name[text] = self.directory.code(found)
            return found
        if looks_legacy(written):
            raise CellError(LEGACY_MESSAGE)
        if self.within:
            return Unsaved(tuple(map(identity_key, self.directory.parts(text))))
        raise CellError(self.unknown(text))

    def unknown(self, text):
        label = self.directory.label
        if code := self.directory.with_zeros(text):
            return f"Không có {label} mang mã «{text}», đã có «{code}»: {LOST_ZERO}"
        return f"Không có {label} mang mã «{text}»: hãy kiểm tra mã, hoặc nhập {label} này trước."

    def write(self, value):
        if isinstance(value, Unsaved):
            return str(value)
        return None if value is None else self.directory.code(value)

    def hint(self):
        keys = KEY_SEPARATOR.join(
            str(self.directory.model._meta.get_field(name).verbose_name) for name in self.directory.key_fields
        )
        return f"{capfirst(keys)} đã có trong danh mục {self.directory.model._meta.verbose_name_plural}."


class ListColumn(ReferenceColumn):
    """Several rows of another register, their codes apart by semicolons."""

    is_list = True
    within = False

    def taken(self, cell):
        if self.names_nothing(text_of(cell)):
            return None
        codes = [part for part in text_of(cell).split(LIST_SEPARATOR) if nfc(part)]
        return frozenset(map(self.row_named, codes)) or None

    @property
    def nothing(self):
        return frozenset()

    def write(self, value):
        return f"{LIST_SEPARATOR} ".join(sorted(map(self.directory.code, value))) or None

    def hint(self):
        return f"{super().hint()} Nhiều mã thì cách nhau bằng dấu «{LIST_SEPARATOR}»."
