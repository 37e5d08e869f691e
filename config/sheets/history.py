"""The history of imports, kept by the app that has a table for it: `config` owns none.

The app hands it over as `AppConfig.import_history`; what is asked of it stands in indicators.imports.keeper.
"""

from dataclasses import dataclass, field

from django.apps import apps


@dataclass(frozen=True)
class Arrival:
    """A file whose rows are being written into a register."""

    model: type
    filename: str
    sheet: str
    digest: str
    size: int
    counts: dict[str, int]
    # Where columns of the table stood in the file, by their names in the database.
    letters: dict[str, str]
    # The ids of the rows that are written, and the numbers that these had in the file.
    pks: list[int] = field(repr=False)
    numbers: list[int] = field(repr=False)
    # Under which digest lies what goes back to whoever sent the file; "" where nothing does.
    returned: str = ""


def keeper():
    """What keeps the history."""
    return next(app.import_history for app in apps.get_app_configs() if hasattr(app, "import_history"))
