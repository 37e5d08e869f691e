"""A column of a sheet or of a table: each different value once, and which of them stands in each row."""

from array import array
from decimal import Decimal

# Equal to each other in Python, and not the same in a cell: 1, 1.0 and TRUE.
LOOK_ALIKES = frozenset({bool, int, Decimal})


class Coded:
    """Values by row. A hundred thousand cells are mostly a few hundred different ones: work is done on those."""

    __slots__ = ("at", "different")

    def __init__(self, different, at):
        self.different = different
        self.at = at

    @classmethod
    def constant(cls, value, length):
        return cls([value], bytes(length))

    @classmethod
    def of(cls, values):
        coder = Coder()
        coder.add(values)
        return coder.coded()

    def __len__(self):
        return len(self.at)

    def __iter__(self):
        return map(self.different.__getitem__, self.at)

    def __getitem__(self, row):
        return self.different[self.at[row]]

    def taken(self, rows):
        """The column of some of the rows, with no more different values than these have where they are few."""
        if rows == range(len(self.at)):
            return self
        codes = list(map(self.at.__getitem__, rows))
        if len(codes) >= len(self.different):
            return Coded(self.different, packed(codes))
        used = {code: number for number, code in enumerate(dict.fromkeys(codes))}
        return Coded(list(map(self.different.__getitem__, used)), packed(map(used.__getitem__, codes)))

    def made(self, function):
        """The column of what a function makes of each value, asked once for each different one."""
        return Coded(list(map(function, self.different)), self.at)

    def rows_where(self, holds):
        """The rows whose value passes a test, which is asked once for each different value."""
        return self.rows_at({code for code, value in enumerate(self.different) if holds(value)})

    def rows_at(self, codes):
        if not codes:
            return []
        return [row for row, code in enumerate(self.at) if code in codes]


class Coder(dict):
    """Makes a coded column of values that come in portions."""

    def __init__(self):
        super().__init__()
        self.different = []
        self.at = array("I")

    def __missing__(self, value):
        self[value] = code = len(self.different)
        self.different.append(value[1] if type(value) is tuple else value)
        return code

    def add(self, values):
        values = values if isinstance(values, list | tuple) else list(values)
        if not LOOK_ALIKES.isdisjoint(map(type, values)):
            values = [(type(value), value) if type(value) in LOOK_ALIKES else value for value in values]
        self.at.extend(map(self.__getitem__, values))

    def coded(self):
        return Coded(self.different, self.at)


def packed(codes):
    return array("I", codes)
