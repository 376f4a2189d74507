"""How a finding reads to a marketer: what is wrong, why, and what to say instead, in one sentence. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from commhub.lint.rules.base import TermSpec

KINDS: Mapping[str, str] = {
    "jargon": "is a word of the trade that customers may not know",
    "acronym": "is an abbreviation that customers may not know",
    "sensitive": "can hurt or mislead the reader",
    "code": "is an internal code that means nothing to customers",
}


def message_of(term: TermSpec, surface: str) -> str:
    """The usual sentence about a term's words where they stand."""
    wrong = KINDS.get(term.kind, f"is not wanted here ({term.kind})")
    why = " ".join(term.why.split()).rstrip(".")
    reason = f" ({why})" if why else ""
    instead = f"say '{term.suggestion}' instead" if term.suggestion else "leave it out or say it in plain words"
    return f"'{' '.join(surface.split())}' {wrong}{reason}; {instead}."
