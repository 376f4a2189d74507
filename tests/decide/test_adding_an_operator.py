"""An operator is one new file: the example of docs/adding-an-operator.md is dropped in and found working."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

import commhub.decide.operators as package
from commhub.decide.models import ChannelRule
from commhub.decide.operators import operators
from commhub.decide.rules import load_rules, problems_with_conditions
from tests.decide.cases import decided
from tests.dropping_in import dropped_in, example_in
from tests.factories import live_rules

BETWEEN = {"field": "data.amount", "operator": "between", "value": ["100", "500"]}


@pytest.fixture
def between(tmp_path: Path, root: Path) -> Iterator[None]:
    source = example_in(root / "docs" / "adding-an-operator.md")
    with dropped_in(package, operators, tmp_path, "between", source):
        yield


@pytest.mark.django_db
def test_a_rule_in_the_table_can_use_the_guides_example(between: None) -> None:
    live_rules({"name": "Middling sums by letter", "conditions": BETWEEN, "channels": ["print"]})
    amounts = ["99.99", "100", "500.00", "500.01", "some"]
    decisions = [decided(None, *load_rules(), facts={"data": {"amount": amount}}) for amount in amounts]
    assert [one.channel for one in decisions] == ["email", "print", "print", "email", "email"]
    assert decisions[1].explanation == "Letter, because the rule 'Middling sums by letter' says so."


@pytest.mark.django_db
def test_the_new_operator_needs_no_migration(between: None) -> None:
    call_command("makemigrations", "decide", check=True, dry_run=True, verbosity=0)


def test_the_guides_example_tells_what_is_wrong_with_its_value(between: None) -> None:
    assert problems_with_conditions(BETWEEN) == []
    assert problems_with_conditions({**BETWEEN, "value": ["500", "100"]}) == [
        "The conditions: the operator 'between' needs a list of two numbers or dates, the smaller first."
    ]
    assert operators.get("between").holds("2026-05-01", ["2026-01-01", "2026-12-31"]) is True


def test_after_the_file_is_gone_rules_that_use_it_do_not_match() -> None:
    from_before = ChannelRule(name="Middling sums by letter", conditions=BETWEEN)
    told = problems_with_conditions(from_before.conditions)
    assert told[0].startswith("The conditions: there is no operator 'between'; ")
