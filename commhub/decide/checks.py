"""The system check that names the channel rules whose operator is not installed; it runs with the database checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning
from django.db import connections

from commhub.decide.conditions import operator_names
from commhub.decide.operators import operators


def check_stored_operators(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """One warning for each rule and operator that it names in vain."""
    rules = apps.get_model("decide", "ChannelRule")  # models cannot be imported while apps are being set up
    versions = apps.get_model("decide", "RuleBookVersion")
    found: list[CheckMessage] = []
    for alias in databases or ():
        if versions._meta.db_table not in connections[alias].introspection.table_names():
            continue  # before the first migrate there are no rules, and before they had versions none of a version
        live = rules._default_manager.using(alias).filter(version__state="live")
        for name, tree in live.order_by("priority", "name").values_list("name", "conditions"):
            for operator in sorted(operator_names(tree) - set(operators.names())):
                found.append(
                    CheckWarning(
                        f"The channel rule '{name}' uses the operator '{operator}', which is not installed: "
                        "the rule never matches.",
                        hint="Install the operator again, or edit the rule.",
                        id="commhub.W001",
                    )
                )
    return found
