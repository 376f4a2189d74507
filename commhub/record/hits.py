"""The counter of what the linter found in messages: daily counts without anybody's data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from datetime import UTC, datetime
from typing import Final

from django.db.models import F

from commhub.contracts import JSON, Finding, rule_without_data
from commhub.record.models import LintHit, Message
from commhub.versions import sha256_of

ROW: Final = re.compile(r"/[0-9]+(?=/|$)")
LONGEST: Final = 200


def count(message: Message, findings: Sequence[Finding], stopped: str, listed: Container[str], now: datetime) -> None:
    """Count the findings of a message. `stopped` is what its errors made of it: blocked, held, or '' when it was sent.

    `listed` are the rules that list their words: of these, and of acronyms in the template's own words, the words are
    counted by themselves. Call it in the transaction that records the end, so that both are there or neither is.
    """
    if not findings:
        return
    day, send = now.astimezone(UTC).date(), message.send
    common: dict[str, JSON] = {
        "template_key": send.template_key,
        "locale": send.locale,
        "channel": Message.objects.values_list("channel", flat=True).get(pk=message.pk),
        "app": send.app,
        "test": send.test,
    }
    times = Counter(_told(finding, stopped, listed) for finding in findings)
    rows = [({**common, **dict(told)}, number) for told, number in times.items()]
    # In one order for all workers, so that two of them never wait for each other's rows.
    for digest, fields, number in sorted(
        ((sha256_of({**fields, "day": day.isoformat()}), fields, number) for fields, number in rows),
        key=lambda row: row[0],
    ):
        LintHit.objects.get_or_create(digest=digest, defaults={**fields, "day": day})
        LintHit.objects.filter(digest=digest).update(count=F("count") + number)


def _told(finding: Finding, stopped: str, listed: Container[str]) -> tuple[tuple[str, str], ...]:
    """What is counted of a finding."""
    outcome = {"error": stopped or "sent", "waived": "waived", "review": "review"}.get(finding.severity, "warned")
    return (
        ("rule", rule_without_data(finding.rule, finding.field)[:600]),
        ("kind", finding.kind),
        ("severity", finding.severity),
        ("surface", _surface(finding, listed)),
        ("field", ROW.sub("/*", finding.field)[:300]),
        ("outcome", outcome),
    )


def _surface(finding: Finding, listed: Container[str]) -> str:
    if finding.rule in listed:
        return " ".join(finding.surface.casefold().split())[:LONGEST]
    return finding.surface[:LONGEST] if finding.kind == "acronym" and not finding.field else ""
