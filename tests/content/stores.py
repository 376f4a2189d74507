"""Small stores to write to files, and how a tree is brought in tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User

from commhub.content.applying import Applied, apply, check
from commhub.content.plan import Asked, Plan, make_plan
from commhub.content.problems import BadTree
from commhub.content.store import exported_items
from commhub.content.tree import read_items, written
from tests import factories
from tests.store import NOW

Tree = dict[str, bytes]


def small_store() -> Tree:
    """A live block, a live template with a brand, and the tree of it all."""
    factories.listed("deductible")
    factories.publish(factories.block_draft("sign-off", en="Kind regards"))
    factories.live_template("renewal-notice")
    return exported()


def exported(only: str = "") -> Tree:
    return written(exported_items(only))


def planned(tree: Mapping[str, bytes], actor: User | None = None, **asked: Any) -> Plan:
    return make_plan(read_items(tree), Asked(actor or factories.marketer(), **asked))


def brought(tree: Mapping[str, bytes], actor: User | None = None, *, submit: bool = False, **asked: Any) -> Applied:
    """Apply a tree, which has to be fine."""
    person = actor or factories.marketer()
    plan = planned(tree, person, **asked)
    assert check(plan, person, now=NOW).problems == ()
    return apply(plan, person, now=NOW, submit=submit)


def faults(tree: Mapping[str, bytes], actor: User | None = None, **asked: Any) -> list[str]:
    """What is wrong with a tree, as people read it."""
    person = actor or factories.marketer()
    try:
        plan = planned(tree, person, **asked)
    except BadTree as error:
        return [str(one) for one in error.problems]
    return [str(one) for one in check(plan, person, now=NOW).problems]
