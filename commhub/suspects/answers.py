""" "Was this clear?": a signed link for one message, and what somebody answers there. Nothing of the person is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from commhub.contracts import CommhubError
from commhub.lint.discovery.rows import ClearAnswer, Suspect, SuspectState
from commhub.lint.folding import folded_words
from commhub.lint.selection import language_of
from commhub.record.models import Message

PURPOSE: Final = "commhub.suspects.was-this-clear"
"""The salt of the signature: it opens nothing else, and nothing else opens this."""
HOLDS: Final = timedelta(days=60)
MOST_CHANGES: Final = 5
MOST_A_MINUTE: Final = 300
"""Requests in one process, good or bad, before more are asked to wait."""
LONGEST: Final = 500
SPACED: Final = re.compile(r"[^\W_]+")


class BadLink(CommhubError):
    """The link is none of ours, too old, or its message is gone."""


class TooMany(CommhubError):
    """More answers than anybody gives."""


def link_for(message: Message, now: datetime) -> str:
    """The address at which whoever has this message can say whether it was clear, for 60 days."""
    return f"{settings.COMMHUB_PUBLIC_URL}/clear/{token_for(message, now)}/"


def token_for(message: Message, now: datetime) -> str:
    return signing.dumps([message.pk.hex, int((now + HOLDS).timestamp())], salt=PURPOSE)


def message_of(token: str, now: datetime) -> Message:
    """The message that a link is for. Raises BadLink, or TooMany."""
    _slow_down(now)
    try:
        name, until = signing.loads(token, salt=PURPOSE)
    except signing.BadSignature as error:
        raise BadLink("This link is not complete. Please use the one in your message.") from error
    if now.timestamp() > until:
        raise BadLink("This link is too old. Thank you all the same.")
    message = Message.objects.select_related("send").filter(pk=UUID(name), send__erased_at=None).first()
    if message is None:
        raise BadLink("The message of this link is not kept any more.")
    return message


@transaction.atomic
def answer(message: Message, *, clear: bool, words: str, now: datetime) -> ClearAnswer:
    """Keep an answer; a later one of the same message takes its place. Raises TooMany.

    Suspects that are named in it get a report each, the first time.
    """
    digest = salted_hmac(PURPOSE, message.pk.hex, algorithm="sha256").hexdigest()
    typed = " ".join(words.split())[:LONGEST]
    row, fresh = ClearAnswer.objects.get_or_create(
        digest=digest,
        defaults={
            "clear": clear,
            "words": typed,
            "template_key": message.send.template_key,
            "locale": message.send.locale,
            "channel": message.channel,
            "day": now.astimezone(UTC).date(),
        },
    )
    if fresh:
        named = [] if clear else _named(typed, language_of(message.send.locale))
        Suspect.objects.filter(pk__in=named).update(reports=F("reports") + 1)
        Suspect.objects.filter(pk__in=named, state__in=[SuspectState.LATER, SuspectState.SAFE]).update(
            state=SuspectState.OPEN, until=None
        )
        return row
    if row.changes >= MOST_CHANGES:
        raise TooMany("You have changed this answer several times. We have kept the last one; thank you.")
    row.clear, row.words, row.changes, row.seen_by = clear, typed, row.changes + 1, None
    row.save()
    return row


def _named(typed: str, language: str) -> list[int]:
    """The suspects of a language that stand in what somebody typed."""
    rows = Suspect.objects.filter(language__in=[language, "*", "en"]).values_list("pk", "key", "language")
    return list(_standing_in(folded_words(typed).casefold(), rows))


def _standing_in(text: str, rows: Iterable[tuple[int, str, str]]) -> Iterable[int]:
    spaced = f" {' '.join(SPACED.findall(text))} "
    for pk, key, language in rows:
        words = " ".join(SPACED.findall(key.casefold()))
        if (key in text) if language == "zh" else (words and f" {words} " in spaced):
            yield pk


def _slow_down(now: datetime) -> None:
    key = f"{PURPOSE}.{int(now.timestamp()) // 60}"
    cache.add(key, 0, timeout=120)
    if cache.incr(key) > MOST_A_MINUTE:
        raise TooMany("Many people answer at the moment. Please try again in a minute.")
