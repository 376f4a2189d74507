"""Text as the linter compares it: what hides a word from a plain search is undone, with the way back kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from commhub.lint.folding.characters import (
    FLAT,
    FLAT_ONE,
    INVISIBLE,
    MARK,
    MOST_MARKS,
    ODD,
    ODD_NOT_FLAT,
    ODD_OR_GAP,
    WHITE,
    kind,
    plain,
)
from commhub.lint.folding.lookalikes import undisguised
from commhub.lint.folding.places import Writer
from commhub.lint.scripts import is_han_or_kana

__all__ = ["Folded", "fold", "folded_words"]

WRAPS = frozenset(" \t\r\n\u2028")
"""White space of which a run may be a line's wrap; an ideographic or no-break space is there for its own sake."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without invisible characters, in NFKC letter by letter, with each run of white space as one space.

    `exact` keeps capitals, `folded` does not; both have the same length. Their character i stands at
    `starts[i]:ends[i]` of the original.
    """

    exact: str
    folded: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded text (not empty) stands in the original."""
        return self.starts[start], self.ends[end - 1]

    def occurrences(self, phrase: str) -> Iterator[tuple[int, int]]:
        """Where a folded phrase stands in the folded text, in any capitals."""
        at = self.folded.find(phrase) if phrase else -1
        while at >= 0:
            yield at, at + len(phrase)
            at = self.folded.find(phrase, at + 1)


def fold(text: str, language: str = "") -> Folded:
    """The folded form of a text in a language (`en`; '' for any). Its time grows with the text and no faster.

    A letter with its combining marks counts as one character of the original. A line break between two Han or Kana
    characters is nothing, and neither is one behind the hyphen of a word (cooling-/off); any other is a space. Half a
    surrogate pair reads as U+FFFD, a control character as nothing.
    """
    length = len(text)
    if "  " not in text:
        if not ODD.search(text):
            exact = text if text.isascii() else undisguised(text, language)
            return Folded(exact, small(exact), range(length), range(1, length + 1))
        if not ODD_NOT_FLAT.search(text):
            exact = undisguised(FLAT_ONE.sub(lambda match: FLAT[match[0]], text), language)
            return Folded(exact, small(exact), range(length), range(1, length + 1))
    exact, starts, ends = _careful(text)
    if not exact.isascii():
        exact = undisguised(exact, language)
    return Folded(exact, small(exact), starts, ends)


def folded_words(text: str, language: str = "") -> str:
    """A term or phrase as it is looked for, capitals kept: folded, on one line, without white space around it."""
    return fold(text, language).exact.strip()


def small(exact: str) -> str:
    """The text in small letters, one character for one; the Russian ё as е, as most people write it."""
    folded = exact.casefold()
    if len(folded) != len(exact):
        folded = "".join(map(_small, exact))
    return folded.replace("ё", "е")


@lru_cache(maxsize=20_000)
def _small(character: str) -> str:
    folded = character.casefold()
    return folded if len(folded) == 1 else character.lower()[:1]


def _careful(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """The folded text, and where its characters begin and end, of a text with anything in it.

    Plain stretches are taken over whole. Each branch below goes on after all white space, marks and invisible
    characters that it looked at, so that none is looked at more than a fixed number of times.
    """
    writer, length, done = Writer(text), len(text), 0
    search = (ODD_OR_GAP if "  " in text else ODD).search
    while match := search(text, done):
        at = match.start()
        now = kind(text[at])
        if now in (INVISIBLE, MARK):
            end, marks, last = _tail(text, at)
            if (at > done and text[at - 1] == " ") or (not marks and end < length and kind(text[end]) == WHITE):
                now = WHITE
            elif marks and at > done:
                writer.keep(done, at - 1)
                writer.put(plain(text[at - 1] + marks), at - 1, last)
            else:
                writer.keep(done, at)
        elif now != WHITE:
            end, marks, last = _tail(text, at + 1)
            writer.keep(done, at)
            writer.put(plain(text[at] + marks), at, last)
        if now == WHITE:
            end = _white(text, done, at, writer)
        done = end
    writer.keep(done, length)
    return writer.finished()


def _tail(text: str, at: int) -> tuple[int, str, int]:
    """The end of the run of marks and invisible characters at `at`, its marks, and where the last of them ends."""
    marks, last, end, length = "", at, at, len(text)
    while end < length and (now := kind(text[end])) in (INVISIBLE, MARK):
        if now == MARK:
            last = end + 1
            if len(marks) < MOST_MARKS:
                marks += text[end]
        end += 1
    return end, marks, last


def _white(text: str, done: int, at: int, writer: Writer) -> int:
    """Write the run of white space around `at`, with what cannot be seen in it, and say where it ends."""
    start, end, length = at, at, len(text)
    while start > done and text[start - 1] == " ":
        start -= 1
    while end < length and kind(text[end]) in (WHITE, INVISIBLE, MARK):
        end += 1
    writer.keep(done, start)
    if writer.last == " ":
        return end
    run = [one for one in text[start:end] if kind(one) == WHITE]
    breaks = run.count("\n") + run.count("\u2028")
    is_wrap = breaks == 1 and WRAPS.issuperset(run) and end < length
    is_in_word = is_wrap and (
        (is_han_or_kana(writer.last) and is_han_or_kana(text[end]))
        or (writer.last == "-" and text[end].islower() and start > 1 and text[start - 2].isalpha())
    )
    if not is_in_word:
        writer.put(" ", start, end)
    return end
