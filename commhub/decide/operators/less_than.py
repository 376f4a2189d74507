"""The operator less-than."""

from __future__ import annotations

from commhub.decide.comparing import Ordering


class LessThan(Ordering):
    name = "less-than"
    label = "is less than"
    outcomes = (-1,)
