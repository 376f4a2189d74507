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
    """The hash of what a page of this release shows now: the content of its members, their days and languages, and all
    that its editions stand on. Between a page and the button on it an author can withdraw, edit and submit again; then
    the two differ."""
    members = members_of(release) if versions is None else versions
    world = World(using_of(members))
    rows = ReleaseEdition.objects.filter(release=release).values_list("brand_id", "edition__manifest")
    stands: set[tuple[str, int, str, str]] = set()
    for brand_id, manifest in rows:
        stands |= world.now(manifest, brand_id)
    own: list[JSON] = [[one.kind, one.pk, one.hash_content(), life_and_languages(one)] for one in members]
    due = release.effective_at.isoformat() if release.effective_at else ""
    return sha256_of(
        {"release": release.pk, "due": due, "members": own, "stands_on": [list(one) for one in sorted(stands)]}
    )


def life_and_languages(version: Version) -> dict[str, str]:
    """From when and how long a version goes out, and in which languages, each in words; what is not set is left out. It is
    no part of its content, as nobody who gets a message reads it, but who approves it approves this too."""
    until, source = getattr(version, "until", None), getattr(version, "source_locale", "")
    said = {
        "goes live not before": f"{version.effective_from:%Y-%m-%d %H:%M %Z}" if version.effective_from else "",
        "not sent after": f"{until:%Y-%m-%d %H:%M %Z}" if until else "",
        "to be looked at again by": f"{version.review_by:%Y-%m-%d}" if version.review_by else "",
        "written first in": source,
        "does not go live without": ", ".join(getattr(version, "required_locales", [])),
    }
    return {name: told for name, told in said.items() if told}


def require_seen(release: Release, seen: str) -> None:
    """Inside a transaction: refuse what is no longer as a page showed it; an empty `seen` is a caller without a page. The
    turn is taken with it, so that nothing that was seen changes from here. Raises Refused."""
    if not seen:
        return
    take_turn()
    versions = hold_members(hold_release(release))
    if seen_of(release, versions) != seen:
        raise Refused(CHANGED)
