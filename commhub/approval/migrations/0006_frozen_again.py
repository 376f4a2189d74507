"""Installs the guards anew, for the tables that the migrations before it altered."""

from typing import Any

from django.db import migrations

from commhub.approval import frozen


def install(apps: Any, schema_editor: Any) -> None:
    frozen.install(schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("approval", "0005_publish_road"),
        ("templates_store", "0004_publish_road"),
        ("brand_assets", "0002_publish_road"),
        ("lint", "0009_publish_road"),
    ]

    operations = [migrations.RunPython(install, migrations.RunPython.noop, elidable=False)]
