"""The system check that names the terms whose rule type is not installed; it runs with the database checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning
from django.db import connections

from commhub.lint.rules import rule_types


def check_stored_rule_types(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """One warning for each active term of a live list whose rule type is unknown."""
    terms = apps.get_model("lint", "Term")  # models cannot be imported while apps are being set up
    versions = apps.get_model("lint", "TermListVersion")
    found: list[CheckMessage] = []
    for alias in databases or ():
        if versions._meta.db_table not in connections[alias].introspection.table_names():
            continue  # before the first migrate, or the one that brought lists, there are none
        rows = terms._default_manager.using(alias).filter(active=True, version__state="live")
        unknown = rows.exclude(rule__in=rule_types.names()).order_by("locale", "text")
        for text, locale, rule, key in unknown.values_list("text", "locale", "rule", "version__term_list__key"):
            found.append(
                CheckWarning(
                    f"The term '{text}' ({locale}) of the list {key} is of the rule type '{rule}', which is not "
                    "installed: nothing is sent while it is active.",
                    hint="Install the rule type again, or have a version of the list approved without the term.",
                    id="commhub.W002",
                )
            )
    return found
