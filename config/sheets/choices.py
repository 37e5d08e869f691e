"""What a person decides of one file where the file alone does not tell: kept with it from preview to preview."""

from dataclasses import asdict, dataclass

from config.sheets.columns import identity
from config.values.legacy import Code

# What the dot of 1.234 stands before.
THOUSANDS, DECIMALS = "thousands", "decimals"
# That the letters of a file are no older code, whatever they look like.
AS_THEY_ARE = "as_they_are"


@dataclass(frozen=True)
class Choices:
    # Headings that have no place in the register, whose columns are passed over.
    left_out: tuple[str, ...] = ()
    dots: str = ""
    without_hidden: bool = False
    # The code of before Unicode that the file's texts are in.
    letters: str = ""

    def leaves_out(self, heading):
        return identity(heading) in map(identity, self.left_out)

    def plain(self):
        return asdict(self)

    @classmethod
    def of(cls, plain):
        return cls(**plain | {"left_out": tuple(plain.get("left_out", ()))})

    def posted(self, data):
        """These and what a form says."""
        return Choices(
            (*self.left_out, *data.getlist("left_out")),
            data.get("dots", "") if data.get("dots") in (THOUSANDS, DECIMALS) else self.dots,
            "without_hidden" in data,
            letters=data.get("letters", "") if data.get("letters") in (AS_THEY_ARE, *Code) else self.letters,
        )
