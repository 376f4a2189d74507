"""What discovery reads: documents, and each of their blocks with all that must not be looked at blotted out. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from commhub.contracts import UNLISTED_ACRONYM, DataSpan
from commhub.lint.blocks import HEADING, PLACEHOLDER, Block
from commhub.lint.folding import Folded
from commhub.lint.reading import Hit
from commhub.lint.rules.acronym import letters_of
from commhub.lint.ruleset import Rules, RuleSet
from commhub.lint.selection import narrowed
from commhub.lint.silent import audible

ACRONYM: Final = "acronym"
UNKNOWN: Final = f"{UNLISTED_ACRONYM}."
MOST_CHARACTERS: Final = 30_000_000
"""Characters that are looked at in one run; what comes after them is left out, and told."""
NOT_READ_ALOUD: Final = re.compile(
    r"(?<![A-Za-z0-9+-])(?:[A-Za-z][A-Za-z0-9+-]{1,20}://|www\.)\S++"
    r"|(?<![A-Za-z0-9_.%+-])[A-Za-z0-9_.%+-]++@[A-Za-z0-9_.-]++"
    r"|(?<![A-Za-z0-9_.-])[A-Za-z0-9_-]++(?:\.[A-Za-z0-9_-]++)++"
)
"""Addresses, domains and file names; possessive, so that long runs are gone through once."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text that customers get. `place` is what people are told of where it is from: a template, a file.

    `person` tells whose it is, '' if nobody's: it is only counted how many there are, and never told.
    """

    place: str
    locale: str
    blocks: Sequence[Block]
    person: str = ""


@dataclass(frozen=True, slots=True)
class Acronym:
    """An unlisted acronym in the text of a Text, with the letters by which it is known."""

    letters: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """A block as discovery reads it. `exact` is its folded text, `clear` the same with listed words, names, addresses and
    other silent stretches blotted out. `data` are the stretches (in the folded text) that came with a request."""

    source: str
    spans: tuple[DataSpan, ...]
    locale: str
    folded: Folded
    clear: str
    acronyms: tuple[Acronym, ...]
    data: tuple[tuple[int, int], ...]
    heading: bool

    @property
    def exact(self) -> str:
        return self.folded.exact

    def is_of_data(self, start: int, end: int) -> bool:
        """Whether any of these characters came with a request."""
        return any(first < end and start < last for first, last in self.data)


@dataclass(slots=True)
class Library:
    """The documents of one run, each distinct block read once. `documents` name their texts by number."""

    texts: list[Text] = field(default_factory=list)
    documents: list[tuple[Document, tuple[int, ...]]] = field(default_factory=list)
    left_out: int = 0


def read_all(documents: Iterable[Document], rule_set: RuleSet) -> Library:
    """Read the documents, up to MOST_CHARACTERS of distinct text."""
    library, known, size = Library(), {}, 0
    for document in documents:
        numbers: list[int] = []
        for block in document.blocks:
            if size > MOST_CHARACTERS:
                break
            locale = narrowed(block.locale, document.locale) if block.locale else document.locale
            key = locale, block.text, block.spans, block.role == HEADING
            if key not in known:
                known[key] = len(library.texts)
                library.texts.append(_read(block, locale, rule_set.for_locale(locale)))
                size += len(block.text)
            numbers.append(known[key])
        if size > MOST_CHARACTERS:
            library.left_out += 1
            continue
        library.documents.append((Document(document.place, document.locale, (), document.person), tuple(numbers)))
    return library


def _read(block: Block, locale: str, rules: Rules) -> Text:
    reading = rules.read(block)
    folded = reading.folded
    strange = [hit for hit in reading.hits if hit.term.key.startswith(UNKNOWN)]
    listed = [hit for hit in reading.hits if not hit.term.key.startswith(UNKNOWN) and not _is_long(hit)]
    heard = [hit for _, hit in audible([(0, hit) for hit in strange], [block])]
    blots = [_into(folded, hit.start, hit.end) for hit in listed]
    blots += [_into(folded, span.start, span.end) for span in block.spans if span.holds]
    blots += [_into(folded, start, end) for start, end in block.foreign]
    places = {(hit.start, hit.end) for hit in heard}
    blots += [_into(folded, hit.start, hit.end) for hit in strange if (hit.start, hit.end) not in places]
    blots += [match.span() for match in NOT_READ_ALOUD.finditer(folded.exact)]
    acronyms = [
        Acronym(letters_of(folded.exact[start:end]), start, end)
        for start, end in (_into(folded, hit.start, hit.end) for hit in heard)
    ]
    data = tuple(_into(folded, span.start, span.end) for span in block.spans if not span.holds)
    clear = blotted(folded.exact, blots)
    return Text(block.text, block.spans, locale, folded, clear, tuple(acronyms), data, block.role == HEADING)


def _is_long(hit: Hit) -> bool:
    """Whether a hit is of a sentence or more, which says nothing of its words."""
    return hit.end - hit.start > 80


def _into(folded: Folded, start: int, end: int) -> tuple[int, int]:
    return bisect_left(folded.starts, start), bisect_left(folded.starts, end)


def blotted(text: str, blots: Iterable[tuple[int, int]]) -> str:
    """The text with these stretches blotted out, as long as it was."""
    return "".join(_pieces(text, sorted(blots)))


def _pieces(text: str, blots: Sequence[tuple[int, int]]) -> Iterator[str]:
    at = 0
    for start, end in blots:
        if end <= at:
            continue
        first = max(start, at)
        yield text[at:first]
        yield PLACEHOLDER * (end - first)
        at = end
    yield text[at:]
