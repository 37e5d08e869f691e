"""Columns as one run of bytes, out of which single cells are read without the others."""

import json
import struct
from array import array

from config.sheets.coded import packed
from config.values.text import folded_lines

# So many different texts are looked through at once.
PORTION = 10_000


class Shelf:
    """Takes columns; gives what each is found by, to be kept with the rest of what is said of them."""

    def __init__(self):
        self.parts = []

    def put(self, content):
        self.parts.append(bytes(content))
        return len(self.parts) - 1

    def put_numbers(self, numbers):
        # Of bytes each is a number; an array would take them for its own memory.
        return self.put(numbers if isinstance(numbers, array) else packed(iter(numbers)))

    def put_texts(self, coded):
        """A coded column of texts: these one after another, where each ends, and which of them stands in each row."""
        lines = [f"{text}\n".encode() for text in (each.replace("\n", " ") for each in coded.different)]
        ends, end = array("I"), 0
        for line in lines:
            end += len(line)
            ends.append(end)
        return [self.put(b"".join(lines)), self.put(ends), self.put_numbers(coded.at)]

    def dump(self, told) -> bytes:
        """All columns, behind what is said of them: plain data, read as a whole."""
        head = json.dumps([told, list(map(len, self.parts))], ensure_ascii=False, separators=(",", ":")).encode()
        return b"".join([struct.pack(">Q", len(head)), head, *self.parts])


class Shelved:
    """The same to be read: from bytes or a mapped file, of which only what is asked for is touched."""

    def __init__(self, content):
        content = memoryview(content)
        (length,) = struct.unpack_from(">Q", content)
        start = 8 + length
        self.told, lengths = json.loads(bytes(content[8:start]))
        self.parts = []
        for each in lengths:
            self.parts.append(content[start : start + each])
            start += each

    def numbers(self, place):
        return self.parts[place].cast("I")

    def texts(self, places):
        text, ends, codes = places
        return Texts(self.parts[text], self.numbers(ends), self.numbers(codes))


class Texts:
    """A column of texts that lies on a shelf."""

    def __init__(self, text, ends, codes):
        self.text = text
        self.ends = ends
        self.codes = codes

    def __getitem__(self, row):
        code = self.codes[row]
        return self._between(code, code + 1)[:-1]

    def rows_with(self, folded) -> bytes:
        """For each row whether its text has this in it, as texts are searched."""
        has = bytearray()
        for first in range(0, len(self.ends), PORTION):
            lines = folded_lines(self._between(first, min(first + PORTION, len(self.ends)))).split("\n")
            has += bytes(folded in line for line in lines[:-1])
        return bytes(map(has.__getitem__, self.codes))

    def _between(self, first, last):
        start = self.ends[first - 1] if first else 0
        return bytes(self.text[start : self.ends[last - 1]]).decode()
