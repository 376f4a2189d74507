"""What many proofs have in common beside their edition: the rules in force, and the words for codes."""

from __future__ import annotations

from commhub.codes.dictionary import Dictionary
from commhub.codes.store import load_dictionary
from commhub.lint.ruleset import RuleSet
from commhub.lint.terms import load_rule_set


class AtHand:
    """The rules in force and the words for codes, read once for many proofs."""

    def __init__(self) -> None:
        self._rules: RuleSet | None = None
        self._dictionaries: dict[str, Dictionary] = {}

    def rules(self) -> RuleSet:
        """The rules in force. Raises LintUnavailable."""
        self._rules = self._rules or load_rule_set()
        return self._rules

    def dictionary(self, template: str) -> Dictionary:
        """The words for the codes of a template."""
        if template not in self._dictionaries:
            self._dictionaries[template] = load_dictionary([template])
        return self._dictionaries[template]
