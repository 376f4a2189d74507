"""The database's own guard of what is only ever added to: the audit log, and the decisions about versions.

SQLite, which serves the demo and tests, guards changes; PostgreSQL guards deletions as well. Whoever may empty a whole table
(TRUNCATE) is not stopped, since the tests that run beside transactions empty theirs that way: `verify` finds that, by the end
that is noted apart or by a hash that was kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

TABLE: Final = "audit_auditentry"
REASON: Final = "the audit log is only ever added to"


def statements(vendor: str, table: str = TABLE, reason: str = REASON) -> Iterator[str]:
    """The SQL that installs the guard of a table on a database of this kind (sqlite or postgresql)."""
    if vendor == "sqlite":
        yield (
            f"CREATE TRIGGER {table}_append_only_update BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
        )
        return
    yield (
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    yield (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
    )
