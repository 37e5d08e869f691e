"""How far the work on a sheet is: a function handed down to whoever does it, and told every few thousand rows."""

from collections.abc import Callable
from enum import StrEnum


class Stage(StrEnum):
    """What is being done with a sheet, in the words of the page that shows it."""

    OPENING = "Đang mở tệp"
    READING = "Đang đọc tệp"
    CHECKING = "Đang kiểm tra các ô"
    MATCHING = "Đang đối chiếu với sổ"
    PREPARING = "Đang chuẩn bị ghi"
    WRITING = "Đang ghi vào sổ"


# The stage, how many rows are done, and of how many; 0 where nobody can know.
Progress = Callable[[Stage, int, int], None]


def untold(stage, done, total):
    """For work that nobody waits for."""
