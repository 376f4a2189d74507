"""Installs the guards anew: the text for people who cannot see a picture is a part of its version now."""

from typing import Any

from django.db import migrations

from commhub.approval import frozen


def install(apps: Any, schema_editor: Any) -> None:
    frozen.install(schema_editor)


def remove(apps: Any, schema_editor: Any) -> None:
    frozen.remove(schema_editor, ["brand_assets_asset", "brand_assets_assetversion"])


class Migration(migrations.Migration):
    dependencies = [("approval", "0009_frozen_brands_and_rules"), ("brand_assets", "0004_alt_of_versions")]

    operations = [migrations.RunPython(install, remove, elidable=False)]
