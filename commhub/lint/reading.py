"""What the linter found out about one block, in code points of the block's text. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from commhub.lint.folding import Folded
from commhub.lint.rules.base import TermSpec


@dataclass(frozen=True, slots=True)
class Hit:
    """One place of which a rule has something to say.

    `term` is the row, or one that a rule type without rows made up for itself. `message` is the sentence for a marketer;
    '' stands for the usual one (lint.wording). `doubt` says why it may be no hit after all: then it is for review, and
    neither blocks nor vanishes. `said` is what an explanation must name to silence it ('' for never): a term's key, or
    the letters of an unknown acronym.
    """

    term: TermSpec
    start: int
    end: int
    message: str = ""
    doubt: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The message explains something here: the occurrence of `said` at `start:end`, by the words at `gloss_start:gloss_end`.

    `everywhere` is for an entry of a glossary, which holds for the whole message.
    """

    said: str
    start: int
    end: int
    gloss_start: int
    gloss_end: int
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One block's text, folded, with what stands in it. It depends on the text, the role and the rules alone, so that it is
    made once for every message that has this block."""

    text: str
    locale: str
    role: str
    folded: Folded
    hits: tuple[Hit, ...] = ()
    explanations: tuple[Explanation, ...] = ()
