"""Discovery on one page: read the documents, count, rank, look for explanations, show where each suspect stands. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from commhub.lint.discovery.counting import ACRONYM, Place, count
from commhub.lint.discovery.documents import Document, Library, read_all
from commhub.lint.discovery.explaining import explained_in
from commhub.lint.discovery.familiar import familiarity, zipf
from commhub.lint.discovery.ranking import NO_KEYS, Ranked, rank, score_of
from commhub.lint.policy import FLAG
from commhub.lint.ruleset import RuleSet
from commhub.lint.waived import Sentences

EXAMPLES: Final = 3
LOOKED_AT: Final = 3
"""So many times as many suspects as are wanted are held against explanations."""
MOST_PLACES: Final = 12
PLACES_READ: Final = 200
ONLY_EXPLAINED: Final = 0.9
"""What is explained in so many of its documents is no suspect."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with the suspect in it, without values of a request (see lint.waived), and the place that it is from."""

    sentence: str
    place: str


@dataclass(frozen=True, slots=True)
class Suspect:
    """Something that customers may not understand, and that nobody has listed.

    `word` is how it is mostly written, `key` what it is known by in its language. `kind` is word, phrase, acronym, code,
    name or misspelling (of `near`). `familiarity` is on the Zipf scale (0: nobody counted it). `documents` have it,
    `explained` of them say what it means. `used` says how many documents of each place have it, the most first.
    """

    word: str
    key: str
    language: str
    kind: str
    score: float
    familiarity: float
    documents: int
    times: int
    explained: int = 0
    expansion: str = ""
    near: str = ""
    examples: tuple[Example, ...] = ()
    used: tuple[tuple[str, int], ...] = ()

    @property
    def reason(self) -> str:
        """Why it is suspected, as a sentence."""
        spread = f"in {self.documents} document{'' if self.documents == 1 else 's'}"
        told = f"explained in {self.explained} of them" if self.explained else "never explained"
        if self.kind == "name":
            return f"Always with a capital, so probably a name; {spread}."
        if self.kind == "misspelling":
            return f"Perhaps '{self.near}' was meant; {spread}."
        return f"{_strange(self)}; {spread}, {told}."


def discover(
    documents: Iterable[Document],
    rules: RuleSet,
    *,
    top: int,
    known: Container[tuple[str, str]] = NO_KEYS,
) -> tuple[list[Suspect], Library]:
    """The `top` suspects of the documents, the most suspect first, and what was read. `known` are not told again.

    What the rules list is no suspect, and neither is an acronym that the policy calls safe.
    """
    library = read_all(documents, _flagging(rules))
    table = count(library)
    ranked = rank(table, len(library.documents), known)
    of_text = _documents_of(library)
    sentences = _Sentences(library)
    found = [_looked_at(one, library, of_text, sentences) for one in ranked[: LOOKED_AT * top]]
    kept = [one for one in found if one.explained < ONLY_EXPLAINED * one.documents]
    kept.sort(key=lambda one: (-one.score, one.language, one.key))
    return kept[:top], library


def _flagging(rules: RuleSet) -> RuleSet:
    """The rules, looking for unknown acronyms whatever the policy makes of them."""
    if rules.policy.unknown_acronyms == FLAG:
        return rules
    return RuleSet(rules.terms, replace(rules.policy, unknown_acronyms=FLAG))


def _documents_of(library: Library) -> list[list[int]]:
    """For each text, the numbers of the documents that have it."""
    found: list[list[int]] = [[] for _ in library.texts]
    for number, (_, texts) in enumerate(library.documents):
        for text in set(texts):
            found[text].append(number)
    return found


class _Sentences(dict[int, Sentences]):
    """The sentences of each text, by its number: made when an example first asks for them."""

    def __init__(self, library: Library) -> None:
        self._texts = library.texts

    def __missing__(self, number: int) -> Sentences:
        text = self._texts[number]
        self[number] = Sentences(text.source, text.spans)
        return self[number]


def _looked_at(
    one: Ranked, library: Library, of_text: Sequence[Sequence[int]], sentences: Mapping[int, Sentences]
) -> Suspect:
    kind, language, key = one.key
    places = one.seen.at
    explaining, expansion = explained_in(library.texts, places[:PLACES_READ], key if kind == ACRONYM else "")
    explained = {number for text in explaining for number in of_text[text]}
    have = Counter(
        library.documents[number][0].place for number in {number for text, _, _ in places for number in of_text[text]}
    )
    open_ = max(0, one.seen.documents - len(explained))
    spread = one.seen.places
    weight = one.score / score_of(one.strangeness, one.seen.documents, spread) if one.score else 0.0
    return Suspect(
        word=_written(one),
        key=key,
        language=language,
        kind=one.kind,
        score=round(weight * score_of(one.strangeness, open_, min(spread, open_)), 3),
        familiarity=round(_familiar(one), 2),
        documents=one.seen.documents,
        times=one.seen.times,
        explained=min(len(explained), one.seen.documents),
        expansion=expansion,
        near=one.near,
        examples=_examples(places, library, of_text, sentences),
        used=tuple(sorted(have.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_PLACES]),
    )


def _written(one: Ranked) -> str:
    return max(one.seen.forms.items(), key=lambda pair: (pair[1], -len(pair[0]), pair[0]))[0]


def _familiar(one: Ranked) -> float:
    kind, language, key = one.key
    if kind not in ("word", "phrase") or one.seen.parts:
        return 0.0
    return zipf(key, language) if language == "zh" else familiarity(key, language)


def _examples(
    places: Sequence[Place], library: Library, of_text: Sequence[Sequence[int]], sentences: Mapping[int, Sentences]
) -> tuple[Example, ...]:
    """The first sentences that differ, each from another place as long as there is one."""
    found: dict[str, Example] = {}
    from_places: set[str] = set()
    later: list[Example] = []
    for number, start, end in places[:PLACES_READ]:
        if not of_text[number]:
            continue
        text = library.texts[number]
        first, last = text.folded.span(start, end)
        sentence = sentences[number].sentence(first, last)
        place = library.documents[of_text[number][0]][0].place
        example = Example(sentence, place)
        if sentence in found:
            continue
        if place in from_places:
            if len(later) < EXAMPLES:
                later.append(example)
            continue
        found[sentence] = example
        from_places.add(place)
        if len(found) == EXAMPLES:
            break
    for example in later:
        if len(found) < EXAMPLES:
            found.setdefault(example.sentence, example)
    return tuple(found.values())


def _strange(one: Suspect) -> str:
    if one.kind == "acronym":
        return f"An abbreviation of {one.expansion!r}" if one.expansion else "An abbreviation that nothing spells out"
    if one.kind == "code":
        return "Looks like a code of a system"
    if one.kind == "phrase":
        return "Words that always stand together here, and seldom elsewhere"
    return "Rare in the language at large" if one.familiarity else "Unknown to the language at large"
