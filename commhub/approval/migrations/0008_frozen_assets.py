"""Installs the guards anew, for the tables of assets that got rules and widths."""

from typing import Any

from django.db import migrations

from commhub.approval import frozen


def install(apps: Any, schema_editor: Any) -> None:
    frozen.install(schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("approval", "0007_people_of_a_review"),
        ("brand_assets", "0003_asset_rules"),
    ]

    operations = [migrations.RunPython(install, migrations.RunPython.noop, elidable=False)]
