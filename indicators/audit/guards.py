"""Rules over several rows that the database itself keeps, at every door: forms, sheets, bulk writes, SQL.

Each is written once, in SQL that both engines speak but for `IS DISTINCT FROM` and the clock, which sqlite.py says
its own way; `OLD` and `NEW` are the row before and after.
"""

from dataclasses import dataclass

from indicators.audit.actor import EMPTYING, LOADING

# Only `flush` may empty what is kept, only `loaddata` may bring it in again as it was.
EXEMPT = (EMPTYING, LOADING)

INDICATOR = "indicators_indicator"
FIGURE = "indicators_figure"
REPORTED = "indicators_reportedvalue"
VERSION = "indicators_version"
VERSION_REPORTED = "indicators_reportedinversion"
RELEASE = "indicators_release"
ITEM = "indicators_releaseitem"
# The moment of the write itself: a transaction may have begun before.
CLOCK = "clock_timestamp()"


@dataclass(frozen=True)
class Guard:
    """What a write is refused for, or, where there is no refusal, what follows from it.

    `needs` are columns of its table without which there is nothing to guard.
    """

    name: str
    table: str
    event: str
    when: str
    refusal: str = ""
    effect: str = ""
    needs: tuple[str, ...] = ()


def differs(columns, before="OLD"):
    """SQL: whether any of the columns is another one in NEW than it was before."""
    return "(" + " OR ".join(f"{before}.{column} IS DISTINCT FROM NEW.{column}" for column in columns) + ")"


def kept(name, table, sentence, also=""):
    """A table whose rows are written once: never changed, deleted or written over."""
    taken = f"EXISTS (SELECT 1 FROM {table} AS stored WHERE stored.id = NEW.id{also})"
    return [
        Guard(f"{name}_changed", table, "UPDATE", "1 = 1", sentence),
        Guard(f"{name}_deleted", table, "DELETE", "1 = 1", sentence),
        Guard(f"{name}_overwritten", table, "INSERT", taken, sentence),
    ]


VERSIONS_STAND = (
    "Bản đã duyệt của số liệu không sửa, không xóa được: hãy sửa số liệu rồi duyệt lại, hoặc rút bằng đợt công bố."
)
RELEASES_STAND = "Đợt đã công bố không sửa, không xóa được: hãy lập đợt đính chính hoặc rút số liệu bằng đợt mới."

CONTENT = (
    "value",
    "upper",
    "qualifier",
    "as_printed",
    "note",
    "is_break",
    "has_other_definition",
    "is_unreliable",
    "in_doubt",
    "source_id",
    "locator",
)
KEY = ("indicator_id", "place_id", "period_start", "period_end", "kind")
REPORTED_CONTENT = ("figure_id", "value", "qualifier", "source_id", "locator", "note")
KEPT_TABLES = frozenset({VERSION, VERSION_REPORTED, RELEASE, ITEM})
# What a published item says; a later release ends its time, once.
ITEM_SAYS = ("id", "release_id", "figure_id", "version_id", "withdraws", "reason")
ITEM_KEPT = (*ITEM_SAYS, "replaces_id", "public_from")
RELEASE_SAYS = ("id", "code", "title", "kind", "note", "public_from")


def has_versions(column, row="{row}"):
    return f"EXISTS (SELECT 1 FROM {VERSION} AS version WHERE version.{column} = {row}.id)"


def fixed(name, table, columns, while_, sentence):
    """Columns of a row that do not change while something holds of it, told of the row named `{row}`.

    REPLACE, which SQLite knows, asks no guard of changes or deletions: what it would put in a row's place is held
    against the row.
    """
    stands = f"EXISTS (SELECT 1 FROM {table} AS stored WHERE stored.id = NEW.id AND {differs(columns, 'stored')})"
    return [
        Guard(name, table, "UPDATE", f"{differs(columns)} AND {while_.format(row='OLD')}", sentence),
        Guard(f"{name}_overwritten", table, "INSERT", f"{stands} AND {while_.format(row='NEW')}", sentence),
    ]


def no_longer_approved(name, event, row):
    """What another source says of an approved figure changed: the figure awaits approval again."""
    return Guard(
        f"reported_{name}",
        REPORTED,
        event,
        differs(REPORTED_CONTENT) if event == "UPDATE" else "1 = 1",
        effect=f"UPDATE {FIGURE} SET state = 'draft' WHERE id = {row}.figure_id AND state = 'approved'",
    )


RELEASED = f"EXISTS (SELECT 1 FROM {RELEASE} AS release WHERE release.id = {{}} AND release.published_at IS NOT NULL)"
OF_INDICATOR_IN_FORCE = (
    f"EXISTS (SELECT 1 FROM {ITEM} AS item JOIN {VERSION} AS version ON version.id = item.version_id"
    " WHERE version.indicator_id = {row}.id AND item.public_from IS NOT NULL AND NOT item.withdraws"
    f" AND (item.public_until IS NULL OR item.public_until > {CLOCK}))"
)
OF_UNIT = (
    f"EXISTS (SELECT 1 FROM {VERSION} AS version JOIN {INDICATOR} AS indicator"
    " ON indicator.id = version.indicator_id WHERE indicator.unit_id = {row}.id)"
)
# What ends the time of an item: the item of a release that is being decided, from its hour on.
FOLLOWED = (
    f"EXISTS (SELECT 1 FROM {ITEM} AS later JOIN {RELEASE} AS release ON release.id = later.release_id"
    " WHERE later.figure_id = NEW.figure_id AND later.id <> NEW.id AND later.public_from IS NULL"
    " AND release.published_at IS NOT NULL AND release.public_from = NEW.public_until)"
)
# A decided release is called off with a reason, while its hour lies ahead and nothing decided later counts on it.
NOT_CALLED_OFF = (
    "(NEW.published_at IS NOT NULL OR NEW.published_by_id IS NOT NULL OR NEW.is_announced"
    " OR NEW.called_off_reason = '' OR NEW.called_off_hour IS DISTINCT FROM OLD.public_from"
    f" OR {differs(RELEASE_SAYS)} OR OLD.public_from <= {CLOCK}"
    f" OR EXISTS (SELECT 1 FROM {ITEM} AS item WHERE item.release_id = OLD.id AND item.public_until IS NOT NULL))"
)
# What follows from it: its items are no longer decided, and what they would have ended goes on.
TAKEN_BACK = (
    "(OLD.public_until IS NULL AND NEW.public_until IS NULL AND NEW.public_from IS NULL AND NEW.replaces_id IS NULL"
    f" AND OLD.public_from > {CLOCK} AND NOT {differs(ITEM_SAYS)} AND NOT {RELEASED.format('OLD.release_id')})"
)


def followed(row):
    """SQL: whether a later word on the figure of an item is decided; of two of one hour, the one decided later."""
    return (
        f"EXISTS (SELECT 1 FROM {ITEM} AS later JOIN {RELEASE} AS its ON its.id = later.release_id"
        f" JOIN {RELEASE} AS own ON own.id = {row}.release_id WHERE later.figure_id = {row}.figure_id"
        f" AND later.id <> {row}.id AND later.public_from IS NOT NULL AND (later.public_from > {row}.public_from"
        f" OR (later.public_from = {row}.public_from AND its.published_at > own.published_at)))"
    )


GOES_ON = (
    f"(OLD.public_until IS NOT NULL AND NEW.public_until IS NULL AND OLD.public_until > {CLOCK}"
    f" AND NOT {differs(ITEM_KEPT)} AND NOT {followed('OLD')})"
)
OF_ANOTHER_FIGURE = (
    f"EXISTS (SELECT 1 FROM {VERSION} AS version WHERE version.id = NEW.version_id"
    " AND version.figure_id <> NEW.figure_id)"
)

SIGNED = "('percent', 'point', 'percent_a_year')"
NEGATIVE = (
    f"(NEW.value < 0 OR NEW.upper < 0) AND EXISTS (SELECT 1 FROM indicators_indicator AS indicator"
    f" JOIN indicators_unit AS unit ON unit.id = indicator.unit_id WHERE indicator.id = NEW.indicator_id"
    f" AND NOT indicator.may_be_negative AND unit.dimension NOT IN {SIGNED})"
)
BELOW_ZERO = (
    "Số âm ở chỉ tiêu là lượng, số đếm hoặc số tiền: hãy kiểm tra dấu; nếu đúng là âm thì người giữ danh mục chọn «có "
    "thể âm» ở chỉ tiêu trước."
)

GUARDS = [
    # What stands, stands.
    *kept(
        "version",
        VERSION,
        VERSIONS_STAND,
        " OR (stored.figure_id = NEW.figure_id AND stored.number = NEW.number)",
    ),
    *kept("version_reported", VERSION_REPORTED, VERSIONS_STAND),
    Guard("release_changed", RELEASE, "UPDATE",
          f"(OLD.published_at IS NOT NULL AND {NOT_CALLED_OFF}) OR OLD.id <> NEW.id", RELEASES_STAND),
    Guard(
        "release_called_off",
        RELEASE,
        "UPDATE",
        "OLD.published_at IS NOT NULL AND NEW.published_at IS NULL",
        effect=f"UPDATE {ITEM} SET public_from = NULL, replaces_id = NULL WHERE release_id = NEW.id",
    ),
    Guard("release_deleted", RELEASE, "DELETE", "OLD.published_at IS NOT NULL", RELEASES_STAND),
    Guard("release_overwritten", RELEASE, "INSERT", RELEASED.format("NEW.id"), RELEASES_STAND),
    Guard("release_born_published", RELEASE, "INSERT", "NEW.published_at IS NOT NULL", RELEASES_STAND),
    Guard(
        "item_changed",
        ITEM,
        "UPDATE",
        f"(OLD.public_from IS NOT NULL AND (OLD.public_until IS NOT NULL OR {differs(ITEM_KEPT)})"
        f" AND NOT {TAKEN_BACK} AND NOT {GOES_ON})"
        f" OR (OLD.public_from IS NULL AND NEW.public_from IS NOT NULL AND NOT {RELEASED.format('NEW.release_id')})"
        f" OR (OLD.release_id <> NEW.release_id AND {RELEASED.format('NEW.release_id')})"
        f" OR (OLD.public_until IS NULL AND NEW.public_until IS NOT NULL AND NOT {FOLLOWED})"
        " OR OLD.id <> NEW.id",
        RELEASES_STAND,
    ),
    Guard(
        "item_taken_back",
        ITEM,
        "UPDATE",
        "OLD.public_from IS NOT NULL AND NEW.public_from IS NULL",
        effect=f"UPDATE {ITEM} SET public_until = NULL WHERE figure_id = NEW.figure_id AND id <> NEW.id"
        f" AND public_until = OLD.public_from AND NOT {followed(ITEM)}",
    ),
    Guard("item_deleted", ITEM, "DELETE", f"OLD.public_from IS NOT NULL OR {RELEASED.format('OLD.release_id')}",
          RELEASES_STAND),
    Guard(
        "item_added",
        ITEM,
        "INSERT",
        f"NEW.public_from IS NOT NULL OR NEW.public_until IS NOT NULL OR {RELEASED.format('NEW.release_id')}"
        f" OR EXISTS (SELECT 1 FROM {ITEM} AS stored WHERE stored.id = NEW.id AND stored.public_from IS NOT NULL)",
        RELEASES_STAND,
    ),
    *(
        Guard(f"item_{event.lower()}_of_another", ITEM, event, OF_ANOTHER_FIGURE, "Bản này là của một số liệu khác.")
        for event in ("INSERT", "UPDATE")
    ),
    # What an approved figure says changed: it awaits approval again, and the public keeps its version.
    Guard(
        "figure_changed",
        FIGURE,
        "UPDATE",
        f"OLD.state = 'approved' AND NEW.state = 'approved' AND {differs(CONTENT)}",
        effect=f"UPDATE {FIGURE} SET state = 'draft' WHERE id = NEW.id",
    ),
    no_longer_approved("added", "INSERT", "NEW"),
    no_longer_approved("changed", "UPDATE", "NEW"),
    no_longer_approved("moved", "UPDATE", "OLD"),
    no_longer_approved("deleted", "DELETE", "OLD"),
    Guard(
        "figure_deleted",
        FIGURE,
        "DELETE",
        has_versions("figure_id", "OLD"),
        "Số liệu đã có bản được duyệt thì không xóa được: nếu nó sai, hãy sửa rồi duyệt lại, hoặc rút bằng đợt.",
    ),
    # What was typed into a row on an open page is not to become a figure of something else.
    Guard(
        "form_row_indicator",
        "indicators_formrow",
        "UPDATE",
        differs(["indicator_id", "beside_id"]),
        "Dòng của biểu không đổi chỉ tiêu: hãy xóa dòng này rồi thêm một dòng mới.",
    ),
    # Addresses, sheets and what browsers keep of typed boxes bear the code of a form.
    *fixed(
        "report_form_code",
        "indicators_reportform",
        ["code"],
        "1 = 1",
        "Biểu không đổi mã: địa chỉ, tệp bảng tính và các ô đang giữ ở máy người nhập mang mã ấy. Cần mã khác thì lập "
        "biểu mới và thôi dùng biểu này.",
    ),
    Guard("figure_negative_added", FIGURE, "INSERT", NEGATIVE, BELOW_ZERO),
    Guard(
        "figure_negative_changed",
        FIGURE,
        "UPDATE",
        f"{differs(['value', 'upper', 'indicator_id'])} AND {NEGATIVE}",
        BELOW_ZERO,
    ),
    # What a number that stands in a version means does not change under it.
    *fixed(
        "figure_key",
        FIGURE,
        KEY,
        has_versions("figure_id"),
        "Số liệu đã có bản được duyệt thì không đổi chỉ tiêu, địa bàn, kỳ, loại số liệu: hãy nhập một số liệu mới, và "
        "rút số cũ bằng đợt công bố nếu nó sai.",
    ),
    *fixed(
        "indicator_meaning",
        INDICATOR,
        ["unit_id", "measure", "price_basis"],
        has_versions("indicator_id"),
        "Chỉ tiêu đã có số liệu được duyệt thì không đổi đơn vị tính, cách đo, loại giá: hãy lập một chỉ tiêu kế tiếp, "
        "ghi nó «thay cho» chỉ tiêu này, và đánh dấu «đứt chuỗi» ở số liệu đầu của chuỗi mới.",
    ),
    *fixed(
        "indicator_code",
        INDICATOR,
        ["code"],
        has_versions("indicator_id"),
        "Chỉ tiêu đã có số liệu được duyệt thì không đổi mã: địa chỉ trang và mọi trích dẫn mang mã ấy.",
    ),
    *fixed(
        "indicator_hidden",
        INDICATOR,
        ["is_public"],
        f"NOT NEW.is_public AND {OF_INDICATOR_IN_FORCE}",
        "Chỉ tiêu đang có số liệu công bố thì không thôi công khai được: hãy rút các số liệu ấy bằng một đợt công bố "
        "trước, nêu rõ lý do.",
    ),
    *fixed(
        "place_identity",
        "indicators_place",
        ["code", "level", "parent_id"],
        has_versions("place_id"),
        "Địa bàn đã có số liệu được duyệt thì không đổi mã, cấp và nơi trực thuộc: hãy ghi ngày hết hiệu lực cho địa "
        "bàn này, lập một địa bàn mới và đánh dấu «đứt chuỗi» ở số liệu đầu của nó.",
    ),
    *fixed(
        "unit_factor",
        "indicators_unit",
        ["name", "dimension", "factor"],
        OF_UNIT,
        "Đơn vị tính đã có số liệu được duyệt thì không đổi tên, đại lượng và hệ số: hãy lập một đơn vị tính mới.",
    ),
]  # fmt: skip
