"""Other spellings of one English form: with hyphen, space or neither (co-pay, co pay, copay), British or American.

A customer who does not know preauthorisation knows preauthorization no better, so both spellings are one term; a cheque
and a check are not, nor is any pair that is more than spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product
from typing import Final

from commhub.lint.matching.forms.lexicon import inflections, lemmas

PREFIXES: Final = (
    "anti",
    "co",
    "counter",
    "inter",
    "multi",
    "non",
    "over",
    "post",
    "pre",
    "re",
    "semi",
    "sub",
    "under",
)
"""What is written with a hyphen by some and without by others. Longer words must remain when it is taken off."""
MAKES_ANOTHER_WORD: Final = frozenset({"re", "un", "de"})
"""re-sign and resign, re-cover and recover: with these, the word without the hyphen may be another."""
OTHER_WORDS: Final = frozenset({"coop", "coops", "coax", "coed"})
TWO_PARTS: Final = re.compile(r"([A-Za-z]{1,})[ -]([A-Za-z]{2,})")
ENDING: Final = re.compile(r"([A-Za-z]{3,})(backs?|offs?|outs?|downs?|overs?|ups?)")
"""Nouns made of a verb and a particle: chargeback is charge-back; charge back, in two words, is what is done."""
SHORT: Final = 5
MOST: Final = 12
"""Ways to join and part the words of one form that are kept."""
LONG_REST: Final = 7
SHORT_WORDS: Final = frozenset({("co", "pay"), ("co", "sign"), ("pre", "paid"), ("pre", "pay")})
ARTICLES: Final = frozenset({"a", "an", "the"})
SPELLINGS: Final = (
    (re.compile(r"is(ations?|ational|e|es|ed|ing|ers?)\Z"), r"iz\1"),
    (re.compile(r"iz(ations?|ational|e|es|ed|ing|ers?)\Z"), r"is\1"),
    (re.compile(r"ys(e|es|ed|ing)\Z"), r"yz\1"),
    (re.compile(r"yz(e|es|ed|ing)\Z"), r"ys\1"),
)
ONLY_ISE: Final = re.compile(
    r"(?:advert|adv|anal|appra|apprai|compr|comprom|dev|disgu|enterpr|excerc|exerc|exc|franch|improv|merchand|prem|prom|"
    r"pra|ra|rev|superv|surm|surpr|telev|prec|conc|expert|w|r|no|po|cru|bru|prom|demise|dem|paral|cat|poul|cha|pha)is"
)
ONLY_IZE: Final = re.compile(r"(?:pr|s|se|caps|ma|ass|outs|ups|downs|overs|unders)iz")
WORDS: Final = {
    "licence": "license", "defence": "defense", "offence": "offense", "instalment": "installment",
    "instalments": "installments", "enrolment": "enrollment", "enrolments": "enrollments", "fulfilment": "fulfillment",
    "programme": "program", "programmes": "programs", "centre": "center", "centres": "centers", "ageing": "aging",
    "judgement": "judgment", "acknowledgement": "acknowledgment", "catalogue": "catalog", "cancelled": "canceled",
    "cancelling": "canceling", "labelled": "labeled", "totalled": "totaled", "totalling": "totaling",
    "favour": "favor", "favoured": "favored", "favourable": "favorable", "behaviour": "behavior",
    "behavioural": "behavioral", "behaviours": "behaviors", "colour": "color", "honour": "honor", "honoured": "honored",
    "honouring": "honoring", "honours": "honors", "labour": "labor", "neighbour": "neighbor", "harbour": "harbor",
    "endeavour": "endeavor", "rigour": "rigor", "tumour": "tumor", "tumours": "tumors", "anaesthesia": "anesthesia",
    "anaesthetic": "anesthetic", "haemorrhage": "hemorrhage", "oedema": "edema", "paediatric": "pediatric",
    "orthopaedic": "orthopedic", "anaemia": "anemia", "anaemic": "anemic", "gynaecology": "gynecology",
    "diarrhoea": "diarrhea", "oesophagus": "esophagus", "leukaemia": "leukemia", "kilometre": "kilometer",
    "sceptical": "skeptical", "grey": "gray", "licences": "licenses",
}  # fmt: skip
OTHERS: Final = {**WORDS, **{american: british for british, american in WORDS.items()}}
LETTERS: Final = re.compile(r"[A-Za-z]+")


def variants(form: str) -> Iterator[str]:
    """The form and its other spellings."""
    for written in _joined(form):
        yield written
        other = LETTERS.sub(lambda word: _cased(other_spelling(word[0].lower()), word[0]), written)
        if other != written:
            yield other


def other_spelling(word: str) -> str:
    """British for American and the other way round, or the word itself."""
    if word in OTHERS:
        return OTHERS[word]
    for pattern, replacement in SPELLINGS:
        kept = ONLY_IZE if "z" in pattern.pattern[:3] else ONLY_ISE
        if (found := pattern.search(word)) and found.start() > 2 and not kept.fullmatch(word[: found.start() + 2]):
            return pattern.sub(replacement, word)
    return word


def _joined(form: str) -> Iterator[str]:
    """As written; each word with a hyphen, a space or neither at its joint; a short phrase joined by hyphens."""
    words = form.split()
    yield from islice(map(" ".join, product(*(tuple(_parted(word)) for word in words))), MOST)
    if 1 < len(words) <= 3 and all(LETTERS.fullmatch(word) and word not in ARTICLES for word in words):
        yield "-".join(words)
    if len(words) == 2 and (parts := TWO_PARTS.fullmatch(form)) and words[0].lower() in PREFIXES:
        yield from _closed(parts)


def _parted(word: str) -> Iterator[str]:
    """One word of a phrase, joined and parted."""
    yield word
    if "-" in word.strip("-"):
        yield word.replace("-", " ")
    if parts := TWO_PARTS.fullmatch(word):
        yield from _closed(parts)
    if not LETTERS.fullmatch(word):
        return
    if (parts := ENDING.fullmatch(word)) and "VB" in inflections(parts[1].lower()):
        yield f"{parts[1]}-{parts[2]}"
    for prefix in PREFIXES:
        rest = word[len(prefix) :]
        if word.lower().startswith(prefix) and _stands_alone(prefix, rest.lower()):
            yield f"{word[: len(prefix)]}-{rest}"
            if prefix not in MAKES_ANOTHER_WORD:
                yield f"{word[: len(prefix)]} {rest}"


def _closed(parts: re.Match[str]) -> Iterator[str]:
    """Two parts as one word, unless that is another word or would need its hyphen to be read (cross-sell)."""
    first, second = parts[1].lower(), parts[2].lower()
    closed = first + second
    is_another = closed in OTHER_WORDS or (first in MAKES_ANOTHER_WORD and lemmas(closed))
    if not is_another and (first[-1] != second[0] or first in PREFIXES):
        yield parts[1] + parts[2]


def _stands_alone(prefix: str, rest: str) -> bool:
    """Whether what follows a prefix is a word: co-pay, pre-authorisation, re-insurance, but no inter-est or re-port."""
    if (prefix, rest.removesuffix("s")) in SHORT_WORDS:
        return True
    if len(rest) < (LONG_REST if prefix in MAKES_ANOTHER_WORD else SHORT):
        return False
    return bool(lemmas(rest) or lemmas(other_spelling(rest)))


def _cased(word: str, like: str) -> str:
    if word == like.lower():
        return like
    return word[:1].upper() + word[1:] if like[:1].isupper() else word
