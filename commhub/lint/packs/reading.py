"""Reads a rule pack, the JSON format commhub-rulepack/1, and says in words what is wrong with one. Pure.

A pack is `{"format", "policy": {...}, "terms": [...]}`; unknown keys are refused by name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from commhub.contracts import JSON, CommhubError
from commhub.lint.conflicts import problems_with_terms
from commhub.lint.examples import failed_examples
from commhub.lint.policy import GLOSSARY_HEADINGS, SAFE, Policy, problems_with_wording_for
from commhub.lint.rules.base import TermSpec
from commhub.lint.ruleset import RuleSet
from commhub.lint.selection import SEVERITIES, problems_with_term

FORMAT: Final = "commhub-rulepack/1"
KINDS: Final = ("jargon", "acronym", "sensitive", "code", "readability", "consistency", "required")
RULE_OF_KIND: Final = {"acronym": "acronym", "sensitive": "sensitive", "code": "code"}
TEXTS: Final = (
    "id", "locale", "kind", "term", "match", "pos", "case", "severity", "suggestion", "script_variants", "expansion",
    "domain", "why", "rule", "source", "licence",
)  # fmt: skip
LISTS: Final = ("allowed_in", "forms", "must_match", "must_not_match")
FLAGS: Final = ("inflect", "explainable")
CHOICES: Final = {
    "kind": KINDS,
    "match": ("literal", "pattern"),
    "case": ("insensitive", "exact"),
    "severity": SEVERITIES,
    "script_variants": ("auto", "none"),
}
MOST_NUMBER: Final = 1_000_000
"""No limit of the policy means anything beyond this; infinity and what is no number are no limits either."""
POLICY_KEYS: Final = frozenset(
    [
        "offsets",
        "count",
        "overlap",
        "locale",
        "visible_text",
        "inline_vs_block",
        "explained",
        "glossary_headings",
        "acronyms",
        "readability",
        "protected",
        "wording_for",
    ]
)


class BadPack(CommhubError):
    """A rule pack that cannot be used; `problems` are sentences, each with its place."""

    def __init__(self, *problems: str) -> None:
        # A pack can hold half a character, which no page or terminal can show.
        self.problems = tuple(problem.encode("utf-8", "replace").decode() for problem in problems)
        super().__init__(" ".join(self.problems))


@dataclass(frozen=True, slots=True)
class Pack:
    """A rule pack that can be used."""

    terms: tuple[TermSpec, ...]
    policy: Policy
    digest: str

    def rule_set(self) -> RuleSet:
        return RuleSet(self.terms, self.policy, self.digest)

    def oddities(self) -> list[str]:
        """What its author should look at although it can be used: duplicates, contradictions, what can never match."""
        return problems_with_terms(self.terms)


def read_pack(content: bytes) -> Pack:
    """The pack in a file. Raises BadPack with everything that is wrong."""
    try:
        raw = json.loads(content, object_pairs_hook=_object, parse_constant=_no_number)
    except RecursionError as error:
        raise BadPack("The rule pack is nested deeper than any rule pack is.") from error
    except ValueError as error:
        raise BadPack(f"The rule pack is not JSON: {error}.") from error
    problems = list(_problems(raw))
    if problems:
        raise BadPack(*problems)
    terms = tuple(term_of(entry) for entry in raw.get("terms", []))
    broken = [
        f"Term {place} ({term.id}): {one}" for place, term in enumerate(terms, 1) for one in failed_examples(term)
    ]
    if broken:
        raise BadPack(*broken)
    return Pack(terms, policy_of(raw.get("policy", {})), sha256(content).hexdigest())


def _object(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    """A JSON object of which no key stands twice: which of the two is meant, nobody knows."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number]))
        raise ValueError(f"one object has the key {twice!r} twice")
    return found


def _no_number(written: str) -> JSON:
    raise ValueError(f"{written} is no number")


def term_of(entry: Mapping[str, JSON]) -> TermSpec:
    """An entry of a pack as the engine reads it."""
    kind = entry["kind"]
    pattern = entry.get("match") == "pattern"
    return TermSpec(
        text=entry["term"],
        locale=entry["locale"],
        rule=entry.get("rule") or ("pattern" if pattern else RULE_OF_KIND.get(kind, "term")),
        kind=kind,
        severity=entry.get("severity") or "error",
        suggestion=entry.get("suggestion") or "",
        why=entry.get("why") or "",
        id=entry["id"],
        pos=entry.get("pos") or "",
        inflect=bool(entry.get("inflect")),
        case=entry.get("case") or "",
        explainable=bool(entry.get("explainable")),
        script_variants=entry.get("script_variants") or "auto",
        expansion=entry.get("expansion") or "",
        domain=entry.get("domain") or "",
        allowed_in=tuple(entry.get("allowed_in") or ()),
        forms=tuple(entry.get("forms") or ()),
        settings=json.dumps(entry["settings"], sort_keys=True, ensure_ascii=False) if entry.get("settings") else "",
        must_match=tuple(entry.get("must_match") or ()),
        must_not_match=tuple(entry.get("must_not_match") or ()),
        source=entry.get("source") or "",
        licence=entry.get("licence") or "",
    )


def policy_of(raw: Mapping[str, JSON]) -> Policy:
    """The policy section; what it leaves out has its default."""
    acronyms, limits = raw.get("acronyms") or {}, raw.get("readability") or {}
    most = {"en": 30, "zh": 80} | {
        key.split("_")[0]: most for key, most in limits.items() if key.endswith("_per_sentence")
    }
    return Policy(
        safe=frozenset(acronyms["safe"]) if "safe" in acronyms else SAFE,
        unknown_acronyms=acronyms.get("unknown", "flag"),
        acronym_severity=acronyms.get("severity", "warning"),
        wording_for=raw.get("wording_for") or {},
        glossary_headings=tuple(raw.get("glossary_headings") or GLOSSARY_HEADINGS),
        most_words=most,
        sentence_severity=limits.get("severity", "warning"),
        hardest=limits.get("hardest", {}),
    )


def policy_problems(policy: JSON) -> Iterator[str]:
    """What is wrong with a policy section, as sentences."""
    if not isinstance(policy, dict):
        yield "The policy is not an object."
        return
    if unknown := sorted(set(policy) - POLICY_KEYS):
        yield f"The policy has the unknown key {', '.join(map(repr, unknown))}."
    acronyms, limits = policy.get("acronyms") or {}, policy.get("readability") or {}
    for name, section in (("acronyms", acronyms), ("readability", limits)):
        if not isinstance(section, dict):
            yield f"The policy's '{name}' is not an object."
        elif section.get("severity", "warning") not in SEVERITIES:
            yield f"The policy's '{name}.severity' is {section['severity']!r}; it can be {', '.join(SEVERITIES)}."
    lists = [("glossary_headings", policy.get("glossary_headings", []))]
    lists += [("acronyms.safe", acronyms.get("safe", []))] if isinstance(acronyms, dict) else []
    for name, value in lists:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            yield f"The policy's '{name}' is not a list of texts."
    if isinstance(acronyms, dict) and acronyms.get("unknown", "flag") not in ("flag", "ignore"):
        yield f"The policy's 'acronyms.unknown' is {acronyms['unknown']!r}; it can be flag, ignore."
    yield from problems_with_wording_for(policy.get("wording_for") or {})
    if isinstance(limits, dict):
        hardest = limits.get("hardest", {})
        if not isinstance(hardest, dict):
            yield "The policy's 'readability.hardest' is not an object."
            hardest = {}
        numbers = {key: value for key, value in limits.items() if key.endswith("_per_sentence")} | hardest
        for key, value in numbers.items():
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < MOST_NUMBER:
                yield f"The policy's limit '{key}' is {_shown(value)} and not a number above 0."


def _problems(raw: JSON) -> Iterator[str]:
    if not isinstance(raw, dict):
        yield "The rule pack is not a JSON object."
        return
    if raw.get("format") != FORMAT:
        yield f"The rule pack's format is {raw.get('format')!r}; this reads {FORMAT!r}."
    unknown = sorted(set(raw) - {"format", "policy", "terms"})
    if unknown:
        yield f"The rule pack has the unknown key {', '.join(map(repr, unknown))}."
    yield from policy_problems(raw.get("policy", {}))
    entries = raw.get("terms", [])
    if not isinstance(entries, list):
        yield "The terms are not a list."
        return
    seen: dict[str, int] = {}
    for number, entry in enumerate(entries, start=1):
        yield from _entry_problems(entry, number, seen)


def _entry_problems(entry: JSON, number: int, seen: dict[str, int]) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield f"Term {number} is not an object."
        return
    where = f"Term {number} ({entry.get('id') or entry.get('term') or 'no id'})"
    unknown = sorted(set(entry) - {*TEXTS, *LISTS, *FLAGS, "settings"})
    found = [f"has the unknown key {', '.join(map(repr, unknown))}"] if unknown else []
    found += [f"has no {key}" for key in ("id", "locale", "kind", "term") if not entry.get(key)]
    found += [f"'{key}' is not text" for key in TEXTS if not isinstance(entry.get(key), str | None)]
    found += [f"'{key}' is not a list of texts" for key in LISTS if not _is_list_of_texts(entry.get(key))]
    found += [f"'{key}' is not true or false" for key in FLAGS if not isinstance(entry.get(key, False), bool)]
    for key, known in CHOICES.items():
        if isinstance(entry.get(key), str) and entry[key] and entry[key] not in known:
            found.append(f"'{key}' is {entry[key]!r}; it can be {', '.join(known)}")
    if isinstance(entry.get("id"), str) and entry["id"]:
        if entry["id"] in seen:
            found.append(f"has the same id as term {seen[entry['id']]}")
        seen.setdefault(entry["id"], number)
    yield from (f"{where} {problem}." for problem in found)
    if not found:
        yield from (f"{where}: {problem}" for problem in problems_with_term(term_of(entry)))


def _is_list_of_texts(value: JSON) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(one, str) for one in value))


def _shown(value: JSON) -> str:
    return repr(value)[:40]
