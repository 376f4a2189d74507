"""How many terms that nobody listed discovery finds among plain letters, beside the usual way, log-likelihood.

Both rank the same words and phrases of the same letters (the table that discovery counts). Log-likelihood (Dunning 1993)
compares how often a word stands in the letters with how often it is used in the language at large.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterable

from benchmarks import discovery_chinese, discovery_english
from benchmarks.harness import table
from commhub.lint.discovery.counting import ACRONYM, CODE, PHRASE, Seen, Table, count
from commhub.lint.discovery.discover import discover
from commhub.lint.discovery.documents import Document, read_all
from commhub.lint.discovery.familiar import zipf
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import source_blocks

AT_LARGE = 1e9
"""Words that the counts of the language at large are taken to stand for."""


def documents_of(letters: Iterable[str], locale: str) -> list[Document]:
    """Letters as documents, each from a place of its own."""
    return [
        Document(f"letter-{number}", locale, source_blocks(letter, "email_text", "rendered"))
        for number, letter in enumerate(letters)
    ]


def log_likelihood(counted: Table, language: str) -> list[str]:
    """The words and phrases that are most over-used in the letters, the most first."""
    own = {key: seen for key, seen in counted.items() if key[1] in (language, "*")}
    size = sum(seen.times for key, seen in own.items() if key[0] != PHRASE)
    return [key[2] for key, _ in sorted(own.items(), key=lambda pair: -_over_use(pair[0], pair[1], size, language))]


def _over_use(key: tuple[str, str, str], seen: Seen, size: int, language: str) -> float:
    here, there = seen.times, AT_LARGE * _share(key, seen, language)
    expected_here = size * (here + there) / (size + AT_LARGE)
    expected_there = AT_LARGE * (here + there) / (size + AT_LARGE)
    score = 2 * (here * math.log(here / expected_here) + (there * math.log(there / expected_there) if there else 0))
    return score if here / size > there / AT_LARGE else -score


def _share(key: tuple[str, str, str], seen: Seen, language: str) -> float:
    words = seen.parts or (key[2].lower(),)
    shares = [10 ** (zipf(word, language) - 9) if zipf(word, language) else 0.0 for word in words]
    return math.prod(shares) if key[0] not in (ACRONYM, CODE) or shares[0] else 0.0


def found_in(planted: Iterable[str], ranked: Iterable[str]) -> set[str]:
    """The planted terms that are among these, as they are or in the plural."""
    names = {name.casefold() for name in ranked}
    return {term for term in planted if term.casefold() in names or f"{term.casefold()}s" in names}


def main() -> None:
    """Print how many of the planted terms are among the first, for each language and way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=320)
    parser.add_argument("--top", type=int, default=200)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--show", action="store_true", help="what was missed, and the first suspects")
    options = parser.parse_args()
    rows = []
    for language, letters in (("en", discovery_english), ("zh", discovery_chinese)):
        for seed in range(options.seeds):
            documents = documents_of(letters.letters(options.documents, seed), language)
            rules = RuleSet(())
            suspects, _ = discover(documents, rules, top=options.top)
            usual = log_likelihood(count(read_all(documents, rules)), language)[: options.top]
            ours = found_in(letters.PLANTED, (one.key for one in suspects))
            theirs = found_in(letters.PLANTED, usual)
            of = len(letters.PLANTED)
            early = found_in(letters.PLANTED, (one.key for one in suspects[: options.top // 4]))
            told = [f"{len(one)} of {of}" for one in (ours, early, theirs)]
            rows.append([f"{language}, letters {seed}", *told])
            if options.show:
                print("missed:", sorted(set(letters.PLANTED) - ours))
                print("first:", [(one.key, one.kind, one.score) for one in suspects[:60]])
                print("last:", [(one.key, one.kind, one.score) for one in suspects[-25:]])
                print("usual:", usual[:40])
    print(
        table(
            [
                f"planted terms among the first {options.top}",
                "discovery",
                f"(first {options.top // 4})",
                "log-likelihood",
            ],
            rows,
        )
    )


if __name__ == "__main__":
    main()
