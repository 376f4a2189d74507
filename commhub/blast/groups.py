"""The groups into which a report sorts what changes, the worst first, in the words that people read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices


class Group(TextChoices):
    """In the order in which they are shown."""

    BROKEN = "broken", "No longer fits"
    GONE = "gone", "No longer sent"
    COUNT = "count", "Page or part count changed"
    WORDS = "words", "Text changed"
    NEW = "new", "New"
    MOVED = "moved", "Text moved"
    BOX = "box", "Only the changed box"
    SAME = "same", "Identical"


EXPLAINED: Final[Mapping[str, str]] = {
    Group.BROKEN: "These would not compile, would be stopped by the linter, or no longer fit their page or window. Nothing "
    "goes live before they are put right.",
    Group.GONE: "These go out today and would not go out any more.",
    Group.COUNT: "They take more or fewer pages of paper, or parts of a text message: what they cost changes.",
    Group.WORDS: "Customers read other words, or a link leads elsewhere.",
    Group.NEW: "These do not go out today.",
    Group.MOVED: "The same words, in other places or on other lines.",
    Group.BOX: "The same words in the same places; only the look of what you changed is another.",
    Group.SAME: "They are compiled anew, and a customer can see no difference.",
}


def place_of(group: str) -> int:
    """The place of a group, from 0 for the worst."""
    return list(Group.values).index(group)
