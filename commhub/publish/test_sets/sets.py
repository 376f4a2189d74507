"""What a test set is, and the one that every template has: the samples of its variables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from commhub.contracts import JSON, VariableSpec
from templates_store.variables import sample_of

DECLARED: Final = "declared"
NAMED: Final = "named"
AWKWARD: Final = "awkward"
CONDITION: Final = "condition"
SAMPLES: Final = "Declared samples"


@dataclass(frozen=True, slots=True)
class DataSet:
    """One test set. `origin`: declared (the samples of the variables), named (by people), awkward (made from the
    variables), condition (made to reach one side of a condition).

    `recipient` may say who it is for: `name`, `address` (as contracts.Contact has it) and `attributes`, each optional.
    """

    name: str
    origin: str
    data: Mapping[str, JSON]
    recipient: Mapping[str, JSON] = field(default_factory=dict)


def declared_set(variables: Iterable[VariableSpec]) -> DataSet:
    """The samples of the variables, as the set that every template has."""
    return DataSet(SAMPLES, DECLARED, sample_of(variables))
