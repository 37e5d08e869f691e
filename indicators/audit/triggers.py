"""The triggers follow the tables by themselves: after each migration, what is missing is made and what is old goes.

A trigger's name ends in a digest of all that it does, so one look at the names tells whether anything changed.
On SQLite a migration runs without triggers, because a column cannot be dropped under them: rows that a data migration
itself changes leave no trail there. A migration that fails half-way leaves the triggers off, and the check says so.
"""

from hashlib import sha256

from django.core import checks
from django.db import connections, transaction

from indicators.audit import postgresql, sqlite
from indicators.audit.guards import KEPT_TABLES
from indicators.audit.intervals import all_series
from indicators.audit.kept_back import all_guards
from indicators.audit.tables import CHANGES, TRAIL, audited_tables, seen_tables

ENGINES = {"sqlite": sqlite, "postgresql": postgresql}


def follow_tables(using, **kwargs):
    """Bring the triggers in step with the tables that exist now."""
    engine = ENGINES[connections[using].vendor]
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        wanted, installed = wanted_triggers(engine, cursor), installed_triggers(engine, cursor)
        for table, name in installed - wanted.keys():
            cursor.execute(engine.drop(table, name))
        missing = wanted.keys() - installed
        if missing:
            for function in engine.functions(cursor):
                cursor.execute(function)
        for table, name in sorted(missing):
            # A disabled trigger is as good as missing, but its name is taken.
            cursor.execute(engine.drop(table, name))
            cursor.execute(f'CREATE TRIGGER "{name}" {wanted[table, name]}')
        if engine.BROUGHT_ALONG and CHANGES in engine.columns_of_tables(cursor):
            cursor.execute(engine.BROUGHT_ALONG)
        # What was written while they were missing, or before there were any.
        unkept = {table for table, name in missing if name.startswith("audit_until_")}
        for series in all_series():
            if series.table in unkept:
                cursor.execute(engine.filling(series))


def make_way(using, plan, **kwargs):
    """Take the triggers off before tables change, where they would be in the way."""
    engine = ENGINES[connections[using].vendor]
    if plan and engine.IN_THE_WAY_OF_MIGRATIONS:
        with connections[using].cursor() as cursor:
            for table, name in installed_triggers(engine, cursor):
                cursor.execute(engine.drop(table, name))


def wanted_triggers(engine, cursor):
    """The triggers that the tables of this database call for: (table, name) → what comes after the name."""
    columns = engine.columns_of_tables(cursor)
    if TRAIL not in columns:
        return {}
    statements = {(TRAIL, purpose): statement for purpose, statement in engine.triggers_of_trail().items()}
    for table in audited_tables():
        if table.name in columns:
            triggers = engine.triggers_of(table, columns[table.name])
            statements |= {(table.name, purpose): statement for purpose, statement in triggers.items()}
    for table in columns.keys() & set(seen_tables()) if CHANGES in columns else ():
        statements |= {(table, purpose): statement for purpose, statement in engine.telling(table).items()}
    for series in all_series():
        if "until" in columns.get(series.table, ()):
            statements |= {(series.table, purpose): made for purpose, made in engine.intervals(series).items()}
    # A guard asks other tables too: while migrations are on their way, none stands before all of them do.
    if columns.keys() >= KEPT_TABLES:
        guards = [guard for guard in all_guards() if columns.get(guard.table, {}).keys() >= set(guard.needs)]
        statements |= engine.guard_triggers(guards)
    functions = repr(engine.functions(cursor))
    return {
        (table, f"audit_{purpose}_{sha256((functions + statement).encode()).hexdigest()[:12]}"): statement
        for (table, purpose), statement in statements.items()
    }


def installed_triggers(engine, cursor):
    cursor.execute(engine.INSTALLED)
    return set(cursor.fetchall())


@checks.register(checks.Tags.database)
def check_triggers(app_configs, databases, **kwargs):
    """Whether every change leaves its trail; a warning, since an error would forbid the migration that mends it."""
    found = []
    for using in databases or []:
        engine = ENGINES[connections[using].vendor]
        with connections[using].cursor() as cursor:
            missing = wanted_triggers(engine, cursor).keys() - installed_triggers(engine, cursor)
        if missing:
            tables = ", ".join(sorted({table for table, name in missing}))
            found.append(
                checks.Warning(
                    f"Nhật ký thay đổi hoặc khóa dữ liệu đang tắt ở các bảng: {tables}.",
                    hint="Chạy «./dev manage migrate» để bật lại.",
                    id="indicators.W001",
                )
            )
    return found
