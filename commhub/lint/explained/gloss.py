"""Whether some words explain another: a gloss says what a thing is; an amount, a date, a pointer or a request does not.

Pure.
"""

from __future__ import annotations

import re
from typing import Final

from commhub.lint.scripts import HAN

LEAST_WORDS: Final = 3
LEAST_CJK: Final = 6
MOST_BESIDE_A_NUMBER: Final = 4
"""A figure with no more words than these beside it is an amount: '5.9% a year, variable'."""

CJK = re.compile(f"[{HAN}\u3041-\u309f\u30a1-\u30ff\uac00-\ud7af]")
TOKEN = re.compile(r"\S+")
LETTERS = re.compile(r"[^\W\d_]")
FIGURE = re.compile(r"\d")
POINTER = re.compile(
    r"(?:see|more|further|details?|refer|read|visit|go to|click|tap|learn|find|explained|described|defined|shown|listed"
    r"|as (?:shown|described|explained|defined|set out|stated|agreed|of|at)"
    r"|page|pages|section|clause|paragraph|note|notes|link|https?"
    r"|voir|voyez|cf|siehe|s\.|véase|ver|consulte|zob|patrz|см|смотрите)\b",
    re.IGNORECASE,
)
GLOSSARY = re.compile(r"\b(?:in|on|at) (?:our|the) (?:glossary|website|site|web site|app|help pages?)\b", re.IGNORECASE)
CHINESE_POINTER = re.compile(
    "(?:请|請|参见|參見|参阅|參閱|见|見|详见|詳見|详情|詳情|已|将于|將於|待|正在|尚未|暂|暫|无需|無需|不含|含|包括|仅|僅|自|截至|第|每月|每年)"
)
_NUMERALS: Final = r"[\d,.〇零一二三四五六七八九十百千万萬亿億两兩壹贰貳叁參肆伍陆陸柒捌玖拾佰仟]+"
CHINESE_AMOUNT = re.compile(
    rf"(?:人民币|人民幣|港币|港幣|新台币|新臺幣|美元|合计|合計|共计|共計|总计|總計)?{_NUMERALS}"
    r"(?:元|圆|圓|块|塊|美元|港元|欧元|歐元|日元)(?:人民币|人民幣|整|正|左右|以上|以下|以内|以內)?"
    rf"|\A约?約?{_NUMERALS}个?個?(?:自然日|工作日|月|天|日|年|周|週|期|岁|歲|小时|小時|分钟|分鐘)(?:之?[内內]|以[内內]|[以之][后後]|左右)?\Z"
)
"""A sum of money, or a length of time and nothing else: the words of it say no more than its figures."""
CONDITION = re.compile(
    r"(?:subject|if|unless|when|where|until|since|from|for|on|in|at|by|with|without|within|under|over|after|before|during|per"
    r"|via|due|only|including|incl|excluding|excl|plus|up to|currently|formerly|now|not|no|new|existing|please|do"
    r"|don't|we|you|it|they|he|she|i|so|but|because|which (?:we|you|they|can|may|will|has|have|starts?|begins?|ends?)"
    r"|who|see|call|ask|contact|reply|pay|send)\b"
    r"(?! other words\b| short\b| which\b)",
    re.IGNORECASE,
)
STATE = re.compile(
    r"(?:due|attached|enclosed|below|above|shown|now|not|currently|required|requested|payable|included|excluded|available|based"
    r"|still|also|being|in|on|at|set|fixed|variable|subject|free|open|closed|complete|ready"
    r"|the (?:same|lowest|highest|best|most|only|latest|next|last|first|main|cheapest)|as (?:low|high|follows))\b",
    re.IGNORECASE,
)
"""What says how a thing stands, not what it is: 'your premium, which is due on 1 May', 'your APR is the lowest'."""
NOT_A_KIND = re.compile(r"(?:an?\s)?(?:lot|bit|little|must|good|great|few|fixed|variable|low|high)\b", re.IGNORECASE)
CLAUSE = re.compile(
    r"(?:\S+\s){1,4}?(?:is|are|was|were|has|have|had|will|would|can|could|must|may|might|should|needs?|did|does|isn't|hasn't)\b",
    re.IGNORECASE,
)
LINKS = re.compile(r"\b(?:that|which|who|whose|where|when|what|how|you|we|they|it|i|he|she|people)\b", re.IGNORECASE)


def is_gloss(
    words: str, *, least_words: int = LEAST_WORDS, least_cjk: int = LEAST_CJK, is_said_to_be: bool = False
) -> bool:
    """Whether words in brackets or after a dash are long enough and no amount, pointer or condition. Where the text says
    that they are the meaning (`is_said_to_be`), they may begin like a condition: 'means that you owe us money'."""
    words = words.strip(" \"'“”‘’.,;:：「」『』")
    if not words or POINTER.match(words) or GLOSSARY.search(words):
        return False
    han = len(CJK.findall(words)) and len(CJK.findall(CHINESE_AMOUNT.sub("", words)))
    if han:
        if CHINESE_POINTER.match(words) and not is_said_to_be:
            return False
        if han >= least_cjk:
            return True
    tokens = TOKEN.findall(words)
    figures = sum(bool(FIGURE.search(token)) for token in tokens)
    spoken = sum(bool(LETTERS.search(token)) and not FIGURE.search(token) for token in tokens)
    if spoken < least_words or (figures and spoken <= MOST_BESIDE_A_NUMBER):
        return False
    if least_words >= LEAST_WORDS and all(token[:1].isupper() for token in tokens if LETTERS.search(token)):
        return False  # a name: your beneficiary (Maria Ann Lopez)
    return is_said_to_be or not CONDITION.match(words)


def says_what_it_is(words: str) -> bool:
    """Whether the words after 'is', 'which is' or 'means' go on to say what the thing is."""
    words = words.strip(" \"'“”‘’.,;:")
    return not STATE.match(words) and not NOT_A_KIND.match(words) and is_gloss(words)


def is_noun_phrase(words: str) -> bool:
    """Whether words that begin with an article go on as the name of a thing ('the part that you pay') and not as a
    sentence of their own ('your claim is closed')."""
    clause = CLAUSE.match(words)
    return clause is None or bool(LINKS.search(clause[0]))
