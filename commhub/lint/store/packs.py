"""Term lists as rule packs (commhub-rulepack/1): read into a draft, and written from any version."""

from __future__ import annotations

import json
import re
from typing import Final

from commhub.contracts import JSON
from commhub.lint.models import Term, TermListVersion
from commhub.lint.packs.reading import FLAGS, FORMAT, LISTS, TEXTS, BadPack, read_pack, term_of
from commhub.lint.rules.base import TermSpec
from commhub.lint.store.writing import row_of, with_forms, write_list
from commhub.lint.terms import specs_of

UNKEPT: Final = re.compile(r"[\x00\ud800-\udfff]|\\u0000")
"""What the columns of a database cannot hold, as it is or as JSON writes it."""
ALWAYS: Final = ("id", "locale", "kind", "term", "severity", "inflect")


def import_pack(draft: TermListVersion, content: bytes, note: str) -> int:
    """Put the rules and the policy of a pack in the place of all that a draft has; answers how many rules there are.

    Raises BadPack with everything that is wrong, and Frozen unless it is a draft; then nothing is changed.
    """
    pack = read_pack(content)
    policy = json.loads(content).get("policy", {})
    problems = [problem for spec in pack.terms for problem in problems_with_row(spec)]
    if UNKEPT.search(json.dumps(policy, ensure_ascii=False)):
        problems.append("The policy has characters that no database keeps (NUL, or half a character).")
    if problems:
        raise BadPack(*problems)
    write_list(draft, with_forms(pack.terms), policy, note)
    return len(pack.terms)


def problems_with_row(spec: TermSpec) -> list[str]:
    """Why a rule that can be read cannot be kept as a row, as sentences."""
    row, found = row_of(spec, None), []
    for field in Term._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(value, str) and field.max_length and len(value) > field.max_length:
            found.append(f"'{field.name}' has {len(value):,} characters, and {field.max_length} are the most")
        if UNKEPT.search(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)):
            found.append(f"'{field.name}' has characters that no database keeps (NUL, or half a character)")
    return [f"{spec.key[:80]}: {problem}." for problem in found]


def export_pack(version: TermListVersion) -> dict[str, JSON]:
    """The active rows and the policy of a version as a rule pack."""
    return {"format": FORMAT, "policy": version.policy, "terms": [entry_of(spec) for spec in specs_of(version)]}


def entry_of(spec: TermSpec) -> dict[str, JSON]:
    """A rule as an entry of a pack: `term_of` makes the same rule of it. What is empty is left out."""
    entry: dict[str, JSON] = {"id": spec.key, "term": spec.text}
    entry |= {name: getattr(spec, name) for name in TEXTS if name not in ("id", "term", "match", "rule")}
    entry |= {name: list(getattr(spec, name)) for name in LISTS}
    entry |= {name: getattr(spec, name) for name in FLAGS}
    if spec.rule == "pattern":
        entry["match"] = "pattern"
    if spec.settings:
        entry["settings"] = json.loads(spec.settings)
    told = {name: value for name, value in entry.items() if name in ALWAYS or value not in ("", [], False)}
    if told.get("script_variants") == "auto":
        del told["script_variants"]
    if term_of(told).rule != spec.rule:
        told["rule"] = spec.rule
    return told
