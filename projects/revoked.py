"""Sisters of the list of projects: of those that were revoked, and of capital paid into companies."""

import re

from config.sheets.across import Across, crossings, has_words, headings_of, set_aside
from projects.models import ProjectStatus

_ENDED = {"status": ProjectStatus.Status.ENDED.label}
_PAPERS = tuple(f"{paper} {what}" for paper in ("qđ", "quyết định") for what in ("thu hồi", "chấm dứt"))
DAYS = [Across((words,), (), "on", _ENDED, _PAPERS) for words in ("ngày thu hồi", "ngày chấm dứt")]
PAPERS = [Across((words,), (), "document", _ENDED) for words in _PAPERS]

_IS_REVOKED = re.compile(
    r"\bdự án (?:đầu tư )?(?:bị |đã )?(?:thu hồi|chấm dứt)|\bthu hồi (?:dự án|giấy|gcn|chủ trương)"
    r"|\bchấm dứt hoạt động|^thu hồi$"
)
_WITHOUT = re.compile(r"\b(?:trừ|không (?:bao )?gồm|không kể|không tính)\b")
_IS_OF_CAPITAL = re.compile(r"\bmua bán\b|\bgóp vốn\b|\bmua cổ phần\b|\bm&a\b|\bchuyển nhượng (?:vốn|cổ phần|phần vốn)")


def ended_across(headings):
    """The column that says since when each project is revoked: of days, else of decisions with their day."""
    has_days = any(each.is_headed(heading) for each in DAYS for heading in headings)
    return DAYS if has_days else PAPERS


def arrange_projects(plan, statuses):
    """Leave what ended projects to the register of statuses; refuse lists that would be read as projects in force."""
    headings = headings_of(plan.table)
    if found := crossings(ended_across(headings), plan.table, statuses, {}):
        papers = {
            place for place, heading in enumerate(headings) if any(has_words(heading, [each]) for each in _PAPERS)
        }
        set_aside(plan, found, papers, statuses._meta.model._meta.verbose_name)
    elif title := _title(plan, _IS_REVOKED):
        plan.refuse(
            f"«{title}» là danh mục dự án đã chấm dứt mà tệp không có ngày, ghi vào đây thì thành dự án còn hiệu lực: "
            "hãy thêm cột «Ngày thu hồi» (hay «Quyết định thu hồi» có kèm ngày) rồi chọn lại tệp."
        )
    if title := _title(plan, _IS_OF_CAPITAL):
        plan.refuse(
            f"«{title}» là danh mục mua bán, góp vốn: vốn ghi trong đó không phải vốn đăng ký của dự án, ghi vào đây "
            "thì sai tổng vốn. Sổ không có bảng cho việc góp vốn; nếu đúng là danh mục dự án thì hãy sửa dòng tiêu đề "
            "rồi chọn lại tệp."
        )


def _title(plan, pattern):
    """The line above the table, or the name of its sheet, that says so; "" for none."""
    said = [*plan.table.origin.titles, plan.sheet]
    return next((text for text in said if pattern.search(text.casefold()) and not _WITHOUT.search(text.casefold())), "")
