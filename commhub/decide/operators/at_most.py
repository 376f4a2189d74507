"""The operator at-most."""

from __future__ import annotations

from commhub.decide.comparing import Ordering


class AtMost(Ordering):
    name = "at-most"
    label = "is at most"
    outcomes = (-1, 0)
