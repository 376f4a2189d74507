"""The test sets of the places that people look at, kept in this process: making them anew for each card would take long."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Final

from commhub.publish.proofs import Place, plan_of
from commhub.publish.sources import Shelf, Using
from commhub.publish.test_sets.plan import TestPlan
from commhub.versions import Version, sha256_of

PLANS: Final = 32
"""How many are kept; the oldest goes."""
_plans: OrderedDict[str, TestPlan] = OrderedDict()
_lock = Lock()


def kept_plan(place: Place, version: Version, using: Using, shelf: Shelf) -> TestPlan:
    """The test sets of a place, by the edition that they belong to and the sets that people wrote."""
    if place.compiled is None:
        return plan_of(place, version, using, shelf)
    named = [[one.name, one.data, one.recipient] for one in place.version.test_sets.all()]
    key = sha256_of([place.compiled.edition.hash, named])
    with _lock:
        made = _plans.get(key)
    if made is None:
        made = plan_of(place, version, using, shelf)  # outside the lock: another page need not wait for it
        with _lock:
            _plans[key] = made
            while len(_plans) > PLANS:
                _plans.popitem(last=False)
    return made
