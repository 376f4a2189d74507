"""Where comments stand on a version's page: the places that the desk shows as parts and languages, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from commhub.approval.comments import Place, Thread, threads_of
from commhub.desk.channels import channel_label
from commhub.versions import Version

BETWEEN: Final = " · "
VERDICTS: Final = {
    "moved": "the line moved",
    "changed": "the line has changed",
    "gone": "the line is gone",
}


@dataclass(frozen=True)
class Shown:
    """A thread on the page: `place` and `line` say beside which line of the difference it stands, if beside any."""

    thread: Thread
    place: str
    line: int | None
    where: str
    note: str

    @property
    def open(self) -> bool:
        return self.thread.comment.resolved_at is None


def split(kind: str, place: str) -> Place:
    """The part and the locale of a place as `Kind.sources` names it."""
    if kind == "template" and BETWEEN in place:
        locale, _, part = place.partition(BETWEEN)
        return part, locale
    return ("", place) if kind == "content-block" else (place, "")


def joined(kind: str, part: str, locale: str) -> str:
    """The other way round."""
    if kind == "content-block":
        return locale
    return f"{locale}{BETWEEN}{part}" if locale and part else part


def by_place(kind: str, sources: Mapping[str, str]) -> dict[Place, str]:
    """The sources of a version by part and locale."""
    return {split(kind, place): text for place, text in sources.items()}


def shown_comments(version: Version, sources: Mapping[str, str]) -> list[Shown]:
    """Everything that was said about a version, the open ones first, with where it stands."""
    threads = threads_of(version, by_place(version.kind, sources))
    return sorted((_shown(version.kind, thread) for thread in threads), key=lambda one: not one.open)


def beside(comments: Sequence[Shown]) -> dict[tuple[str, int], list[Shown]]:
    """The open comments by place and line, for the difference."""
    found: dict[tuple[str, int], list[Shown]] = {}
    for one in comments:
        if one.line and one.open:
            found.setdefault((one.place, one.line), []).append(one)
    return found


def _shown(kind: str, thread: Thread) -> Shown:
    comment = thread.comment
    place = joined(kind, comment.part, comment.locale) if not comment.channel else ""
    if comment.channel:
        words = (channel_label(comment.channel), comment.brand, comment.locale)
        where = "proof: " + BETWEEN.join(word for word in words if word)
    elif place:
        number = thread.line or comment.line
        where = f"{place}, line {number}" if number else place
    else:
        where = "the whole version"
    return Shown(thread, place, thread.line, where, VERDICTS.get(thread.verdict, ""))
