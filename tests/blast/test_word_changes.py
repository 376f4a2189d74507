"""The words that changed between two messages, however much alike their blocks are."""

from __future__ import annotations

import difflib
from typing import Any

import pytest

from commhub.blast.word_changes import word_changes
from commhub.differing import MOST_WORK, work


def test_thousands_of_equal_blocks_are_never_compared_pair_by_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    real = difflib.SequenceMatcher

    def counted(junk: Any, old: Any, new: Any, autojunk: bool = True) -> Any:
        asked.append(work(old, new))
        return real(junk, old, new, autojunk)

    monkeypatch.setattr("commhub.differing.SequenceMatcher", counted)
    row = "Nothing to pay"
    before, after = [*["a", row] * 2_500, "end"], [*["b", row] * 2_500, "close"]
    assert work(before, after) > MOST_WORK
    found = list(word_changes({"text": before}, {"text": after}))
    assert max(asked, default=0) <= MOST_WORK
    assert len(found) == 2_501
    assert (found[0].before, found[0].after) == ([("a", True)], [("b", True)])


def test_a_block_that_comes_between_equal_ones_is_told_alone() -> None:
    [change] = word_changes({"text": ["One.", "Two."]}, {"text": ["One.", "And a half.", "Two."]})
    assert (change.part, change.before, change.after) == ("text", [], [("And a half.", True)])
