"""Submits what was brought: one release with all drafts, as people submit it; nobody's approval is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.models import User

from commhub.approval.releases import add, begin, submit_release
from commhub.approval.submit import submit
from commhub.lint.models import TermListVersion
from commhub.versions import Version

LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class Submitted:
    """What waits for review: the labels of the versions, and the name of the release they are in."""

    labels: tuple[str, ...]
    release: str = ""


def submit_all(drafts: Sequence[Version], actor: User, *, now: datetime, message: str) -> Submitted:
    """Submit every draft. Raises Refused when one of them cannot go on; the transaction around it then keeps nothing.

    Term lists have reviews of their own: each is submitted by itself, and the others wait for them when there are no rules
    yet by which they could be checked.
    """
    lists = [draft for draft in drafts if isinstance(draft, TermListVersion)]
    others = [draft for draft in drafts if not isinstance(draft, TermListVersion)]
    for term_list in lists:
        submit(term_list, actor, now=now, comment=message)
    if not others:
        return Submitted(tuple(draft.label for draft in lists))
    release = begin(_name(message, others), message, actor, now=now)
    for draft in others:
        add(release, draft, actor, now=now)
    submit_release(release, actor, now=now, comment=message)
    return Submitted(tuple(draft.label for draft in drafts), release.name)


def _name(message: str, drafts: Sequence[Version]) -> str:
    """What the queue calls it: the first line of the message, or what is in it."""
    first = message.strip().partition("\n")[0].strip()
    if first:
        return first if len(first) <= LONGEST_NAME else first[: LONGEST_NAME - 1] + "…"
    return drafts[0].label if len(drafts) == 1 else f"{len(drafts)} things from files"
