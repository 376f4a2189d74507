"""Installs the guard of term lists, of commhub.approval.frozen.

There is no way back: a guard that a migration lifts is none, and what it guarded would be anybody's to change.
"""

from typing import Any

from django.db import migrations

from commhub.approval import frozen


def install(apps: Any, schema_editor: Any) -> None:
    frozen.install(schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("approval", "0002_frozen_versions"),
        ("lint", "0004_every_term_in_a_version"),
    ]

    operations = [migrations.RunPython(install, elidable=False)]
