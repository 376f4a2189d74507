"""Moves the terms of the one table that there was into the list "main", live as they were; without terms it does nothing."""

from typing import Any

from django.db import migrations
from django.utils import timezone

AUTHOR = "starter-library-author"
NOTE = "The terms as they were before term lists had versions."


def move(apps: Any, schema_editor: Any) -> None:
    term, user = apps.get_model("lint", "Term"), apps.get_model("auth", "User")
    rows = list(term.objects.filter(version=None))
    if not rows:
        return
    # Nobody can log in as the author: no password fits this one.
    author, _ = user.objects.get_or_create(username=AUTHOR, defaults={"is_active": False, "password": "!"})
    terms, _ = apps.get_model("lint", "TermList").objects.get_or_create(key="main", defaults={"label": "Main list"})
    version = apps.get_model("lint", "TermListVersion").objects.create(
        term_list=terms, number=1, state="live", author=author, note=NOTE, submitted_at=timezone.now()
    )
    for row in rows:
        row.version = version
        row.key = f"{row.locale}.{row.rule}.{row.text}"
    term.objects.bulk_update(rows, ["version", "key"], batch_size=500)


def back(apps: Any, schema_editor: Any) -> None:
    apps.get_model("lint", "Term").objects.exclude(version__state="live").delete()
    apps.get_model("lint", "Term").objects.update(version=None)


class Migration(migrations.Migration):
    dependencies = [("lint", "0002_term_lists")]

    operations = [migrations.RunPython(move, back, elidable=False)]
