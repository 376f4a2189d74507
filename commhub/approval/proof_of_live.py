"""Proves that nothing is live without a complete approval: every live edition is held against the decisions kept.

It reads what is kept and trusts no state: hashes are reckoned anew, and an approval counts only for exactly the content
and the inputs that it was given for.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from commhub.approval.models import Review
from commhub.approval.people import named
from commhub.contracts import JSON
from commhub.publish.compile import hash_of_edition
from commhub.publish.models import LiveEdition, ReleaseEdition, StoredEdition
from commhub.publish.releases import model_of
from commhub.versions import State, Version, sha256_of

Thing = tuple[str, int]
"""A kind of version, and the id of what it is a version of. Not a version's id: two versions of the same content make the
same edition."""
CHUNK: Final = 200


@dataclass(frozen=True, slots=True)
class InputShown:
    """One input of a live edition, and who approved exactly this content. `faults` say what is not as it should be."""

    kind: str
    label: str
    version_id: int
    sha256: str
    approved_by: tuple[str, ...]
    approved_at: datetime | None
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LiveShown:
    """One live edition with its evidence. `release` is that with which exactly these inputs were approved together."""

    template: str
    brand: str
    locale: str
    edition: str
    release: str
    release_id: int | None
    inputs: tuple[InputShown, ...]
    faults: tuple[str, ...]

    @property
    def proven(self) -> bool:
        return not self.faults and not any(one.faults for one in self.inputs)

    def all_faults(self) -> Iterator[str]:
        """Every fault of the edition and of its inputs, as sentences."""
        yield from self.faults
        for one in self.inputs:
            yield from one.faults


def live_editions() -> Iterator[LiveShown]:
    """Every live edition with its evidence, by template, brand and locale."""
    pointers = LiveEdition.objects.select_related("template", "brand", "edition__template_version").order_by(
        "template__key", "brand__key", "locale"
    )
    found = list(pointers)
    for start in range(0, len(found), CHUNK):
        yield from _shown(found[start : start + CHUNK])


def unproven() -> list[LiveShown]:
    """The live editions without complete evidence: none, if all is as it should be."""
    return [one for one in live_editions() if not one.proven]


def _shown(pointers: Sequence[LiveEdition]) -> Iterator[LiveShown]:
    decisions = _decisions_with(pointers)
    rows = {pointer.pk: list(pointer.edition.inputs.order_by("subject", "parent_id")) for pointer in pointers}
    versions = _live_versions({(one.subject, one.parent_id) for found in rows.values() for one in found})
    approvals = _approvals(versions.values())
    inputs: dict[tuple[Thing, str], InputShown] = {}
    for pointer in pointers:
        stored = pointer.edition
        sha = {(one["subject"], one["key"]): one["sha256"] for one in stored.manifest["inputs"]}
        shown = []
        for row in rows[pointer.pk]:
            thing = (row.subject, row.parent_id)
            version = versions.get(thing)
            wanted = sha.get((row.subject, version.parent.key), "") if version else ""
            if (thing, wanted) not in inputs:
                of_this = approvals.get((version.kind, version.pk), []) if version else []
                inputs[thing, wanted] = _input(thing, version, wanted, of_this)
            shown.append(inputs[thing, wanted])
        decision = decisions.get(pointer.pk)
        yield LiveShown(
            template=pointer.template.key,
            brand=pointer.brand.key,
            locale=pointer.locale,
            edition=stored.hash,
            release=decision.release.name if decision else "",
            release_id=decision.release_id if decision else None,
            inputs=tuple(shown),
            faults=tuple(_faults(pointer, decision, len(shown))),
        )


def _faults(pointer: LiveEdition, decision: ReleaseEdition | None, inputs: int) -> Iterator[str]:
    stored, where = pointer.edition, f"{pointer.template.key} ({pointer.brand.key}, {pointer.locale})"
    if hash_of_edition(json.loads(stored.content), stored.manifest) != stored.hash:
        yield f"{where}: the edition is no longer what was compiled: its row was changed."
    if inputs != len(stored.manifest["inputs"]):
        yield f"{where}: the edition's inputs are not those of its manifest."
    if decision is None:
        yield f"{where}: nobody has approved exactly these inputs together."


def _input(thing: Thing, version: Version | None, sha256: str, approvals: Iterable[Review]) -> InputShown:
    kind, pk = thing
    if version is None:
        fault = f"A live edition is made from {kind} {pk}, of which no version is live."
        return InputShown(kind, f"{kind} {pk}", 0, sha256, (), None, (fault,))
    if version.hash_content() != sha256:
        fault = f"{version.label} is live, and is not what went into a live edition."
        return InputShown(kind, version.label, version.pk, sha256, (), None, (fault,))
    counted = [review for review in approvals if review.content_hash == sha256]
    complete = [review for review in counted if review.standing.get("complete")]
    if not complete:
        early = "It was approved before policies were kept; approve it anew to complete the evidence."
        early = early if counted and not counted[-1].standing else ""
        fault = f"{version.label} has no complete approval of exactly this content. {early}".strip()
        return InputShown(kind, version.label, version.pk, sha256, (), None, (fault,))
    last = complete[-1]
    return InputShown(kind, version.label, version.pk, sha256, _names(last, counted), last.at, ())


def _names(last: Review, counted: Sequence[Review]) -> tuple[str, ...]:
    """Those whose approvals completed it, with their roles."""
    return tuple(
        f"{review.outside or named(review.actor)} ({review.role})"
        for review in counted
        if review.release_id == last.release_id
    )


def _decisions_with(pointers: Sequence[LiveEdition]) -> dict[int, ReleaseEdition]:
    """For each pointer, the first approved row of an edition of the same place and exactly the same inputs, whose release
    has a complete approval."""
    rows = list(
        ReleaseEdition.objects.filter(
            approved=True, template_version__template__in={pointer.template_id for pointer in pointers}
        )
        .select_related("edition", "release", "template_version")
        .defer("edition__content")
        .order_by("-id")
    )
    decided = _decided({row.release_id for row in rows})
    by_inputs = {
        (row.template_version.template_id, row.brand_id, row.locale, _inputs_key(row.edition)): row
        for row in rows
        if row.release_id in decided and decided[row.release_id].covers(_inputs_of(row.edition))
    }
    found: dict[int, ReleaseEdition] = {}
    for pointer in pointers:
        row = by_inputs.get((pointer.template_id, pointer.brand_id, pointer.locale, _inputs_key(pointer.edition)))
        if row is not None:
            found[pointer.pk] = row
    return found


Input = tuple[str, str, str]
"""An input of an edition: its kind, key and SHA-256."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The complete approval of a release: the roles that were asked for, and what each who approved had in sight."""

    roles: Counter[str]
    sights: tuple[tuple[int, str, str, frozenset[Input]], ...]

    def covers(self, inputs: Collection[Input]) -> bool:
        """Whether enough people of each role had all of these in sight, at once. People are told apart by account and
        address, which stay when a name changes."""
        saw = {(actor, outside, role) for actor, outside, role, seen in self.sights if seen.issuperset(inputs)}
        return not self.roles - Counter(role for _, _, role in saw)


def _decided(releases: Collection[int]) -> dict[int, Decided]:
    """The approvals of those of the releases that have a complete one since their last submit."""
    rows = Review.objects.filter(release__in=releases, action__in=["submit", "approve"])
    sights: dict[int, dict[tuple[int, str, str, datetime], frozenset[Input]]] = {}
    roles: dict[int, Counter[str]] = {}
    for row in rows.defer("proofs", "findings").order_by("id"):
        release = row.release_id or 0
        if row.action == "submit":
            sights[release] = {}
            roles.pop(release, None)
            continue
        decision = (row.actor_id, row.outside, row.role, row.at)
        seen = frozenset((one["subject"], one["key"], one["sha256"]) for one in row.manifest)
        known = sights.setdefault(release, {})
        known[decision] = known.get(decision, frozenset()) | seen  # a decision has a row for each member
        if row.standing.get("complete"):
            roles[release] = Counter(role for _, role, _ in row.standing["given"])
    return {
        release: Decided(asked, tuple((*decision[:3], seen) for decision, seen in sights[release].items()))
        for release, asked in roles.items()
    }


def _inputs_of(stored: StoredEdition) -> frozenset[Input]:
    return frozenset((one["subject"], one["key"], one["sha256"]) for one in stored.manifest["inputs"])


def _inputs_key(stored: StoredEdition) -> str:
    inputs: list[JSON] = stored.manifest["inputs"]
    return sha256_of(sorted([one["subject"], one["key"], one["sha256"]] for one in inputs))


def _live_versions(things: Iterable[Thing]) -> dict[Thing, Version]:
    """What stands for each of these now."""
    found: dict[Thing, Version] = {}
    for kind, parents in _by_kind(things).items():
        model = model_of(kind)
        live = model._default_manager.filter(**{f"{model.parent_field}__in": parents, "state": State.LIVE})
        for version in live.select_related(model.parent_field):
            found[kind, version.parent.pk] = version
    return found


def _approvals(versions: Iterable[Version]) -> Mapping[tuple[str, int], list[Review]]:
    """The approvals of each of these versions, in their order."""
    found: dict[tuple[str, int], list[Review]] = {}
    for kind, pks in _by_kind((version.kind, version.pk) for version in versions).items():
        rows = Review.objects.filter(subject=kind, version_id__in=pks, action="approve").select_related("actor")
        for review in rows.defer("proofs", "manifest", "findings").order_by("at", "id"):
            found.setdefault((kind, review.version_id), []).append(review)
    return found


def _by_kind(ids: Iterable[Thing]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for kind, pk in ids:
        found.setdefault(kind, []).append(pk)
    return found
