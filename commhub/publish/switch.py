"""Switch: what was prepared goes live, all of it in one short transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from commhub.audit.log import note
from commhub.contracts import CommhubError
from commhub.publish.assets_due import day_of
from commhub.publish.models import LiveEdition, Release, ReleaseEdition, ReleaseMember, ReleaseState
from commhub.publish.plan import Place, plan
from commhub.publish.releases import holds_on, members_of, missing_members, model_of, using_of
from commhub.publish.turn import take_turn
from commhub.publish.world import World
from commhub.versions import State, Version
from templates_store.models import TemplateVersion

SYSTEM: Final = "commhub"
"""The actor of what happens because its time has come."""
MOST_TOLD: Final = 5


class NotPrepared(CommhubError):
    """What was prepared is not what would go live now: something else went live meanwhile. Prepare it again."""


@dataclass(frozen=True, slots=True)
class Switched:
    """What went live. `editions` are the hashes by template, brand and locale."""

    versions: tuple[Version, ...]
    editions: Mapping[Place, str]


def switch(release: Release, now: datetime, *, actor: str = SYSTEM) -> Switched:
    """Put live what was prepared: states of versions and pointers to editions, at once for everybody who sends.

    Raises NotPrepared, and changes nothing, when the live world is another one than the release was prepared for.
    """
    with transaction.atomic():
        switched = put_live(release, now)
        say(release, switched, now, actor=actor)
    return switched


def put_live(release: Release, now: datetime) -> Switched:
    """The switch without its audit entry, within a transaction of the caller, who writes that last.

    Only editions that are approved go live. Raises NotPrepared.
    """
    take_turn()
    release = Release.objects.select_for_update().get(pk=release.pk)
    versions = members_of(release, lock=True)
    check_members(release, versions)
    rows = ready(release, versions, now)
    if unseen := [str(row.edition) for row in rows if not row.approved]:
        raise NotPrepared(f"Nobody has approved {_some(unseen)} as it would be now.")
    flip(versions)
    point(release, [version.parent.pk for version in versions if isinstance(version, TemplateVersion)], rows)
    number(release, now)
    return Switched(tuple(versions), {_place(row): row.edition.hash for row in rows})


def number(release: Release, now: datetime) -> None:
    """Count a release as the next one that is published; the caller has the turn."""
    release.state, release.published_at = ReleaseState.PUBLISHED, now
    release.number = (Release.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    release.save(update_fields=["state", "published_at", "number"])


def say(release: Release, switched: Switched, now: datetime, *, actor: str) -> None:
    """The audit entry of a switch."""
    release.refresh_from_db(fields=["number"])
    labels = ", ".join(version.label for version in switched.versions[:MOST_TOLD])
    more = len(switched.versions) - MOST_TOLD
    count = len(switched.editions)
    note(
        "publish",
        f"Release {release.number} “{release.name}” went live: {labels}{f' and {more} more' if more > 0 else ''}, with "
        f"{count} {'edition' if count == 1 else 'editions'}.",
        actor=actor,
        now=now,
        subject="release",
        key=str(release.pk),
        facts={"release": release.pk, "number": release.number, "editions": count},
    )


def ready(release: Release, versions: Sequence[Version], now: datetime) -> list[ReleaseEdition]:
    """The prepared editions of a release, once it is sure that they are what a compile would make of the live world.

    Raises NotPrepared.
    """
    using = using_of(versions)
    wanted = {one.place: one for one in plan(using)}
    world = World(using)
    # The content of an edition is large and says nothing here.
    rows = list(
        ReleaseEdition.objects.filter(release=release)
        .select_related("edition", "template_version", "brand")
        .defer("edition__content")
    )
    found = {_place(row): row for row in rows}
    stale = [
        row
        for place, row in found.items()
        if place in wanted and not world.made_of_these(row.edition.manifest, row.brand_id, row.absent)
    ]
    if stale:
        changed = sorted({what for row in stale for what in world.changes(row.edition.manifest, row.brand_id)})
        raise NotPrepared(f"Since it was prepared, this went live or was retired: {', '.join(changed) or 'a layout'}.")
    if old := [str(row.edition) for row in rows if not holds_on(row, day_of(now))]:
        raise NotPrepared(f"Since it was prepared, the day came for other files of assets: {_some(old)}.")
    if missing := [one.said for place, one in wanted.items() if place not in found]:
        raise NotPrepared(f"Not prepared yet: {_some(missing)}.")
    if more := [str(row.edition) for place, row in found.items() if place not in wanted]:
        raise NotPrepared(f"Prepared, and no longer changed by it: {_some(more)}.")
    return rows


def check_members(release: Release, versions: Sequence[Version]) -> None:
    """Raises NotPrepared when a member is not there or not approved any more, or what it was to replace has gone on."""
    if lost := missing_members(release, versions):
        raise NotPrepared(f"{lost[0].subject} {lost[0].version_id} is not there any more.")
    replaced = replaced_by(versions)
    for member in release.members.all():
        version = next(one for one in versions if (one.kind, one.pk) == (member.subject, member.version_id))
        if version.state not in {State.IN_REVIEW, State.SCHEDULED}:
            raise NotPrepared(f"{version.label} is {State(version.state).label.lower()}.")
        if replaced.get((version.kind, version.parent.pk)) != member.replaced_id:
            raise NotPrepared(
                f"{version.label} was submitted to replace {_numbered(member)}, and that is no longer the live version."
            )


def replaced_by(versions: Iterable[Version]) -> dict[tuple[str, int], int]:
    """The ids of the live versions in whose place these would go, by kind and parent; a query for each kind."""
    parents: dict[str, set[int]] = {}
    for version in versions:
        parents.setdefault(version.kind, set()).add(version.parent.pk)
    found: dict[tuple[str, int], int] = {}
    for kind, ids in parents.items():
        model = model_of(kind)
        live = model._default_manager.filter(**{f"{model.parent_field}__in": ids, "state": State.LIVE})
        found.update({(kind, parent): pk for pk, parent in live.values_list("pk", model.parent_field)})
    return found


def _numbered(member: ReleaseMember) -> str:
    if member.replaced_id is None:
        return "nothing"
    version = model_of(member.subject)._default_manager.filter(pk=member.replaced_id).first()
    return f"v{version.number}" if version else "a version that is gone"


def flip(live: Sequence[Version], away: Sequence[Version] = ()) -> None:
    """Make versions live in the place of what is, which is retired; so are those of `away`, which have no successor."""
    by_kind: dict[str, list[Version]] = {}
    for version in (*live, *away):
        by_kind.setdefault(version.kind, []).append(version)
    for kind, found in by_kind.items():
        model = model_of(kind)
        parents = [version.parent.pk for version in found]
        present = model._default_manager.filter(**{f"{model.parent_field}__in": parents, "state": State.LIVE})
        present.update(state=State.RETIRED)
        come = [version.pk for version in live if version.kind == kind]
        model._default_manager.filter(pk__in=come).update(state=State.LIVE)
    for version in live:
        version.state = State.LIVE
    for version in away:
        version.state = State.RETIRED


def point(release: Release, templates: Sequence[int], rows: Sequence[ReleaseEdition]) -> None:
    """Turn the live pointers to these editions. Of the `templates` (ids) that go live or away themselves, pointers to
    what they no longer have are dropped."""
    kept = {_place(row) for row in rows}
    pointers = LiveEdition.objects.filter(template_id__in=templates)
    places = pointers.values_list("pk", "template_id", "brand_id", "locale")
    if gone := [pk for pk, *place in places if tuple(place) not in kept]:
        LiveEdition.objects.filter(pk__in=gone).delete()
    LiveEdition.objects.bulk_create(
        [
            LiveEdition(
                template_id=row.template_version.template_id,
                brand_id=row.brand_id,
                locale=row.locale,
                edition_id=row.edition_id,
                release=release,
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["template", "brand", "locale"],
        update_fields=["edition", "release"],
    )


def _place(row: ReleaseEdition) -> Place:
    return row.template_version.template_id, row.brand_id, row.locale


def _some(names: Sequence[str]) -> str:
    more = len(names) - MOST_TOLD
    return ", ".join(names[:MOST_TOLD]) + (f" and {more} more" if more > 0 else "")
