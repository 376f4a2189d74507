"""The error that the linter raises; it stands alone so that every file of the room can raise it."""

from __future__ import annotations

from commhub.contracts import CommhubError


class LintUnavailable(CommhubError):
    """The linter cannot do its work, so nothing that it should have read may be sent."""
