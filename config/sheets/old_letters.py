"""Texts of before Unicode in a file: told by fonts, bytes and words, made Unicode, and asked about once."""

import re
from collections import Counter
from dataclasses import dataclass, replace

from config.sheets.choices import AS_THEY_ARE
from config.sheets.csv_files import NOT_UNICODE
from config.sheets.sheet import OldText, SheetError
from config.values.legacy import NAMES, Code, code_of, decoded, is_of_bytes, weighed, with_capitals

SHOWN_EXAMPLES = 5
QUOTED_EXAMPLES = 3
# What is typed beside numbers in any font: 3×16 mm², ±0,5.
_SIGNS = re.compile(r"(?<![^\W\d_])[×±°µ½¼¾§©®](?![^\W\d_])|[²³]")


@dataclass(frozen=True)
class Told:
    """The code of a file's texts, and a few of them as they came and as they are read."""

    code: Code
    examples: tuple[tuple[str, str], ...]
    # Of the texts that could be either, a few.
    doubtful: tuple[str, ...] = ()
    has_capitals: bool = False

    @property
    def name(self):
        return NAMES[self.code]

    def __str__(self):
        return "; ".join(f"«{old}» → «{new}»" for old, new in self.examples[:QUOTED_EXAMPLES])


class OldLetters:
    """What code the texts of a file are in, by its old fonts, by the first rows of its sheets, else by its table.

    The sheets are read through it from then on.
    """

    def __init__(self, sheets, answer=""):
        self.answer = answer
        self.code = None
        # Whether others of the texts in such fonts, and of all texts, are plainly Unicode.
        self.mixed = {}
        # By sheet, a few texts as they came and as they are read.
        self.examples = {sheet.name: {} for sheet in sheets}
        # Texts that are words either way, in a file of both.
        self.doubtful = {}
        self.has_capitals = False
        if answer == AS_THEY_ARE and any(sheet.is_coded for sheet in sheets):
            raise SheetError(NOT_UNICODE)
        self._look(cell for sheet in sheets for row in _telling(sheet) for cell in row)
        for sheet in sheets:
            if self.code or sheet.has_old_texts:
                sheet.read_through(Settled(self, self.examples[sheet.name]).__getitem__)

    def of(self, table):
        """The table that was read of these sheets, with its texts in Unicode, and what is to be asked of them."""
        examples = self.examples[table.title]
        if self.code is None:
            self._look(cell for column in table.columns for cell in column.different)
            if self.code:
                settled = Settled(self, examples)
                table.columns = [column.made(settled.__getitem__) for column in table.columns]
        if examples:
            told = Told(self.code, tuple(examples.items()), tuple(self.doubtful), self.has_capitals)
            table.origin = replace(table.origin, letters=told)
        return table

    def _look(self, cells):
        cells = {cell for cell in cells if isinstance(cell, str | OldText)}
        in_fonts = [cell for cell in cells if isinstance(cell, OldText)]
        texts = [cell for cell in cells if isinstance(cell, str) and not cell.isascii()]
        of_bytes = next((cell.code for cell in in_fonts if cell.is_bytes), None)
        self.code = of_bytes or _code_of_fonts(in_fonts) or code_of(texts)
        if self.code:
            self.mixed[OldText] = not all(is_of_bytes(cell.text) for cell in in_fonts)
            self.mixed[str] = self.mixed[OldText] or not all(map(is_of_bytes, texts))

    def in_unicode(self, cell):
        text, in_font = str(cell), isinstance(cell, OldText)
        if self.code is None or not is_of_bytes(text):
            return text
        code = cell.code if in_font else self.code
        if self._is_old(cell, weighed(text, code)):
            text = decoded(text, code)
            text = with_capitals(text) if code == Code.TCVN3 else text
        if in_font and cell.is_capital:
            self.has_capitals = True
            text = text.upper()
        return text

    def _is_old(self, cell, weight):
        """Whether a text is in the code by its words; where these tell nothing, by its font or the rest of the file."""
        in_font = isinstance(cell, OldText)
        if weight.is_old or (in_font and cell.is_bytes):
            return True
        if weight.true or not weight.either:
            return in_font and not weight.true and not _SIGNS.sub("", cell.text).isascii()
        if self.mixed[type(cell)]:
            self.doubtful[str(cell)] = True
        return not self.mixed[type(cell)]


class Settled(dict):
    """Cells as they are read: in Unicode, unless somebody said that their letters are right as they are."""

    def __init__(self, letters, examples):
        super().__init__()
        self.letters = letters
        self.examples = examples

    def __getitem__(self, cell):
        return super().__getitem__(cell) if isinstance(cell, str | OldText) else cell

    def __missing__(self, cell):
        text, new = str(cell), self.letters.in_unicode(cell)
        if new != text and not text.isascii() and len(self.examples) < SHOWN_EXAMPLES:
            self.examples[text] = new
        self[cell] = settled = text if self.letters.answer == AS_THEY_ARE else new
        return settled


def _telling(sheet):
    """The rows of a sheet that are looked at: all of one with old fonts, since most of its cells may have none."""
    return sheet.read() if sheet.has_old_texts else sheet.head


def _code_of_fonts(cells):
    """The code that most texts in fonts of before Unicode bear out; others were typed in Unicode in such a font."""
    old, true, either = Counter(), Counter(), Counter()
    for cell in cells:
        weight = weighed(cell.text, cell.code)
        old[cell.code] += weight.old
        true[cell.code] += weight.true
        # In a font where some texts are Unicode, one that may be either tells nothing.
        either[cell.code] += weight.either if is_of_bytes(cell.text) else -len(cells)
    likely = [code for code in either if old[code] > true[code] or (old[code] == true[code] and either[code] > 0)]
    return max(likely, key=old.get, default=None)


def tell(plan):
    """Ask whether the letters of a file were understood, or tell what was answered of them."""
    told = plan.table.origin.letters
    if told is None:
        return
    plan.letters = {"code": told.code, "name": told.name, "examples": told.examples}
    if plan.choices.letters == AS_THEY_ARE:
        plan.note("Chữ được giữ như trong tệp, theo lựa chọn cho cả tệp.")
    elif plan.choices.letters == told.code:
        plan.note(f"Chữ viết bằng bảng mã {told.name} được chuyển sang Unicode, theo lựa chọn cho cả tệp: {told}.")
        if told.has_capitals:
            plan.note("Ô dùng phông chữ hoa (như .VnTimeH) được ghi bằng chữ hoa, như đang hiện.")
    else:
        plan.refuse(
            f"Tệp viết bằng bảng mã {told.name}: {told}. Hãy chọn ở «Điều tệp chưa nói rõ» xem chuyển như vậy có đúng."
        )
    if told.doubtful:
        quoted = ", ".join(f"«{text}»" for text in told.doubtful[:QUOTED_EXAMPLES])
        plan.warn(f"Tệp có cả chữ Unicode lẫn chữ {told.name}; {quoted} đọc được cả hai cách nên giữ như trong tệp.")
