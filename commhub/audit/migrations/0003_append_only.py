"""Installs the guard of commhub.audit.append_only."""

from typing import Any

from django.db import migrations

from commhub.audit.append_only import statements


def install(apps: Any, schema_editor: Any) -> None:
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_head")]

    operations = [migrations.RunPython(install, elidable=False)]
