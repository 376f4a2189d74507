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
    """One warning for each active term whose rule type is unknown."""
    terms = apps.get_model("lint", "Term")  # models cannot be imported while apps are being set up
    found: list[CheckMessage] = []
    for alias in databases or ():
        if terms._meta.db_table not in connections[alias].introspection.table_names():
            continue  # before the first migrate there are no terms
        rows = terms._default_manager.using(alias).filter(active=True).exclude(rule__in=rule_types.names())
        for text, locale, rule in rows.order_by("locale", "text").values_list("text", "locale", "rule"):
            found.append(
                CheckWarning(
                    f"The term '{text}' ({locale}) is of the rule type '{rule}', which is not installed: "
                    "nothing is sent while it is active.",
                    hint="Install the rule type again, or edit the term or make it inactive.",
                    id="commhub.W002",
                )
            )
    return found
