"""Installs the guards anew: the language that a brand falls back to was approved with what is live of it."""

from typing import Any

from django.db import migrations

from commhub.approval import frozen


def install(apps: Any, schema_editor: Any) -> None:
    frozen.install(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("approval", "0011_frozen_against_rows_that_move"), ("brand_assets", "0004_alt_of_versions")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop, elidable=False)]
