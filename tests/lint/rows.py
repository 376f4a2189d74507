"""Short ways to write term rows and texts for the tests of the linter."""

from __future__ import annotations

from typing import Any

from commhub.contracts import DataSpan, Finding, Readable
from commhub.lint.engine import check
from commhub.lint.policy import Policy
from commhub.lint.rules.base import TermSpec
from commhub.lint.ruleset import RuleSet


def row(text: str, locale: str = "en", **known: Any) -> TermSpec:
    return TermSpec(**{"text": text, "locale": locale, "rule": "term", "kind": "jargon", "severity": "error", **known})


def code(expression: str, locale: str = "*", **known: Any) -> TermSpec:
    return row(expression, locale, **{"rule": "pattern", "kind": "code", **known})


def findings(
    text: str,
    *terms: TermSpec,
    locale: str = "en-GB",
    spans: tuple[DataSpan, ...] = (),
    policy: Policy | None = None,
    **more: Any,
) -> list[Finding]:
    return list(check([Readable("body", text, spans)], locale, RuleSet(terms, policy), **more))


def found(
    text: str,
    *terms: TermSpec,
    locale: str = "en-GB",
    spans: tuple[DataSpan, ...] = (),
    policy: Policy | None = None,
) -> list[str]:
    """The words found, without doubtful ones; asserts on the way that each finding's place is where its words stand."""
    told = findings(text, *terms, locale=locale, spans=spans, policy=policy)
    listed = [one for one in told if one.severity != "review"]
    assert [one.surface for one in listed] == [text[one.start : one.end] for one in listed]
    return [one.surface for one in listed]
