"""The triggers on PostgreSQL: the same few functions under every table.

New rows are recorded by the statement, in one INSERT … SELECT. Changed and deleted ones are recorded row by row: of a
statement's rows before and after nothing says which belong together where a key changes.
The functions write with the rights of their owner: a role that may change a table leaves its trail without being able
to touch the trail. TRUNCATE is recorded as the deletion of each row.
"""

from config.models import TURN
from indicators.audit.actor import APPLICATION, EMPTYING
from indicators.audit.guards import EXEMPT, KEPT_TABLES, VERSIONS_STAND
from indicators.audit.intervals import NEXT, put_right, quoted
from indicators.audit.kept_back import all_guards
from indicators.audit.tables import CHANGES, TRAIL

COLUMNS = """
    SELECT table_name, column_name, data_type FROM information_schema.columns
    WHERE table_schema = current_schema()
"""
INSTALLED = """
    SELECT pg_class.relname, pg_trigger.tgname
    FROM pg_trigger JOIN pg_class ON pg_class.oid = pg_trigger.tgrelid
    WHERE pg_trigger.tgname LIKE 'audit\\_%' AND pg_trigger.tgenabled <> 'D'
        AND pg_class.relnamespace = current_schema()::regnamespace
"""
IN_THE_WAY_OF_MIGRATIONS = False

ACTOR = f"""
    actor text := coalesce(current_setting('book.actor', true), '');
    who text := split_part(actor, ' ', 1);
    -- At most 18 digits: anything longer is no id, and must not make the write fail.
    user_id bigint := CASE WHEN who ~ '^[0-9]{{1,18}}$' THEN who::bigint END;
    is_inside boolean := user_id IS NOT NULL OR who = '{APPLICATION}';
    origin text := CASE WHEN is_inside THEN 'app' ELSE 'outside' END;
    via text := left(CASE WHEN is_inside THEN split_part(actor, ' ', 2) ELSE session_user::text END, 64);
    left_out text[] := TG_ARGV[0];
    secret text[] := TG_ARGV[1];
    key text := TG_ARGV[2];
    owner_table text := TG_ARGV[3];
    owner_key text := TG_ARGV[4];
"""
ENTRY = f"""
    INSERT INTO {{schema}}.{TRAIL}
        (at, user_id, origin, via, "table", "row", owner_table, owner_row, action, before, after)
"""
RECORD_NEW = (
    ACTOR
    + """
    moment timestamptz := clock_timestamp();
    masked jsonb := coalesce((SELECT jsonb_object_agg(name, '***') FROM unnest(secret) AS name), '{}');
BEGIN
"""
    + ENTRY
    + """
    SELECT moment, user_id, origin, via, TG_TABLE_NAME, (new_row ->> key)::bigint,
        owner_table, (new_row ->> owner_key)::bigint, 'I', NULL, new_row - left_out || masked
    -- Without OFFSET the row would be made JSON anew for each of the three places that name it.
    FROM (SELECT to_jsonb(arrived) AS new_row FROM arrived OFFSET 0) AS rows;
    RETURN NULL;
END
"""
)
RECORD_ROW = (
    ACTOR
    + """
    old_row jsonb := to_jsonb(OLD) - left_out;
    new_row jsonb;
    any_row jsonb;
    before jsonb := old_row;
    after jsonb;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        new_row := to_jsonb(NEW) - left_out;
        IF old_row = new_row THEN RETURN NULL; END IF;
        SELECT jsonb_object_agg(field.key, old_row -> field.key), jsonb_object_agg(field.key, field.value)
        INTO before, after
        FROM jsonb_each(new_row) AS field WHERE field.value IS DISTINCT FROM old_row -> field.key;
    END IF;
    FOR i IN 1 .. cardinality(secret) LOOP
        IF before ? secret[i] THEN before := jsonb_set(before, secret[i:i], '"***"'); END IF;
        IF after ? secret[i] THEN after := jsonb_set(after, secret[i:i], '"***"'); END IF;
    END LOOP;
    any_row := coalesce(new_row, old_row);
"""
    + ENTRY
    + """
    VALUES (clock_timestamp(), user_id, origin, via, TG_TABLE_NAME, (any_row ->> key)::bigint,
            owner_table, (any_row ->> owner_key)::bigint, left(TG_OP, 1), before, after);
    RETURN NULL;
END
"""
)
RECORD_TRUNCATE = (
    ACTOR
    + f"""
BEGIN
    IF actor = '{EMPTYING}' THEN RETURN NULL; END IF;
    EXECUTE format($query$
"""
    + ENTRY
    + """
        SELECT clock_timestamp(), $1, $2, $3, $4, (old_row ->> $5)::bigint, $6, (old_row ->> $7)::bigint, 'D',
            old_row - $8 || coalesce((SELECT jsonb_object_agg(name, '***') FROM unnest($9) AS name), '{}'), NULL
        FROM (SELECT to_jsonb(found) AS old_row FROM %I.%I AS found OFFSET 0) AS rows
    $query$, TG_TABLE_SCHEMA, TG_TABLE_NAME)
    USING user_id, origin, via, TG_TABLE_NAME, key, owner_table, owner_key, left_out, secret;
    RETURN NULL;
END
"""
)
KEEP = f"""
BEGIN
    IF coalesce(current_setting('book.actor', true), '') = '{EMPTYING}' THEN RETURN NULL; END IF;
    RAISE EXCEPTION 'Nhật ký chỉ được đọc và ghi thêm, không được sửa hay xóa.';
END
"""
EXEMPT_ACTORS = ", ".join(f"'{actor}'" for actor in EXEMPT)
# A rule of several rows speaks as a constraint does, so that forms and sheets tell it as one.
REFUSE = f"""
    IF ({{condition}}) AND coalesce(current_setting('book.actor', true), '') NOT IN ({EXEMPT_ACTORS}) THEN
        RAISE EXCEPTION USING MESSAGE = '{{refusal}}', ERRCODE = 'integrity_constraint_violation';
    END IF;
"""
FOLLOW = f"""
    IF ({{condition}}) AND coalesce(current_setting('book.actor', true), '') NOT IN ({EXEMPT_ACTORS}) THEN
        {{effect}};
    END IF;
"""
# Before a statement looks for its rows: one transaction at a time writes dated rows. They write the rows beside their
# own, so two that held a row each would wait for each other; and the second sees what the first wrote.
TAKE_TURN = f"""
BEGIN
    PERFORM pg_advisory_xact_lock({TURN});
    RETURN NULL;
END
"""
# Owners some row of which came, went or moved: each of their rows says until when it holds. What this writes itself
# comes here once more and finds nothing to do.
KEEP_INTERVALS = """
    owners bigint[];
    series text := (
        SELECT string_agg(format('later.%1$s = kept.%1$s', name), ' AND ')
        FROM regexp_split_to_table(TG_ARGV[2], ', ') AS name
    );
BEGIN
    EXECUTE format(
        CASE TG_OP
            WHEN 'INSERT' THEN 'SELECT array_agg(DISTINCT %1$I) FROM arrived'
            WHEN 'DELETE' THEN 'SELECT array_agg(DISTINCT %1$I) FROM gone'
            ELSE 'SELECT array_agg(DISTINCT %1$I) FROM ('
                '(SELECT %2$s FROM gone EXCEPT SELECT %2$s FROM arrived)'
                ' UNION ALL (SELECT %2$s FROM arrived EXCEPT SELECT %2$s FROM gone)) AS moved'
        END, TG_ARGV[1], TG_ARGV[2] || ', "on", "until"') INTO owners;
    IF owners IS NULL THEN RETURN NULL; END IF;
    EXECUTE format(
        'UPDATE %1$I.%2$I AS kept SET "until" = {next} WHERE %3$I = ANY ($1) AND "until" IS DISTINCT FROM {next}',
        TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_ARGV[1], series) USING owners;
    RETURN NULL;
END
""".replace("{next}", NEXT.format(table="%1$I.%2$I", series="%4$s", row="kept"))
# Each transaction leaves a row of its own: no writer waits for another.
TELL = f"""
BEGIN
    INSERT INTO {{schema}}.{CHANGES} ("table", mark, at)
    VALUES (TG_TABLE_NAME, pg_current_xact_id()::text::bigint, clock_timestamp())
    ON CONFLICT (mark, "table") DO UPDATE SET at = excluded.at;
    RETURN NULL;
END
"""
FUNCTIONS = {
    "audit_new": f"DECLARE{RECORD_NEW}",
    "audit_row": f"DECLARE{RECORD_ROW}",
    "audit_truncate": f"DECLARE{RECORD_TRUNCATE}",
    "audit_keep": KEEP,
    "audit_turn": TAKE_TURN,
    "audit_until": f"DECLARE{KEEP_INTERVALS}",
    "audit_tell": TELL,
}


def columns_of_tables(cursor):
    """The columns of each table, by its name."""
    cursor.execute(COLUMNS)
    columns = {}
    for table, column, type_name in cursor.fetchall():
        columns.setdefault(table, {})[column] = type_name
    return columns


def functions(cursor):
    """The statements that make the functions, in the place of those of an earlier version."""
    cursor.execute("SELECT quote_ident(current_schema())")
    schema = cursor.fetchone()[0]
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
        f" SECURITY DEFINER SET search_path = pg_catalog AS $body${body.replace('{schema}', schema)}$body$"
        for name, body in FUNCTIONS.items()
    ] + [
        f"CREATE OR REPLACE FUNCTION guard_{name}() RETURNS trigger LANGUAGE plpgsql"
        f" SET search_path = {schema}, pg_catalog AS $body$BEGIN{body} RETURN coalesce(NEW, OLD); END$body$"
        for name, body in _guard_bodies().items()
    ]


def _guard_bodies():
    """What each guard does before it lets the row pass."""
    bodies = {
        guard.name: (REFUSE if guard.refusal else FOLLOW).format(
            condition=guard.when, refusal=guard.refusal, effect=guard.effect
        )
        for guard in all_guards()
    }
    return bodies | {"truncated": REFUSE.format(condition="true", refusal=VERSIONS_STAND)}


def guard_triggers(guards):
    """The triggers that keep rules over several rows: (table, name) → the statement that makes it."""
    rows = {
        (guard.table, f"guard_{guard.name}"): (
            f'{"BEFORE" if guard.refusal else "AFTER"} {guard.event} ON "{guard.table}"'
            f" FOR EACH ROW EXECUTE FUNCTION guard_{guard.name}()"
        )
        for guard in guards
    }
    return rows | {
        (
            table,
            "guard_truncated",
        ): f'BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION guard_truncated()'
        for table in sorted(KEPT_TABLES)
    }


def triggers_of(table, columns):
    """Each trigger of a table: a short name for what it does, and the statement that makes it."""
    names = [f"{{{','.join(names)}}}" for names in (table.left_out, table.secret)]
    arguments = ", ".join(f"'{argument}'" for argument in [*names, table.key, table.owner, table.owner_key])
    arrival = f'AFTER INSERT ON "{table.name}" REFERENCING NEW TABLE AS arrived'
    change, truncation = "AFTER UPDATE OR DELETE", "BEFORE TRUNCATE"
    return {
        "new": f"{arrival} FOR EACH STATEMENT EXECUTE FUNCTION audit_new({arguments})",
        "row": f'{change} ON "{table.name}" FOR EACH ROW EXECUTE FUNCTION audit_row({arguments})',
        "truncate": f'{truncation} ON "{table.name}" FOR EACH STATEMENT EXECUTE FUNCTION audit_truncate({arguments})',
    }


# In the database of another server the ids of transactions begin anew: marks brought along from there are none.
BROUGHT_ALONG = f"""
    UPDATE {CHANGES} SET mark = -id WHERE mark >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
"""


def telling(table):
    """The trigger that tells that a table was changed."""
    events = "AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE"
    return {"tell": f'{events} ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION audit_tell()'}


def intervals(series):
    """The triggers that keep until when each row of a table of dated series holds."""
    arguments = (series.key, series.owner, ", ".join(map(quoted, series.columns)))
    told = ", ".join(f"'{argument}'" for argument in arguments)
    rows = {"INSERT": "NEW TABLE AS arrived", "DELETE": "OLD TABLE AS gone"}
    rows["UPDATE"] = " ".join(rows.values())
    turn = f'BEFORE INSERT OR UPDATE OR DELETE ON "{series.table}" FOR EACH STATEMENT EXECUTE FUNCTION audit_turn()'
    return {"turn": turn} | {
        f"until_{event.lower()}": f'AFTER {event} ON "{series.table}" REFERENCING {named}'
        f" FOR EACH STATEMENT EXECUTE FUNCTION audit_until({told})"
        for event, named in rows.items()
    }


filling = put_right


def triggers_of_trail():
    """The trigger that keeps what is recorded."""
    when = f'BEFORE UPDATE OR DELETE OR TRUNCATE ON "{TRAIL}"'
    return {"keep": f"{when} FOR EACH STATEMENT EXECUTE FUNCTION audit_keep()"}


def drop(table, name):
    return f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"'
