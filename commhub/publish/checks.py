"""The system check that names the codes which live templates print and which have no words; it runs with the database
checks."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning
from django.db import DatabaseError, connections


def check_codes_have_words(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """One warning for each such choice: sends that hold it are refused."""
    if "default" not in (databases or ()):
        return []
    there = set(connections["default"].introspection.table_names())
    needed = {apps.get_model(name)._meta.db_table for name in ("publish.LiveEdition", "codes.CodeEntry")}
    if not needed <= there:
        return []  # before the first migrate, or the one that brought the dictionary
    words = import_module("commhub.publish.words")  # models cannot be imported while apps are being set up
    try:
        gaps = words.live_gaps()
    except DatabaseError:
        return []  # the tables are older than the code: migrate, which runs the checks first, is about to put that right
    return [
        CheckWarning(
            f"The live template '{one.template}' prints the choice '{one.code}' of {one.variable}, which has no words for "
            f"customers in {one.locale}: sends with it are refused.",
            hint="Add them to the code dictionary in the desk.",
            id="commhub.W003",
        )
        for one in gaps
    ]
