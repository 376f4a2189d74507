"""Which term rows count for a message's language, and what is wrong with a row. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, localedata

from commhub.lint.rules import rule_types
from commhub.lint.rules.base import TermSpec

SEVERITIES = ("error", "warning", "advice")
MIXES_LATIN = frozenset({"zh", "ja", "ko", "ar", "he"})
"""Languages whose texts carry English words in Latin letters, to which the English rules apply."""
TRADITIONAL = frozenset({"tw", "hk", "mo"})
"""Regions whose Chinese is written in Traditional characters, if the locale does not say otherwise."""
SAME_LANGUAGE = {"cmn": "zh", "iw": "he", "ji": "yi", "in": "id"}
"""Former tags of languages, and Mandarin, with the one by which rules are written."""
ENDS = re.compile("[.@]")
SCRIPT = re.compile("[a-z]{4}")
REGION = re.compile("[a-z]{2}|[0-9]{3}")
TAG = re.compile("[a-z]{2,8}")
LONGEST = 5_000
MOST_FORMS = 5_000
MOST_PHRASES = 50_000
NO_TERMS: tuple[TermSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """A locale taken apart (BCP 47, or as operating systems write it), in lower case; '' for what it does not say."""

    language: str
    script: str = ""
    region: str = ""


ENGLISH = Tag("en")


@lru_cache(maxsize=2048)
def tag_of(locale: str) -> Tag:
    """The language, script and region of a locale: zh-Hant-HK, zh_TW, en-GB, en_GB.UTF-8. Whatever else it says is
    left out. A language keeps the tag that it has; nothing is checked against a list."""
    language, *rest = ENDS.split(locale.strip(), maxsplit=1)[0].replace("_", "-").lower().split("-")
    script = region = ""
    for part in rest:
        if len(part) == 1:  # extensions begin: en-GB-u-ca-gregory
            break
        if SCRIPT.fullmatch(part):
            script = script or part
        elif REGION.fullmatch(part):
            region = region or part
    return Tag(SAME_LANGUAGE.get(language, language), script, region)


def language_of(locale: str) -> str:
    """The language of a locale: en for en-GB."""
    return tag_of(locale).language


def narrowed(said: str, locale: str) -> str:
    """The locale of text under a `lang`, in a message of a locale: zh-HK where a message to zh-HK only says zh."""
    wide, given = tag_of(said), tag_of(locale)
    return locale if _within(wide, given) else said


def applies(term_locale: str, locale: str) -> bool:
    """Whether the rules written for one locale hold for a message in another.

    `*` holds everywhere, `zh` for every Chinese, `zh-Hant` for zh-TW, zh-HK, zh-MO and zh-Hant with or without a region,
    `zh-HK` for Hong Kong alone, `en` also for the Latin words in a Chinese, Japanese, Korean, Arabic or Hebrew text. For
    a language that nobody knows, its own rules and those for `*` hold.
    """
    if term_locale.strip() == "*":
        return True
    wanted, given = tag_of(term_locale), tag_of(locale)
    if wanted == ENGLISH and given.language in MIXES_LATIN:
        return True
    return _within(wanted, given)


def _within(wide: Tag, given: Tag) -> bool:
    """Whether one locale says nothing that is not true of another."""
    return (
        wide.language == given.language and wide.script in ("", script_of(given)) and wide.region in ("", given.region)
    )


def script_of(tag: Tag) -> str:
    """The script of a locale, if it says so or is Chinese: Traditional in Taiwan, Hong Kong and Macao."""
    if tag.script or tag.language != "zh":
        return tag.script
    return "hant" if tag.region in TRADITIONAL else "hans"


def problem_with_locale(locale: str) -> str:
    """What is odd about a locale, as a sentence for whoever asks to lint in it; '' for one that is known.

    A locale that nobody knows is no error: its text is read with the rules for every language.
    """
    tag = tag_of(locale)
    if not TAG.fullmatch(tag.language) or not localedata.exists(tag.language):
        return (
            f"Nobody knows the locale '{locale}'; only the rules for it and those for every language (*) are applied."
        )
    if tag.region and tag.region.upper() not in Locale("en").territories:
        return f"The locale '{locale}' names a region that nobody knows; the rules for '{tag.language}' are applied."
    return ""


def problems_with_term(term: TermSpec) -> list[str]:
    """What is wrong with a row of the term list, as sentences for whoever edits it. Empty when all is well."""
    if term.rule not in rule_types:
        known = ", ".join(rule_types.names())
        return [f"There is no rule type '{term.rule}'; the rule types are {known}."]
    found = []
    if term.severity not in SEVERITIES:
        found.append(f"The severity is error, warning or advice, not '{term.severity}'.")
    found += _too_much(term)
    problem = "" if found else rule_types.get(term.rule).problem_with(term)
    return [*found, f"{problem}."] if problem else found


def _too_much(term: TermSpec) -> list[str]:
    """What of a row is more than any rule needs, and than can be compiled in good time: its phrases are looked for in
    each of its forms."""
    longest = max(map(len, (term.text, term.expansion, *term.forms, *term.allowed_in)))
    if longest > LONGEST:
        return [f"It holds {longest:,} characters in one piece, and {LONGEST:,} are the most."]
    if len(term.forms) > MOST_FORMS:
        return [f"It has {len(term.forms):,} forms, and {MOST_FORMS:,} are the most; make several rules of it."]
    if len(term.allowed_in) * max(1, len(term.forms)) > MOST_PHRASES:
        return [f"It is fine in too many phrases; in all its forms they must be {MOST_PHRASES:,} at most."]
    return []
