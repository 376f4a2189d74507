"""Where the sentences of a block begin and end. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

CHINESE_LIKE: Final = frozenset({"zh", "ja"})
"""Languages whose sentences end without a space behind them."""

END = re.compile(
    r"(?P<mark>(?<![.!?…])[.!?…]+)(?P<quote>[\"'”’»)\]]*)(?=\s|\Z)|(?P<own>[。！？｡．؟۔।]+)[”’」』）)\"']*"
)
SIGN = re.compile(r"[.!?…。！？｡．؟۔।]")
"""What every end begins with: looked for first, as a set of characters is found much faster."""
CHINESE_END = re.compile(r"(?P<own>[。！？!?｡．]+|…{2,})[”’」』）)\"']*|(?P<mark>\.)(?P<quote>[\"'”’)\]]*)(?=\s|\Z)")
ITEM = re.compile(
    r"\n(?:[^\S\n]*\n)+\s*|\n[^\S\n]*(?=(?:[-–—•·‣◦*▪●]|\(?\d{1,2}[.)、]|\(?[a-z][.)])[^\S\n])", re.IGNORECASE
)
"""A line break before an item of a list, or an empty line."""
MARKER = re.compile(r"\s*(?:[-–—•·‣◦*▪●]|\(?\d{1,2}[.)、]|\(?[a-z][.)])[^\S\n]+", re.IGNORECASE)
NEVER_ENDS = re.compile(
    r"(?:\b(?:mr|mrs|ms|mx|dr|prof|rev|hon|st|sgt|capt|messrs|cf|vs|viz|approx|ca|e\.g|i\.e|eg|ie|incl|excl|resp|dept"
    r"|z\.\s?b|d\.\s?h|bzw|ggf|inkl|zzgl|evtl|mme|mlle|sr|sra|srta|ud|uds|ul|im|np|tzn|г|ул|д|кв|стр|им|т|см)"
    r"|(?:^|[\s(.])[^\W\d_])\Z",
    re.IGNORECASE,
)
BEFORE_A_NUMBER = re.compile(
    r"\b(?:no|nos|nr|núm|pág|art|fig|vol|ch|sec|para|pp?|ext|tel|est|max|min|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\Z",
    re.IGNORECASE,
)
SHORT_WORD = re.compile(r"(?:^|[\s(.])[^\W\d_]{1,5}\Z|\.[^\W\d_]+\Z")
"""What can be an abbreviation, so that a small letter after its full stop says that the sentence goes on."""
LETTERED = re.compile(
    r"\b(?:plan|vitamin|option|class|grade|part|group|hepatitis|table|figure|step|box|or|and|as do) [A-Z]\Z"
)
"""Single letters that are no initials: choose plan B. Then ..."""
TAIL: Final = 12
"""Characters before a full stop that are looked at."""
NUMBER_OF_AN_ITEM = re.compile(r"\s*\(?(?:\d{1,2}|[A-Za-z])\Z")
NEXT = re.compile(r"\s+[\"'“‘«(\[]?(?P<first>\S)")
SHORT_LINE: Final = 40
LEAST_LINES: Final = 3
CLOSING: Final = " \t\r\n\u00a0\u3000,;:，；："


def sentences(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Each sentence of a block, without the punctuation that ends it, white space around it or the mark of a list item.

    A line break ends no sentence, except before an item of a list, at an empty line, and where all lines are as short
    as those of an address.
    """
    for start, end in _pieces(text):
        yield from _in_piece(text, start, end, CHINESE_END if language in CHINESE_LIKE else END)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    lines = text.split("\n")
    if len(lines) >= LEAST_LINES and all(len(line) <= SHORT_LINE for line in lines):
        start = 0
        for line in lines:
            yield start, start + len(line)
            start += len(line) + 1
        return
    start = 0
    for match in ITEM.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _in_piece(text: str, start: int, end: int, ends: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    marker = MARKER.match(text, start, end)
    start = marker.end() if marker else start
    at = start
    while sign := SIGN.search(text, at, end):
        stop = ends.match(text, sign.start(), end)
        at = stop.end() if stop else sign.end()
        if stop is None or (stop["mark"] and not _ends_here(text, start, end, stop)):
            continue
        yield from _trimmed(text, start, stop.start())
        start = stop.end()
    yield from _trimmed(text, start, end)


def _ends_here(text: str, start: int, end: int, stop: re.Match[str]) -> bool:
    """Whether a full stop, question mark or dots end a sentence: not after an abbreviation or the number of an item, nor
    before a small letter."""
    following = NEXT.match(text, stop.end(), end)
    if following is None:
        return True
    first = following["first"]
    before = max(start, stop.start() - TAIL)
    if first.islower() and (stop["quote"] or stop["mark"] == "..." or SHORT_WORD.search(text, before, stop.start())):
        return False
    if stop["mark"] != ".":
        return stop["mark"] not in ("...", "…") or not first.islower()
    if stop.start() - start <= 4 and NUMBER_OF_AN_ITEM.match(text[start : stop.start()]):
        return False
    if LETTERED.search(text, max(start, before - TAIL), stop.start()):
        return True
    if first.isdigit() and BEFORE_A_NUMBER.search(text, before, stop.start()):
        return False
    return bool(stop["quote"]) or not NEVER_ENDS.search(text, before, stop.start())


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = text[start:end]
    if words.strip(CLOSING):
        yield start + len(words) - len(words.lstrip()), start + len(words.rstrip(CLOSING))
