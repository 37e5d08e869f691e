"""What a layout's rows, columns and words were bound to, as it is kept with the file."""

from dataclasses import dataclass, field

from indicators.periods import Period


@dataclass
class Bound:
    """The sheet of a layout; its own period; by letter the form's columns, by number the codes of the form's rows."""

    sheet: str
    own: Period
    # What the form's columns meant at that time.
    meant: str
    # Where the names, the units and the numbers of columns stand.
    names: str
    units: str = ""
    numbering: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    rows: dict[int, str] = field(default_factory=dict)
    # The cells whose words are said again for each period.
    words: list[str] = field(default_factory=list)

    def plain(self):
        return {
            **vars(self),
            "own": str(self.own),
            "rows": {str(number): code for number, code in self.rows.items()},
        }

    @classmethod
    def of(cls, plain):
        rows = {int(number): code for number, code in plain["rows"].items()}
        return cls(**plain | {"own": Period.parse(plain["own"]), "rows": rows})
