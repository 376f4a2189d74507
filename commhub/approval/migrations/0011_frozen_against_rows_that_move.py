"""Installs the guards anew: a row of a draft cannot be moved into a version that has left draft."""

from typing import Any

from django.db import migrations

from commhub.approval import frozen


def install(apps: Any, schema_editor: Any) -> None:
    frozen.install(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("approval", "0010_frozen_alt")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop, elidable=False)]
