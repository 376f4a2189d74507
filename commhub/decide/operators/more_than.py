"""The operator more-than."""

from __future__ import annotations

from commhub.decide.comparing import Ordering


class MoreThan(Ordering):
    name = "more-than"
    label = "is more than"
    outcomes = (1,)
