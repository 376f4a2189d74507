"""What checking an edition found: its proofs by their hashes and the findings, kept so that a second look costs nothing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import commhub
from commhub.codes.models import CodeEntry
from commhub.contracts import JSON, Edition, Finding
from commhub.lint.errors import LintUnavailable
from commhub.lint.store.waivers import InForce
from commhub.lint.terms import load_rule_set
from commhub.publish.compile import Compiled, renderer_versions
from commhub.publish.languages import rows_of
from commhub.publish.models import EditionCheck
from commhub.publish.proofs import Proof
from commhub.publish.sources import Shelf, Using
from commhub.publish.test_sets.checking import proofs_to_check
from commhub.versions import sha256_of
from templates_store.models import TemplateVersion, TestSet
from templates_store.translations import behind


@dataclass(frozen=True, slots=True)
class Seen:
    """One proof as a decision keeps it: of which edition, with the SHA-256 of what was rendered.

    `error` is a sentence when it could not be compiled (`edition` and `channel` are '' then) or rendered.
    """

    edition: str
    template: str
    brand: str
    locale: str
    channel: str
    test_set: str
    sha256: str
    findings: tuple[Finding, ...] = ()
    error: str = ""

    def as_proof(self) -> dict[str, JSON]:
        """For `Review.proofs`."""
        return {
            "edition": self.edition,
            "template": self.template,
            "brand": self.brand,
            "locale": self.locale,
            "channel": self.channel,
            "test_set": self.test_set,
            "sha256": self.sha256,
        }

    @property
    def is_clean(self) -> bool:
        return not self.error and all(finding.severity != "error" for finding in self.findings)


class Checker:
    """Checks editions with the rules, words and waivers of one moment; knows again what it has found before.

    `using` are the versions that go live together; of templates among them more is looked at than of those that they
    change (publish.test_sets.checking).
    """

    def __init__(self, waivers: InForce, versions: Iterable[TemplateVersion], using: Using) -> None:
        self.waivers = waivers
        self.using = using
        self._own = {one.pk for one in using.values() if isinstance(one, TemplateVersion)}
        try:
            self._rules = load_rule_set().digest
        except LintUnavailable:  # each proof says so
            self._rules = ""
        rows: dict[str, list[Sequence[JSON]]] = defaultdict(list)
        entries = CodeEntry.objects.filter(ended_at=None).order_by("id")
        for key, *row in entries.values_list("template_key", "variable", "dictionary", "code", "locale", "words"):
            rows[key].append(row)
        self._words = {key: sha256_of(list(found)) for key, found in rows.items()}
        self._test_sets: dict[int, list[Sequence[JSON]]] = defaultdict(list)
        sets = TestSet.objects.filter(version__in=[version.pk for version in versions]).order_by("name")
        for pk, *facts in sets.values_list("version_id", "name", "data", "recipient"):
            self._test_sets[pk].append(facts)

    def key(self, edition: Edition, version: TemplateVersion) -> str:
        """The hash of all that the answer depends on beside the edition."""
        return sha256_of(
            {
                "code": code_digest(),
                "renderers": dict(renderer_versions()),
                "rules": self._rules,
                "words": [self._words.get("", ""), self._words.get(edition.template, "")],
                "waivers": sorted([waiver.fingerprint, waiver.id] for waiver in self.waivers.of(edition).values()),
                "test_sets": list(self._test_sets.get(version.pk, ())),
                "own": version.pk in self._own,
                "late": self._late(version),
            }
        )

    def _late(self, version: TemplateVersion) -> JSON:
        return behind(rows_of(version), version.source_locale) if version.pk in self._own else {}

    def check(self, compiled: Compiled, version: TemplateVersion, shelf: Shelf) -> list[Seen]:
        """Render and lint an edition's test sets on every channel."""
        own = version.pk in self._own
        proofs = proofs_to_check(compiled, version, self.waivers, self.using, shelf, own=own)
        return [_seen(compiled.edition.hash, proof) for proof in proofs]

    def kept(self, keys: Mapping[int, str]) -> dict[int, list[Seen]]:
        """What is known of stored editions, by their ids; `keys` says what must be the same. Their waivers are counted."""
        known: dict[int, list[Seen]] = {}
        rows = EditionCheck.objects.filter(edition_id__in=list(keys), key__in=set(keys.values()))
        for edition_id, key, seen in rows.values_list("edition_id", "key", "seen"):
            if keys[edition_id] == key:
                known[edition_id] = [_from_json(one) for one in seen]
        for found in known.values():
            for one in found:
                self.waivers.count(one.findings)
        return known


@lru_cache(maxsize=1)
def code_digest() -> str:
    """The SHA-256 of our own code: what another version of it found out is found out anew."""
    found = hashlib.sha256()
    for path in sorted(Path(commhub.__file__).parent.rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()


def as_json(seen: Iterable[Seen]) -> list[dict[str, JSON]]:
    """For `EditionCheck.seen`."""
    return [asdict(one) for one in seen]


def _from_json(raw: Mapping[str, JSON]) -> Seen:
    return Seen(**{**raw, "findings": tuple(Finding(**finding) for finding in raw["findings"])})


def _seen(edition_hash: str, proof: Proof) -> Seen:
    return Seen(
        edition=edition_hash,
        template=proof.template,
        brand=proof.brand,
        locale=proof.locale,
        channel=proof.channel,
        test_set=proof.test_set,
        sha256=proof.sha256,
        findings=proof.findings,
        error=proof.error,
    )
