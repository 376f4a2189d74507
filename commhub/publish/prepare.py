"""Prepare: every edition that a release changes is compiled, checked and stored, before anything is switched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import transaction

from commhub.contracts import JSON, CompileError, Edition
from commhub.lint.store.waivers import InForce, in_force
from commhub.publish.assets_due import day_of
from commhub.publish.checked import Checker, Seen, as_json
from commhub.publish.compile import Compiled, compile_version
from commhub.publish.editions import edition_of, store
from commhub.publish.golive import CannotPublish
from commhub.publish.models import EditionCheck, LiveEdition, Release, ReleaseEdition, ReleaseState, StoredEdition
from commhub.publish.plan import Wanted, plan
from commhub.publish.releases import due_at, holds_on, members_of, using_of
from commhub.publish.shares import WHOLE, Share, helpers
from commhub.publish.sources import Shelf, Using
from commhub.publish.world import World, is_current
from commhub.versions import Version

AT_ONCE: Final = 20
"""Editions that are stored in one transaction: nobody waits long for it, and what is interrupted goes on from there."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """One edition that is ready, and what was seen of it. `inputs` are those of its manifest."""

    wanted: Wanted
    hash: str
    category: str
    channels: tuple[str, ...]
    inputs: tuple[Mapping[str, JSON], ...]
    absent: tuple[str, ...]
    seen: tuple[Seen, ...]
    changes_on: date | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a release would put live. `broken` says of what cannot go live why: it compiles or renders wrong, or the
    linter or a check found an error."""

    editions: tuple[Made, ...]
    broken: tuple[Seen, ...] = field(default=())

    @property
    def hashes(self) -> dict[tuple[int, int, str], str]:
        """The editions by template, brand and locale."""
        return {made.wanted.place: made.hash for made in self.editions}


def prepare(release: Release, now: datetime, on_progress: Progress | None = None) -> Prepared:
    """Make everything ready that a release changes: nothing of it is live afterwards, and doing it again costs little.

    `on_progress` is told how many editions are done, and of how many. Raises CannotPublish, which says of every template,
    brand and locale that cannot go live why; what could be made stays stored.
    """
    prepared = make_ready(release, members_of(release), in_force(now), now, on_progress, several=True)
    if prepared.broken:
        raise CannotPublish("Nothing can be published:", reasons_of(prepared.broken))
    return prepared


def make_ready(
    release: Release,
    versions: Sequence[Version],
    waivers: InForce,
    now: datetime,
    on_progress: Progress | None = None,
    *,
    several: bool = False,
) -> Prepared:
    """The same, which answers what is wrong instead of raising it. Of the waivers it is counted which were needed.

    The files of assets are those of the day on which the release goes live. `on_progress` may raise, to stop for now.
    Who will not stop may have `several` processes do it.
    """
    work = _Work.begin(release, versions, waivers, now)
    with helpers(release, work.left if several else 0) as share:
        prepared = work.do(share, on_progress)
    if share == WHOLE:
        return prepared
    # What the helpers have stored is taken from there, and the rest is made; all waivers are counted again with it.
    waivers.uses.clear()
    return _Work.begin(release, versions, waivers, now).do(WHOLE, on_progress)


def ready_already(release: Release, versions: Sequence[Version], waivers: InForce, now: datetime) -> Prepared | None:
    """What a release would put live, as it was prepared and checked before; nothing is compiled or rendered. None when
    something of it has to be made anew, or does not go on clean."""
    work = _Work.begin(release, versions, waivers, now)
    if work.left:
        return None
    made = {one.wanted.place: one for one in work.known}
    return Prepared(tuple(made[one.place] for one in work.wanted))


def make_share(release: Release, now: datetime, share: Share) -> None:
    """Make and store a part of it, on behalf of a process that makes another part."""
    _Work.begin(release, members_of(release), in_force(now), now).do(share, None)


@dataclass(frozen=True, slots=True)
class _Work:
    """What there is to make for a release on a day, and what of it is known already."""

    release: Release
    on: date
    using: Using
    wanted: Sequence[Wanted]
    checker: Checker
    known: Sequence[Made]

    @classmethod
    def begin(cls, release: Release, versions: Sequence[Version], waivers: InForce, now: datetime) -> _Work:
        on = day_of(max(due_at(release, versions) or now, now))
        using = using_of(versions)
        wanted = plan(using)
        checker = Checker(waivers, [one.version for one in wanted], using)
        return cls(release, on, using, wanted, checker, _known(release, wanted, using, checker, on))

    @property
    def left(self) -> int:
        return len(self.wanted) - len(self.known)

    def do(self, share: Share, on_progress: Progress | None) -> Prepared:
        """Make and store what is left of a share."""
        made = {one.wanted.place: one for one in self.known}
        broken: list[Seen] = []
        shelf = Shelf()
        fresh: list[tuple[Made, Compiled, str]] = []
        _keep_rows(self.release, self.known, self.on)
        try:
            for done, one in enumerate(self.wanted):
                if on_progress is not None:
                    on_progress(done, len(self.wanted))
                if one.place in made or not share.has(one.said):
                    continue
                try:
                    compiled = compile_version(one.version, one.brand, one.locale, self.using, shelf, on=self.on)
                except CompileError as error:
                    broken.append(_failed(one, str(error)))
                    continue
                seen = tuple(self.checker.check(compiled, one.version, shelf))
                broken += [each for each in seen if not each.is_clean]
                made[one.place] = _made(one, compiled.edition, compiled.manifest, compiled.absent, seen)
                fresh.append((made[one.place], compiled, self.checker.key(compiled.edition, one.version)))
                if len(fresh) >= AT_ONCE:
                    _keep(self.release, fresh, self.on)
                    fresh = []
        finally:  # whoever is interrupted, by `on_progress` too, goes on from here
            _keep(self.release, fresh, self.on)
        if share == WHOLE:
            _drop_others(self.release, self.wanted)
        if on_progress is not None:
            on_progress(len(self.wanted), len(self.wanted))
        return Prepared(tuple(made[one.place] for one in self.wanted if one.place in made), tuple(broken))


def reasons_of(broken: Iterable[Seen]) -> list[str]:
    """One sentence for each thing that is wrong, with the template, brand and locale that it is about."""
    return list(dict.fromkeys(reason for one in broken for reason in _reasons(one)))


def _reasons(one: Seen) -> Iterator[str]:
    place = f"{one.template}, {' '.join(word for word in (one.brand, one.locale, one.channel) if word)}"
    if one.error:
        yield f"{place}: {one.error}."
    for finding in one.findings:
        if finding.severity == "error":
            yield f"{place}: {finding.message}"


def _hold(release: Release) -> None:
    """Lock a release that may still change what it puts live. Raises CannotPublish when that is decided."""
    held = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    if held.state not in {ReleaseState.DRAFT, ReleaseState.IN_REVIEW}:
        state = ReleaseState(held.state).label.lower()
        raise CannotPublish(f"“{held.name}” is {state}:", ["what it puts live is decided."])


@transaction.atomic
def _keep_rows(release: Release, made: Sequence[Made], on: date) -> None:
    """Note stored editions as those that a release puts live."""
    _hold(release)
    ids = dict(StoredEdition.objects.filter(hash__in=[one.hash for one in made]).values_list("hash", "pk"))
    known = {
        (row.template_version_id, row.brand_id, row.locale): row.edition_id
        for row in ReleaseEdition.objects.filter(release=release)
    }
    rows = [
        ReleaseEdition(
            release=release,
            template_version=one.wanted.version,
            brand=one.wanted.brand,
            locale=one.wanted.locale,
            edition_id=ids[one.hash],
            absent=list(one.absent),
            on=on,
            changes_on=one.changes_on,
        )
        for one in made
        if known.get((one.wanted.version.pk, one.wanted.brand.pk, one.wanted.locale)) != ids[one.hash]
    ]
    ReleaseEdition.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["release", "template_version", "brand", "locale"],
        update_fields=["edition", "absent", "on", "changes_on", "approved"],
    )


@transaction.atomic
def _keep(release: Release, fresh: Sequence[tuple[Made, Compiled, str]], on: date) -> None:
    for made, compiled, key in fresh:
        stored = store(compiled, made.wanted.version)
        if all(one.is_clean for one in made.seen):
            EditionCheck.objects.update_or_create(edition=stored, key=key, defaults={"seen": as_json(made.seen)})
    _keep_rows(release, [made for made, _, _ in fresh], on)


@transaction.atomic
def _drop_others(release: Release, wanted: Sequence[Wanted]) -> None:
    """Forget what was prepared for places that the release no longer reaches."""
    _hold(release)
    places = {(one.version.pk, one.brand.pk, one.locale) for one in wanted}
    rows = ReleaseEdition.objects.filter(release=release).values_list("pk", "template_version_id", "brand_id", "locale")
    gone = [pk for pk, *place in rows if tuple(place) not in places]
    if gone:
        ReleaseEdition.objects.filter(pk__in=gone).delete()


def _known(release: Release, wanted: Sequence[Wanted], using: Using, checker: Checker, on: date) -> list[Made]:
    """Those that need no compiling: prepared before or live now, of exactly the inputs that a compile would read today,
    and checked with exactly the rules of today."""
    world = World(using)
    places = {one.place: one for one in wanted}
    rows = [*_rows(release, places)]
    found: dict[tuple[int, int, str], tuple[ReleaseEdition, Edition]] = {}
    for row in rows:
        place = (row.template_version.template_id, row.brand_id, row.locale)
        stored = row.edition
        if place in found or not is_current(stored.manifest):
            continue
        if holds_on(row, on) and world.made_of_these(stored.manifest, row.brand_id, row.absent):
            found[place] = row, edition_of(stored)
    keys = {row.edition_id: checker.key(edition, places[place].version) for place, (row, edition) in found.items()}
    seen = checker.kept(keys)
    return [
        _made(places[place], edition, row.edition.manifest, row.absent, tuple(seen[row.edition_id]))
        for place, (row, edition) in found.items()
        if row.edition_id in seen
    ]


def _rows(release: Release, places: Mapping[tuple[int, int, str], Wanted]) -> Iterator[ReleaseEdition]:
    """What this release had prepared, and then what is live, for these places."""
    own = ReleaseEdition.objects.filter(release=release).select_related("edition", "template_version")
    live = LiveEdition.objects.filter(template_id__in={template for template, _, _ in places})
    by_pointer = {(edition, release) for edition, release in live.values_list("edition_id", "release_id") if release}
    others = ReleaseEdition.objects.filter(
        release_id__in={one for _, one in by_pointer}, edition_id__in={one for one, _ in by_pointer}
    ).select_related("edition", "template_version")
    for row in [*own, *others]:
        if (row.template_version.template_id, row.brand_id, row.locale) in places:
            yield row


def _made(
    wanted: Wanted, edition: Edition, manifest: Mapping[str, JSON], absent: Iterable[str], seen: tuple[Seen, ...]
) -> Made:
    inputs = tuple(manifest["inputs"])
    return Made(
        wanted, edition.hash, edition.category, tuple(edition.channels), inputs, tuple(absent), seen, edition.changes_on
    )


def _failed(wanted: Wanted, error: str) -> Seen:
    return Seen("", wanted.version.template.key, wanted.brand.key, wanted.locale, "", "", "", (), error)
