"""The ways to explain a word in a sentence, one function each (design/lint.md, "Explained terms"). Pure.

All read folded text, in which full-width brackets, colons and commas are the plain ones and curly quotes are straight.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from commhub.lint.explained.gloss import FIGURE, POINTER, is_gloss, is_noun_phrase, says_what_it_is
from commhub.lint.explained.long import expansion_pattern, is_short_form, long_form_before
from commhub.lint.scripts import HAN

WINDOW: Final = 300
"""So many characters on either side are looked at; no gloss is longer."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Use:
    """A word where it stands: `written` between `before` and `after`, which is read from just behind the word (and the
    quotation mark that closes it). `short` are its letters if it may be an abbreviation, else ''. `starts_line` says that
    nothing but a bullet stands before it on its line."""

    written: str
    short: str
    expansion: str
    before: str
    after: str
    language: str
    starts_line: bool


SENTENCE_END = re.compile(r"[.!?;](?=\s|\Z)|[。！？；]|\n")
BRACKET = re.compile(r"\s?\(([^()]*(?:\([^()]*\)[^()]*)*)\)|\s?[\[【]([^\[\]【】]*)[\]】]|\s?「([^「」]*)」")
WHICH = re.compile(r"\s?[,(–—-]?\s?(?:which|that)\s(?:is|means|are)\s(?:an?\s)?", re.IGNORECASE)
WHICH_MEANS = re.compile(r"\s?[,(–—-]?\s?(?:which|that|this)\smeans\s(?:that\s)?", re.IGNORECASE)
MEANS = re.compile(r"\s(?:means?|stands? for|is short for|refers? to)\s(?:that\s)?", re.IGNORECASE)
IS_THE = re.compile(r"\s(?:is|are)\s(?=(?:the|an?)\s)", re.IGNORECASE)
APPOSITIVE = re.compile(
    r",\s(?=(?:the|an?|your)\s)|,\s(?:that is|i\.e\.|meaning|in other words|in plain words),?\s", re.IGNORECASE
)
OR = re.compile(r",?\s(?:or|also (?:called|known as)|known as|short for)\s", re.IGNORECASE)
DASH = re.compile(r"\s?(?:[–—―]|--){1,2}\s?|\s-\s")
COLON = re.compile(r"\s?:\s?")
CHINESE = re.compile(
    r"\s?[,、]?\s?(?:(?:是指|指的是|系指|係指|意思是|意指|意为|意為|意即|也就是说?|也就是說|就是说?|就是說|亦即|即是)(?![可便会會])"
    r"|即(?![可便会會日时時刻使期已是]))(?![将將](?![来來]))[:,]?\s?"
)
LATER: Final[Mapping[str, re.Pattern[str]]] = {
    language: re.compile(words, re.IGNORECASE)
    for language, words in {
        "fr": r"\s(?:signifie|désigne|veut dire)\s"
        r"|,?\s(?:c'est-à-dire|soit|à savoir)\s|\s(?:est|sont) (?=(?:l'|le |la |les |un |une ))",
        "de": r"\s(?:bedeutet|bezeichnet|steht für|heißt),?\s"
        r"|,?\s(?:das heißt|d\. ?h\.|also)\s|\sist (?=(?:der|die|das|ein|eine)\s)",
        "es": r"\s(?:significa|quiere decir|equivale a)\s"
        r"|,?\s(?:es decir|o sea|esto es),?\s|\s(?:es|son) (?=(?:el|la|los|las|un|una)\s)",
        "pl": r"\s(?:oznacza|to)\s"
        r"|,?\s(?:to znaczy|czyli|tj\.)\s",
        "ru": r"\s(?:означает|обозначает)\s"
        r"|\s[–—-]\sэто\s|,?\s(?:то есть|т\. ?е\.)\s|\sэто\s",
        "ja": r"\s?(?:とは|は、?つまり|、?すなわち|、?つまり)、?",
        "ko": r"이?란,?\s(?!말|단어|표현|용어)|,?\s?(?:즉|곧)\s",
        "ar": r"\s(?:يعني|تعني)\s|[،,]?\s(?:أي|اي)\s",
        "he": r"\s(?:פירושו|פירושה|משמעו|משמעותו)\s|,?\s(?:כלומר|דהיינו)\s",
    }.items()
}
"""How other languages say 'means', 'that is' and 'is the'; dashes and brackets are the same everywhere."""
EMPHASIS = re.compile(
    r"(?:the|an?|your|our|their|its|any|anything|something|someone|one|every|each|what|how|money|amount|part|sum|cost|price"
    r"|meaning|i\.e\.|that is|in other words)\b",
    re.IGNORECASE,
)
OPEN = re.compile(
    r"(?:\(|\[|【)\s?(?:(?:the|or|hereinafter|hereafter|also|called|known as|abbreviated as|简称|簡稱|下称|下稱|即)\s?)?"
    r"[\"'「『]?\Z",
    re.IGNORECASE,
)
CLOSE = re.compile(r"[\"'」』]?\s?(?:\)|\]|】|[;,])")
OR_BEFORE = re.compile(
    r",\s(?:or|also (?:called|known as)|known as|abbreviated (?:to|as)|简称|簡稱)\s[\"']?\Z|[,，]?(?:简称|簡稱)[\"'「『]?\Z",
    re.IGNORECASE,
)
HAN_NAME = re.compile(f"[{HAN}]{{3,}}\\s?\\Z")
LEADING = re.compile(r"(?:the|an?|your|our|its)\s", re.IGNORECASE)


def glosses(use: Use) -> list[Span]:
    """Where the words stand that explain this use, counted from the word: `after` from 0 up, `before` as negative
    offsets from its end. Several forms may hold; each is judged for itself."""
    return [span for form in FORMS for span in [form(use)] if span is not None]


def bracket_after(use: Use) -> Span | None:
    """SHORT (LONG), TERM (gloss), TERM（gloss）."""
    match = BRACKET.match(use.after)
    if match is None:
        return None
    inner = next(group for group in (1, 2, 3) if match[group] is not None)
    words = match[inner]
    if POINTER.match(words.strip()):
        return None
    if _is_long(use, words) or is_gloss(words):
        return match.span(inner)
    which = WHICH.match(f" {words}")
    return match.span(inner) if which and says_what_it_is(f" {words}"[which.end() :]) else None


def which_is(use: Use) -> Span | None:
    """TERM, which is | means | are ..."""
    means_it = WHICH_MEANS.match(use.after)
    if means_it:
        return _sentence_after(use, WHICH_MEANS, lambda words: is_gloss(words, is_said_to_be=True))
    return _sentence_after(use, WHICH, says_what_it_is)


def means(use: Use) -> Span | None:
    """TERM means | stands for ..."""
    return _sentence_after(use, MEANS, lambda words: _is_long(use, words) or is_gloss(words, is_said_to_be=True))


def is_the(use: Use) -> Span | None:
    """TERM is the ..., and TERM is a ..., when what follows is no judgement (is the lowest, is a lot)."""
    return _sentence_after(use, IS_THE, says_what_it_is)


def appositive(use: Use) -> Span | None:
    """TERM, the | a | your <three words or more>: up to the next comma."""
    match = APPOSITIVE.match(use.after)
    if match is None:
        return None
    end = _end(use.after, match.end())
    comma = re.compile(r",\s").search(use.after, match.end(), end)
    end = comma.start() if comma else end
    words = use.after[match.end() : end]
    bare = LEADING.sub("", words, count=1)
    return (match.end(), end) if is_gloss(bare) and is_noun_phrase(words) else None


def or_long(use: Use) -> Span | None:
    """SHORT, or LONG, and TERM, or what <gloss>,"""
    match = OR.match(use.after)
    if match is None:
        return None
    end = min(at for at in (use.after.find(",", match.end()), _end(use.after, match.end())) if at >= 0)
    words = use.after[match.end() : end]
    if _is_long(use, words):
        return match.end(), end
    comma = use.after.startswith(",") and use.after.startswith(",", end)
    return (match.end(), end) if comma and EMPHASIS.match(words) and is_gloss(words) else None


def dash_after(use: Use) -> Span | None:
    """TERM – gloss: at the head of a line any gloss, within a sentence one that begins like one (the, what, any ...)."""
    return _after_mark(use, DASH)


def colon_after(use: Use) -> Span | None:
    """TERM：gloss, and TERM: gloss at the head of a line."""
    return _after_mark(use, COLON)


def chinese_verb(use: Use) -> Span | None:
    """TERM是指 | 即 | 就是 ..."""
    match = CHINESE.match(use.after)
    if match is None:
        return None
    end = _end(use.after, match.end())
    return (match.end(), end) if is_gloss(use.after[match.end() : end], least_cjk=4, is_said_to_be=True) else None


def other_language(use: Use) -> Span | None:
    """The same in the other languages."""
    pattern = LATER.get(use.language)
    match = pattern.match(use.after) if pattern else None
    if match is None:
        return None
    end = _end(use.after, match.end())
    words = use.after[match.end() : end]
    return (match.end(), end) if _is_long(use, words) or is_gloss(words) else None


def long_before(use: Use) -> Span | None:
    """LONG (SHORT), LONG ("SHORT"), and LONG, or SHORT,"""
    opened = OPEN.search(use.before)
    if opened is None or not CLOSE.match(use.after):
        opened = OR_BEFORE.search(use.before)
    if opened is None:
        return None
    before = use.before[: opened.start()].rstrip(" \"'")
    start = _long_start(use, before)
    return None if start is None else (start - len(use.before), len(before) - len(use.before))


FORMS: Final[tuple[Callable[[Use], Span | None], ...]] = (
    bracket_after,
    which_is,
    means,
    is_the,
    appositive,
    or_long,
    dash_after,
    colon_after,
    chinese_verb,
    other_language,
    long_before,
)


def _sentence_after(use: Use, form: re.Pattern[str], holds: Callable[[str], bool]) -> Span | None:
    match = form.match(use.after)
    if match is None:
        return None
    end = _end(use.after, match.end())
    comma = use.after.find(", ", match.end(), end)
    if comma >= 0 and use.after.startswith(","):  # TERM, which means a small fee, is due on 3 May
        if holds(use.after[match.end() : comma]):
            return match.end(), comma
        if FIGURE.search(use.after, match.end(), comma):
            return None
    return (match.end(), end) if holds(use.after[match.end() : end]) else None


def _after_mark(use: Use, mark: re.Pattern[str]) -> Span | None:
    match = mark.match(use.after)
    if match is None:
        return None
    end = _end(use.after, match.end())
    again = mark.search(use.after, match.end(), end) if mark is DASH else None
    end = again.start() if again else end
    words = use.after[match.end() : end]
    if _is_long(use, words):
        return match.end(), end
    alone = use.starts_line or use.language != "en" or bool(re.search(f"[{HAN}]", words[:2]))
    if not is_gloss(words) or not (alone or EMPHASIS.match(words)):
        return None
    return (match.end(), end) if is_noun_phrase(words) else None


def _end(text: str, start: int) -> int:
    match = SENTENCE_END.search(text, start)
    return match.start() if match else len(text)


def _is_long(use: Use, words: str) -> bool:
    """Whether these words are what the word stands for, from their first word on."""
    words = LEADING.sub("", words.strip(" \"'"), count=1)
    if use.expansion:
        found = expansion_pattern(use.expansion).search(words[:WINDOW])
        if found and found.start() <= 2:
            return True
    if not use.short or not is_short_form(use.short):
        return False
    # The long form stands at the beginning, and more may follow it: "annual percentage rate, which ..."
    first = re.split(r"[,;:()–—]", words, maxsplit=1)[0]
    return any(long_form_before(use.short, cut) == 0 for cut in (words, first))


def _long_start(use: Use, before: str) -> int | None:
    if use.expansion:
        found = [*expansion_pattern(use.expansion).finditer(before)]
        if found and found[-1].end() >= len(before) - 1:
            return found[-1].start()
    if not use.short or not is_short_form(use.short):
        return None
    name = HAN_NAME.search(before)
    if name and use.short.isascii():
        return name.start()
    sentence = before[_last_end(before) :]
    start = long_form_before(use.short, sentence)
    return None if start is None else len(before) - len(sentence) + start


def _last_end(text: str) -> int:
    end = 0
    for match in SENTENCE_END.finditer(text):
        end = match.end()
    return end
