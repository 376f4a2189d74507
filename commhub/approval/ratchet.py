"""The ratchet: a version of a term list is first tried on all that is live and on the last messages that were sent.

At submit the live places and a few messages are tried; the desk goes on with the rest while the reviewer waits, and
nobody approves before it is done. At approval the live places that would still be stopped get a batch of waivers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User

from commhub.approval.errors import Refused
from commhub.contracts import CommhubError, Edition, Rendered
from commhub.lint.conflicts import problems_with_terms
from commhub.lint.engine import LintUnavailable
from commhub.lint.message import check_message
from commhub.lint.models import RatchetReport, TermListVersion, WaiverBatch
from commhub.lint.ruleset import RuleSet
from commhub.lint.store.ratchet import (
    LIVE,
    SENT,
    UNREAD,
    Place,
    keep,
    make_batch,
    new_in,
    place_of,
    places_of,
    together,
)
from commhub.lint.store.waivers import InForce, in_force
from commhub.lint.terms import readable_rules, specs_of, try_out
from commhub.publish.editions import load
from commhub.publish.models import LiveEdition
from commhub.publish.proofs import rendered_samples
from commhub.record.models import Message, MessageState
from commhub.replay import replay

MOST_ODD: Final = 100
FIRST: Final = 5
"""Editions or messages that are tried at submit already; a letter takes its time."""


def begin(version: TermListVersion, now: datetime) -> RatchetReport:
    """Begin to try a version on all that is live and then on messages. Raises Refused when it cannot be read with."""
    try:
        try_out(version)
    except LintUnavailable as error:
        raise Refused(f"{version.label} cannot be tried: {error}") from error
    ids = Message.objects.filter(state=MessageState.SENT, send__erased_at=None).order_by("-finished_at", "id")
    report, _ = RatchetReport.objects.update_or_create(
        version=version,
        defaults={
            "content_hash": version.content_hash,
            "begun_at": now,
            "finished_at": None,
            "editions": _live_hashes(),
            "messages": [str(pk) for pk in ids.values_list("pk", flat=True)[: settings.COMMHUB_RATCHET_MESSAGES]],
            "done": 0,
            "skipped": 0,
            "found": [],
            "left_out": 0,
            "odd": problems_with_terms(specs_of(version))[:MOST_ODD],
        },
    )
    return go_on(report, now, most=FIRST)


def go_on(
    report: RatchetReport, now: datetime, *, most: int, may_go_on: Callable[[], bool] = lambda: True
) -> RatchetReport:
    """Try the next editions or messages: `most` of them, or until `may_go_on` says no; one at least. The last one ends the
    report.

    Safe to call twice at once: what one call found out is dropped if another was faster.
    """
    start = report.done
    whole = [(LIVE, one) for one in report.editions] + [(SENT, one) for one in report.messages]
    here = whole[start : start + most]
    places, skipped, done = places_of(report), 0, 0
    if here:
        rules, before, waivers = try_out(report.version), readable_rules(), in_force(now)
        ids = [pk for where, pk in here if where == SENT]
        rows = {str(message.pk): message for message in Message.objects.filter(pk__in=ids).select_related("send")}
        for where, pk in here:
            if done and not may_go_on():
                break
            if where == LIVE:
                places += _live(pk, rules, before, waivers)
                done += 1
                continue
            found = _in_message(rows[pk], rules, before, waivers) if pk in rows else None
            places += found or []
            skipped += found is None
            done += 1
    keep(report, places)
    report.done, report.skipped = start + done, report.skipped + skipped
    report.finished_at = now if report.done >= report.size else None
    mine = RatchetReport.objects.filter(pk=report.pk, done=start, content_hash=report.content_hash)
    mine.update(
        done=report.done,
        skipped=report.skipped,
        found=report.found,
        left_out=report.left_out,
        finished_at=report.finished_at,
    )
    report.refresh_from_db()
    return report


def complete(version: TermListVersion, now: datetime) -> None:
    """Try all the rest at once, for a version that no person waits for."""
    report = RatchetReport.objects.filter(version=version, finished_at=None).first()
    if report is not None:
        go_on(report, now, most=report.size)


def finished(version: TermListVersion) -> RatchetReport:
    """The report of a version. Raises Refused while it is not complete."""
    report = RatchetReport.objects.filter(version=version, content_hash=version.content_hash).first()
    if report is None:
        raise Refused(f"{version.label} was not tried on what is live yet; withdraw and submit it again.")
    if report.finished_at is None:
        done, of = report.done, report.size
        raise Refused(
            f"{version.label} is still being tried: {done} of {of} live editions and sent messages are done. Open its page."
        )
    return report


def close(version: TermListVersion, places: list[Place], approver: User, now: datetime) -> WaiverBatch:
    """The waivers for what was live and would be stopped by a version that goes live now.

    What a live template said in a message, and no data brought in, is live as well, whichever sample shows it. What only
    data brought in gets none.
    """
    live = set(LiveEdition.objects.values_list("template__key", flat=True))
    said = [place for place in places_of(version.ratchet) if place.where == SENT and place.template in live]
    wanted = [place for place in [*said, *places] if place.said_by_template]
    return make_batch(version, wanted, version.author, approver, now)


def live_places(version: TermListVersion, now: datetime) -> list[Place]:
    """What all that is live now would newly be told with this version: as its trial found, and what went live since."""
    report = finished(version)
    known = set() if report.left_out else set(report.editions)  # a report that is not whole is no help
    places = [place for place in places_of(report) if place.where == LIVE] if known else []
    fresh = [edition_hash for edition_hash in _live_hashes() if edition_hash not in known]
    if fresh:
        rules, before, waivers = try_out(version), readable_rules(), in_force(now)
        for edition_hash in fresh:
            places += _live(edition_hash, rules, before, waivers)
    return together(places)


def _live_hashes() -> list[str]:
    pointers = LiveEdition.objects.order_by("template__key", "brand__key", "locale")
    return list(pointers.values_list("edition__hash", flat=True))


def _live(edition_hash: str, rules: RuleSet, before: RuleSet, waivers: InForce) -> Iterator[Place]:
    loaded = load(edition_hash)
    edition = loaded.edition
    for channel, brief, rendered in rendered_samples(loaded):
        if not isinstance(rendered, Rendered):
            yield _unread(edition, channel, rendered)
            continue
        known = waivers.of(edition)
        after = check_message(edition, rendered, rules, dict(brief.data), known)
        present = check_message(edition, rendered, before, dict(brief.data), known)
        yield from (place_of(finding, LIVE, edition, channel, rules.listed) for finding in new_in(after, present))


def _in_message(message: Message, rules: RuleSet, before: RuleSet, waivers: InForce) -> list[Place] | None:
    """The places of one sent message; None when it cannot be made again."""
    try:
        rendered, edition = replay(message), load(message.send.edition_hash).edition
        data = dict(message.send.data)
    except CommhubError:  # erased meanwhile, its key or its files gone: counted, and told as such
        return None
    known = waivers.of(edition)
    after = check_message(edition, rendered, rules, data, known)
    present = check_message(edition, rendered, before, data, known)
    return [place_of(finding, SENT, edition, rendered.channel, rules.listed) for finding in new_in(after, present)]


def _unread(edition: Edition, channel: str, error: CommhubError) -> Place:
    return Place(
        where=LIVE,
        severity=UNREAD,
        rule="",
        surface="",
        sentence="",
        suggestion="",
        fingerprint="",
        template=edition.template,
        locale=edition.locale_of(channel),
        brand=edition.brand_key,
        channel=channel,
        message=f"It cannot be made any more: {error}",
    )
