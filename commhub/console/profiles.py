"""What `--profile` may say: the window of an envelope, the kind of PDF, large print; each is a setting of the layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from commhub.contracts import JSON, CommhubError
from commhub.render.letters.windows import windows

NO_WINDOW: Final = "none"
PDF: Final[Mapping[str, str]] = {
    "plain": "plain",
    "archive": "archive",
    "pdf/a-3u": "archive",
    "pdf-a-3u": "archive",
    "pdfa": "archive",
    "accessible": "accessible",
    "pdf/ua-1": "accessible",
    "pdf-ua-1": "accessible",
    "pdfua": "accessible",
}
LARGE_PRINT: Final = "large-print"


class UnknownProfile(CommhubError):
    """A profile that nothing knows; the text names those that there are."""


def settings_for(
    channel: str, settings: Mapping[str, JSON], profiles: Sequence[str], *, whole: bool
) -> Mapping[str, JSON]:
    """The layout's settings with the profiles put in. A whole document has no window unless a profile names one.

    Raises UnknownProfile.
    """
    found = dict(settings)
    if channel != "print":
        if profiles:
            raise UnknownProfile(f"profiles are for letters; {profiles[0]!r} means nothing to {channel}")
        return found
    if whole:
        found["window"] = NO_WINDOW
    for profile in profiles:
        key = profile.lower()
        if key in windows() or key == NO_WINDOW:
            found["window"] = key
        elif key in PDF:
            found["pdf"] = PDF[key]
        elif key == LARGE_PRINT:
            found["large_print"] = True
        else:
            known = ", ".join([*windows(), NO_WINDOW, "plain", "archive", "accessible", LARGE_PRINT])
            raise UnknownProfile(f"there is no profile {profile!r}; there are: {known}")
    return found
