"""Waivers as rows: which are in force for a message, and how often each was needed."""

from __future__ import annotations

from collections import ChainMap, Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db.models import F

from commhub.contracts import Edition, Finding
from commhub.lint.models import LintWaiver, Scope
from commhub.lint.waived import Waiver
from commhub.versions import sha256_of

NO_USES: Final[Mapping[str, Waiver]] = {}


class InForce:
    """The waivers in force at one moment, to be asked for the edition at hand; it counts which of them were needed."""

    def __init__(self, rows: Iterable[tuple[int, str, str, str]] = ()) -> None:
        """`rows` are (id, scope, key of the scope, fingerprint)."""
        self.uses: Counter[int] = Counter()
        self._by_scope: dict[tuple[str, str], dict[str, Waiver]] = {}
        for pk, scope, key, fingerprint in rows:
            self._by_scope.setdefault((scope, key), {})[fingerprint] = Waiver(str(pk), fingerprint)

    def of(self, edition: Edition) -> Mapping[str, Waiver]:
        """Those that hold for the messages of an edition, by fingerprint; the narrowest scope first."""
        scopes = (
            (Scope.EDITION, edition.hash),
            (Scope.TEMPLATE, edition.template),
            (Scope.CATEGORY, edition.category),
            (Scope.ORGANISATION, ""),
        )
        found = [self._by_scope[scope] for scope in scopes if scope in self._by_scope]
        if len(found) < 2:
            return found[0] if found else NO_USES
        return ChainMap(*found)

    @property
    def digest(self) -> str:
        """The SHA-256 of all of them: which there are, and for what."""
        return sha256_of(
            sorted(
                [str(scope), key, waiver.fingerprint, waiver.id]
                for (scope, key), found in self._by_scope.items()
                for waiver in found.values()
            )
        )

    def count(self, findings: Iterable[Finding]) -> None:
        """Remember which waivers let these findings through."""
        self.uses.update(int(finding.waiver) for finding in findings if finding.waiver)


def in_force(now: datetime) -> InForce:
    """The waivers that are approved, not revoked and not expired; one query."""
    rows = LintWaiver.objects.filter(approved_at__lte=now, expires_at__gt=now, revoked_at=None).order_by("id")
    return InForce(rows.values_list("id", "scope", "scope_key", "fingerprint"))


def note_uses(waivers: InForce, now: datetime) -> None:
    """Add what was counted to the rows, in one order for all workers, and begin to count anew."""
    for pk, times in sorted(waivers.uses.items()):
        LintWaiver.objects.filter(pk=pk).update(uses=F("uses") + times, last_used_at=now)
    waivers.uses.clear()
