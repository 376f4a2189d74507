"""What can become of one piece of the library when it is loaded."""

from __future__ import annotations

from enum import Enum


class Outcome(Enum):
    """KEPT means that people have made it their own: what they have stays, and differs from the library."""

    MADE = "made"
    UNCHANGED = "unchanged"
    KEPT = "kept"
