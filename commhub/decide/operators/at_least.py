"""The operator at-least."""

from __future__ import annotations

from commhub.decide.comparing import Ordering


class AtLeast(Ordering):
    name = "at-least"
    label = "is at least"
    outcomes = (0, 1)
