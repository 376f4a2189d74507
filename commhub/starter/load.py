"""Loads the starter library: rows as they are, everything else through submit and approve, like anybody's content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import transaction

from commhub.approval.approve import approve
from commhub.approval.drafts import start_draft
from commhub.approval.edit import save_draft
from commhub.approval.errors import Refused
from commhub.approval.ratchet import complete
from commhub.approval.submit import submit
from commhub.audit.log import note
from commhub.audit.people import COMMAND_LINE
from commhub.contracts import JSON
from commhub.lint.models import TermListVersion
from commhub.publish.references import BadSource
from commhub.starter.library import Library, LibraryError, read_library
from commhub.starter.outcome import Outcome
from commhub.starter.people import People, people_for_loading
from commhub.starter.pieces import Piece, pieces
from commhub.starter.rows import place_rows
from commhub.versions import State

COMMENT = "Part of the starter library."


@dataclass(slots=True)
class Loaded:
    """What became of every piece, by its label."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def those(self, outcome: Outcome) -> list[str]:
        return [label for label, one in self.outcomes.items() if one is outcome]


def load_library(
    *,
    now: datetime,
    demo_users: bool = False,
    library: Library | None = None,
    say: Callable[[str, Outcome], None] = lambda label, outcome: None,
) -> Loaded:
    """Load what is missing, all of it or nothing; what is there already stays as it is.

    `say` is told of each piece as soon as it is done. Raises LibraryError.
    """
    chosen = library or read_library()
    loaded = Loaded()

    def done(label: str, outcome: Outcome) -> None:
        loaded.outcomes[label] = outcome
        say(label, outcome)

    with transaction.atomic(), people_for_loading(demo=demo_users) as people:
        for label, outcome in place_rows(chosen):
            done(label, outcome)
        for piece in pieces(chosen):
            done(piece.label, _place(piece, people, now))
        _note(loaded.those(Outcome.MADE), people, now)
    return loaded


def _note(made: list[str], people: People, now: datetime) -> None:
    """One entry for what came without a version of its own: rows, groups and people; none where nothing was made."""
    did = [f"loaded {len(made)} pieces of the starter library"] if made else []
    if did := [*did, *people.made]:
        sentence = f"Somebody at the command line {', '.join(did)}."
        facts: dict[str, JSON] = {"pieces": list(made)}
        note("load-library", sentence, actor=COMMAND_LINE, now=now, subject="library", facts=facts)


def _place(piece: Piece, people: People, now: datetime) -> Outcome:
    """Write, submit and approve the first version of a piece that has none."""
    versions = piece.model._default_manager.filter(**{piece.model.parent_field: piece.parent})
    if versions.exists():
        live = versions.filter(state=State.LIVE).first()
        return Outcome.UNCHANGED if live is not None and live.content() == piece.content else Outcome.KEPT
    draft = start_draft(piece.parent, people.author)
    try:
        save_draft(draft, people.author, partial(piece.write, draft), now=now, seen=None)
        submit(draft, people.author, now=now, comment=COMMENT)
        if isinstance(draft, TermListVersion):
            complete(draft, now)
        approve(draft, people.approver, now=now, comment=COMMENT)
    except (Refused, BadSource) as error:
        raise LibraryError(f"{piece.label}: {error}") from error
    return Outcome.MADE
