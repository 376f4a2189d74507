"""A dictionary of simplemma's, read where it is packed: the lemma of a word, and the words of a lemma."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final

STRIDE: Final = 256
"""Records between two places where reading can begin."""
CHANGES: Final = 4
"""Letters at a word's end that its forms may change (umowa, umów; Zahnarzt, Zahnärzte)."""
COMPOUNDING: Final = frozenset({"da", "de", "fi", "hu", "is", "nb", "nl", "nn", "sv"})
"""Languages that join words without end, so that a dictionary often lists a compound without its forms."""
PARTICIPLES: Final = {
    "de": ("ab", "an", "auf", "aus", "bei", "ein", "fest", "her", "hin", "mit", "nach", "vor", "weg", "zu", "zurück"),
    "nl": ("aan", "af", "bij", "door", "in", "mee", "na", "om", "op", "over", "toe", "uit", "voor"),
}
"""Prefixes that part from their verb, in languages that put ge before a participle."""
SHORTEST_REST: Final = 4
"""Letters of the last part of a compound that no dictionary lists as a whole."""


class Dictionary:
    """Words with their lemmas in one language. It keeps the packed stream (1 to 20 MB) and where to begin reading."""

    def __init__(self, language: str) -> None:
        # Here, because only making forms needs it. These names are the library's own; pyproject pins its version.
        from simplemma.strategies.dictionaries import dictionary_factory, frontcode  # noqa: PLC0415

        self._records = frontcode._iter_records
        self._data = dictionary_factory._read_decompressed(language)
        is_reversed, _, first = frontcode._read_header(self._data)
        if is_reversed:
            raise ValueError(f"The dictionary of '{language}' is in an order that cannot be searched by beginnings.")
        self._firsts: list[bytes] = []
        self._seeds: list[tuple[int, bytes, bytes]] = []
        before = first, b"", b""
        for number, (place, word, lemma) in enumerate(self._records(self._data, first)):
            if number % STRIDE == 0:
                self._firsts.append(word)
                self._seeds.append((place, before[1], before[2]))
            before = place, word, lemma
        self._language = language
        self._joins_words = language in COMPOUNDING
        self._lemmas: dict[str, str | None] = {}
        self._forms: dict[str, list[str]] = {}

    def forms(self, word: str) -> tuple[str, list[str]] | None:
        """The lemma of a word and every word that has it; None for a word that is not listed.

        Of a compound that is not listed, or only as it is, the last part that is (Eigenbehalt: Behalt) is inflected.
        """
        self.prepare([word])
        lemma = self._lemma(word)
        own = self._forms[self._small(word)]
        if (
            len(own) > 1 and (lemma or "").lower() != word.lower()
        ):  # roszczenie is a form of rościć too, and roszczenia one of roszczenie
            return self._small(word), own
        if lemma is not None and (len(self._forms[lemma]) > 1 or not self._joins_words):
            return lemma, self._forms[lemma]
        if end := self._end(word):
            before = word[: len(word) - len(end)]
            return before + end.lower(), [before + form.lower() for form in self._forms[end]]
        return (lemma, self._forms[lemma]) if lemma is not None else None

    def lists(self, word: str) -> bool:
        """Whether it has the word as it is."""
        return self._lemma(word) is not None

    def prepare(self, words: Iterable[str]) -> None:
        """Find the forms of these words in one go."""
        asked = list(words)
        missing = {
            one for word in asked for one in (word, self._small(word), self._lemma(word), self._end(word)) if one
        } - self._forms.keys()
        if not missing:
            return
        self._forms.update({lemma: [] for lemma in missing})
        wanted = {lemma.encode(errors="surrogatepass") for lemma in missing}
        beginnings = {lemma: self._beginnings(lemma) for lemma in missing}
        for first, last in _merged((one, one + b"\xff") for some in beginnings.values() for one in some):
            for word, lemma in self._between(first, last):
                if lemma in wanted and word.startswith(beginnings[lemma.decode()]):
                    self._forms[lemma.decode()].append(word.decode())

    def _beginnings(self, lemma: str) -> tuple[bytes, ...]:
        """How the forms of a lemma may begin. German and Dutch participles begin otherwise: gezahlt, abgetreten."""
        begin = [_beginning(lemma)]
        if self._language in PARTICIPLES and lemma.endswith("n") and lemma.islower():
            begin.append("ge" + begin[0])
            for prefix in PARTICIPLES[self._language]:
                if lemma.startswith(prefix) and len(lemma) > len(prefix) + SHORTEST_REST:
                    begin += [prefix + between + _beginning(lemma[len(prefix) :]) for between in ("ge", "zu")]
        return tuple(one.encode(errors="surrogatepass") for one in begin)

    def _small(self, word: str) -> str:
        """The word as the dictionary would spell it as a lemma: only German nouns have capitals."""
        return word if self._language == "de" else word.lower()

    def _end(self, word: str) -> str:
        """The longest end of a compound that is listed as a lemma, of words that are not listed or often compounds."""
        if self._lemma(word) is not None and not self._joins_words:
            return ""
        for cut in range(2, len(word) - SHORTEST_REST + 1):
            rest = word[cut:].capitalize() if word[0].isupper() else word[cut:]
            lemma = self._lemma(rest)
            if lemma is not None and lemma.lower() == rest.lower():
                return lemma
        return ""

    def _lemma(self, word: str) -> str | None:
        if word not in self._lemmas:
            written = dict.fromkeys((word, word.lower(), word.capitalize()))
            self._lemmas[word] = next((found for one in written if (found := self._look_up(one)) is not None), None)
        return self._lemmas[word]

    def _look_up(self, word: str) -> str | None:
        wanted = word.encode(errors="surrogatepass")
        for found, lemma in self._between(wanted, wanted):
            if found == wanted:
                return lemma.decode()
        return None

    def _between(self, first: bytes, last: bytes) -> Iterator[tuple[bytes, bytes]]:
        """The records of a stretch of the alphabet, and some before it."""
        block = max(bisect_right(self._firsts, first) - 1, 0)
        if not self._seeds:
            return
        for _, word, lemma in self._records(self._data, *self._seeds[block]):
            if word > last:
                return
            if word >= first:
                yield word, lemma


@lru_cache(maxsize=6)
def dictionary_of(language: str) -> Dictionary:
    return Dictionary(language)


@cache
def languages() -> frozenset[str]:
    """The languages that have a dictionary."""
    from simplemma.strategies.dictionaries import dictionary_factory  # noqa: PLC0415  as above

    return frozenset(dictionary_factory.SUPPORTED_LANGUAGES)


def _beginning(lemma: str) -> str:
    most = lemma.find("-") if "-" in lemma[1:] else len(lemma)  # quote-part: quotes-parts
    return lemma[: min(most, max(len(lemma) - CHANGES, 2 if len(lemma) > 4 else 1))]


def _merged(ranges: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Stretches of the alphabet without overlaps, so that none is read twice."""
    merged: list[tuple[bytes, bytes]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], last)
        else:
            merged.append((first, last))
    return merged
