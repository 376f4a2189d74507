"""Installs the guard of term lists, of commhub.approval.frozen.

There is no way back: a guard that a migration lifts is none, and what it guarded would be anybody's to change.
"""

from typing import Any

from django.db import migrations

from commhub.approval.frozen import statements_for_term_lists


def install(apps: Any, schema_editor: Any) -> None:
    for statement in statements_for_term_lists(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("approval", "0002_frozen_versions"),
        ("lint", "0004_every_term_in_a_version"),
    ]

    operations = [migrations.RunPython(install, elidable=False)]
