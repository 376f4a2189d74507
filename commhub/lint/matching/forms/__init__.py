"""The ways to write a term, made when its rule is saved: one file for each way in which they are made. Pure.

English forms come from lemminflect's lexicon, those of other languages from simplemma's; hyphen and spelling variants
from rules. Nothing here is a stemmer: a form is one that a lexicon lists or a regular ending makes, never a word that
merely begins alike. The lexicons are large, so a worker reads the forms that were stored with the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from commhub.lint.matching.forms import acronyms, english, lemmas, spelling
from commhub.lint.rules.base import TermSpec
from commhub.lint.selection import language_of

UNINFLECTED: Final = frozenset({"ar", "he", "ja", "ko", "th", "zh"})
"""Languages whose words do not change, or change by what the boundary test takes care of (one-letter clitics)."""


def forms_of(term: TermSpec) -> tuple[str, ...]:
    """Every way to write the term, as it is written first. Capitals are kept as they are in the term.

    Forms that people edited are the whole truth. Without `inflect` it is the term alone, and the plural s of an acronym.
    """
    return forms_of_all([term])[0]


def forms_of_all(terms: Sequence[TermSpec]) -> list[tuple[str, ...]]:
    """The forms of each of many terms: as `forms_of`, and each lexicon is gone through once for all of them."""
    wanted: dict[str, set[str]] = {}
    for term in terms:
        if (language := _lexicon(term)) is not None:
            wanted.setdefault(language, set()).update(lemmas.words_in(_plain(term)))
    for language, words in wanted.items():
        lemmas.prepare(language, words)
    return [tuple(dict.fromkeys(_forms(term))) for term in terms]


def _forms(term: TermSpec) -> Iterable[str]:
    plain = _plain(term)
    if term.forms:
        return term.forms
    if not plain or term.rule in ("pattern", "code") or term.kind == "code":
        return (plain,) if plain else ()
    if acronyms.is_acronym(plain) and (term.inflect or term.kind == "acronym"):
        return acronyms.forms(plain)
    if not term.inflect:
        return (plain,)
    if (language := _lexicon(term)) is not None:
        return lemmas.forms(language, plain)
    if language_of(term.locale) in ("en", "*") and plain.isascii():
        return [variant for form in english.forms(plain, term.pos) for variant in spelling.variants(form)]
    return (plain,)


def _lexicon(term: TermSpec) -> str | None:
    """The language whose lexicon knows the forms of the term, if it has any but English."""
    language = language_of(term.locale)
    plain = _plain(term)
    if not term.inflect or term.forms or language in {"en", *UNINFLECTED} or acronyms.is_acronym(plain):
        return None
    if term.rule in ("pattern", "code") or term.kind == "code":
        return None
    return language if lemmas.knows(language) else None


def _plain(term: TermSpec) -> str:
    return " ".join(term.text.split())
