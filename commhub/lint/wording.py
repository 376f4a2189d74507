"""How a finding reads to a marketer: what is wrong, why, and what to say instead, in one sentence. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from commhub.lint.rules.base import TermSpec

KINDS: Final[Mapping[str, str]] = {
    "jargon": "is a word of the trade that customers may not know",
    "acronym": "is an abbreviation that customers may not know",
    "sensitive": "can hurt or mislead the reader",
    "code": "is an internal code that means nothing to customers",
}
LONGEST_QUOTE: Final = 80


def message_of(term: TermSpec, surface: str) -> str:
    """The usual sentence about a term's words where they stand."""
    wrong = KINDS.get(term.kind, "is not wanted here")
    why = " ".join(term.why.split()).rstrip(".。")
    reason = f" ({why})" if why else ""
    return f"{quote(surface)} {wrong}{reason}; {_instead(term)}."


def quote(words: str) -> str:
    """Words in quotation marks, on one line; a long text with its first and last words only."""
    said = " ".join(words.split())
    if len(said) <= LONGEST_QUOTE:
        return f"'{said}'"
    head, tail = said[: LONGEST_QUOTE // 2], said[-LONGEST_QUOTE // 2 :]
    return f"'{head.rpartition(' ')[0] or head} … {tail.partition(' ')[2] or tail}'"


def _instead(term: TermSpec) -> str:
    if term.suggestion:
        instead = f"say {quote(term.suggestion)} instead"
    elif term.expansion:
        instead = f"write it out: {quote(term.expansion)}"
    else:
        instead = "leave it out or say it in plain words"
    return f"{instead}, or explain it where it first stands" if term.explainable else instead
