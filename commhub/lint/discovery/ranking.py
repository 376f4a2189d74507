"""Ranks what nobody has listed: unfamiliar in the language at large, spread over documents, never explained. Pure.

A word's rank is how unfamiliar it is (by its rarity in the language at large; not by log-likelihood, which finds what the
letters are about) times the logarithm of how far it is spread: over documents that do not explain it, and over the places
that they come from. A phrase is as unfamiliar as its words make it by chance, as far as they belong together here.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Final

from commhub.lint.discovery.chinese import LONGEST as LONGEST_CHINESE
from commhub.lint.discovery.counting import ACRONYM, CODE, PHRASE, WORD, Key, Seen, Table
from commhub.lint.discovery.familiar import FAMILIAR, familiarity, misspelt, together, zipf
from commhub.lint.discovery.tokens import CAPITALS, LOWER, NAME

NAMES: Final = "name"
MISSPELLING: Final = "misspelling"
FAMILIAR_ZH: Final = 4.3
LONGER_ZH: Final = 0.4
"""A Chinese word with one character more is rarer by so much and no stranger."""
CHANCE: Final = 1.6
"""On the Zipf scale: phrases that chance makes as common as this say nothing."""
CHANCE_RANGE: Final = 5.0
LEAST_COHESION: Final = 0.5
CLOSER: Final = 0.7
CONTEXTS: Final = 2
"""A phrase has so many neighbours: what always stands in one sentence is that sentence."""
WHOLE: Final = 0.8
"""A word that stands in a phrase as often as this is no suspect by itself, unless it is very strange."""
VERY_STRANGE: Final = 3.0
LEAST_PEOPLE: Final = 3
"""What only data brought in is told once so many people's data have it, or when it is in capitals."""
FEW: Final = 10
"""With fewer documents than these, one that has a word is enough."""
NAME_WEIGHT: Final = 0.15
UNSURE_WEIGHT: Final = 0.3
MISSPELLING_WEIGHT: Final = 0.1
ACRONYM_STRANGENESS: Final = 0.95
CODE_STRANGENESS: Final = 0.9
MOST_HELD: Final = 2_000
"""Suspects that are held against the slips of familiar words."""
NO_KEYS: Final = frozenset[tuple[str, str]]()


@dataclass(frozen=True, slots=True)
class Ranked:
    """One suspect before its examples are looked for. `strangeness` is from 0 to 1; `near` what it is misspelt from."""

    key: Key
    kind: str
    strangeness: float
    score: float
    seen: Seen
    near: str = ""


def rank(table: Table, documents: int, known: Container[tuple[str, str]] = NO_KEYS) -> list[Ranked]:
    """All suspects, the strangest and most widely spread first. `known` are (language, word) that are not told again."""
    least = 2 if documents >= FEW else 1
    found = [one for one in _suspects(_merged(table), least) if (one.key[1], one.key[2]) not in known]
    found.sort(key=_order)
    found[:MOST_HELD] = sorted(map(_held_against_slips, found[:MOST_HELD]), key=_order)
    return list(_apart(found))


def _order(one: Ranked) -> tuple[float, Key]:
    return -one.score, one.key


def _held_against_slips(one: Ranked) -> Ranked:
    """A word as the misspelling that it is, if it is one: looked for in the first suspects alone, as it takes its time."""
    _, language, word = one.key
    near = misspelt(word, language) if one.kind == WORD and language != "zh" else ""
    return _ranked(one.key, MISSPELLING, one.strangeness, one.seen, MISSPELLING_WEIGHT, near) if near else one


def score_of(strangeness: float, documents: int, places: int) -> float:
    """What a suspect is ranked by: a hundred messages of one template are less than ten of ten."""
    return strangeness * math.log2(1 + math.sqrt(documents * places))


def _suspects(table: Table, least: int) -> Iterator[Ranked]:
    for key, seen in table.items():
        kind, language, word = key
        if not _may_be_told(kind, seen, least):
            continue
        if kind == ACRONYM:
            yield _ranked(key, kind, ACRONYM_STRANGENESS, seen)
        elif kind == CODE:
            yield _ranked(key, kind, CODE_STRANGENESS, seen)
        elif language == "zh":
            strangeness = _chinese(kind, word, seen, table)
            if strangeness > 0:
                yield _ranked(key, kind, strangeness, seen)
        elif kind == WORD:
            yield from _word(key, seen)
        elif (strangeness := _phrase(language, seen, table)) > 0:
            yield _ranked(key, kind, strangeness, seen)


def _ranked(key: Key, kind: str, strangeness: float, seen: Seen, weight: float = 1.0, near: str = "") -> Ranked:
    return Ranked(key, kind, strangeness, weight * score_of(strangeness, seen.documents, seen.places), seen, near)


def _may_be_told(kind: str, seen: Seen, least: int) -> bool:
    """Whether it can be told without telling of somebody: what only data brought in is told if several people's have it."""
    if seen.only_of_data and seen.people and kind not in (ACRONYM, CODE):
        return len(seen.people) >= LEAST_PEOPLE
    return seen.documents >= least or kind == ACRONYM


def _word(key: Key, seen: Seen) -> Iterator[Ranked]:
    _, language, word = key
    common = familiarity(word, language)
    strangeness = (FAMILIAR - common) / FAMILIAR
    if strangeness <= 0:
        return
    if not seen.shapes[LOWER] and not seen.shapes[CAPITALS]:
        weight = NAME_WEIGHT if seen.shapes[NAME] else UNSURE_WEIGHT
        yield _ranked(key, NAMES if seen.shapes[NAME] else WORD, strangeness, seen, weight)
    else:
        yield _ranked(key, WORD, strangeness, seen)


def _phrase(language: str, seen: Seen, table: Table) -> float:
    """How strange a phrase is: rarer than chance makes common ones, and its words keep to each other wherever they stand."""
    if max(len(seen.before), len(seen.behind)) < CONTEXTS:
        return 0.0
    strangeness = min(1.0, (CHANCE - together([*seen.parts], language)) / CHANCE_RANGE)
    return strangeness * _cohesion(language, seen, table) if strangeness > 0 else 0.0


def _cohesion(language: str, seen: Seen, table: Table) -> float:
    """How far its first and its last word keep to each other, from 0 to 1: the one that keeps more to the other counts more,
    as a payment is many things and balloon is only said of one."""
    ends = [table.get((WORD, language, part)) for part in (seen.parts[0], seen.parts[-1])]
    shares = [min(1.0, seen.documents / max(1, end.documents)) if end else 1.0 for end in ends]
    if max(shares) < LEAST_COHESION:
        return 0.0
    return CLOSER * max(shares) + (1 - CLOSER) * min(shares)


def _chinese(kind: str, word: str, seen: Seen, table: Table) -> float:
    if kind == WORD:
        common = zipf(word, "zh")
        common += LONGER_ZH * (len(word) - 2) if common else 0.0
        return (FAMILIAR_ZH - common) / FAMILIAR_ZH if len(word) > 1 else 0.0
    if zipf(word, "zh") or len(word) > LONGEST_CHINESE or min(len(seen.before), len(seen.behind)) < CONTEXTS:
        return 0.0
    commonness = sum(zipf(part, "zh") for part in seen.parts) - 9 * (len(seen.parts) - 1)
    strangeness = min(1.0, (CHANCE - commonness) / CHANCE_RANGE)
    return strangeness * _cohesion("zh", seen, table) if strangeness > 0 else 0.0


def _merged(table: Table) -> Table:
    """The table with English plurals counted with their singular, or under it: riders with rider."""
    merged = dict(table)
    for key, seen in table.items():
        kind, language, word = key
        if kind not in (WORD, PHRASE) or language != "en" or not word.endswith("s") or word.endswith("ss"):
            continue
        single = kind, language, word[:-1]
        if single in merged:
            merged[single] = _both(merged[single], seen)
            del merged[key]
        elif kind == WORD and zipf(word[:-1], language) > zipf(word, language):
            merged[single] = seen
            del merged[key]
    return merged


def _both(one: Seen, other: Seen) -> Seen:
    return Seen(
        documents=max(one.documents, other.documents) + min(one.documents, other.documents) // 2,
        places=max(one.places, other.places) + min(one.places, other.places) // 2,
        times=one.times + other.times,
        forms=one.forms + other.forms,
        shapes=one.shapes + other.shapes,
        at=one.at + other.at,
        people=one.people | other.people,
        only_of_data=one.only_of_data and other.only_of_data,
        parts=one.parts,
        before=one.before | other.before,
        behind=one.behind | other.behind,
    )


def _apart(found: list[Ranked]) -> Iterator[Ranked]:
    """The suspects without those that only repeat one: a word that stands in one phrase alone, a piece of a longer one."""
    phrases = {one.key: one for one in found if one.key[0] == PHRASE}
    holding: dict[tuple[str, str], list[Ranked]] = {}
    for one in phrases.values():
        for part in _pieces(one):
            holding.setdefault((one.key[1], part), []).append(one)
    told: set[tuple[str, str]] = set()
    strange = {(one.key[1], one.key[2]): one for one in found if one.key[0] == WORD}
    for one in found:
        _, language, word = one.key
        whole = [other for other in holding.get((language, word), ()) if other.seen.times >= WHOLE * one.seen.times]
        if one.key[0] == WORD and whole and not _is_very_strange(one):
            continue
        if one.key[0] == PHRASE:
            if any(other.score >= 0.5 * one.score for other in whole):
                continue
            parts = [strange[language, part] for part in one.seen.parts if (language, part) in strange]
            if any(_is_very_strange(part) for part in parts) or (language, word) in told:
                continue
            told |= {(language, part) for part in _pieces(one)}
        yield one


def _pieces(one: Ranked) -> Iterator[str]:
    """The words of a phrase, and the shorter phrases in it."""
    parts, join = one.seen.parts, "" if one.key[1] == "zh" else " "
    for first in range(len(parts)):
        for last in range(first + 1, len(parts) + 1):
            if last - first < len(parts):
                yield join.join(parts[first:last])


def _is_very_strange(one: Ranked) -> bool:
    """Whether a word is a suspect whatever it stands in."""
    _, language, word = one.key
    return one.kind == WORD and language != "zh" and "-" not in word and familiarity(word, language) < VERY_STRANGE
