"""Why an action on a version was not carried out."""

from __future__ import annotations

from commhub.contracts import CommhubError, Finding


class Refused(CommhubError):
    """The action is not possible, in words for whoever tried it; nothing was changed.

    `findings` are the linter's errors, when they are the reason.
    """

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        self.findings = findings
        super().__init__(message)


class NotAllowed(Refused):
    """The person may not do this; somebody else may."""
