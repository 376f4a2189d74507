"""Term lists as rule packs (commhub-rulepack/1): read into a draft, and written from any version."""

from __future__ import annotations

import json
from typing import Final

from commhub.contracts import JSON
from commhub.lint.models import TermListVersion
from commhub.lint.packs.reading import FLAGS, FORMAT, LISTS, TEXTS, read_pack, term_of
from commhub.lint.rules.base import TermSpec
from commhub.lint.store.writing import with_forms, write_list
from commhub.lint.terms import specs_of

ALWAYS: Final = ("id", "locale", "kind", "term", "severity", "inflect")


def import_pack(draft: TermListVersion, content: bytes, note: str) -> int:
    """Put the rules and the policy of a pack in the place of all that a draft has; answers how many rules there are.

    Raises BadPack with everything that is wrong, and Frozen unless it is a draft; then nothing is changed.
    """
    pack = read_pack(content)
    policy = json.loads(content).get("policy", {})
    write_list(draft, with_forms(pack.terms), policy, note)
    return len(pack.terms)


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
