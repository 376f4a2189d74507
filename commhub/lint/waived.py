"""Waivers: a finding that people agreed to let through, for a time. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from commhub.contracts import Finding
from commhub.lint.folding import folded_words

SENTENCE = re.compile(r"[^.!?。！？\n]+[.!?。！？]*")


@dataclass(frozen=True, slots=True)
class Waiver:
    """One waiver as the engine reads it: only those in force and in scope are handed over. `id` is its row's."""

    id: str
    fingerprint: str


def fingerprint(rule: str, sentence: str) -> str:
    """What a finding is known by when lines move: its rule and its sentence, folded and in small letters (SHA-256, hex)."""
    return hashlib.sha256(f"{rule}\n{folded_words(sentence).casefold()}".encode("utf-8", "replace")).hexdigest()


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence of a block in which a stretch stands."""
    for match in SENTENCE.finditer(text):
        if match.start() <= start < match.end():
            return match[0].strip()
    return text[start:end]


def waiver_for(finding: Finding, block_text: str, waivers: Sequence[Waiver]) -> Waiver | None:
    """The waiver that covers this finding, if there is one."""
    at = block_text.find(finding.surface)
    known = fingerprint(finding.rule, sentence_at(block_text, at, at + len(finding.surface)))
    return next((waiver for waiver in waivers if waiver.fingerprint == known), None)
