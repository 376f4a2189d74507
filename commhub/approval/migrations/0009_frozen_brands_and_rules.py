"""Installs the guards anew: the brands of templates and the channel rules are parts of versions now."""

from typing import Any

from django.db import migrations

from commhub.approval import frozen


def install(apps: Any, schema_editor: Any) -> None:
    frozen.install(schema_editor)


def remove(apps: Any, schema_editor: Any) -> None:
    frozen.remove(
        schema_editor,
        ["decide_rulebook", "decide_rulebookversion", "decide_channelrule", "templates_store_templatebrand"],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("approval", "0008_frozen_assets"),
        ("templates_store", "0006_brands_of_versions"),
        ("decide", "0003_every_rule_in_a_version"),
    ]

    operations = [migrations.RunPython(install, remove, elidable=False)]
