"""The ways to write a term as they are looked for: its forms, dotted acronyms, and the phrases in which it is fine. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from commhub.lint.folding import folded_words
from commhub.lint.folding.lookalikes import as_latin
from commhub.lint.rules.base import TermSpec
from commhub.lint.selection import language_of

SIBILANT: Final = ("s", "x", "z", "ch", "sh", "o")
LETTERS: Final = re.compile(r"[^\W\d_]{2,6}")


def is_acronym(written: str) -> bool:
    """Whether capitals matter: all letters are capitals, but for the s of a plural (NIGO, UWs)."""
    stem = written.removesuffix("s")
    return len(stem) > 1 and stem.isupper()


def capitals_matter(term: TermSpec, written: str) -> bool:
    """Whether a form is only found as it is written: when the row says so, or says nothing and it is an acronym."""
    return term.case == "exact" or (
        term.case != "insensitive" and is_acronym(term.text.strip()) and is_acronym(written)
    )


def written_forms(term: TermSpec, forms: Iterable[str]) -> Iterator[str]:
    """Each form folded, capitals kept; APR also as A.P.R. and A. P. R., and ß also as ss."""
    language = language_of(term.locale)
    for form in forms:
        words = folded_words(form, language)
        if not words:
            continue
        yield words
        if language == "*" and (passed := as_latin(words)) != words:  # texts in Latin letters are read as such
            yield passed
        if "ß" in words:
            yield words.replace("ß", "ss")
        if term.kind != "code" and is_acronym(words) and LETTERS.fullmatch(words) and not words.endswith("s"):
            for between in (".", ". "):
                yield between.join(words) + "."
                yield between.join(words)


def allowing_phrases(term: TermSpec, forms: Sequence[str]) -> Iterator[str]:
    """The phrases in which the term is fine, folded, with the term in each of its forms and in a regular plural.

    No lexicon is asked: a worker that has the forms stored with the rule never loads one.
    """
    language = language_of(term.locale)
    known = sorted({folded_words(form, language).casefold() for form in forms} - {""}, key=len, reverse=True)
    for phrase in term.allowed_in:
        words = folded_words(phrase, language)
        if not words:
            continue
        yield words
        if not term.inflect:
            continue
        small = words.casefold()
        held = next((form for form in known if form in small), "") if len(small) == len(words) else ""
        for other in known if held else ():
            yield small.replace(held, other)
        if language in ("en", "*") and small.isascii() and small[-1].isalpha() and not is_acronym(words):
            yield from _plurals(small)


def _plurals(words: str) -> Iterator[str]:
    yield f"{words}es" if words.endswith(SIBILANT) else f"{words}s"
    if words.endswith("y"):
        yield f"{words[:-1]}ies"
