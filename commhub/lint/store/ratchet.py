"""What a version of a term list would have stopped, as rows: the places found, and the batch of waivers that they get."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Final

from django.contrib.auth.models import User

from commhub.contracts import Edition, Finding, rule_without_data
from commhub.lint.models import LONGEST_WAIVER, LintWaiver, RatchetReport, Scope, TermListVersion, WaiverBatch
from commhub.lint.waived import fingerprint, told

LIVE: Final = "live"
SENT: Final = "sent"
UNREAD: Final = "unread"
"""The severity of a place that could not be made or read, so that nobody knows."""
STOPS_NOTHING: Final = ("waived", "review")
MOST_KEPT: Final = 2_000
LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Place:
    """One sentence of a template that a version would stop (or say something of), and how often it was found.

    `where` is live (a proof of what is live) or sent (a message that was sent). No customer's data: `surface` and
    `sentence` are without the values of the request. `said_by_template` tells that no data brought the word in.
    """

    where: str
    severity: str
    rule: str
    surface: str
    sentence: str
    suggestion: str
    fingerprint: str
    template: str
    locale: str
    brand: str = ""
    channel: str = ""
    part: str = ""
    kind: str = ""
    message: str = ""
    times: int = 1
    said_by_template: bool = False


def place_of(finding: Finding, where: str, edition: Edition, channel: str, listed: Container[str]) -> Place:
    """A finding as a place. The word itself is told only if it is the template's, or the list's own: one of a rule among
    `listed`, which lists its words."""
    is_ours = not finding.field or finding.rule in listed
    surface, sentence = told(finding.surface, finding.sentence, is_ours=is_ours)
    rule = rule_without_data(finding.rule, finding.field)
    return Place(
        where=where,
        severity=finding.severity,
        rule=rule,
        surface=surface[:LONGEST],
        sentence=sentence,
        suggestion=finding.suggestion,
        fingerprint=finding.fingerprint if is_ours else fingerprint(rule, sentence),
        template=edition.template,
        locale=edition.locale_of(channel),
        brand=edition.brand_key,
        channel=channel,
        part=finding.part,
        kind=finding.kind,
        said_by_template=not finding.field,
    )


def new_in(after: Iterable[Finding], before: Iterable[Finding]) -> list[Finding]:
    """What is found with the new rules, without what the present ones find in the same sentence as badly."""
    known = {(finding.sentence, finding.surface, finding.severity) for finding in before}
    return [
        finding
        for finding in after
        if finding.severity not in STOPS_NOTHING and (finding.sentence, finding.surface, finding.severity) not in known
    ]


def together(places: Iterable[Place]) -> list[Place]:
    """Each place once for its template, with the times that it was found; errors and what is live first."""
    found: dict[tuple[str | bool, ...], Place] = {}
    for place in places:
        key = (
            place.where,
            place.severity,
            place.rule,
            place.fingerprint,
            place.template,
            place.message,
            place.said_by_template,
        )
        known = found.get(key)
        found[key] = replace(known, times=known.times + place.times) if known else place
    order = {UNREAD: 0, "error": 1, "warning": 2, "advice": 3}
    return sorted(
        found.values(),
        key=lambda one: (order.get(one.severity, 9), one.where, one.rule, one.template, one.sentence, one.locale),
    )


def places_of(report: RatchetReport) -> list[Place]:
    """The places of a report."""
    return [Place(**raw) for raw in report.found]


def keep(report: RatchetReport, places: Iterable[Place]) -> None:
    """Set what a report says, as far as it can be kept; it is not saved."""
    whole = together(places)
    report.found = [asdict(place) for place in whole[:MOST_KEPT]]
    report.left_out += max(0, len(whole) - MOST_KEPT)


def make_batch(
    version: TermListVersion, places: Sequence[Place], requester: User, approver: User, now: datetime
) -> WaiverBatch:
    """The dated batch of waivers with which a version goes live: one for each live place that it would stop.

    It is closed at once, and a guard in the database keeps it so. Each waiver holds for 90 days.
    """
    batch = WaiverBatch.objects.create(version=version, made_at=now)
    wanted: Mapping[tuple[str, str], Place] = {
        (place.template, place.fingerprint): place for place in places if place.severity == "error"
    }
    LintWaiver.objects.bulk_create(
        LintWaiver(
            rule=place.rule,
            scope=Scope.TEMPLATE,
            scope_key=place.template,
            fingerprint=place.fingerprint,
            surface=place.surface,
            sentence=place.sentence,
            locale=place.locale,
            reason=f"It was live before {version.label}.",
            days=LONGEST_WAIVER.days,
            requester=requester,
            requested_at=now,
            approver=approver,
            approved_at=now,
            expires_at=now + LONGEST_WAIVER,
            batch=batch,
        )
        for place in wanted.values()
    )
    batch.size, batch.closed = len(wanted), True
    batch.save(update_fields=["size", "closed"])
    return batch
