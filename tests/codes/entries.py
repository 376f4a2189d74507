"""Entries of the code dictionary to test with."""

from __future__ import annotations

from datetime import UTC, datetime

from commhub.codes.dictionary import ANYWHERE, Scope
from commhub.codes.models import CodeEntry

ADDED = datetime(2026, 1, 2, 9, 0, tzinfo=UTC)


def put_words(words: dict[str, str], locale: str = "en", scope: Scope = ANYWHERE) -> list[CodeEntry]:
    """Entries in force for these codes, as rows: what may stand in one is tested elsewhere."""
    return [
        CodeEntry.objects.create(
            code=code,
            locale=locale,
            words=text,
            template_key=scope.template,
            variable=scope.variable,
            dictionary=scope.dictionary,
            added_at=ADDED,
        )
        for code, text in words.items()
    ]
