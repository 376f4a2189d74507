"""The English lexicon (lemminflect): the forms of a word, and the words it is a form of."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=20_000)
def inflections(word: str) -> dict[str, tuple[str, ...]]:
    """The forms of a word that is a lemma, by Penn tag (NNS, VBD ...); empty for a word that is not listed."""
    from lemminflect import getAllInflections  # noqa: PLC0415  brings numpy, which a worker has no need of

    known: dict[str, tuple[str, ...]] = getAllInflections(word)
    return known


@lru_cache(maxsize=20_000)
def lemmas(word: str) -> frozenset[str]:
    """The words of which it is a form, itself among them if it is a lemma; empty for a word that is not listed."""
    from lemminflect import getAllLemmas  # noqa: PLC0415  as above

    return frozenset(lemma for listed in getAllLemmas(word).values() for lemma in listed)
