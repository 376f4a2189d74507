"""What a lint rule type is: the one class to write when the linter learns a new kind of check."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from commhub.lint.policy import Policy
    from commhub.lint.reading import Hit, Reading
    from commhub.lint.ruleset import Rules


@dataclass(frozen=True, slots=True)
class TermSpec:
    """A rule as the engine reads it: a row of a term list, or an entry of a rule pack (the same fields, lint.packs).

    `id` is permanent and names the rule in findings and waivers. `rule` is the name of its rule type. `forms` are the
    ways to write it that were made, and maybe edited, when it was saved; empty: they are made when the rules are
    compiled. `settings` is JSON text that only the rule type reads. `must_match` and `must_not_match` are sentences
    that prove the rule. See lint.packs for what each field may hold.
    """

    text: str
    locale: str
    rule: str
    kind: str
    severity: str
    suggestion: str = ""
    why: str = ""
    allowed_in: tuple[str, ...] = ()
    id: str = ""
    pos: str = ""
    inflect: bool = True
    case: str = ""
    explainable: bool = False
    script_variants: str = "auto"
    expansion: str = ""
    domain: str = ""
    forms: tuple[str, ...] = ()
    settings: str = ""
    must_match: tuple[str, ...] = ()
    must_not_match: tuple[str, ...] = ()
    source: str = ""
    licence: str = ""

    @property
    def key(self) -> str:
        """What findings and waivers call it."""
        return self.id or f"{self.locale}.{self.rule}.{self.text}"


class RuleType(ABC):
    """One kind of check. Pure: no clock, database or network, and its time grows with the text and no faster.

    A rule type whose rows are words to look for sets `literal`: the engine searches for all of them at once, with forms,
    boundaries, longest match and allowed contexts, and calls none of the two functions below for them.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    literal: ClassVar[bool] = False

    @abstractmethod
    def problem_with(self, term: TermSpec) -> str:
        """Why this row cannot be a rule of this type, as a sentence for whoever edits it, or ''."""

    def in_block(self, reading: Reading, terms: Sequence[TermSpec], rules: Rules) -> Iterable[Hit]:
        """What is wrong with one block, from its text alone: the answer is kept for every message that has it.

        `terms` are the rows of this type for the block's language (none, if it needs none).
        """
        return ()

    def in_message(
        self, readings: Sequence[Reading], terms: Sequence[TermSpec], rules: Rules, facts: Mapping[str, str]
    ) -> Iterable[tuple[int, Hit]]:
        """What only the whole message shows, as (number of the block, hit). `rules` are those of the message's locale.

        `facts` say what message it is, as far as the caller knows: template, category, channel, brand (keys).
        """
        return ()

    def is_meant(self, hit: Hit, reading: Reading) -> bool:
        """Whether a place where a row's words stand is meant by it, for literal types; the engine asks for each."""
        return True

    def is_in_force(self, term: TermSpec, policy: Policy) -> bool:
        """Whether this row counts under an organisation's policy; asked once, when the rules are compiled."""
        return True
