"""What somebody had before them when they decided, as one hash: whoever approves says it, so that nothing else is meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from commhub.approval.errors import Refused
from commhub.approval.members import hold_members, hold_release
from commhub.contracts import JSON
from commhub.publish.models import Release, ReleaseEdition
from commhub.publish.releases import members_of, using_of
from commhub.publish.turn import take_turn
from commhub.publish.world import World
from commhub.versions import Version, sha256_of

CHANGED: Final = (
    "It has changed since you opened this page: somebody submitted it anew, or something that it stands on went live. "
    "Look at it as it is now, and decide then."
)


def seen_of(release: Release, versions: Sequence[Version] | None = None) -> str:
    """The hash of what a page of this release shows now: the content of its members, and of all that its editions stand
    on. Between a page and the button on it an author can withdraw, edit and submit again; then the two differ."""
    members = members_of(release) if versions is None else versions
    world = World(using_of(members))
    rows = ReleaseEdition.objects.filter(release=release).values_list("brand_id", "edition__manifest")
    stands: set[tuple[str, int, str, str]] = set()
    for brand_id, manifest in rows:
        stands |= world.now(manifest, brand_id)
    own: list[JSON] = [[one.kind, one.pk, one.hash_content()] for one in members]
    return sha256_of({"release": release.pk, "members": own, "stands_on": [list(one) for one in sorted(stands)]})


def require_seen(release: Release, seen: str) -> None:
    """Inside a transaction: refuse what is no longer as a page showed it; an empty `seen` is a caller without a page. The
    turn is taken with it, so that nothing that was seen changes from here. Raises Refused."""
    if not seen:
        return
    take_turn()
    versions = hold_members(hold_release(release))
    if seen_of(release, versions) != seen:
        raise Refused(CHANGED)
