"""Going back: what a release replaced goes live again, of editions that are stored and were approved; nothing compiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User

from commhub.contracts import CommhubError
from commhub.publish.assets_due import day_of
from commhub.publish.models import Release, ReleaseEdition, ReleaseMember, ReleaseState
from commhub.publish.plan import Place, Wanted, plan
from commhub.publish.releases import holds_on, members_of, model_of, using_of
from commhub.publish.switch import flip, number, point
from commhub.publish.world import World
from commhub.versions import State, Version
from templates_store.models import TemplateVersion

MOST_TOLD = 5
TAKES_A_REVIEW = "That takes a new release, with drafts of the older versions and a review of what comes of them."


class CannotGoBack(CommhubError):
    """The former state cannot be had again at once, in a sentence that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Back:
    """What was done: the new release, the versions that are live again and those that are retired."""

    release: Release
    live: tuple[Version, ...]
    retired: tuple[Version, ...]
    editions: int


def go_back(release: Release, actor: User, now: datetime, note: str) -> Back:
    """Put live what a published release replaced, within a transaction that has the turn. Raises CannotGoBack."""
    undone = members_of(release, lock=True)
    replaced = {(member.subject, member.version_id): member.replaced_id for member in release.members.all()}
    for version in undone:
        if version.state != State.LIVE:
            raise CannotGoBack(
                f"{version.label} of this release is {State(version.state).label.lower()} by now, so that there is more to "
                f"take back than this. {TAKES_A_REVIEW}"
            )
    former = _former(replaced)
    _still_in_time(former, now)
    come = {(version.kind, version.parent.pk) for version in former}
    away = [version for version in undone if (version.kind, version.parent.pk) not in come]
    rows = _approved_before(former, away, day_of(now))
    back = Release.objects.create(
        name=f"Back to before “{release.name}”"[:200],
        note=note,
        author=actor,
        created_at=now,
        submitted_at=now,
        goes_back_to=_released(former),
    )
    live_now = {(version.kind, version.parent.pk): version.pk for version in undone}
    ReleaseMember.objects.bulk_create(
        ReleaseMember(
            release=back,
            subject=version.kind,
            version_id=version.pk,
            replaced_id=live_now[version.kind, version.parent.pk],
        )
        for version in former
    )
    ReleaseEdition.objects.bulk_create([_again(row, back) for row in rows])
    flip(former, away)
    templates = [version.parent.pk for version in undone if isinstance(version, TemplateVersion)]
    point(back, templates, rows)
    number(back, now)
    return Back(back, tuple(former), tuple(undone), len(rows))


def _former(replaced: Mapping[tuple[str, int], int | None]) -> list[Version]:
    """The versions that were live before, locked."""
    ids: dict[str, list[int]] = {}
    for (kind, _), pk in replaced.items():
        if pk is not None:
            ids.setdefault(kind, []).append(pk)
    found: list[Version] = []
    for kind in sorted(ids):
        model = model_of(kind)
        rows = model._default_manager.filter(pk__in=ids[kind])
        list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))
        found += rows.select_related(model.parent_field).order_by("pk")
    if len(found) < sum(map(len, ids.values())):
        raise CannotGoBack(f"A version that was live before is not there any more. {TAKES_A_REVIEW}")
    return found


def _still_in_time(former: Sequence[Version], now: datetime) -> None:
    for version in former:
        if isinstance(version, TemplateVersion) and version.until is not None and version.until <= now:
            raise CannotGoBack(f"{version.label} was not to be sent after {version.until:%-d %B %Y}. {TAKES_A_REVIEW}")


def _approved_before(former: Sequence[Version], away: Sequence[Version], day: date) -> list[ReleaseEdition]:
    """For each place that changes, an edition of exactly the inputs that stand again, which was approved."""
    using, gone = using_of(former), {(version.kind, version.parent.pk) for version in away}
    wanted = {one.place: one for one in plan(using, gone)}
    world = World(using, gone)
    rows = (
        ReleaseEdition.objects.filter(approved=True, template_version__template_id__in={place[0] for place in wanted})
        .select_related("edition", "template_version")
        .defer("edition__content")
        .order_by("-id")
    )
    found: dict[Place, ReleaseEdition] = {}
    for row in rows.iterator(chunk_size=500):
        place = (row.template_version.template_id, row.brand_id, row.locale)
        if place not in wanted or place in found or not holds_on(row, day):
            continue
        if world.made_of_these(row.edition.manifest, row.brand_id, row.absent):
            row.template_version = wanted[place].version
            found[place] = row
    if missing := [one for place, one in wanted.items() if place not in found]:
        raise CannotGoBack(
            f"Something else has gone live since, so that nobody has approved what would come of it: {_some(missing)}. "
            f"{TAKES_A_REVIEW}"
        )
    return list(found.values())


def _released(former: Sequence[Version]) -> Release | None:
    """The last release that had put one of these live."""
    found = [
        Release.objects.filter(
            state=ReleaseState.PUBLISHED, members__subject=version.kind, members__version_id=version.pk
        )
        .order_by("-number")
        .first()
        for version in former
    ]
    return max((one for one in found if one is not None), key=lambda one: one.number or 0, default=None)


def _again(row: ReleaseEdition, back: Release) -> ReleaseEdition:
    return ReleaseEdition(
        release=back,
        template_version=row.template_version,
        brand_id=row.brand_id,
        locale=row.locale,
        edition_id=row.edition_id,
        absent=row.absent,
        on=row.on,
        changes_on=row.changes_on,
        approved=True,
    )


def _some(missing: Sequence[Wanted]) -> str:
    more = len(missing) - MOST_TOLD
    return "; ".join(one.said for one in missing[:MOST_TOLD]) + (f" and {more} more" if more > 0 else "")
