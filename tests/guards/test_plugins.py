"""Every plug-in that is registered carries a permanent name of its own, in kebab-case, and a label for people."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest

from commhub.channels import channels
from commhub.decide.operators import operators
from commhub.deliver.providers import providers
from commhub.lint.formats import formats
from commhub.lint.rules import rule_types
from commhub.plugins import NAME_FORM, Registry
from commhub.render.html.checks import html_checks
from tests.guards.source import code_files, parsed

REGISTRIES: list[Registry[Any]] = [channels, providers, rule_types, operators, html_checks, formats]


def registered_packages(tree: ast.Module) -> set[str]:
    """The packages for which a module makes a registry: the first argument of `Registry(...)`."""
    return {
        str(node.args[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Registry"
        if node.args and isinstance(node.args[0], ast.Constant)
    }


def bad_names(names: Iterable[str]) -> list[str]:
    """The names that are not kebab-case, or that two plug-ins of one kind share."""
    counted = Counter(names)
    return sorted(name for name, times in counted.items() if times > 1 or not NAME_FORM.match(name))


def test_this_guard_knows_every_registry() -> None:
    made = set().union(*(registered_packages(parsed(path)) for path in code_files()))
    assert made == {registry.package for registry in REGISTRIES}


@pytest.mark.parametrize("registry", REGISTRIES, ids=lambda registry: registry.package)
def test_names_are_kebab_case_and_unique(registry: Registry[Any]) -> None:
    plugins = list(registry)
    assert plugins
    assert bad_names(plugin.name for plugin in plugins) == []
    assert [plugin.name for plugin in plugins if not plugin.label.strip()] == []


def test_the_guard_sees_what_is_wrong() -> None:
    assert bad_names(["email", "hot-folder", "Hot-Folder", "sms_http", "email"]) == ["Hot-Folder", "email", "sms_http"]
    assert registered_packages(ast.parse('a: Registry[A] = Registry("x.y", A)\nb = Other("z")')) == {"x.y"}
