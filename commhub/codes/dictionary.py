"""The lookup: from a code to what customers read for it, the most exact entry first. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from commhub.locales import best_of


@dataclass(frozen=True, slots=True)
class Scope:
    """What an entry holds for: one variable of a template, the variables that name a dictionary, or any enum."""

    template: str = ""
    variable: str = ""
    dictionary: str = ""


ANYWHERE: Final = Scope()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the lookup reads it."""

    code: str
    locale: str
    words: str
    scope: Scope = ANYWHERE


class Dictionary:
    """All entries in force, or those of some templates."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._words: dict[tuple[Scope, str], dict[str, str]] = {}
        for entry in entries:
            self._words.setdefault((entry.scope, entry.code), {})[entry.locale] = entry.words

    def __bool__(self) -> bool:
        return bool(self._words)

    def words(self, code: str, locale: str, scopes: Iterable[Scope]) -> str | None:
        """What a reader of this language reads for a code, by the first scope that says it; None when none does.

        Another language stands in as it does for content (commhub.locales).
        """
        for scope in scopes:
            by_locale = self._words.get((scope, code))
            if by_locale and (best := best_of(by_locale, locale)):
                return by_locale[best]
        return None


EMPTY: Final = Dictionary(())
