"""What the address of a database stands for: Django's settings of its connection."""

import errno

import dj_database_url

SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"


def database(url):
    """The connection a URL names; options given in the URL win, but for the mark the audit needs."""
    # A connection belongs to a thread of the server and is used again by the thread's next requests.
    settings = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    given = settings.get("OPTIONS", {})
    if settings["ENGINE"] == SQLITE:
        settings["OPTIONS"] = {
            # A DEFERRED transaction that reads and then writes fails at once with "database is locked".
            "transaction_mode": "IMMEDIATE",
            # Longer than the largest sheet holds the only write lock: whoever saves meanwhile waits for it.
            "timeout": 60,
            # Readers go on beside the writer; a power cut may lose the last moment, never the file.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
        } | given
    if settings["ENGINE"] == POSTGRESQL:
        # The audit triggers tell the application's own writes from those of psql by this setting.
        marked = f"{given.get('options', '')} -c book.actor=app".strip()
        # A server that does not answer must not hold a request for minutes.
        settings["OPTIONS"] = {"connect_timeout": 5} | given | {"options": marked}
    return settings


def out_of_room(error):
    """Whether a write failed because the disk takes no more, be it a file's or the database's."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    cause = getattr(error, "__cause__", None)
    # A quota of the account reaches SQLite as a write that failed.
    is_full = getattr(cause, "sqlite_errorname", "") in {"SQLITE_FULL", "SQLITE_IOERR_WRITE"}
    return is_full or getattr(cause, "sqlstate", "") == "53100"


def ended_for_another(error):
    """Whether PostgreSQL ended a transaction because another waited for it and it for that one."""
    return getattr(getattr(error, "__cause__", None), "sqlstate", "") in {"40P01", "40001"}


def rule_broken(error):
    """What a rule that the database itself keeps says of a write, in its own words; "" for any other refusal."""
    cause = error.__cause__
    if getattr(cause, "sqlite_errorname", "") == "SQLITE_CONSTRAINT_TRIGGER":
        return str(cause)
    # Only our own triggers raise the bare class of integrity errors; constraints have codes of their own.
    return cause.diag.message_primary if getattr(cause, "sqlstate", "") == "23000" else ""
