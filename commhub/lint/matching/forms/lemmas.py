"""The forms of words in other languages than English: what simplemma's dictionary leads back to the same word.

The dictionaries are streams of words in order of the alphabet, each with its lemma (Polish: 3.7 million). They are read
backwards here: which words have this lemma? A word and its forms begin alike, so a short stretch of the stream is
enough; `prepare` goes through the stretches of many terms at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product
from math import prod
from typing import Final

from commhub.lint.matching.forms import adjectives, paradigms
from commhub.lint.matching.forms.common import is_another_common_word
from commhub.lint.matching.forms.dictionary import dictionary_of, languages

WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
TOKEN: Final = re.compile(r"\S+")
MOST: Final = 600
"""Forms of one term that are kept; of a longer phrase only one word at a time is inflected."""
SHORTEST: Final = 3
"""Shorter words are articles and prepositions, which stay as they are."""
CASELESS: Final = frozenset({"fr", "es", "it", "pt", "ca", "gl", "nl"})
"""Languages without cases: every noun and adjective of a term may be in the plural."""
INFINITIVES: Final = ("ć", "ть", "ться", "ти")


def knows(language: str) -> bool:
    """Whether there is a dictionary for the language."""
    return language in languages()


def words_in(text: str) -> list[str]:
    """The words of which the forms are asked for: with and without what hyphens join to them."""
    return [*WORD.findall(text), *(token for token in text.split() if "-" in token)]


def prepare(language: str, words: Iterable[str]) -> None:
    """Look up the forms of many words at once."""
    dictionary_of(language).prepare(words)


def forms(language: str, written: str) -> Iterator[str]:
    """A term and its inflected forms, multi-word terms in every combination of the forms of their words."""
    yield written
    places = list(_places(language, written))
    plain = [written[start:end] for start, end in places]
    head = next((number for number, word in enumerate(plain) if not adjectives.is_before_noun(language, word)), 0)
    choices = [_choices(language, word, is_head=number == head) for number, word in enumerate(plain)]
    beside = [number for number, choice in enumerate(choices) if choice.is_adjective]
    for words in _combinations([choice.forms for choice in choices], beside, plain):
        form, reached = "", 0
        for (start, end), word in zip(places, words, strict=True):
            form += written[reached:start] + word
            reached = end
        form += written[reached:]
        yield form
        if language == "ru" and "ё" in form:
            yield form.replace("ё", "е")
        if "-" in form:
            yield form.replace("-", " ")


def _places(language: str, written: str) -> Iterator[tuple[int, int]]:
    """Where the words of a term stand; what hyphens join is one word if the dictionary has it."""
    for token in TOKEN.finditer(written):
        if "-" in token[0] and dictionary_of(language).lists(token[0]):
            yield token.span()
        else:
            yield from (word.span() for word in WORD.finditer(written, *token.span()))


@dataclass(frozen=True, slots=True)
class Choice:
    """The forms of one word of a term. Those of an adjective stand in the order of its cases."""

    forms: Sequence[str]
    is_adjective: bool = False


def _combinations(
    choices: Sequence[Sequence[str]], beside: Sequence[int], plain: Sequence[str]
) -> Iterable[Sequence[str]]:
    """Every combination in which the adjectives (`beside`) agree; of a long phrase, one changed word at a time."""
    if len(beside) > 1:
        agreeing = zip(*(choices[number] for number in beside), strict=True)
        narrowed = [
            [[together[beside.index(number)]] if number in beside else choice for number, choice in enumerate(choices)]
            for together in agreeing
        ]
    else:
        narrowed = [list(choices)]
    if sum(prod(map(len, one)) for one in narrowed) <= MOST:
        return chain.from_iterable(product(*one) for one in narrowed)
    return ([*plain[:number], form, *plain[number + 1 :]] for number, choice in enumerate(choices) for form in choice)


def _choices(language: str, word: str, *, is_head: bool) -> Choice:
    if len(word) < SHORTEST or word.isupper():
        return Choice([word])
    found = dictionary_of(language).forms(word)
    small, lemma = word.lower(), found[0].lower() if found else ""
    related = lemma if lemma[:2] == small[:2] else ""
    if cases := adjectives.forms(language, small, related):
        return Choice([_cased(form, word) for form in cases], is_adjective=True)
    stem = _stem(language, small, lemma, is_head=is_head) if found else None
    if found is None or stem is None:
        regular = paradigms.plural(language, small) if found is None or (is_head and language in CASELESS) else []
        return Choice([word, *(_cased(form, word) for form in regular)])
    listed = [*found[1], *_unlisted(language, found[0], found[1])]
    cased = (_cased(form, word) for form in listed if form.lower().startswith(stem))
    kept = (form for form in cased if not is_another_common_word(form.lower(), small, language))
    return Choice(list(dict.fromkeys([word, *kept])))


def _stem(language: str, word: str, lemma: str, *, is_head: bool) -> str | None:
    """How every form of the word must begin; None if the word stays as it is.

    A word that is its own lemma has all forms of it. Another is an adjective beside its noun (dobrowolna), the head in
    the plural (odsetki, agios) or a participle (ubezpieczający), and has only what begins like itself. After the head,
    a noun that is no lemma is an attribute (okres karencji) and stays.
    """
    if word == lemma:
        return ""
    if adjectives.agrees(language, word, lemma):
        return word[: -adjectives.CHANGES]
    if not is_head and language not in CASELESS:
        return None
    if language in CASELESS:
        return word[:-2] if len(lemma) <= len(word) and lemma.startswith(word[:-2]) else None
    if lemma.endswith(INFINITIVES):
        return word[:-1]
    return word[:-2] if lemma.startswith(word[: max(len(word) - 3, 2)]) else None


def _unlisted(language: str, lemma: str, listed: Sequence[str]) -> Iterator[str]:
    """Forms that the dictionary has at another lemma, or not at all."""
    yield from paradigms.unlisted(language, lemma.lower(), {form.lower() for form in listed})
    if other := paradigms.other_lemma(language, lemma):
        found = dictionary_of(language).forms(other)
        yield from (form.replace("ß", "ss") for form in (found[1] if found else ()))


def _cased(form: str, like: str) -> str:
    return form[:1].upper() + form[1:] if like[:1].isupper() else form.lower()
