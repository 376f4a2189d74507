"""Tells a Chinese term from two words that meet: 审核|保单 does not contain 核保. Pure.

Chinese is written without spaces, so a term can be found where one word ends and the next begins. The best way to read the
characters as words of a dictionary is compared with the best way that holds the term as one word; where the term
makes the reading much less likely, the hit is doubtful: it is for review, and neither blocks nor vanishes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import inf, log
from typing import Final

from commhub.lint.scripts import HAN

HAN_CHARACTER: Final = re.compile(f"[{HAN}]")
MARGIN: Final = 2.0
"""Nats by which the other reading must be better: e² is some seven times as likely."""
AROUND: Final = 12
"""Characters on each side that are looked at; no word that matters is longer."""
LONGEST: Final = 8
"""Characters of the longest words of the dictionary that are used."""
UNKNOWN: Final = -19.0
"""What a character costs that is no word of the dictionary: a little less likely than its rarest words."""

OF_THE_TRADE: Final = -13.0
"""What a word of business letters costs at most: a list of the language at large has few of them."""
TRADE: Final = (
    "险种", "保单", "保额", "投保人", "被保险人", "受益人", "免赔额", "现金价值", "犹豫期", "等待期", "宽限期",
    "除外责任", "起付线", "保险期", "保险费", "手续费", "违约金", "滞纳金", "还款日", "账单日", "结息日",
    "工单",
)  # fmt: skip
NAMED: Final = -14.0
"""What a surname with a title costs, such as 付先生: as much as a rare word, and less than its two parts."""
NAME_AND_TITLE: Final = 3
PERSON: Final = re.compile(
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾"
    "夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤计单应包费]"
    "(?:先生|女士|小姐|太太|医生|经理|律师|老师|主任|护士|警官|师傅)"
)
"""Surnames, among them those with which terms end or begin, and what follows them in a letter."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """The best way to read up to a place: its log probability, and where its last word begins."""

    score: float
    last: int


def doubt(text: str, start: int, end: int, beside: Iterable[tuple[int, int]] = ()) -> str:
    """Why the term at `start:end` of a text in Simplified may be no term, as a sentence; '' when it is one.

    `beside` is where other terms stand that end where this one begins, or begin where it ends: 查勘|定损 may be two terms
    in a row although the dictionary has 勘定.
    """
    first, last = _window(text, start, end)
    words, left, right = text[first:last], start - first, end - first
    if not _is_crossed(words, left, right) or not _straddles(words, left, right, whole=True):
        return ""
    if any(_are_in_a_row(words, sorted([(left, right), (one - first, other - first)])) for one, other in beside):
        return ""
    parts = [words[begin:stop] for begin, stop in _path(_best(words)) if begin < right and stop > left]
    return f"'{words[left:right]}' may be parts of other words here: {', '.join(parts)}."


def words_of(run: str) -> list[tuple[int, int]]:
    """Where the words of a run of Chinese characters in Simplified stand, on its likeliest reading."""
    return _path(_best.__wrapped__(run))  # a run may be as long as a text: nothing to keep


def _is_crossed(words: str, left: int, right: int) -> bool:
    """Whether any word of the dictionary goes over an end of the term: without one, there is no other reading."""
    likely = _dictionary()
    return any(
        words[begin:stop] in likely
        for edge in (left, right)
        for begin in range(max(0, edge - LONGEST), edge)
        for stop in range(edge + 1, min(begin + LONGEST, len(words)) + 1)
    )


def _straddles(words: str, left: int, right: int, *, whole: bool) -> bool:
    """Whether the best reading is better by the margin than the best one that holds the term at `left:right`.

    If not `whole`, the words together are no word of the dictionary: what is asked is how they fall apart.
    """
    return _best(words, whole=whole)[-1].score - _best(words, (left, right), whole=whole)[-1].score > MARGIN


def _are_in_a_row(words: str, terms: Sequence[tuple[int, int]]) -> bool:
    """Whether these terms, one right behind the other, are as good a reading as the best one, less the margin."""
    if terms[0][0] < 0 or terms[-1][1] > len(words):
        return False
    likely = _dictionary()
    score = sum(max(likely.get(words[start:end], OF_THE_TRADE), OF_THE_TRADE) for start, end in terms)
    around = words[: terms[0][0]], words[terms[-1][1] :]
    return _best(words)[-1].score - score - sum(_best(part)[-1].score for part in around) <= MARGIN


@lru_cache(maxsize=2_000)  # the same few words come again and again, also within one question
def _best(words: str, term: tuple[int, int] | None = None, *, whole: bool = True) -> tuple[_Reading, ...]:
    """The best reading up to each place; if a term is given, the best of those that hold it."""
    likely = _dictionary()
    best = [_Reading(0.0, 0)]
    for stop in range(1, len(words) + 1):
        found = _Reading(-inf, stop)
        for begin in range(max(0, stop - LONGEST), stop):
            cost = likely.get(words[begin:stop], UNKNOWN if stop - begin == 1 else -inf)
            if stop - begin == NAME_AND_TITLE and cost < NAMED and PERSON.match(words, begin):
                cost = NAMED
            if (begin, stop) == term:
                cost = max(cost, UNKNOWN)
            if best[begin].score + cost <= found.score or (not whole and stop - begin == len(words)):
                continue
            if term is None or _holds(words, begin, stop, *term):
                found = _Reading(best[begin].score + cost, begin)
        best.append(found)
    return tuple(best)


def _holds(words: str, begin: int, stop: int, left: int, right: int) -> bool:
    """Whether a word leaves the term whole: beside it, a part of it, or around it as 保险公司 is around 保险.

    施工单位 is around 工单 and does not leave it whole. A term of one character stands alone or is none. Of a longer
    term, a compound may take a part that is a word: 人寿保险 that of 保险费.
    """
    if stop <= left or begin >= right or (left <= begin and stop <= right):
        return True
    if begin <= left and right <= stop:
        return right - left > 1 and not _straddles(words[begin:stop], left - begin, right - begin, whole=False)
    outside, inside = (words[begin:left], words[left:stop]) if begin < left else (words[right:stop], words[begin:right])
    return len(inside) > 1 and inside in _dictionary() and outside in _dictionary()


def _path(best: Sequence[_Reading]) -> list[tuple[int, int]]:
    path, stop = [], len(best) - 1
    while stop:
        path.append((best[stop].last, stop))
        stop = best[stop].last
    return path[::-1]


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """The run of Chinese characters around the term, as far as it matters."""
    first, last = start, end
    while first > 0 and start - first < AROUND and HAN_CHARACTER.match(text[first - 1]):
        first -= 1
    while last < len(text) and last - end < AROUND and HAN_CHARACTER.match(text[last]):
        last += 1
    return first, last


@cache
def _dictionary() -> Mapping[str, float]:
    """Chinese words with the log of how likely each is (wordfreq; some 40 MB, so loaded with the first doubtful hit)."""
    import wordfreq  # noqa: PLC0415  as the docstring says

    listed = wordfreq.get_frequency_dict("zh")
    logs = {frequency: log(frequency) for frequency in set(listed.values())}
    likely = {word: logs[frequency] for word, frequency in listed.items() if len(word) <= LONGEST}
    return likely | {word: max(likely.get(word, OF_THE_TRADE), OF_THE_TRADE) for word in TRADE}
