"""Reads a message as the customer will and says what is wrong with it: a pure function of texts and term rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from commhub.contracts import JSON, DataSpan, Finding, Readable
from commhub.lint.errors import LintUnavailable
from commhub.lint.origin import field_of
from commhub.lint.rules import rule_types
from commhub.lint.rules.base import RuleType, TermSpec
from commhub.lint.selection import NO_TERMS, terms_by_rule

__all__ = ["LintUnavailable", "check", "stops"]

CONTEXT = 40
LONGEST_QUOTE = 80
NOT_WORDS = re.compile(
    r"(?:https?://|www\.)[!-~]+"  # an address of a page, up to the first character that is not ASCII
    r"|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"  # an e-mail address
    r"|(?<![A-Za-z0-9._-])[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*"  # a domain or a file name
    r"\.(?:com|org|net|co\.uk|cn|hk|pdf|docx?|xlsx?|csv|txt|png|jpe?g|zip)(?![A-Za-z0-9])"
)


def check(
    readables: Sequence[Readable], locale: str, terms: Sequence[TermSpec], data: Mapping[str, JSON] | None = None
) -> tuple[Finding, ...]:
    """Everything that the rules have to say about these texts, in order of part and place.

    `terms` are the active rows of every locale. `data` is the request's data, used to name the field that brought a
    word in. Raises LintUnavailable when a row cannot be read or a rule type fails: then nothing may be sent.
    """
    by_rule = terms_by_rule(tuple(terms), locale)
    found = [
        _placed(finding, readable, data)
        for readable in readables
        for rule_type in rule_types
        for finding in _findings(rule_type, readable, locale, by_rule.get(rule_type.name, NO_TERMS))
    ]
    return tuple(sorted(found, key=lambda one: (one.part, one.start, one.end, one.rule)))


def stops(findings: Sequence[Finding]) -> bool:
    """Whether these findings keep a message from being sent, or a version from being approved."""
    return any(finding.severity == "error" for finding in findings)


def _findings(rule_type: RuleType, readable: Readable, locale: str, terms: tuple[TermSpec, ...]) -> Iterator[Finding]:
    try:
        findings = list(rule_type.check(readable, locale, terms))
    except Exception as error:  # whatever a plug-in raises, the answer is the same: not checked, not sent
        raise LintUnavailable(
            f"The rule type '{rule_type.name}' failed on {readable.part}: {type(error).__name__}: {error}"
        ) from error
    if findings:
        silent = [span for span in readable.spans if span.holds]
        silent += [DataSpan(match.start(), match.end(), "") for match in NOT_WORDS.finditer(readable.text)]
        yield from (finding for finding in findings if not _within(finding, silent))


def _within(finding: Finding, spans: Sequence[DataSpan]) -> bool:
    return any(span.start <= finding.start and finding.end <= span.end for span in spans)


def _placed(finding: Finding, readable: Readable, data: Mapping[str, JSON] | None) -> Finding:
    return replace(finding, field=field_of(finding, readable, data), context=_context(finding, readable.text))


def _context(finding: Finding, text: str) -> str:
    """The words of a finding with about 40 characters of the same block on either side."""
    block_start = text.rfind("\n", 0, finding.start) + 1
    block_end = text.find("\n", finding.end)
    block_end = len(text) if block_end < 0 else block_end
    start, end = max(block_start, finding.start - CONTEXT), min(block_end, finding.end + CONTEXT)
    words = text[finding.start : finding.end]
    if len(words) > LONGEST_QUOTE:
        words = words[: LONGEST_QUOTE // 2] + " … " + words[-LONGEST_QUOTE // 2 :]
    quoted = " ".join((text[start : finding.start] + words + text[finding.end : end]).split())
    return ("…" if start > block_start else "") + quoted + ("…" if end < block_end else "")
