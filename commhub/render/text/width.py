"""How many columns a text takes in a terminal or a plain-text mail, and where its lines may break.

Widths follow UAX #11: wide and fullwidth characters take two columns, combining ones none, ambiguous ones one. An emoji
sequence (UTS #51) takes two, however many code points it has. Lines break at spaces and beside Han and kana (UAX #14,
JIS X 4051), never before closing or after opening punctuation; Hangul breaks at its spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final
from unicodedata import category, east_asian_width

from commhub.render.text.structure import CELL, ROW

_NARROW: Final = (
    r"\u0000-\u02ff\u0370-\u0482\u048a-\u058a\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2100-\u22ff"
)
_HAN_AND_KANA: Final = (
    r"\u2e80-\u2fdf\u2ff0-\u3029\u302e-\u303e\u3041-\u3096\u309b-\u312f\u3190-\u3247\u3250-\u4dbf\u4e00-\ua4cf"
    r"\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003fffd"
)
_CARE = re.compile(f"[^{_NARROW}]")
_NO_PLAIN_COLUMN = re.compile(
    f"[^{ROW}{CELL} -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u0384-\u038a\u0391-\u03a1\u03a3-\u0482\u1e00-\u1eff"
    "\u2010-\u2027\u20a0-\u20bf]"
)
_SCALES = re.compile(f"[{_HAN_AND_KANA}\uac00-\ud7a3]")
_RARE = re.compile(f"[^{_NARROW}{_HAN_AND_KANA}\uac00-\ud7a3]")
_BREAKS_BESIDE = re.compile(f"[{_HAN_AND_KANA}]")
_UNIT = re.compile(f" +|[{_HAN_AND_KANA}]|[^ {_HAN_AND_KANA}]+")
_ATTACHED: Final = frozenset(
    "、。，．：；？！）」』】〉》〕〗〙〛〟｝］﹐﹑﹒﹔﹕﹖﹗…‥—～〜·・％‰℃”’»›!),.:;?]}%°"
    "ーぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ々〻ゝゞヽヾ"
)
"""What never begins a line."""
_OPENING: Final = frozenset("（「『【〈《〔〖〘〚〝｛［“‘«‹([{￥＄￡")
"""What never ends a line."""
_JOINER: Final = "\u200d"
_AS_EMOJI: Final = "\ufe0f"


def display_width(text: str) -> int:
    """The columns that a text of one line takes."""
    if text.isascii():
        return len(text)
    if not _RARE.search(text):
        return 2 * len(text) - len(_SCALES.sub("", text))
    width = 0
    before = ""
    for character in text:
        if before == _JOINER or (before and "\U0001f3fb" <= character <= "\U0001f3ff"):
            before = ""  # joined to the picture before, or its tone of skin
        elif character == _AS_EMOJI:
            width += before != "" and _one(before) == 1
        elif character == _JOINER:
            before = _JOINER if before >= "\u2190" or before == "" else before  # a picture's; letters use it as well
        else:
            width += _one(character)
            before = character if _one(character) else before
    return width


def plain_columns(text: str) -> bool:
    """Whether every character of the text is printable and takes one column; it may have marks of a table in it."""
    return not _NO_PLAIN_COLUMN.search(text)


@lru_cache(maxsize=4096)
def _one(character: str) -> int:
    kind = category(character)
    if kind in {"Mn", "Me", "Cf"} or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if kind != "Cn" and east_asian_width(character) in {"W", "F"} else 1


def fold(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns; a word that is longer stands whole.

    A line that ends at a space keeps it, so that the lines put together are the text again. White space has been
    collapsed to single spaces before.
    """
    if text.isascii() or not _CARE.search(text):
        return _at_spaces(width).findall(text)
    lines: list[str] = []
    line, used = "", 0
    for word, columns, spaced in _words(text):
        if line and used + spaced + columns > width:
            lines.append(f"{line} " if spaced else line)
            line, used = word, columns
        else:
            line += f" {word}" if spaced else word
            used += spaced + columns
    return [*lines, line] if line else lines


@lru_cache(maxsize=128)
def _at_spaces(width: int) -> re.Pattern[str]:
    return re.compile(rf"[^ ](?:.{{0,{max(width - 1, 1)}}}(?= |\Z)(?<! ) ?|[^ ]+ ?)")


def _words(text: str) -> Iterator[tuple[str, int, bool]]:
    """What a line may not break, its columns, and whether a space stands before it."""
    word, spaced = "", False
    for before, unit in pairwise(["", *_UNIT.findall(text)]):
        if unit[0] == " ":
            continue
        after_space = before[:1] == " "
        joined = not after_space and (unit[0] in _ATTACHED or before[-1:] in _OPENING)
        if word and not joined:
            yield word, display_width(word), spaced
            word = ""
        if not word:
            spaced = after_space
        word += unit
    if word:
        yield word, display_width(word), spaced


def wide_end(text: str) -> bool:
    """Whether the text ends as Chinese or Japanese does, so that fullwidth punctuation follows."""
    return bool(text) and bool(_BREAKS_BESIDE.match(text[-1]))
