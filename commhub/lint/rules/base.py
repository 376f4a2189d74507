"""What a lint rule type is: the one class to write when the linter learns a new kind of check."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from commhub.contracts import Finding, Readable


@dataclass(frozen=True, slots=True)
class TermSpec:
    """A row of the term list as the engine reads it; see lint.models.Term."""

    text: str
    locale: str
    rule: str
    kind: str
    severity: str
    suggestion: str = ""
    why: str = ""
    allowed_in: tuple[str, ...] = ()


class RuleType(ABC):
    """One kind of check. Pure. It is handed the term rows that name it (none, if it needs none)."""

    name: ClassVar[str]
    label: ClassVar[str]

    @abstractmethod
    def check(self, readable: Readable, locale: str, terms: Sequence[TermSpec]) -> Iterable[Finding]:
        """What is wrong with this stretch of text. `terms` are already those of the message's language.

        The engine fills in `field` and `context`, and takes out what protected data brought.
        """

    @abstractmethod
    def problem_with(self, term: TermSpec) -> str:
        """Why this row cannot be a rule of this type, as a sentence for whoever edits it, or ''."""
