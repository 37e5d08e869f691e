"""What a person decides of one file where the file alone does not tell: kept with it from preview to preview."""

from dataclasses import asdict, dataclass, field

from config.sheets.columns import identity

# What the dot of 1.234 stands before.
THOUSANDS, DECIMALS = "thousands", "decimals"
# How the boxes begin in which a person says what a layout means.
LAYOUT = "layout-"


@dataclass(frozen=True)
class Choices:
    # Headings that have no place in the register, whose columns are passed over.
    left_out: tuple[str, ...] = ()
    dots: str = ""
    without_hidden: bool = False
    # What was said of a sheet that is laid out in another way than the register, by the names of the form's boxes.
    layout: dict[str, str] = field(default_factory=dict)

    def leaves_out(self, heading):
        return identity(heading) in map(identity, self.left_out)

    def plain(self):
        return asdict(self)

    @classmethod
    def of(cls, plain):
        return cls(**plain | {"left_out": tuple(plain.get("left_out", ()))})

    def posted(self, data):
        """These and what a form says."""
        layout = {name: value for name, value in data.items() if name.startswith(LAYOUT)}
        return Choices(
            (*self.left_out, *data.getlist("left_out")),
            data.get("dots", "") if data.get("dots") in (THOUSANDS, DECIMALS) else self.dots,
            "without_hidden" in data,
            layout or self.layout,
        )
