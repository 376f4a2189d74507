"""Counts each word, phrase, acronym and code of the documents of one run, and how many documents have it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from commhub.lint.discovery import chinese
from commhub.lint.discovery.documents import Document, Library, Text
from commhub.lint.discovery.familiar import has_counts, zipf
from commhub.lint.discovery.tokens import CAPITALS, LOWER, NAME, Token, codes, spoken_language, tokens
from commhub.lint.rules.acronym import letters_of
from commhub.lint.selection import language_of

WORD: Final = "word"
PHRASE: Final = "phrase"
ACRONYM: Final = "acronym"
CODE: Final = "code"
SHORTEST: Final = 3
MOST_WORDS: Final = 3
"""Words of a phrase."""
MOST_KEPT: Final = 600_000
"""Phrases that are counted at once; when there are more, those seen once so far are forgotten."""
MOST_PLACES: Final = 400
"""Occurrences of which it is kept where they stand."""
MOST_NEIGHBOURS: Final = 8
PEOPLE_KEPT: Final = 3
GRAMMAR: Final = 5.85
"""On the Zipf scale: words as common as this begin and end no phrase."""
SMALL_WORDS: Final = (
    "dear whether please sincerely faithfully regards yours us our you your we i it they he she this that these"
    " those a an the and or but if when while because so than then there here not no any some all each every both"
    " either such what which who whom whose how why where is are was were be been being has have had do does did"
    " will would can could may might shall should must of to in on at by for with from as into about after before"
    " between during through over under until within without per via also only just very too more most much many"
    " few less least same other another own again still already yet soon now today tomorrow yesterday thank thanks"
    " enclosed attached"
)
NO_PHRASE: Final = frozenset(SMALL_WORDS.split())
INNER: Final = frozenset({"of", "in"})
Key = tuple[str, str, str]
"""Kind, language, and the word in small letters (an acronym or a code as it is written)."""
Place = tuple[int, int, int]
"""Number of the text, and start and end in its folded text."""


@dataclass(slots=True)
class Seen:
    """What was counted of one key. `forms` are how it is written; `people` the first few whose data it came with.

    `places` are those that documents come from (templates, files), `at` where it stands, `before` and `behind` its
    neighbours.
    """

    documents: int = 0
    places: int = 0
    last_place: str | None = None
    times: int = 0
    forms: Counter[str] = field(default_factory=Counter)
    shapes: Counter[str] = field(default_factory=Counter)
    at: list[Place] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    only_of_data: bool = True
    parts: tuple[str, ...] = ()
    before: set[str] = field(default_factory=set)
    behind: set[str] = field(default_factory=set)


Table = dict[Key, Seen]


def count(library: Library) -> Table:
    """All that stands in the documents; `documents` of each counts those that have it at least once."""
    table: Table = {}
    keys: list[frozenset[Key]] = []
    for number, text in enumerate(library.texts):
        own: set[Key] = set()
        _codes(number, text, table, own)
        if language_of(text.locale) == "zh":
            _chinese(number, text, table, own)
        if has_counts(spoken_language(text)):
            _spaced(number, text, table, own)
        keys.append(frozenset(own))
        if len(table) > 2 * MOST_KEPT:
            _forget(table)
    for document, numbers in sorted(library.documents, key=lambda pair: pair[0].place):
        _count_document(document, numbers, keys, table, library)
    return table


def _count_document(
    document: Document, numbers: Iterable[int], keys: list[frozenset[Key]], table: Table, library: Library
) -> None:
    in_it: set[Key] = set()
    for number in numbers:
        in_it |= keys[number]
        if document.person and library.texts[number].data:
            for key in keys[number]:
                seen = table.get(key)
                if seen and seen.only_of_data and len(seen.people) < PEOPLE_KEPT:
                    seen.people.add(document.person)
    for key in in_it:
        if seen := table.get(key):
            seen.documents += 1
            if seen.last_place != document.place:
                seen.places, seen.last_place = seen.places + 1, document.place


def _note(table: Table, own: set[Key], key: Key, place: Place, written: str, text: Text) -> Seen:
    seen = table.get(key)
    if seen is None:
        seen = table[key] = Seen()
    own.add(key)
    seen.times += 1
    if len(seen.forms) < 50 or written in seen.forms:
        seen.forms[written] += 1
    if len(seen.at) < MOST_PLACES:
        seen.at.append(place)
    if seen.only_of_data and not text.is_of_data(place[1], place[2]):
        seen.only_of_data = False
    return seen


def _codes(number: int, text: Text, table: Table, own: set[Key]) -> None:
    language = spoken_language(text)
    for one in text.acronyms:
        written = text.exact[one.start : one.end]
        _note(table, own, (ACRONYM, language, one.letters), (number, one.start, one.end), letters_of(written), text)
    for start, end in codes(text):
        written = text.exact[start:end]
        _note(table, own, (CODE, "*", written), (number, start, end), written, text)


def _spaced(number: int, text: Text, table: Table, own: set[Key]) -> None:
    language, found = spoken_language(text), tokens(text)
    for token in found:
        if len(token.key) >= SHORTEST:
            written = text.exact[token.start : token.end]
            seen = _note(table, own, (WORD, language, token.key), (number, token.start, token.end), written, text)
            seen.shapes[token.shape] += 1
    for at, first in enumerate(found):
        if not _may_end(first, language):
            continue
        for last in range(at + 1, min(at + MOST_WORDS, len(found))):
            token = found[last]
            if text.clear[found[last - 1].end : token.start] != " " or token.shape != LOWER:
                break
            if not _may_end(token, language):
                if token.key in INNER:
                    continue
                break
            parts = tuple(one.key for one in found[at : last + 1])
            place = number, first.start, token.end
            written = text.exact[first.start : token.end].lower()
            seen = _note(table, own, (PHRASE, language, " ".join(parts)), place, written, text)
            seen.parts = parts
            seen.shapes[LOWER] += 1
            _neighbours(seen, found[at - 1].key if at else "", found[last + 1].key if last + 1 < len(found) else "")


def _may_end(token: Token, language: str) -> bool:
    return (
        len(token.key) >= SHORTEST
        and token.shape not in (NAME, CAPITALS)
        and token.key not in NO_PHRASE
        and zipf(token.key, language) < GRAMMAR
    )


def _chinese(number: int, text: Text, table: Table, own: set[Key]) -> None:
    for run in chinese.pieces(text):
        for word, start, end in run:
            if len(word) > 1 and not chinese.is_grammar(word) and not chinese.is_person(text.clear, start, end):
                _note(table, own, (WORD, "zh", word), (number, start, end), text.exact[start:end], text)
            elif len(word) == 1:
                _note(table, own, (WORD, "zh", word), (number, start, end), word, text)
        for (word, start, end), parts, before, behind in chinese.joined(run):
            if chinese.is_person(text.clear, start, end):
                continue
            place = number, start, end
            seen = _note(table, own, (PHRASE, "zh", word), place, text.exact[start:end], text)
            seen.parts = parts
            _neighbours(seen, before, behind)


def _neighbours(seen: Seen, before: str, behind: str) -> None:
    if len(seen.before) < MOST_NEIGHBOURS:
        seen.before.add(before)
    if len(seen.behind) < MOST_NEIGHBOURS:
        seen.behind.add(behind)


def _forget(table: Table) -> None:
    for key in [key for key, seen in table.items() if key[0] == PHRASE and seen.times < 2]:
        del table[key]
