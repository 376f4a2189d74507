"""What cannot be checked is not sent: rules that cannot be made ready, and policies written past every check."""

from __future__ import annotations

import pytest

from commhub.contracts import Readable
from commhub.lint.engine import LintUnavailable, check
from commhub.lint.models import TermListVersion
from commhub.lint.rules import rule_types
from commhub.lint.rules.base import TermSpec
from commhub.lint.ruleset import RuleSet
from commhub.lint.terms import load_rule_set
from commhub.versions import State
from tests.factories import listed


@pytest.mark.parametrize("fault", [MemoryError("no more"), RecursionError("too deep"), KeyError("haus")])
def test_rules_that_cannot_be_made_ready_are_a_linter_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail(*_: object) -> bool:
        raise fault

    rules = RuleSet([TermSpec("tranche", "en", "term", "jargon", "error")])
    monkeypatch.setattr(type(rule_types.get("term")), "is_in_force", fail)
    with pytest.raises(LintUnavailable, match="The rules for 'en-GB' cannot be made ready"):
        check([Readable("body", "A tranche.")], "en-GB", rules)
    monkeypatch.undo()
    assert [one.surface for one in check([Readable("body", "A tranche.")], "en-GB", rules)] == ["tranche"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "policy", [{"acronyms": {"safe": 5}}, {"acronyms": "flag"}, {"readability": [1]}, {"acronyms": {"safe": [[1]]}}]
)
def test_a_policy_that_was_written_past_the_checks_stops_the_linter(policy: object) -> None:
    live = listed("tranche")
    live.pk, live.number, live.state, live.policy = None, live.number + 1, State.DRAFT, policy
    live.save(force_insert=True)
    versions = TermListVersion.objects.filter(term_list=live.term_list)
    versions.filter(state=State.LIVE).update(state=State.RETIRED)
    versions.filter(pk=live.pk).update(state=State.LIVE, content_hash="0" * 64)
    with pytest.raises(LintUnavailable, match="The policy of the live term lists cannot be read"):
        load_rule_set()
