"""The policy of a rule pack: the lists and limits that hold for all of its rules. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

SAFE: Final = frozenset(
    "UK US USA EU OK ID PIN ATM PDF SMS TV SIM PO VIP FAQ Q&A AM PM USB GPS IBAN BIC QR DNA VAT PS".split()
)  # noqa: SIM905

GLOSSARY_HEADINGS: Final = (
    "Glossary", "Words we use", "What these words mean", "名词解释", "名詞解釋", "用语说明", "用語說明",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Policy:
    """`safe` acronyms are known to every customer; `unknown_acronyms` is flag or ignore. `most_words` limits a sentence
    by language: words, or Han characters for zh. `hardest` limits readability by language, in the units of that
    language's formula (rules/readability.py); no limit: it is measured and not found fault with."""

    safe: frozenset[str] = SAFE
    unknown_acronyms: str = "flag"
    glossary_headings: tuple[str, ...] = GLOSSARY_HEADINGS
    most_words: Mapping[str, int] = field(default_factory=lambda: {"en": 30, "zh": 80})
    sentence_severity: str = "warning"
    hardest: Mapping[str, float] = field(default_factory=dict)
