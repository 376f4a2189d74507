"""Comments: what people say about a line, a proof or the whole of a version, and where that line went in the next draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction

from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.models import Comment
from commhub.approval.people import named
from commhub.audit.log import note
from commhub.versions import Version

MAY: Final = ("approval.submit_version", "approval.approve_version")
ALIKE: Final = 0.6
"""How much of a line must have stayed for it to be taken for the same line, changed."""
MOST_COMPARED: Final = 500
"""Characters of two lines that are compared to find a changed line again: the time goes with their square."""
LONGEST: Final = 5_000

Place = tuple[str, str]
"""A source of a version: its part and its locale, either of which may be ''."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a comment is about: see `models.Comment`."""

    part: str = ""
    locale: str = ""
    line: int | None = None
    quoted: str = ""
    brand: str = ""
    channel: str = ""

    def described(self) -> str:
        """Such as `en body, line 3`, or `the proof northlight, en, sms`; '' for the whole version."""
        if self.channel:
            return "the proof " + ", ".join(word for word in (self.brand, self.locale, self.channel) if word)
        place = " ".join(word for word in (self.locale, self.part) if word)
        return f"{place}, line {self.line}" if self.line else place


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its replies, and where it belongs now.

    `verdict` is here (the line stands where it stood), moved, changed, gone, or '' when it is about no line. `line` is
    the line's number now, None when it is gone.
    """

    comment: Comment
    replies: tuple[Comment, ...]
    verdict: str
    line: int | None
    former: int | None
    """The number of the former version that it was said about; None for this one's own."""


def line_of(sources: Mapping[Place, str], part: str, locale: str, line: int) -> Anchor:
    """The anchor of a line of these sources, counted from 1. Raises Refused when there is no such line."""
    place = " ".join(word for word in (locale, part) if word)
    if (part, locale) not in sources:
        raise Refused(f"There is no “{place}” in this version.")
    lines = sources[part, locale].splitlines()
    if not 1 <= line <= len(lines):
        raise Refused(f"“{place}” has no line {line}: it has {len(lines)}.")
    return Anchor(part, locale, line, lines[line - 1])


@transaction.atomic
def add(version: Version, actor: User, text: str, anchor: Anchor, *, now: datetime) -> Comment:
    """Say something about a place of a version. Raises NotAllowed or Refused."""
    comment = Comment(
        subject=version.kind,
        parent_id=version.parent.pk,
        version_id=version.pk,
        part=anchor.part,
        locale=anchor.locale,
        line=anchor.line,
        quoted=anchor.quoted,
        brand=anchor.brand,
        channel=anchor.channel,
        author=actor,
        at=now,
        text=_said(actor, text),
    )
    comment.save()
    where = anchor.described()
    _note("comment", f"commented on {version.label}" + (f", {where}" if where else ""), comment, version, actor, now)
    return comment


@transaction.atomic
def reply(comment: Comment, version: Version, actor: User, text: str, *, now: datetime) -> Comment:
    """Answer a comment. Raises NotAllowed or Refused."""
    said = _said(actor, text)
    root = comment.answers or comment
    answer = Comment.objects.create(
        subject=root.subject,
        parent_id=root.parent_id,
        version_id=root.version_id,
        answers=root,
        author=actor,
        at=now,
        text=said,
    )
    _note("reply", f"replied to a comment on {version.label}", answer, version, actor, now)
    return answer


@transaction.atomic
def resolve(comment: Comment, version: Version, actor: User, *, now: datetime) -> None:
    """Say that a comment is dealt with. Raises NotAllowed or Refused."""
    held = _held(comment, actor)
    if held.resolved_at:
        raise Refused("This comment is resolved already.")
    held.resolved_at, held.resolved_by = now, actor
    held.save(update_fields=["resolved_at", "resolved_by"])
    _note("resolve", f"resolved a comment on {version.label}", held, version, actor, now)


@transaction.atomic
def reopen(comment: Comment, version: Version, actor: User, *, now: datetime) -> None:
    """Say that a comment is not dealt with after all. Raises NotAllowed or Refused."""
    held = _held(comment, actor)
    if not held.resolved_at:
        raise Refused("This comment is open.")
    held.resolved_at = held.resolved_by = None
    held.save(update_fields=["resolved_at", "resolved_by"])
    _note("reopen", f"opened a comment on {version.label} again", held, version, actor, now)


def why_not(actor: User) -> str:
    """Why this person may not comment, as a sentence; '' when they may: who writes and who reviews do."""
    if actor.is_active and any(actor.has_perm(permission) for permission in MAY):
        return ""
    return "You do not have the permission to comment."


def threads_of(version: Version, sources: Mapping[Place, str]) -> list[Thread]:
    """What was said about a version, and what is still open from the versions before it, with the places of today.

    `sources` are the version's texts by part and locale.
    """
    rows = Comment.objects.filter(subject=version.kind, parent_id=version.parent.pk)
    rows = rows.select_related("author", "resolved_by").prefetch_related("replies__author")
    earlier = type(version)._default_manager.filter(
        **{version.parent_field: version.parent, "number__lt": version.number}
    )
    numbers = dict(earlier.values_list("pk", "number"))
    found = []
    for comment in rows.filter(answers=None):
        former = numbers.get(comment.version_id)
        own = comment.version_id == version.pk
        if not own and (former is None or comment.resolved_at):
            continue
        lines = sources.get((comment.part, comment.locale), "").splitlines()
        verdict, line = placed(comment.line, comment.quoted, lines)
        found.append(Thread(comment, tuple(comment.replies.all()), verdict, line, None if own else former))
    return found


def placed(line: int | None, quoted: str, lines: Sequence[str]) -> tuple[str, int | None]:
    """Where a line that was number `line` and said `quoted` stands among these: the verdict, and its number now."""
    if line is None:
        return "", None
    numbers = sorted(range(1, len(lines) + 1), key=lambda number: abs(number - line))
    same = next((number for number in numbers if lines[number - 1] == quoted), None)
    if same is not None:
        return ("here" if same == line else "moved"), same
    matcher = SequenceMatcher(None, "", quoted[:MOST_COMPARED], autojunk=False)
    best, likeness = None, ALIKE
    for number in numbers:
        matcher.set_seq1(lines[number - 1][:MOST_COMPARED])
        if matcher.real_quick_ratio() >= likeness and matcher.quick_ratio() >= likeness:
            ratio = matcher.ratio()
            if ratio > likeness or (best is None and ratio >= likeness):
                best, likeness = number, ratio
    return ("changed", best) if best else ("gone", None)


def open_count(version: Version) -> int:
    """How many comments on a version nobody has dealt with."""
    return Comment.objects.filter(subject=version.kind, version_id=version.pk, answers=None, resolved_at=None).count()


def _held(comment: Comment, actor: User) -> Comment:
    if reason := why_not(actor):
        raise NotAllowed(reason)
    return Comment.objects.select_for_update(of=("self",)).get(pk=(comment.answers_id or comment.pk))


def _said(actor: User, text: str) -> str:
    if reason := why_not(actor):
        raise NotAllowed(reason)
    said = text.strip()
    if not said:
        raise Refused("Write what you want to say.")
    if len(said) > LONGEST:
        raise Refused(f"A comment has at most {LONGEST:,} characters; this one has {len(said):,}.")
    return said


def _note(action: str, did: str, comment: Comment, version: Version, actor: User, now: datetime) -> None:
    note(
        f"comment-{action}" if action != "comment" else "comment",
        f"{named(actor)} {did}.",
        actor=actor.get_username(),
        now=now,
        subject=version.kind,
        key=version.parent.key,
        facts={"comment": comment.pk, "version": version.number},
    )
