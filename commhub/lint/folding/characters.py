"""What a single character, or a letter with its combining marks, reads as. Facts of the Unicode Character Database."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

OTHER, WHITE, INVISIBLE, MARK = range(4)

PLAIN: Final = (
    " -~\u00a1-\u00a7\u00a9\u00ab\u00ac\u00ae\u00b0\u00b1\u00b6\u00b7\u00bb\u00bf-\u0131\u0134-\u013e\u0141-\u0148"
    "\u014a-\u017e\u0218-\u021b\u1ea0-\u1ef9\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u0481\u048a-\u052f"
    "\u05d0-\u05ea\u060c\u061b\u061f\u0621-\u063a\u0641-\u064a\u0660-\u0669\u2013\u2014\u2020-\u2023\u2026\u2030"
    "\u2039-\u203b\u20a1-\u20a7\u20a9-\u20bf\u2122\u2190-\u21ff\u2600-\u27bf\u3001-\u3003\u3005-\u3020"
    "\u3041-\u3096\u30a1-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\ufffc\ufffd"
    "\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001f9ff\U00020000-\U0002a6df\U0002a700-\U0002ebe0"
)
"""Characters that read as themselves, as the inside of a class. Not all there are: the rest is looked at one by one."""

FLAT: Final[dict[str, str]] = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # full width
    **dict.fromkeys("\u2018\u2019\u201b\u2032\u02bc\u02b9\u00b4\u05f3\ua78c", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u05f4", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2043\u2212\u05be\ufe63", "-"),
    "\u06a9": "\u0643", "\u06cc": "\u064a",  # Persian kaf and yeh, as some keyboards write Arabic
}  # fmt: skip
"""Characters that read as one other character: typographic marks as the plain ones, full width as half."""

ODD: Final = re.compile(f"[^{PLAIN}]")
FLAT_ONE: Final = re.compile(f"[{re.escape(''.join(FLAT))}]")
ODD_NOT_FLAT: Final = re.compile(f"[^{PLAIN}{re.escape(''.join(FLAT))}]")
ODD_OR_GAP: Final = re.compile(f"[^{PLAIN}]|  ")

KEPT: Final = (
    frozenset("\u03f2\u03f9")
    | frozenset(
        "\u00aa\u00ba\u2120\u2122\u00b2\u00b3\u00b9\u2070\u2074\u2075\u2076\u2077\u2078\u2079"
        "\u2080\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089\u00bc\u00bd\u00be\u2025\u2026"
    )
    | frozenset(map(chr, range(0x3131, 0x318F)))
)
"""Left alone though NFKC would not: a mark of a footnote or a trade mark (APR², Rider™) is no part of the word; and
Hangul letters that stand alone are not to be put together with their neighbours. The lunate sigma looks like a C."""

UNSEEN: Final = re.compile(
    "[\x1c-\x1f\u034f\u0640\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufdd0-\ufdef\ufe00-\ufe0f\uffa0\ufff0-\ufff8\ufffe\uffff"
    "\U0001d159\U000e0000-\U000e0fff]"
)
"""Separators of data files, code points that are no characters or are kept to be ignored, fillers, joiners, variation
selectors, the Arabic stretching stroke: letters, marks or white space by category, nothing to read."""

SEEN_FORMATS: Final = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]")
"""Format characters (category Cf) that are seen: signs that stand before numbers."""

SET_ASIDE: Final = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f\ua66f-\ua67d]"
)
"""Marks that change no word when no letter with them in it exists: stress on Cyrillic, vowel points of Hebrew and
Arabic, strokes across Latin letters."""

TAKES_NO_OTHERS: Final = re.compile("[ -\u06ff\u1e00-\u1fff\u2c60-\u2c7f\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""Letters of scripts whose own marks are all composed or set aside: a mark that is left belongs to another script."""

MOST_MARKS: Final = 30
"""Marks on one letter that count: the bound of UAX #15 (stream-safe text), so that putting them in order stays linear."""
LONGEST: Final = 4
"""A character that NFKC writes out with more than these (\ufdfa has 18) stays, so that no text grows out of bounds."""

HYPHENATED: Final = "\uff9e\uff9f"
"""The half-width voicing marks of Katakana, which are marks by what they do though not by category."""

_KINDS: dict[str, int] = {}
_MOST_KINDS: Final = 5_000


def kind(character: str) -> int:
    """OTHER, WHITE (space), INVISIBLE or MARK (it belongs to the letter before it)."""
    known = _KINDS.get(character)
    if known is None:
        known = _kind(character)
        if len(_KINDS) < _MOST_KINDS:
            _KINDS[character] = known
    return known


@lru_cache(maxsize=20_000)
def plain(cluster: str) -> str:
    """What a letter with its marks (at most MOST_MARKS) reads as: its NFKC, mostly one character."""
    first = cluster[0]
    if first in KEPT:
        return first
    if flat := FLAT.get(first):
        cluster = flat + cluster[1:]
    elif unicodedata.category(first) == "Cs":
        return "\ufffd"  # half a character: nothing that searches can read it
    composed = "".join(FLAT.get(one, one) for one in SET_ASIDE.sub("", unicodedata.normalize("NFKC", cluster)))
    if TAKES_NO_OTHERS.match(composed):
        composed = "".join([one for one in composed if unicodedata.category(one)[0] != "M"])
    if len(composed) > max(LONGEST, len(cluster)) or any(kind(one) in (WHITE, INVISIBLE) for one in composed):
        return first
    return composed


def _kind(character: str) -> int:
    if UNSEEN.match(character):
        return INVISIBLE
    if character.isspace() or character == "\u2800":  # the blank of Braille
        return WHITE
    category = unicodedata.category(character)
    if category == "Cc" or (category == "Cf" and not SEEN_FORMATS.match(character)):
        return INVISIBLE
    if category[0] == "M" or character in HYPHENATED or "\u1161" <= character <= "\u11ff":
        return MARK
    return OTHER
