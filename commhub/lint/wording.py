"""How a finding reads to a marketer: what is wrong, why, and what to say instead, in one sentence. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from commhub.contracts import Finding, Readable
from commhub.lint.rules.base import TermSpec

KINDS: Mapping[str, str] = {
    "jargon": "is a word of the trade that customers may not know",
    "acronym": "is an abbreviation that customers may not know",
    "sensitive": "can hurt or mislead the reader",
    "code": "is an internal code that means nothing to customers",
}


def finding_for(term: TermSpec, readable: Readable, start: int, end: int) -> Finding:
    """The finding that a term's words stand at `start:end` of a text."""
    surface = readable.text[start:end]
    return Finding(
        rule=term.rule,
        kind=term.kind,
        severity=term.severity,
        part=readable.part,
        start=start,
        end=end,
        surface=surface,
        message=_message(term, surface),
        suggestion=term.suggestion,
    )


def _message(term: TermSpec, surface: str) -> str:
    wrong = KINDS.get(term.kind, f"is not wanted here ({term.kind})")
    why = " ".join(term.why.split()).rstrip(".")
    reason = f" ({why})" if why else ""
    instead = f"say '{term.suggestion}' instead" if term.suggestion else "leave it out or say it in plain words"
    return f"'{' '.join(surface.split())}' {wrong}{reason}; {instead}."
