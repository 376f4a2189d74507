"""What a rule finds while it is written: its forms, its examples with the words marked, and any sentence to try."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from commhub.desk.forms.term import TermForm
from commhub.lint.engine import lint
from commhub.lint.errors import LintUnavailable
from commhub.lint.examples import ALONE, SPOKEN
from commhub.lint.rules.base import TermSpec
from commhub.lint.ruleset import RuleSet
from commhub.lint.selection import problems_with_term
from commhub.lint.sources.text import blocks

MOST: Final = 2_000


@dataclass(frozen=True)
class Example:
    """A sentence as pieces (text, whether the rule found it), with what was promised: find, leave or nothing."""

    pieces: tuple[tuple[str, bool], ...]
    promise: str
    doubt: str = ""

    @property
    def found(self) -> bool:
        return any(marked for _, marked in self.pieces)

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        return not self.promise or self.found == (self.promise == "find")


@dataclass(frozen=True)
class Tried:
    """Everything beside the form of a row. `edited` tells whether people wrote the forms themselves."""

    forms: tuple[str, ...]
    made: str
    edited: bool
    problems: tuple[str, ...]
    examples: tuple[Example, ...]


def tried(form: TermForm, sentence: str) -> Tried:
    """What the row of a form, valid or not, would do."""
    if any(name not in form.cleaned_data for name in form.fields):
        problems = [
            f"{form[name].label}: {text}"
            for name, texts in form.errors.items()
            if name in form.fields
            for text in texts
        ]
        return Tried((), "", False, tuple(problems), ())
    spec = form.spec()
    if problems := problems_with_term(spec):
        return Tried((), "", False, tuple(problems), ())
    made = form.made_forms()
    try:
        examples = tuple(_examples(spec, sentence))
    except LintUnavailable as error:
        return Tried(spec.forms, "\n".join(made), spec.forms != made, (str(error),), ())
    return Tried(spec.forms, "\n".join(made), spec.forms != made, (), examples)


def _examples(spec: TermSpec, sentence: str) -> Iterator[Example]:
    rules = RuleSet([replace(spec, must_match=(), must_not_match=())], ALONE)
    for promise, sentences in (("find", spec.must_match), ("leave", spec.must_not_match), ("", (sentence,))):
        for one in sentences:
            if one.strip():
                yield _example(spec, one[:MOST], promise, rules)


def _example(spec: TermSpec, sentence: str, promise: str, rules: RuleSet) -> Example:
    report = lint(list(blocks(sentence)), SPOKEN.get(spec.locale, spec.locale), rules)
    pieces, reached = [], 0
    for finding in report.findings:
        if finding.rule == spec.key and finding.start >= reached:
            pieces += [(sentence[reached : finding.start], False), (sentence[finding.start : finding.end], True)]
            reached = finding.end
    pieces.append((sentence[reached:], False))
    doubt = "Doubtful: it goes to a person and stops nothing." if report.doubtful else ""
    return Example(tuple(piece for piece in pieces if piece[0]), promise, doubt)
