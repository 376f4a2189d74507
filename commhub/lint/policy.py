"""The policy of a rule pack: the lists and limits that hold for all of its rules. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from commhub.contracts import JSON

FLAG: Final = "flag"
IGNORE: Final = "ignore"
"""What to do with an acronym that nobody has listed."""

KNOWN: Final = (
    "UK US USA EU OK ID PIN ATM PDF SMS TV SIM PO VIP FAQ Q&A AM PM BBC NHS FBI IBM USB GPS HK GBP USD EUR CNY HKD TWD MP"
    " DVD WEB CEO IBAN BIC QR DNA HIV MRI VAT GP DIY APP PS VA APPT"
)
SAFE: Final = frozenset(KNOWN.split())
"""The acronyms that an organisation starts with as safe (lint-policy.json)."""

GLOSSARY_HEADINGS: Final = (
    "Glossary", "Words we use", "What these words mean", "名词解释", "名詞解釋", "用语说明", "用語說明",
)  # fmt: skip

PERSON_FIRST: Final = "person-first"
IDENTITY_FIRST: Final = "identity-first"
EITHER: Final = "either"
"""What an organisation can choose for a condition: with `either`, neither wording is found fault with."""


@dataclass(frozen=True, slots=True)
class Policy:
    """`safe` acronyms are known to every customer; `unknown_acronyms` is flag or ignore, and `acronym_severity` what
    such a finding weighs: a warning, unless the organisation wants an acronym that nobody knows to stop a message.
    `most_words` limits a sentence by language: words, or Han characters for zh. `hardest` limits readability by
    language, in the units of that language's formula (rules/readability.py); no limit: it is measured and not found
    fault with. `glossary_headings` open a list of explained words, in any capitals. `wording_for` is what the
    organisation chose for a condition or group of people (rules/sensitive.py): person-first, identity-first or either.
    """

    safe: frozenset[str] = SAFE
    unknown_acronyms: str = FLAG
    acronym_severity: str = "warning"
    glossary_headings: tuple[str, ...] = GLOSSARY_HEADINGS
    most_words: Mapping[str, int] = field(default_factory=lambda: {"en": 30, "zh": 80})
    sentence_severity: str = "warning"
    hardest: Mapping[str, float] = field(default_factory=dict)
    wording_for: Mapping[str, str] = field(default_factory=dict)


def problems_with_wording_for(chosen: JSON) -> Iterator[str]:
    """What is wrong with the wordings that an organisation chose, by condition, as sentences."""
    if not isinstance(chosen, dict):
        yield "The policy's 'wording_for' is not an object."
        return
    known = (PERSON_FIRST, IDENTITY_FIRST, EITHER)
    for condition, wording in chosen.items():
        if wording not in known:
            yield f"The policy's 'wording_for' has {wording!r} for '{condition}'; it can be {', '.join(known)}."
