"""What an operator is: the one class to write when channel rules need a new comparison."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from commhub.contracts import JSON


class Missing:
    """Stands for a field that the facts do not have; only `exists` makes anything of it."""

    def __repr__(self) -> str:
        return "missing"


MISSING = Missing()


class Operator(ABC):
    """One comparison between a fact and the value in a rule. Pure.

    `label` reads between the two, as in `amount` **is more than** `100`.
    """

    name: ClassVar[str]
    label: ClassVar[str]

    @abstractmethod
    def holds(self, fact: JSON | Missing, value: JSON) -> bool:
        """Whether the comparison holds; False, never an error, for a fact that is missing or of another type."""

    @abstractmethod
    def problem_with(self, value: JSON) -> str:
        """Why `value` cannot be this operator's value, as a sentence for whoever edits the rule, or ''."""
