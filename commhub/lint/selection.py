"""Which term rows count for a message's language, and what is wrong with a row. Pure."""

from __future__ import annotations

from commhub.lint.rules import rule_types
from commhub.lint.rules.base import TermSpec

SEVERITIES = ("error", "warning", "advice")
MIXES_LATIN = frozenset({"zh", "ja", "ko", "ar", "he"})
"""Languages whose texts carry English words in Latin letters, to which the English rules apply."""
SCRIPTS = {
    "zh": "zh-hans",
    "zh-tw": "zh-hant-tw",
    "zh-hk": "zh-hant-hk",
    "zh-mo": "zh-hant-mo",
    "zh-cn": "zh-hans-cn",
    "zh-sg": "zh-hans-sg",
}
NO_TERMS: tuple[TermSpec, ...] = ()


def language_of(locale: str) -> str:
    """The language of a locale: en for en-GB."""
    return locale.replace("_", "-").split("-")[0].lower()


def applies(term_locale: str, locale: str) -> bool:
    """Whether the rules written for one locale hold for a message in another.

    `*` holds everywhere, `zh` for every Chinese, `zh-Hant` for zh-TW, zh-HK and zh-MO, `en` also for the Latin words in
    a Chinese, Japanese, Korean, Arabic or Hebrew text.
    """
    wanted, given = term_locale.replace("_", "-").lower(), locale.replace("_", "-").lower()
    if wanted == "*" or (wanted == "en" and language_of(given) in MIXES_LATIN):
        return True
    with_script = SCRIPTS.get(given, given)
    without_script = given.replace("-hant", "").replace("-hans", "")
    return any(tag == wanted or tag.startswith(f"{wanted}-") for tag in (given, with_script, without_script))


def problems_with_term(term: TermSpec) -> list[str]:
    """What is wrong with a row of the term list, as sentences for whoever edits it. Empty when all is well."""
    if term.rule not in rule_types:
        known = ", ".join(rule_types.names())
        return [f"There is no rule type '{term.rule}'; the rule types are {known}."]
    found = []
    if term.severity not in SEVERITIES:
        found.append(f"The severity is error, warning or advice, not '{term.severity}'.")
    problem = rule_types.get(term.rule).problem_with(term)
    return [*found, f"{problem}."] if problem else found
