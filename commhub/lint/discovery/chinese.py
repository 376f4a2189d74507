"""Words of Chinese text: cut along the likeliest path of a dictionary, and runs of pieces that may be one word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from commhub.lint.discovery.documents import Text
from commhub.lint.matching.chinese import simplified
from commhub.lint.matching.straddle import PERSON, words_of
from commhub.lint.scripts import HAN

RUN: Final = re.compile(f"[{HAN}]+")
LONGEST_RUN: Final = 400
"""Characters without a mark between them that are cut as one."""
MOST_PIECES: Final = 4
SHORTEST: Final = 2
LONGEST: Final = 7
LINKS: Final = frozenset(
    "的了在是和与及或您我你他她它们这那其此该请将把被让给向从由对按以于为因则如若但而且并也都还又再已曾会能可应须需要想愿"
    "不没无未有到至起后前中内外上下时日月年天次个份项条件元只每各本某等之所就才很更最太非常什么怎样哪里何谁多少几一二三四五六七八九十百千万亿"
)
"""Characters of grammar, numbers and units: alone, they join pieces and are part of none."""
TITLED: Final = re.compile("(?:先生|女士|小姐|太太)\\Z")
WORDS_OF_GRAMMAR: Final = (
    "我们 您的 我的 他们 如果 因为 所以 但是 以及 或者 可以 需要 已经 没有 不是 不能 不会 这个 那个 这些"
    " 那些 一个 本人 什么 怎么 进行 通过 根据 按照 关于 对于 为了 同时 之前 之后 以后 以前 期间 目前 现在"
    " 今天 明天 昨天 今年 去年 明年 本月 上月 下月 先生 女士 尊敬 谢谢 感谢 敬上 此致 敬礼 请您 您好"
    " 此致敬礼 随信 附上"
)
GRAMMAR: Final = frozenset(WORDS_OF_GRAMMAR.split())
NO_WORD: Final = re.compile(
    "[您你我他她它其这那此该哪几两一二三四五六七八九十每]..?|..?[您你我他她它们其至到份些样页笔了着过吗呢]|.*[之以日周月年]内|(.)一\\1"
)
"""Short words of the dictionary that are a pronoun, a number or a measure with its neighbour: known to everybody."""
Piece = tuple[str, int, int]


def pieces(text: Text) -> list[list[Piece]]:
    """The runs of Chinese characters of a text, each as its words in Simplified, with their places in the folded text."""
    clear = simplified(text.clear)
    found = []
    for match in RUN.finditer(clear):
        for first in range(match.start(), match.end(), LONGEST_RUN):
            run = clear[first : min(first + LONGEST_RUN, match.end())]
            found.append([(run[start:end], first + start, first + end) for start, end in words_of(run)])
    return found


def joined(run: list[Piece]) -> Iterator[tuple[Piece, tuple[str, ...], str, str]]:
    """What may be one word: two to four pieces beside each other, none of them grammar; with its pieces, and what stands
    before and behind it."""
    for first in range(len(run)):
        if is_grammar(run[first][0]):
            continue
        for last in range(first + 1, min(first + MOST_PIECES, len(run))):
            if is_grammar(run[last][0]):
                break
            start, end = run[first][1], run[last][2]
            if end - start > LONGEST:
                break
            parts = tuple(word for word, _, _ in run[first : last + 1])
            before = run[first - 1][0] if first else ""
            behind = run[last + 1][0] if last + 1 < len(run) else ""
            yield ("".join(parts), start, end), parts, before, behind


def is_grammar(word: str) -> bool:
    return word in GRAMMAR or (word in LINKS if len(word) == 1 else NO_WORD.fullmatch(word) is not None)


def is_person(text: str, start: int, end: int) -> bool:
    """Whether these characters are of a surname with a title."""
    if TITLED.search(text, max(0, start), end):
        return True
    return any(
        match.start() < end and match.end() > start for match in PERSON.finditer(text, max(0, start - 2), end + 2)
    )
