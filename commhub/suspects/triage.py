"""Triage: what people decide about a suspect, each decision one key in the desk; it is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from commhub.approval.drafts import new_draft, note_edit, start_draft
from commhub.approval.errors import NotAllowed, Refused
from commhub.approval.permissions import not_allowed
from commhub.audit.log import note
from commhub.audit.people import named
from commhub.lint.blocks import PLACEHOLDER
from commhub.lint.discovery.rows import Suspect, SuspectState
from commhub.lint.discovery.rows_queue import PUT_OFF
from commhub.lint.examples import failed_examples
from commhub.lint.models import Severity, TermList, TermListVersion
from commhub.lint.policy import SAFE
from commhub.lint.rules.base import TermSpec
from commhub.lint.selection import problems_with_term
from commhub.lint.store.writing import remove_terms, with_forms, write_about, write_term
from commhub.versions import State

TRIAGES: Final = "lint.triage_suspect"
KEYS: Final[Mapping[str, SuspectState]] = {
    "b": SuspectState.BLOCK,
    "e": SuspectState.EXPLAIN,
    "s": SuspectState.SAFE,
    "n": SuspectState.NAME,
    "l": SuspectState.LATER,
}
WRITES: Final = frozenset({SuspectState.BLOCK, SuspectState.EXPLAIN})
ACRONYMS: Final = ("acronym",)
KIND_OF_TERM: Final[Mapping[str, str]] = {"acronym": "acronym", "code": "code"}


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision did: a sentence, and the draft that it wrote into, if it did."""

    told: str
    draft: TermListVersion | None = None


@transaction.atomic
def decide(
    suspect: Suspect,
    state: SuspectState,
    actor: User,
    now: datetime,
    *,
    term_list: TermList | None,
    suggestion: str = "",
) -> Decided:
    """Decide about a suspect. Raises NotAllowed or Refused, and then nothing is changed.

    To block or explain puts a row into the draft of the term list (begun if there is none), with the word and, where it
    proves the row, an example sentence. An acronym that is safe goes to the list's safe ones, in the draft.
    """
    if not actor.is_active or not actor.has_perm(TRIAGES):
        raise NotAllowed("You do not have the permission to decide about words that nobody has listed.")
    row = Suspect.objects.select_for_update().get(pk=suspect.pk)
    if state not in KEYS.values():
        raise Refused(f"A word cannot be made {state}.")
    done = Decided(f"“{row.word}” is remembered: {SuspectState(state).label.lower()}.")
    if state in WRITES:
        done = _write(row, state, actor, _wanted(term_list), suggestion)
    elif state == SuspectState.SAFE and row.kind in ACRONYMS:
        done = _make_safe(row, actor, _wanted(term_list))
    row.state, row.by, row.at = state, actor, now
    row.until = now + PUT_OFF if state == SuspectState.LATER else None
    row.documents_then = row.documents
    row.term_list = term_list.key if term_list and done.draft else ""
    row.save()
    label = SuspectState(state).label.lower()
    _note("decide-word", f"decided about {_called(row, done.draft)}: {label}", row, actor, now)
    return done


@transaction.atomic
def undo(suspect: Suspect, actor: User, now: datetime) -> None:
    """Let a suspect wait for a decision again, and take the row that it made out of the draft, if it is one still.

    An acronym stays on the safe list of the draft. Raises NotAllowed.
    """
    if not actor.is_active or not actor.has_perm(TRIAGES):
        raise NotAllowed("You do not have the permission to decide about words that nobody has listed.")
    row = Suspect.objects.select_for_update().get(pk=suspect.pk)
    was = SuspectState(row.state).label.lower()
    if row.state in WRITES:
        drafts = TermListVersion.objects.select_for_update().filter(term_list__key=row.term_list, state=State.DRAFT)
        for draft in drafts:
            if reason := not_allowed(actor, "edit", draft):
                raise NotAllowed(reason)
            remove_terms(draft, draft.terms.filter(key=row.term).values_list("pk", flat=True))
            note_edit(draft, actor)
    row.state, row.by, row.at, row.until, row.term, row.term_list = SuspectState.OPEN, None, None, None, "", ""
    row.save()
    _note("undo-word", f"took back the decision about {_called(row, None)} ({was})", row, actor, now)


def _called(row: Suspect, draft: TermListVersion | None) -> str:
    """A word that goes into a list by itself; any other by its number, because it may be somebody's name that stood in a
    message, and the audit log forgets nothing."""
    return f"the unlisted word “{row.word}” in {draft.label}" if draft else f"the unlisted word no. {row.pk}"


def _note(action: str, did: str, row: Suspect, actor: User, now: datetime) -> None:
    note(action, f"{named(actor)} {did}.", actor=actor.get_username(), now=now, subject="suspect", key=str(row.pk))


def spec_for(suspect: Suspect, *, explainable: bool, suggestion: str = "") -> TermSpec:
    """The row that would be made of a suspect; an example that does not prove it is left out."""
    kind = KIND_OF_TERM.get(suspect.kind, "jargon")
    spec = TermSpec(
        text=suspect.word if kind != "jargon" else suspect.key,
        locale=suspect.language,
        rule="acronym" if kind == "acronym" else "term",
        kind=kind,
        severity=Severity.ERROR,
        suggestion=suggestion,
        explainable=explainable,
        expansion=suspect.expansion,
        why=suspect.reason,
        must_match=tuple(
            sentence
            for sentence in (str(example.get("sentence", "")) for example in suspect.examples[:1])
            if sentence and PLACEHOLDER not in sentence
        ),
    )
    spec = with_forms([spec])[0] if not problems_with_term(spec) else spec
    return spec if not spec.must_match or not failed_examples(spec) else _without_example(spec)


def _without_example(spec: TermSpec) -> TermSpec:
    return TermSpec(**{name: getattr(spec, name) for name in spec.__slots__ if name != "must_match"})


def draft_of(term_list: TermList, actor: User) -> TermListVersion:
    """The draft of a term list, begun if there is none. Raises NotAllowed or Refused."""
    versions = TermListVersion.objects.filter(term_list=term_list)
    draft = versions.filter(state=State.DRAFT).first()
    if draft is None:
        source = versions.filter(state=State.LIVE).first() or versions.order_by("-number").first()
        begun = new_draft(source, actor) if source else start_draft(term_list, actor)
        draft = cast("TermListVersion", begun)
    if reason := not_allowed(actor, "edit", draft):
        raise NotAllowed(reason)
    return TermListVersion.objects.select_for_update().get(pk=draft.pk)


def _wanted(term_list: TermList | None) -> TermList:
    if term_list is None:
        raise Refused("Choose the term list that the word belongs to.")
    return term_list


def _write(row: Suspect, state: SuspectState, actor: User, term_list: TermList, suggestion: str) -> Decided:
    draft = draft_of(term_list, actor)
    spec = spec_for(row, explainable=state == SuspectState.EXPLAIN, suggestion=suggestion)
    if problems := problems_with_term(spec):
        raise Refused(f"“{row.word}” cannot be a row: {' '.join(problems)}")
    try:
        with transaction.atomic():
            written = write_term(draft, spec)
    except IntegrityError as error:
        raise Refused(f"{draft.label} has a row for “{row.word}” already.") from error
    note_edit(draft, actor)
    row.term = written.key
    return Decided(f"“{row.word}” is a row of the draft of {term_list} now.", draft)


def _make_safe(row: Suspect, actor: User, term_list: TermList) -> Decided:
    draft = draft_of(term_list, actor)
    policy = dict(draft.policy)
    acronyms = dict(policy.get("acronyms") or {})
    safe = [str(one) for one in acronyms.get("safe", SAFE)]  # a list that names none has the usual ones
    acronyms["safe"] = sorted({*safe, row.key})
    write_about(draft, {**policy, "acronyms": acronyms}, draft.note)
    note_edit(draft, actor)
    return Decided(f"“{row.word}” is on the safe list in the draft of {term_list} now.", draft)
