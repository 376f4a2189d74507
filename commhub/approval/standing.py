"""How far a release has come: which approvals count, what the policies still ask for, and of what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from commhub.approval.history import Evidence, evidence
from commhub.approval.models import Review
from commhub.approval.policies import Cell, Given, Need, Standing, standing
from commhub.contracts import JSON
from commhub.publish.editions import edition_of
from commhub.publish.models import LiveEdition, Release
from commhub.publish.prepare import Prepared
from commhub.versions import Version
from templates_store.models import TemplateVersion


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a release stands. `counted` are the approvals of exactly what would go live now, one row each;
    `set_aside` those that were of something else: what it stands on has changed since, and they are asked for anew."""

    standing: Standing
    counted: tuple[Review, ...]
    set_aside: tuple[Review, ...]

    def sentence(self) -> str:
        """What is awaited, and whose approval no longer counts and why."""
        said = self.standing.sentence()
        if self.set_aside:
            who = " and ".join(dict.fromkeys(_who(review) for review in self.set_aside))
            said += (
                f" What {who} approved has changed since: something that it stands on went live meanwhile, so that the "
                "proofs are no longer the same. It must be approved anew."
            )
        return said


def progress_of(release: Release, versions: Sequence[Version], prepared: Prepared) -> Progress:
    """Where a release stands with what is prepared now. Raises Refused when no policy covers it."""
    counted, set_aside = _sorted_out(release, versions, {_id(one): evidence(one, prepared) for one in versions})
    return Progress(standing(cells_of(versions, prepared), counted), tuple(counted), tuple(set_aside))


def standing_of(review: Review) -> Standing:
    """The standing that an approval left behind, as it is kept with it."""
    kept = review.standing
    needs = tuple(Need(order, role, count, policy) for order, role, count, policy in kept["needs"])
    given = tuple(Given(order, role, "", name) for order, role, name in kept["given"])
    missing = tuple(Need(order, role, count, "") for order, role, count in kept["missing"])
    return Standing(needs, given, missing, kept["complete"])


def cells_of(versions: Sequence[Version], prepared: Prepared) -> list[Cell]:
    """The places that a release reaches, for the policies: each kind of member in each edition that it is part of. A
    layout reaches its own channel alone. A template reaches what is live of it as well: who answers for a language, a brand
    or a channel is asked before it goes away. What is not used anywhere yet has the brand that it belongs to, or nothing."""
    cells: set[Cell] = set(_live_now([one for one in versions if isinstance(one, TemplateVersion)], prepared))
    for version in versions:
        channel = version.parent.channel if version.kind == "layout" else ""
        places = {
            Cell(version.kind, made.category, made.wanted.brand.key, made.wanted.locale, one)
            for made in evidence(version, prepared).editions
            for one in made.channels
            if not channel or one == channel
        }
        cells |= places or {Cell(version.kind, brand=_brand(version), channel=channel)}
    return sorted(cells)


def _live_now(versions: Sequence[TemplateVersion], prepared: Prepared) -> Iterator[Cell]:
    """The places of the live editions of these templates, but of those that stay as they are: these are prepared."""
    stay = set(prepared.hashes.values())
    pointers = LiveEdition.objects.filter(template_id__in=[version.template_id for version in versions])
    for pointer in pointers.select_related("edition", "brand").iterator(chunk_size=100):
        if pointer.edition.hash not in stay:
            edition = edition_of(pointer.edition)
            for channel in edition.channels:
                yield Cell(TemplateVersion.kind, edition.category, pointer.brand.key, pointer.locale, channel)


def _brand(version: Version) -> str:
    if version.kind == "brand":
        return str(version.parent.key)
    return str(version.parent.brand.key) if version.kind in {"layout", "asset"} else ""


def _sorted_out(
    release: Release, versions: Sequence[Version], now: Mapping[tuple[str, int], Evidence]
) -> tuple[list[Review], list[Review]]:
    """The approvals since the last submit: those of exactly the content and the proofs of now, and the others.

    A decision has a row for each member; its first one stands for it.
    """
    rows = list(Review.objects.filter(release=release).select_related("actor").order_by("id"))
    since = max((row.pk for row in rows if row.action == "submit"), default=0)
    decisions: dict[tuple[int, str, str], list[Review]] = {}
    for row in rows:
        if row.action == "approve" and row.pk > since:
            decisions.setdefault((row.actor_id, row.outside, row.at.isoformat()), []).append(row)
    hashes = {_id(version): version.content_hash for version in versions}
    proofs: dict[tuple[str, int], list[dict[str, JSON]]] = {thing: one.proofs() for thing, one in now.items()}
    counted: list[Review] = []
    set_aside: list[Review] = []
    for found in decisions.values():
        seen = {(row.subject, row.version_id): (row.content_hash, row.proofs) for row in found}
        same = seen == {thing: (hashes[thing], proofs[thing]) for thing in hashes}
        (counted if same else set_aside).append(found[0])
    again = {(row.actor_id, row.outside) for row in counted}
    return counted, [row for row in set_aside if (row.actor_id, row.outside) not in again]


def _id(version: Version) -> tuple[str, int]:
    return version.kind, version.pk


def _who(review: Review) -> str:
    return review.outside or review.actor.get_full_name() or review.actor.get_username()
