"""The forms of English words and phrases: plurals of nouns, forms of verbs, each of the word that carries them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from commhub.lint.matching.forms.common import is_another_common_word
from commhub.lint.matching.forms.lexicon import inflections, lemmas

ARTICLES: Final = frozenset(
    {
        "a",
        "an",
        "the",
        "your",
        "our",
        "their",
        "his",
        "her",
        "my",
        "its",
        "this",
        "that",
        "these",
        "those",
        "any",
        "all",
        "to",
    }
)
PREPOSITIONS: Final = frozenset(
    {
        "of",
        "in",
        "for",
        "to",
        "with",
        "at",
        "on",
        "by",
        "under",
        "from",
        "per",
        "without",
        "within",
        "against",
        "over",
        "upon",
        "as",
        "into",
        "between",
        "and",
        "or",
    }
)
PARTICLES: Final = frozenset(
    {"in", "out", "off", "up", "down", "back", "on", "over", "through", "away", "forward", "together"}
)
POSTPOSITIVE: Final = frozenset(
    {"insured", "assured", "payable", "receivable", "due", "outstanding", "certain", "paid", "incurred"}
)
"""Adjectives that follow their noun in the language of contracts: sums insured, accounts payable."""
VOWELS: Final = frozenset("aeiou")
VERB_PREFIXES: Final = ("pre", "re", "de", "un", "mis", "dis", "over", "under", "out", "up", "cross", "counter", "co")
VERB_TAGS: Final = ("VBZ", "VBD", "VBN", "VBG")
VERB_ENDING: Final = re.compile(r"(?:[^aeiou]ate|[^aeiou]i[sz]e|ify)\Z")
PLAIN_WORD: Final = re.compile(r"[A-Za-z]{2,}")
JOINT: Final = re.compile(r"([ -])")


def forms(written: str, pos: str) -> Iterator[str]:
    """A term and its inflected forms. `pos` is noun, verb, adjective or '' for what the lexicon says of it."""
    yield written
    pieces = JOINT.split(written)  # words at the even places, what joins them at the odd ones
    words = [piece.lower() for piece in pieces[::2]]
    part = pos.strip().lower()
    if part.startswith(("adj", "adv")):
        return
    if words[0] == "to" and len(words) > 1 and not part.startswith("n"):
        yield from forms("".join(pieces[2:]), "verb")
        return
    if part.startswith("v") or (not part.startswith("n") and _is_verb_phrase(words, pieces)):
        yield from _with(_verb_forms, _verb_head(words, pieces), pieces)
        if not part and "-" in pieces:  # opt-in: opted in, and two opt-ins
            yield from _with(_plurals, len(words) - 1, pieces)
        return
    head = _noun_head(words, pieces)
    yield from _with(_plurals, head, pieces)
    if not part and " " not in pieces and head == len(words) - 1:
        yield from _with(_doings, head, pieces)


def _with(made: Callable[[str], Sequence[str]], head: int | None, pieces: Sequence[str]) -> Iterator[str]:
    """The phrase with each form of its head."""
    if head is None or not PLAIN_WORD.fullmatch(pieces[2 * head]):
        return
    word = pieces[2 * head]
    for form in made(word.lower()):
        if len(pieces) > 1 or not is_another_common_word(form, word.lower(), "en"):
            yield "".join([*pieces[: 2 * head], _cased(form, word), *pieces[2 * head + 1 :]])


def _verb_head(words: Sequence[str], pieces: Sequence[str]) -> int:
    """The first word, or the last of those that hyphens join to it: cross-SELL a product, but OPT-in."""
    last = 0
    while last + 1 < len(words) and pieces[2 * last + 1] == "-":
        last += 1
    return 0 if words[last] in PARTICLES else last


def _noun_head(words: Sequence[str], pieces: Sequence[str]) -> int | None:
    """The last noun before a preposition (LETTERS of credit), or before an adjective that follows it (SUMS insured).

    A preposition within words that hyphens join says nothing of the others: out-of-pocket MAXIMUMS, ATTORNEYS-in-fact.
    """
    begins = [0, *(place + 1 for place, joint in enumerate(pieces[1::2]) if joint == " "), len(words)]
    joined = list(pairwise(begins))
    if words[0] in PREPOSITIONS and joined[0][1] == 1:
        return None
    first, behind = joined[-1]
    for (first_before, place), (_, after) in pairwise(joined):
        if after == place + 1 and words[place] in PREPOSITIONS - {"and", "or"} and after < len(words):
            first, behind = first_before, place
            break
    else:
        is_second = len(joined) > 1 and behind - first == 1
        if is_second and words[first] in POSTPOSITIVE and "NN" in inflections(words[first - 1]):
            first, behind = joined[-2]
    for place in range(first + 1, behind - 1):
        if words[place] in PREPOSITIONS - {"and", "or"}:
            return place - 1 if words[place - 1] not in PARTICLES | PREPOSITIONS else None
    return behind - 1


def _is_verb_phrase(words: Sequence[str], pieces: Sequence[str]) -> bool:
    """file A claim, opt OUT: a verb with an article or a particle after it, but not the opt-out FORM. A lone word, if it
    can be nothing else."""
    if len(words) > 2 and pieces[1] == "-" and words[1] in PARTICLES:
        return False
    listed = inflections(words[0])
    if len(words) == 1:
        return "NN" not in listed and ("VB" in listed or _looks_like_verb(words[0]))
    return words[0] == "to" or ("VB" in listed and words[1] in ARTICLES | PARTICLES)


def _looks_like_verb(word: str) -> bool:
    return not lemmas(word) and bool(VERB_ENDING.search(word))


def _plurals(word: str) -> tuple[str, ...]:
    known = tuple(form for form in inflections(word).get("NNS", ()) if form != word)
    if known or (word.endswith("s") and not word.endswith("ss")) or _is_inflected(word):
        return known
    return (_with_s(word),)


def _verb_forms(word: str) -> tuple[str, ...]:
    """The forms of a word that is a verb; regular ones if it is not listed, also without a prefix (upsell: upsold)."""
    listed = inflections(word)
    known = tuple(form for tag in VERB_TAGS for form in listed.get(tag, ()) if "-" not in form)
    if known or _is_inflected(word):
        return tuple(dict.fromkeys(known))
    for prefix in VERB_PREFIXES:
        if word.startswith(prefix) and "VBD" in inflections(word[len(prefix) :]):
            return tuple(prefix + form for form in _verb_forms(word[len(prefix) :]))
    if word.endswith("e"):
        return _with_s(word), f"{word}d", f"{word[:-1]}ing"
    if word.endswith("y") and word[-2] not in VOWELS:
        return _with_s(word), f"{word[:-1]}ied", f"{word}ing"
    return _with_s(word), f"{word}ed", f"{word}ing"


def _doings(word: str) -> tuple[str, ...]:
    """The verb forms of what may be a noun as well: claimed, but not interesting, which is a word of its own."""
    if "VB" not in inflections(word) and not _looks_like_verb(word):
        return ()
    return tuple(form for form in _verb_forms(word) if "JJ" not in inflections(form))


def _is_inflected(word: str) -> bool:
    """Whether it is itself a form of another word (adjudicated, claims), so that it takes no ending of its own."""
    found = lemmas(word)
    return bool(found) and word not in found and not word.endswith("ing")


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"


def _cased(form: str, like: str) -> str:
    if like.isupper():
        return form.upper()
    return form[:1].upper() + form[1:] if like[:1].isupper() else form
