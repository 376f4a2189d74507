"""Whether a rule keeps its promises: the sentences that it must find, and those that it must leave alone. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from commhub.lint.engine import lint
from commhub.lint.errors import LintUnavailable
from commhub.lint.policy import IGNORE, Policy
from commhub.lint.rules._settings import settings_of
from commhub.lint.rules.base import TermSpec
from commhub.lint.ruleset import RuleSet
from commhub.lint.selection import problems_with_term
from commhub.lint.sources.text import blocks

ALONE = Policy(unknown_acronyms=IGNORE)
SPOKEN = {"*": "en", "zh": "zh-CN", "zh-Hant": "zh-TW"}
"""The locale in which the examples of a rule are read, where the rule's own is not one of a message."""


def failed_examples(term: TermSpec) -> list[str]:
    """What is wrong with the examples, as sentences; empty when the rule, on its own, does what they say.

    A doubtful hit counts as none: it would stop nothing.
    """
    if not (term.must_match or term.must_not_match) or problems_with_term(term):
        return []
    try:
        return list(_failed(term))
    except LintUnavailable as error:
        return [str(error)]


def _failed(term: TermSpec) -> Iterator[str]:
    rules = RuleSet([replace(term, must_match=(), must_not_match=())], _policy_for(term))
    for sentence in term.must_match:
        if not _found(term, sentence, rules):
            yield f"It must find something in “{sentence}”, and does not."
    for sentence in term.must_not_match:
        if found := _found(term, sentence, rules):
            yield f"It must leave “{sentence}” alone, and finds “{found}”."


def _policy_for(term: TermSpec) -> Policy:
    """The policy of an organisation that chose the wording which the rule stands up for, if there is a choice."""
    settings = settings_of(term.settings)
    if "condition" not in settings or "prefer" not in settings:
        return ALONE
    return replace(ALONE, wording_for={settings["condition"]: settings["prefer"]})


def _found(term: TermSpec, sentence: str, rules: RuleSet) -> str:
    report = lint(list(blocks(sentence)), SPOKEN.get(term.locale, term.locale), rules)
    return next((finding.surface for finding in report.findings if finding.rule == term.key), "")
