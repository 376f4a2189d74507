"""A rule type is one new file: the example of docs/adding-a-lint-rule.md is dropped in and found working."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

import commhub.lint.rules as package
from commhub.contracts import Readable
from commhub.lint.engine import LintUnavailable, check
from commhub.lint.policy import IGNORE, Policy
from commhub.lint.rules import rule_types
from commhub.lint.ruleset import RuleSet
from commhub.lint.selection import problems_with_term
from tests.dropping_in import dropped_in, example_in
from tests.lint.rows import findings, row

WITH_ROWS = '''"""The rule type opening: a block must not begin with these words."""

from commhub.lint.reading import Hit
from commhub.lint.rules.base import RuleType


class Opening(RuleType):
    name = "opening"
    label = "First words"

    def in_block(self, reading, terms, rules):
        for term in terms:
            if reading.text.startswith(term.text):
                yield Hit(term, 0, len(term.text))

    def problem_with(self, term):
        return "" if term.text else "There are no words"
'''
QUIET = Policy(unknown_acronyms=IGNORE)


@pytest.fixture
def shouting(tmp_path: Path, root: Path) -> Iterator[None]:
    source = example_in(root / "docs" / "adding-a-lint-rule.md")
    with dropped_in(package, rule_types, tmp_path, "shouting", source):
        yield


def test_the_guides_example_works_as_it_stands(shouting: None) -> None:
    listed = findings("Dear Maria,\nＲＥＡＤ THIS NO\u00adW, please. ACT NOW. READ\nTHIS NOW", policy=QUIET)
    assert [(one.surface, one.start, one.rule, one.severity, one.message) for one in listed] == [
        (
            "ＲＥＡＤ THIS NO\u00adW",
            12,
            "shouting",
            "warning",
            "'READ THIS NOW' reads as shouting; write it in small letters.",
        )
    ]
    assert listed[0].context == "ＲＥＡＤ THIS NO\u00adW, please. ACT NOW. READ"


def test_the_guides_example_refuses_rows(shouting: None) -> None:
    assert problems_with_term(row("x", rule="shouting")) == [
        "Words in capitals are found without rows in the term list; this row has no use."
    ]


@pytest.mark.django_db
def test_a_row_can_name_a_new_rule_type_without_a_migration(tmp_path: Path) -> None:
    rows = [row("Unfortunately", rule="opening", severity="advice", suggestion="the news", id="no-news")]
    with dropped_in(package, rule_types, tmp_path, "opening", WITH_ROWS):
        call_command("makemigrations", "lint", check=True, dry_run=True, verbosity=0)
        listed = check([Readable("body", "Unfortunately we must ...\nNot unfortunately")], "en", RuleSet(rows))
    assert [(one.rule, one.surface, one.severity, one.suggestion) for one in listed] == [
        ("no-news", "Unfortunately", "advice", "the news")
    ]

    with pytest.raises(LintUnavailable, match="There is no rule type 'opening'"):
        RuleSet(rows)
