"""Makes a report in steps: each edition that may change is compiled, rendered with the same samples as what is live, and
compared. Whoever looks at the report carries on with it; what was done stays done."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from commhub.blast.change import Change
from commhub.blast.compare import Compared, Sides, compare, compiles_no_more, needs_measuring
from commhub.blast.look import Look, Place, pack, unpack
from commhub.blast.measure import Ruler
from commhub.blast.models import BlastEdition, BlastEntry, BlastLook, BlastPair, BlastReport
from commhub.blast.pruning import prune
from commhub.blast.samples import Reader, Sample, Side, key_of_pair, samples_of
from commhub.contracts import Brief, CommhubError, CompileError
from commhub.lint.store.waivers import in_force
from commhub.publish.assets_due import day_of
from commhub.publish.compile import compile_version, edition_from_json, edition_to_json
from commhub.publish.editions import asset_bytes, load
from commhub.publish.models import StoredEdition
from commhub.publish.proofs import offered_by
from commhub.publish.sources import Shelf
from commhub.versions import canonical, sha256_of

LEASE: Final = timedelta(minutes=3)
"""How long an edition may be in work before somebody else takes it over."""
EVERY_CHANNEL: Final = ""
"""The channel of an entry about an edition that does not compile, so that none of it goes out."""
KEEP_FRESH: Final = timedelta(hours=6)
"""How old the note of a last use may be before it is written anew."""


def report_of(change: Change, now: datetime) -> BlastReport:
    """The report of a change in the world as it is; begun now if there is none. Nothing is compiled yet."""
    touched = change.touched()
    key = change.key(touched, now)
    known = BlastReport.objects.filter(key=key).first()
    if known is not None:
        return known
    prune(change.about, now)
    with transaction.atomic():
        report, is_new = BlastReport.objects.get_or_create(
            key=key, defaults={"about": change.about, "members": change.named(), "begun_at": now}
        )
        if is_new:
            BlastEdition.objects.bulk_create(
                BlastEdition(
                    report=report,
                    template_version=one.version,
                    template=one.template,
                    name=one.name,
                    brand=one.brand,
                    locale=one.locale,
                    before=one.before,
                )
                for one in touched
            )
            if not touched:
                report.finished_at = report.pictured_at = now
                report.save(update_fields=["finished_at", "pictured_at"])
    return report


def last_report(change: Change) -> BlastReport | None:
    """What was found out last about a change that is over: it went live, or was turned down."""
    return BlastReport.objects.filter(about=change.about).first()


def go_on(
    report: BlastReport,
    change: Change,
    now: datetime,
    *,
    ruler: Ruler,
    may_go_on: Callable[[], bool] = lambda: True,
) -> BlastReport:
    """Do the next editions, one at least, until `may_go_on` says no or all are done. Two may go on at once: each takes
    editions that nobody has, and those of somebody who died are taken over after LEASE."""
    reader = Reader(in_force(now))
    shelf = Shelf()
    while (one := _take(report, now)) is not None:
        _do(one, change, reader, shelf, ruler, now)
        if not may_go_on():
            break
    if not report.editions.filter(done_at=None).exists():
        BlastReport.objects.filter(pk=report.pk, finished_at=None).update(finished_at=now)
    report.refresh_from_db()
    return report


def after_side(one: BlastEdition) -> Side:
    """The edition that a row of work was compiled to, as it is rendered again for its pictures."""
    edition = edition_from_json(one.after, json.loads(zlib.decompress(bytes(one.content))))
    return Side(edition, {sha256: asset_bytes(sha256) for sha256 in edition.assets})


def before_side(one: BlastEdition) -> Side | None:
    """The edition that is live, or None when there is none. Raises EditionMissing."""
    if not one.before:
        return None
    loaded = load(one.before)
    return Side(loaded.edition, loaded.asset_bytes)


def _take(report: BlastReport, now: datetime) -> BlastEdition | None:
    free = Q(taken_at=None) | Q(taken_at__lt=now - LEASE)
    rows = report.editions.filter(free, done_at=None).select_related("brand", "template_version__template__category")
    for one in rows[:4]:
        if BlastEdition.objects.filter(free, pk=one.pk, done_at=None).update(taken_at=now):
            return one
    return None


def _do(one: BlastEdition, change: Change, reader: Reader, shelf: Shelf, ruler: Ruler, now: datetime) -> None:
    """Compile, look and compare one edition; all rows of it are written together."""
    pairs: list[tuple[str, BlastPair]] = []
    try:
        before = before_side(one)
        after = _compiled(one, change, shelf, change.day(now))
    except CommhubError as error:
        one.error = str(error)
        with transaction.atomic():
            key = sha256_of(["broken", one.before, one.error])
            _finish(one, [(EVERY_CHANNEL, _kept(key, compiles_no_more(one.error), [], now))], now)
        return
    samples = samples_of(one.template_version) if one.template_version else [Sample("")]
    sides = [side for side in (before, after) if side is not None]
    for channel in dict.fromkeys(name for side in sides for name in offered_by(side.edition)):
        pairs.append((channel, _pair(one, channel, samples, before, after, reader, ruler, now)))
    with transaction.atomic():
        _finish(one, pairs, now)


def _compiled(one: BlastEdition, change: Change, shelf: Shelf, on: date) -> Side | None:
    if one.template_version is None:
        return None
    compiled = compile_version(one.template_version, one.brand, one.locale, change.using, shelf, on=on)
    one.after = compiled.edition.hash
    one.content = zlib.compress(canonical(edition_to_json(compiled.edition)))
    return Side(compiled.edition, compiled.asset_bytes, compiled.sources)


def _pair(
    one: BlastEdition,
    channel: str,
    samples: Sequence[Sample],
    before: Side | None,
    after: Side | None,
    reader: Reader,
    ruler: Ruler,
    now: datetime,
) -> BlastPair:
    sides = [side if side and channel in side.edition.channels else None for side in (before, after)]
    briefs = [[reader.brief(side, sample) if side else None for side in sides] for sample in samples]
    keys = [
        [reader.key(side, channel, brief) if side and brief else "" for side, brief in zip(sides, pair, strict=True)]
        for pair in briefs
    ]
    named = [(sample.name, *pair) for sample, pair in zip(samples, keys, strict=True)]
    key = key_of_pair(channel, [(name, first, second) for name, first, second in named])
    known = BlastPair.objects.filter(key=key).first()
    if known is not None:
        if known.used_at < now - KEEP_FRESH:
            BlastPair.objects.filter(pk=known.pk).update(used_at=now)
        return known
    compared: list[Sides] = []
    for sample, pair, own in zip(samples, briefs, keys, strict=True):
        looks = [
            _look(reader, side, channel, brief, look_key, now) if side and brief else None
            for side, brief, look_key in zip(sides, pair, own, strict=True)
        ]
        before_look = _examined_too(one, channel, sample, looks, own[0], reader, now)
        found = Sides(sample.name, before_look, looks[1])
        if needs_measuring(found):
            found = _measured(found, sides, channel, pair, reader, ruler)
        compared.append(found)
    told = compare(channel, compared)
    return _kept(key, told, [list(one) for one in keys], now)


def _look(reader: Reader, side: Side, channel: str, brief: Brief, key: str, now: datetime) -> Look:
    """What is kept of this message, or else what it looks like now."""
    known = BlastLook.objects.filter(key=key).first()
    if known is not None:
        look = unpack(known.content)
        if look.examined is not None or channel not in side.sources:
            if known.used_at < now - KEEP_FRESH:
                BlastLook.objects.filter(pk=known.pk).update(used_at=now)
            return look
    look = reader.look(side, channel, brief)
    BlastLook.objects.update_or_create(key=key, defaults={"content": pack(look), "used_at": now})
    return look


def _examined_too(
    one: BlastEdition,
    channel: str,
    sample: Sample,
    looks: Sequence[Look | None],
    key: str,
    reader: Reader,
    now: datetime,
) -> Look | None:
    """The look before, with the checks of its sources where those after have something to say: what is live is compiled
    anew for that, as its stored edition does not hold its sources. What they say is kept with the look."""
    before, after = looks
    if before is None or after is None or not after.examined or before.examined is not None or before.error:
        return before
    stored = StoredEdition.objects.select_related("template_version__template__category").get(hash=one.before)
    try:
        compiled = compile_version(stored.template_version, one.brand, one.locale, on=day_of(now))
    except CompileError:  # what is live stood on other versions; then nothing of it is held against what is new
        return before
    side = Side(compiled.edition, compiled.asset_bytes, compiled.sources)
    if channel not in side.sources:
        return before
    whole = replace(before, examined=reader.look(side, channel, reader.brief(side, sample)).examined)
    BlastLook.objects.filter(key=key).update(content=pack(whole))
    return whole


def _measured(
    found: Sides,
    sides: Sequence[Side | None],
    channel: str,
    briefs: Sequence[Brief | None],
    reader: Reader,
    ruler: Ruler,
) -> Sides:
    """Both looks with the places of their words, where there is a browser to measure them."""
    places: list[list[Place]] = []
    for side, brief in zip(sides, briefs, strict=True):
        measured = ruler.places(reader.rendered(side, channel, brief)) if side and brief else None
        if measured is None:
            return found
        places.append(measured)
    if found.before is None or found.after is None:
        return found
    return Sides(found.name, replace(found.before, places=places[0]), replace(found.after, places=places[1]))


def _kept(key: str, told: Compared, keys: list[list[str]], now: datetime) -> BlastPair:
    facts = told.as_json() | {"looks": keys}
    pair, _ = BlastPair.objects.get_or_create(key=key, defaults={"group": told.group, "facts": facts, "used_at": now})
    return pair


def _finish(one: BlastEdition, pairs: Sequence[tuple[str, BlastPair]], now: datetime) -> None:
    one.done_at = now
    one.save(update_fields=["after", "content", "error", "done_at"])
    one.entries.all().delete()
    BlastEntry.objects.bulk_create(
        BlastEntry(
            report_id=one.report_id,
            edition=one,
            pair=pair,
            channel=channel,
            group=pair.group,
            rank=int(pair.facts["rank"]),
        )
        for channel, pair in pairs
    )
