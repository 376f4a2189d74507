"""The queue of suspects: what was found is remembered, what people decided stays decided, what was put off comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import ExpressionWrapper, F, FloatField, QuerySet

from commhub.contracts import JSON
from commhub.lint.discovery.discover import Suspect as Found
from commhub.lint.discovery.rows import DECIDED, Suspect, SuspectState
from commhub.lint.folding import folded_words

PUT_OFF: Final = timedelta(days=30)
SPREAD: Final = 2
"""So many times as many documents bring back what was put off."""
A_REPORT: Final = 1.5
"""What one report adds to the score by which the queue is ordered: as much as a rare word in a few documents."""
LONGEST: Final = 200
LONGEST_SENTENCE: Final = 600


def key_of(word: str) -> str:
    """What a typed word is known by: folded, in small letters; an acronym or a code keeps its capitals."""
    words = folded_words(word)[:LONGEST]
    return words if words.isupper() else words.casefold()


def decided(now: datetime) -> frozenset[tuple[str, str]]:
    """(language, key) of what is not to be found again: decided, and not put off. Put off words are looked for, to see
    whether they spread."""
    rows = Suspect.objects.filter(state__in=DECIDED).exclude(state=SuspectState.LATER)
    return frozenset(rows.values_list("language", "key"))


@transaction.atomic
def remember(found: Iterable[Found], now: datetime, *, everything: bool) -> int:
    """Put what a run found into the queue; answers how many wait for a decision that did not before.

    With `everything` (a run over all that is live), open rows that were not found, and that nobody reported, go.
    """
    fresh = 0
    for one in found:
        key = one.key[:LONGEST]
        row = Suspect.objects.select_for_update().filter(language=one.language, key=key).first()
        if row is None:
            Suspect.objects.create(language=one.language, key=key, first_seen=now, **_told(one, now))
            fresh += 1
            continue
        for name, value in _told(one, now).items():
            setattr(row, name, value)
        if row.state == SuspectState.LATER and _is_back(row, now):
            row.state, row.until, fresh = SuspectState.OPEN, None, fresh + 1
        row.save()
    if everything:
        Suspect.objects.filter(state=SuspectState.OPEN, reports=0, last_seen__lt=now).delete()
    return fresh


def waiting(now: datetime) -> QuerySet[Suspect]:
    """What waits for a decision, the most suspect first; what was put off until now is among it."""
    Suspect.objects.filter(state=SuspectState.LATER, until__lte=now).update(state=SuspectState.OPEN, until=None)
    rank = ExpressionWrapper(F("score") + A_REPORT * F("reports"), output_field=FloatField())
    return Suspect.objects.filter(state=SuspectState.OPEN).annotate(rank=rank).order_by("-rank", "language", "key")


def reported(word: str, language: str, now: datetime, example: Mapping[str, JSON] | None = None) -> Suspect:
    """The suspect of a word that somebody says is unclear, one report the more. What was put off or safe waits again."""
    key = key_of(word)
    row, _ = Suspect.objects.get_or_create(
        language=language,
        key=key,
        defaults={
            "word": " ".join(word.split())[:LONGEST],
            "kind": "acronym" if key.isupper() else "phrase" if " " in key else "word",
            "reason": "Somebody said that it is unclear.",
            "first_seen": now,
            "last_seen": now,
        },
    )
    if row.state in (SuspectState.LATER, SuspectState.SAFE, SuspectState.NAME):
        row.state, row.until = SuspectState.OPEN, None
    row.reports += 1
    if example and example not in row.examples:
        row.examples = [example, *row.examples][:3]
    row.save()
    return row


def _told(one: Found, now: datetime) -> dict[str, JSON]:
    return {
        "word": one.word[:LONGEST],
        "kind": one.kind,
        "reason": one.reason[:400],
        "expansion": one.expansion[:300],
        "score": one.score,
        "familiarity": one.familiarity,
        "documents": one.documents,
        "times": one.times,
        "explained": one.explained,
        "examples": [{**asdict(example), "sentence": example.sentence[:LONGEST_SENTENCE]} for example in one.examples],
        "used": [list(pair) for pair in one.used],
        "last_seen": now,
    }


def _is_back(row: Suspect, now: datetime) -> bool:
    return (row.until is not None and row.until <= now) or row.documents >= SPREAD * max(1, row.documents_then)
