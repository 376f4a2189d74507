"""Installs the guard of commhub.approval.frozen."""

from typing import Any

from django.db import migrations

from commhub.approval import frozen


def install(apps: Any, schema_editor: Any) -> None:
    frozen.install(schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("approval", "0001_initial"),
        ("templates_store", "0001_initial"),
        ("brand_assets", "0001_initial"),
    ]

    operations = [migrations.RunPython(install, elidable=False)]
