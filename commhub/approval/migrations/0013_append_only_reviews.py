"""Guards the decisions: a row of them is added, and never changed or taken away."""

from typing import Any

from django.db import migrations

from commhub.audit.append_only import statements


def install(apps: Any, schema_editor: Any) -> None:
    reason = "a decision about a version is only ever added"
    for statement in statements(schema_editor.connection.vendor, "approval_review", reason):
        schema_editor.execute(statement, params=None)


def lift(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS approval_review_append_only_update", params=None)
    else:
        schema_editor.execute("DROP TRIGGER IF EXISTS approval_review_append_only ON approval_review", params=None)
        schema_editor.execute("DROP FUNCTION IF EXISTS approval_review_append_only()", params=None)


class Migration(migrations.Migration):
    dependencies = [("approval", "0012_frozen_default_locale")]

    operations = [migrations.RunPython(install, lift, elidable=False)]
