"""Whether words stand elsewhere than before: lines of letters on their pages, and of e-mails as a browser laid them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from commhub.blast.look import Look, Place

STILL: Final = 0.7
"""Points or pixels by which a line may differ and stand in the same place to every eye."""
MM: Final = 25.4 / 72


def moves(what: str, before: Look, after: Look) -> list[str]:
    """Sentences about lines that moved; empty when each stands where it stood. Both have the same words."""
    if before.places and after.places:
        return _measured(what, before.places, after.places, in_mm="pages" in after.figures)
    same = before.form == after.form and [one.box for one in before.pictures] == [one.box for one in after.pictures]
    if same or not before.form:
        return []
    return [f"The {what} is built otherwise, and no browser was there to measure whether its words moved."]


def _measured(what: str, before: Sequence[Place], after: Sequence[Place], *, in_mm: bool) -> list[str]:
    if [one.text for one in before] != [one.text for one in after]:
        gone = Counter(one.text for one in before) - Counter(one.text for one in after)
        count = max(1, sum(gone.values()))
        return [f"Lines of the {what} break elsewhere: {count} {_lines(count)} of words {_are(count)} not as before."]
    shifts = [(_shift(old, new), old.page != new.page) for old, new in zip(before, after, strict=True)]
    moved = [(far, page) for far, page in shifts if page or far > STILL]
    if not moved:
        return []
    count, sentences = len(moved), []
    if turned := sum(page for _, page in moved):
        sentences.append(f"{turned} {_lines(turned)} stand on another page of the {what}.")
    far = max((far for far, page in moved if not page), default=0.0)
    if far:
        here = count - turned
        distance = f"{max(1, round(far * MM))} mm" if in_mm else f"{max(1, round(far))} pixels"
        sentences.append(f"{here} of {len(after)} lines of the {what} stand elsewhere, by up to {distance}.")
    return sentences


def _shift(old: Place, new: Place) -> float:
    return max(
        abs(old.left - new.left), abs(old.top - new.top), abs(old.right - new.right), abs(old.bottom - new.bottom)
    )


def _lines(count: int) -> str:
    return "line" if count == 1 else "lines"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
