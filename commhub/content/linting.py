"""What the linter says of the texts that a tree would bring, each place by file, line and column of the tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

from commhub.content.item import Item
from commhub.content.plan import Change
from commhub.content.shapes.term_list import TermListShape, specs_in
from commhub.lint.errors import LintUnavailable
from commhub.lint.formats.base import Linted
from commhub.lint.ruleset import RuleSet
from commhub.lint.store.policies import merged_policy
from commhub.lint.terms import load_rule_set
from commhub.lint.texts import lint_text

UNREAD: Final = frozenset({"sms-budget"})
"""Parts that hold no words."""


def rules_for(items: Iterable[Item]) -> RuleSet:
    """The rules in force; where there are none yet, those of the term lists that the tree brings. Raises LintUnavailable."""
    try:
        return load_rule_set()
    except LintUnavailable:
        lists = [item for item in items if item.kind == TermListShape.kind]
        if not lists:
            raise
        specs = [spec for item in lists for spec in specs_in(item)]
        return RuleSet(specs, merged_policy(item.content["policy"] for item in lists))


def lint_changes(
    changes: Iterable[Change], rules: RuleSet, on_progress: Callable[[int, int], None] = lambda done, whole: None
) -> Iterator[Linted]:
    """What the linter says of every text that is new or different. Texts that stay as they are were read before."""
    texts = [one for change in changes if change.writes for one in _texts(change)]
    for number, (path, text, locale) in enumerate(texts, 1):
        yield lint_text(PurePosixPath(path), text, locale, rules, stage="template")
        on_progress(number, len(texts))


def _texts(change: Change) -> Iterator[tuple[str, str, str]]:
    """Path, text and language of what changes."""
    item, before = change.item, change.before
    match item.kind:
        case "template":
            was = before.content["parts"] if before else {}
            for name, text in item.content["parts"].items():
                locale, _, part = name.partition("/")
                if was.get(name) != text and part not in UNREAD:
                    yield item.place(name).path, text, locale
        case "content-block":
            was = before.content["texts"] if before else {}
            for locale, text in item.content["texts"].items():
                if was.get(locale) != text:
                    yield item.place(locale).path, text, locale
        case _:
            return
