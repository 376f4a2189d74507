"""Installs the guards of waivers anew, which another migration took away for a while."""

from typing import Any

from django.db import migrations

from commhub.approval import frozen


def install(apps: Any, schema_editor: Any) -> None:
    frozen.install_for_waivers(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("approval", "0013_append_only_reviews"), ("lint", "0009_publish_road")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop, elidable=False)]
