"""The triggers on SQLite: one each for insert, update and delete of a table, naming its columns.

A row that another program overwrites with REPLACE leaves its insertion only; what it was stands in its earlier entries.
"""

from indicators.audit.actor import EMPTYING
from indicators.audit.guards import CLOCK, EXEMPT
from indicators.audit.intervals import NEXT, put_right, quoted
from indicators.audit.tables import CHANGES, TRAIL

COLUMNS = """
    SELECT tables.name, columns.name, columns.type
    FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns
    WHERE tables.type = 'table'
    ORDER BY tables.name, columns.cid
"""
INSTALLED = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit\\_%' ESCAPE '\\'"
# As Django writes a moment here.
NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
# A column cannot be dropped or renamed under a trigger that names it.
IN_THE_WAY_OF_MIGRATIONS = True

ENTRY = """
AFTER {event} ON "{table}" {condition}
BEGIN
    INSERT INTO "{trail}" (at, user_id, origin, via, "table", row, owner_table, owner_row, action, before, after)
    SELECT
        strftime('%Y-%m-%d %H:%M:%f000', 'now'),
        CASE WHEN actor GLOB '[0-9]*' THEN CAST(actor AS INTEGER) END,
        CASE actor WHEN '' THEN 'outside' ELSE 'app' END,
        CASE instr(actor, ' ') WHEN 0 THEN '' ELSE substr(actor, instr(actor, ' ') + 1) END,
        '{table}', {row}."{key}", '{owner}', {row}."{owner_key}", '{action}', {before}, {after}
    FROM (SELECT char() AS actor){changes};
END
"""
KEEP = """
BEFORE {event} ON "{trail}" {condition}
BEGIN
    SELECT RAISE(ABORT, 'Nhật ký chỉ được đọc và ghi thêm, không được sửa hay xóa.');
END
"""
GUARD = """
{when} {event} ON "{table}" WHEN ({condition}) AND char() NOT IN ({exempt})
BEGIN
    {statement};
END
"""
TELL = """
AFTER {event} ON "{table}"
BEGIN
    UPDATE "{changes}" SET mark = mark + 1, at = strftime('%Y-%m-%d %H:%M:%f000', 'now') WHERE "table" = '{table}';
    INSERT INTO "{changes}" ("table", mark, at) SELECT '{table}', 1, strftime('%Y-%m-%d %H:%M:%f000', 'now')
        WHERE NOT EXISTS (SELECT 1 FROM "{changes}" WHERE "table" = '{table}');
END
"""
# Of a series some row of which came, went or moved: each row until the next.
FOLLOW = """
AFTER {event} ON "{table}" {condition}
BEGIN
    UPDATE "{table}" SET "until" = {next} WHERE {series} AND "until" IS NOT {next};
END
"""


def columns_of_tables(cursor):
    """The columns a person fills, and their types, of each table; generated ones are not among them."""
    cursor.execute(COLUMNS)
    columns = {}
    for table, column, type_name in cursor.fetchall():
        columns.setdefault(table, {})[column] = type_name.lower()
    return columns


def triggers_of(table, columns):
    """Each trigger of a table: a short name for what it does, and the statement that makes it."""
    kept = {column: kind for column, kind in columns.items() if column not in table.left_out}

    def filled(row):
        return "json_object({})".format(", ".join(f"'{column}', {_json(table, row, column, kept)}" for column in kept))

    differs = {column: f'OLD."{column}" IS NOT NEW."{column}"' for column in kept}
    # All as text: a compound SELECT gives every row the column type of its first, and the code 007 would become 7.
    changes = " UNION ALL ".join(
        f"SELECT '{column}' AS name, CAST(json_quote({_json(table, 'OLD', column, kept)}) AS TEXT) AS was,"
        f" CAST(json_quote({_json(table, 'NEW', column, kept)}) AS TEXT) AS is_now WHERE {differs[column]}"
        for column in kept
    )
    common = vars(table) | {"table": table.name, "trail": TRAIL}
    return {
        "insert": ENTRY.format(
            **common,
            **{"event": "INSERT", "condition": "", "row": "NEW", "action": "I"},
            **{"before": "NULL", "after": filled("NEW"), "changes": ""},
        ),
        "update": ENTRY.format(
            **common,
            **{"event": "UPDATE", "condition": f"WHEN {' OR '.join(differs.values())}", "row": "NEW", "action": "U"},
            **{"before": "json_group_object(name, json(was))", "after": "json_group_object(name, json(is_now))"},
            changes=f", ({changes})",
        ),
        "delete": ENTRY.format(
            **common,
            **{"event": "DELETE", "condition": "", "row": "OLD", "action": "D"},
            **{"before": filled("OLD"), "after": "NULL", "changes": ""},
        ),
    }


def _json(table, row, column, kinds):
    if column in table.secret:
        return "'***'"
    # Text keeps a decimal as it is, and takes whatever another program put there; JSON knows no bytes.
    is_whole = "int" in kinds[column] or kinds[column] == "bool"
    return f'{row}."{column}"' if is_whole else f'CAST({row}."{column}" AS TEXT)'


def triggers_of_trail():
    """The triggers that keep what is recorded."""
    return {
        "keep_as_it_is": KEEP.format(trail=TRAIL, event="UPDATE", condition=""),
        "keep_at_all": KEEP.format(trail=TRAIL, event="DELETE", condition=f"WHEN char() <> '{EMPTYING}'"),
        "keep_from_replace": KEEP.format(
            trail=TRAIL, event="INSERT", condition=f'WHEN EXISTS (SELECT 1 FROM "{TRAIL}" WHERE id = NEW.id)'
        ),
    }


def guard_triggers(guards):
    """The triggers that keep rules over several rows: (table, name) → the statement that makes it."""
    return {(guard.table, f"guard_{guard.name}"): _guard(guard) for guard in guards}


def _guard(guard):
    condition = guard.when.replace("IS DISTINCT FROM", "IS NOT").replace(CLOCK, NOW)
    return GUARD.format(
        when="BEFORE" if guard.refusal else "AFTER",
        event=guard.event,
        table=guard.table,
        condition=condition,
        exempt=", ".join(f"'{actor}'" for actor in EXEMPT),
        statement=f"SELECT RAISE(ABORT, '{guard.refusal}')" if guard.refusal else guard.effect,
    )


# Marks are counts: they stay right wherever the file is taken.
BROUGHT_ALONG = ""


def telling(table):
    """The triggers that tell that a table was changed."""
    return {
        f"tell_{event.lower()}": TELL.format(event=event, table=table, changes=CHANGES)
        for event in ("INSERT", "UPDATE", "DELETE")
    }


def intervals(series):
    """The triggers that keep until when each row of a table of dated series holds."""
    table, columns = series.table, series.columns

    def same(one, other):
        return " AND ".join(f'{one}."{column}" = {other}."{column}"' for column in columns)

    def following(event, row, condition=""):
        next_of_row = NEXT.format(table=quoted(table), series=same("later", f'"{table}"'), row=f'"{table}"')
        return FOLLOW.format(
            event=event, table=table, condition=condition, next=next_of_row, series=same(f'"{table}"', row)
        )

    listed = ", ".join(map(quoted, [*columns, "on"]))
    moved = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in [*columns, "on"])
    is_wrong = f'NEW."until" IS NOT {NEXT.format(table=quoted(table), series=same("later", "NEW"), row="NEW")}'
    return {
        "until_new": following("INSERT", "NEW"),
        "until_moved": following(f'UPDATE OF {listed}, "until"', "NEW", f"WHEN {moved} OR {is_wrong}"),
        "until_moved_away": following(f"UPDATE OF {listed}", "OLD", f"WHEN {moved}"),
        "until_gone": following("DELETE", "OLD"),
    }


def filling(series):
    """The statement that fills in until when the rows of a table hold that is older than the triggers."""
    return put_right(series).replace("IS DISTINCT FROM", "IS NOT")


def functions(cursor):
    """SQLite has none: each trigger says all it does."""
    return []


def drop(table, name):
    return f'DROP TRIGGER IF EXISTS "{name}"'
