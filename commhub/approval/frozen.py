"""The database's own guard: what has left draft cannot be changed, by whatever code or hand.

The migrations of this app install it. SQLite, which serves the demo and tests, guards changes and additions; PostgreSQL
guards deletions as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CONTENT_COLUMNS: Final = {
    "templates_store_templateversion": (
        "template_id", "number", "variables", "source_locale", "required_locales", "until",
    ),
    "templates_store_contentblockversion": ("block_id", "number", "source_locale"),
    "templates_store_layoutversion": ("layout_id", "number", "source", "settings"),
    "brand_assets_brandversion": ("brand_id", "number", "tokens"),
    "brand_assets_assetversion": ("asset_id", "number", "alt", "email_width", "print_width"),
    "decide_rulebookversion": ("book_id", "number"),
}  # fmt: skip
"""The columns of each version table that are content: they may change in a draft only, and what was decided on never
becomes a draft again."""
LIFE_COLUMNS: Final = ("author_id", "note", "effective_from", "review_by")
"""What every version table has beside: whose it is, and what its author promised about it."""
OWNER_COLUMNS: Final = {
    "templates_store_template": ("templates_store_templateversion", "template_id", ("key", "category_id")),
    "templates_store_contentblock": ("templates_store_contentblockversion", "block_id", ("key",)),
    "decide_rulebook": ("decide_rulebookversion", "book_id", ("key",)),
    "brand_assets_brand": ("brand_assets_brandversion", "brand_id", ("key", "default_locale")),
    "brand_assets_asset": ("brand_assets_assetversion", "asset_id", ("slot", "brand_id")),
}
"""What a version's owner says itself that is part of what was approved: it may change while all versions are drafts.
For each table: its version table, that one's foreign key, and the columns."""
ROWS_OF: Final = {
    "templates_store_testset": "templates_store_templateversion",
    "templates_store_templatebrand": "templates_store_templateversion",
    "decide_channelrule": "decide_rulebookversion",
    "templates_store_part": "templates_store_templateversion",
    "templates_store_blocktext": "templates_store_contentblockversion",
    "brand_assets_assetvariant": "brand_assets_assetversion",
}
"""The tables whose rows belong to a version (by version_id), and that version's table."""
TERM_LISTS: Final = {"lint_termlistversion": ("term_list_id", "number", "policy")}
TERM_LIST_OWNERS: Final = {"lint_termlist": ("lint_termlistversion", "term_list_id", ("key",))}
TERM_LIST_ROWS: Final = {"lint_term": "lint_termlistversion"}
"""The same for term lists, whose tables came later."""
REASON: Final = "a version that has left draft cannot change"
WAIVER: Final = (
    "rule", "scope", "scope_key", "fingerprint", "surface", "sentence", "requester_id", "requested_at", "approver_id",
    "approved_at", "expires_at",
)  # fmt: skip
"""What of an approved waiver cannot change: it is only revoked, and its uses are counted."""
BATCH: Final = ("version_id", "made_at", "size", "closed")
WAIVER_REASON: Final = "an approved waiver cannot change, and a closed batch of waivers only shrinks"


def install(editor: BaseDatabaseSchemaEditor) -> None:
    """Install all guards anew, for the tables and columns that stand by now.

    SQLite drops the guards of a table that a migration makes anew, so every migration that alters a guarded table must be
    followed by one of this app that calls this.
    """
    vendor = editor.connection.vendor
    inspect = editor.connection.introspection
    with editor.connection.cursor() as cursor:
        columns = {
            table: {column.name for column in inspect.get_table_description(cursor, table)}
            for table in inspect.table_names(cursor)
        }
    content = {
        table: tuple(name for name in (*names, *LIFE_COLUMNS) if name in columns[table])
        for table, names in {**CONTENT_COLUMNS, **TERM_LISTS}.items()
        if table in columns
    }
    owners = {
        table: (versions, key, tuple(name for name in names if name in columns[table]))
        for table, (versions, key, names) in {**OWNER_COLUMNS, **TERM_LIST_OWNERS}.items()
        if table in columns and versions in columns
    }
    rows = {
        table: owner
        for table, owner in {**ROWS_OF, **TERM_LIST_ROWS}.items()
        if {table, owner} <= set(columns) and "version_id" in columns[table]
    }
    remove(editor, {**content, **owners, **rows})
    for statement in _guards(vendor, content, owners, rows):
        editor.execute(statement, params=None)


def install_for_waivers(editor: BaseDatabaseSchemaEditor) -> None:
    """Install the guards of waivers and their batches anew."""
    remove(editor, ("lint_lintwaiver", "lint_waiverbatch"))
    for statement in statements_for_waivers(editor.connection.vendor):
        editor.execute(statement, params=None)


def remove(editor: BaseDatabaseSchemaEditor, tables: Iterable[str]) -> None:
    """Take the guards of these tables away. A migration that makes a table anew on SQLite needs that first, where a guard of
    another table looks into it."""
    vendor = editor.connection.vendor
    for table in tables:
        for event in ("insert", "update", "delete"):
            on = f" ON {table}" if vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen_{event}{on}", params=None)
            if vendor == "postgresql":
                editor.execute(f"DROP FUNCTION IF EXISTS {table}_frozen_{event}()", params=None)


def statements_for_waivers(vendor: str) -> Iterator[str]:
    """The SQL that installs the guard of waivers and their batches."""
    make = _sqlite if vendor == "sqlite" else _postgresql
    closed = "NEW.batch_id IS NOT NULL AND (SELECT closed FROM lint_waiverbatch WHERE id = NEW.batch_id)"
    yield from make("lint_lintwaiver", "INSERT", closed, WAIVER_REASON)
    approved = f"OLD.approved_at IS NOT NULL AND ({_changed(vendor, WAIVER)})"
    back = f"OLD.revoked_at IS NOT NULL AND ({_changed(vendor, ('revoked_at',))})"
    moved = _changed(vendor, ("batch_id",))
    yield from make("lint_lintwaiver", "UPDATE", f"({approved}) OR ({back}) OR ({moved})", WAIVER_REASON)
    yield from make("lint_waiverbatch", "UPDATE", f"OLD.closed AND ({_changed(vendor, BATCH)})", WAIVER_REASON)


def _changed(vendor: str, columns: Sequence[str]) -> str:
    operator = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    return " OR ".join(f'NEW."{column}" {operator} OLD."{column}"' for column in columns)


def _guards(
    vendor: str,
    content_columns: Mapping[str, tuple[str, ...]],
    owner_columns: Mapping[str, tuple[str, str, tuple[str, ...]]],
    rows_of: Mapping[str, str],
) -> Iterator[str]:
    make = _sqlite if vendor == "sqlite" else _postgresql
    for table, columns in content_columns.items():
        changed = _changed(vendor, columns)
        back = "OLD.state NOT IN ('draft', 'in-review') AND NEW.state IN ('draft', 'in-review')"
        yield from make(table, "UPDATE", f"(OLD.state <> 'draft' AND ({changed})) OR ({back})")
    for table, (version_table, key, columns) in owner_columns.items():
        changed = _changed(vendor, columns)
        # All names are constants above, never input.
        seen = f"EXISTS (SELECT 1 FROM {version_table} WHERE {key} = OLD.id AND state <> 'draft')"  # noqa: S608
        yield from make(table, "UPDATE", f"({changed}) AND {seen}")
    for table, version_table in rows_of.items():
        # A row that changes hands is a part of two versions: of the one that it leaves and of the one that it comes to.
        for event, ids in (
            ("INSERT", "NEW.version_id"),
            ("UPDATE", "OLD.version_id, NEW.version_id"),
            ("DELETE", "OLD.version_id"),
        ):
            if vendor == "sqlite" and event == "DELETE":
                continue
            # All names are constants above, never input.
            seen = f"EXISTS (SELECT 1 FROM {version_table} WHERE id IN ({ids}) AND state <> 'draft')"  # noqa: S608
            yield from make(table, event, seen)


def _sqlite(table: str, event: str, condition: str, reason: str = REASON) -> Iterator[str]:
    yield (
        f"CREATE TRIGGER {table}_frozen_{event.lower()} BEFORE {event} ON {table} FOR EACH ROW WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
    )


def _postgresql(table: str, event: str, condition: str, reason: str = REASON) -> Iterator[str]:
    name = f"{table}_frozen_{event.lower()}"
    result = "OLD" if event == "DELETE" else "NEW"
    yield (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
        f"RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {result}; END $$"
    )
    yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
