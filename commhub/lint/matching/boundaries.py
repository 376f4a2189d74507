"""Whether a term that stands in a text ends where words end there: the boundary test, by script. Pure.

Latin, Cyrillic, Greek, Arabic, Hebrew and every other script that puts spaces between words: no letter or digit of such a
script, and no `_`, may touch. Arabic and Hebrew one-letter clitics may (and with them the Arabic article). Han and
Hiragana: anything may touch. Hangul: no Hangul and no digit before it, anything after it. Katakana: the run must begin
and end with the term; the middle dot ends it, the prolonged sound mark does not.
"""

from __future__ import annotations

import re
from typing import Final

from commhub.lint.scripts import UNSPACED

FREE, SPACED, ARABIC, HEBREW, HANGUL, KATAKANA = range(6)

NO_LETTERS: Final = re.compile(f"[{UNSPACED}]")
"""Letters that neither need a boundary nor make one."""
CLITICS: Final = {
    # and, so; then with, like, to; then the article, which melts with 'to'
    ARABIC: re.compile("[وف]?(?:[بك]?ال|[بكلس]|لل)|[وفأ]"),
    # and; that, when, which; then the, in, like, to, from
    HEBREW: re.compile("ו?(?:כש|לכש|מש|ש)?[הבכלמ]|ו?(?:כש|לכש|מש|ש)|ו"),
}
LONGEST_CLITICS: Final = 5
UNITS: Final = frozenset("%‰°$€£¥₩₽₪₹¢")
"""Symbols that stand at a number and belong to it: a digit beside them says nothing about words."""

_CLASSES: dict[str, int] = {}
_MOST_CLASSES: Final = 5_000


def class_of(character: str) -> int:
    """How a character takes part in the test."""
    known = _CLASSES.get(character)
    if known is None:
        known = _class(character)
        if len(_CLASSES) < _MOST_CLASSES:
            _CLASSES[character] = known
    return known


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no word goes on beyond either end of this stretch of a folded text (not empty)."""
    return (not start or _may_begin(text, start)) and (end == len(text) or _may_end(text, end))


def _may_begin(text: str, start: int) -> bool:
    first, before = text[start], text[start - 1]
    own, other = class_of(first), class_of(before)
    if own == FREE:
        return _may_touch(first, before, other)
    if own == HANGUL:
        return other != HANGUL and before != "_" and not before.isdecimal()
    if own == KATAKANA:
        return other != KATAKANA
    if other == SPACED:
        return False
    if other in (ARABIC, HEBREW) and own in (other, SPACED):
        return _are_clitics(text, start, other)
    return other not in (ARABIC, HEBREW)


def _may_end(text: str, end: int) -> bool:
    last, after = text[end - 1], text[end]
    own, other = class_of(last), class_of(after)
    if own == FREE:
        return _may_touch(last, after, other)
    if own == HANGUL:
        return True
    if own == KATAKANA:
        return other != KATAKANA
    if own == SPACED and other in (ARABIC, HEBREW):  # APRו: the next word's clitic, set too close
        return end + 1 == len(text) or class_of(text[end + 1]) not in (SPACED, ARABIC, HEBREW)
    return other not in (SPACED, ARABIC, HEBREW)


def _may_touch(edge: str, neighbour: str, other: int) -> bool:
    """Whether a term that begins or ends with no letter of a spaced script may have this neighbour."""
    if edge.isalpha() or edge == "-":
        return True
    if edge == neighbour:
        return False  # C+ is not in C++
    return other not in (SPACED, ARABIC, HEBREW) or (neighbour.isdecimal() and edge in UNITS)


def _are_clitics(text: str, end: int, script: int) -> bool:
    start = end - 1
    while start > 0 and end - start <= LONGEST_CLITICS and class_of(text[start - 1]) == script:
        start -= 1
    if start and class_of(text[start - 1]) in (SPACED, ARABIC, HEBREW):
        return False
    return CLITICS[script].fullmatch(text, start, end) is not None


def _class(character: str) -> int:
    if "\uac00" <= character <= "\ud7a3" or "\u1100" <= character <= "\u11ff" or "\u3131" <= character <= "\u318e":
        return HANGUL
    if "\u30a1" <= character <= "\u30ff" or "\u31f0" <= character <= "\u31ff":
        return KATAKANA if character.isalpha() else FREE
    if character != "_" and not character.isalpha() and not character.isdecimal():
        return FREE
    if NO_LETTERS.match(character):
        return FREE
    if "\u0590" <= character <= "\u05ff":
        return HEBREW
    if "\u0600" <= character <= "\u06ff" and character.isalpha():
        return ARABIC
    return SPACED
