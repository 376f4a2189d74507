"""The queue of suspects: remembered, decided by one of five decisions, put off, reported; and answers of customers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from commhub.approval.errors import NotAllowed, Refused
from commhub.contracts import JSON
from commhub.lint.discovery.discover import Example
from commhub.lint.discovery.discover import Suspect as Found
from commhub.lint.discovery.rows import ClearAnswer, Suspect, SuspectState
from commhub.lint.discovery.rows_queue import decided, remember, reported, waiting
from commhub.lint.models import Term, TermList, TermListVersion
from commhub.lint.policy import SAFE
from commhub.record.erase import erase
from commhub.record.models import Message
from commhub.suspects import answers
from commhub.suspects.answers import BadLink, TooMany, answer, message_of, token_for
from commhub.suspects.gather import Gathered, live_documents, sent_documents
from commhub.suspects.triage import decide, undo
from commhub.versions import State
from tests.factories import CustomerFactory, listed, live_brand, live_template, marketer, reviewer
from tests.lint.sends import send

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def found(key: str = "subrogation", **known: Any) -> Found:
    usual = {
        "word": key, "key": key, "language": "en", "kind": "word", "score": 2.0, "familiarity": 1.9, "documents": 6,
        "times": 7, "examples": (Example(f"Our {key} unit writes.", "renewal-notice"),), "used": (("renewal-notice", 6),),
    }  # fmt: skip
    return Found(**{**usual, **known})


def suspect(key: str = "subrogation", **known: Any) -> Suspect:
    remember([found(key, **known)], NOW, everything=False)
    return Suspect.objects.get(key=key)


def main_list() -> TermList:
    listed("rider")
    return TermList.objects.get(key="main")


def keys() -> list[str]:
    return [row.key for row in waiting(NOW)]


def test_what_is_found_again_is_one_row_with_the_newest_counts() -> None:
    assert remember([found(), found("novation", score=3.0)], NOW, everything=False) == 2
    assert remember([found(documents=9)], NOW + timedelta(days=1), everything=False) == 0
    assert keys() == ["novation", "subrogation"]
    row = Suspect.objects.get(key="subrogation")
    assert (row.documents, row.first_seen, row.last_seen) == (9, NOW, NOW + timedelta(days=1))
    assert row.examples == [{"sentence": "Our subrogation unit writes.", "place": "renewal-notice"}]


def test_a_run_over_everything_takes_out_what_is_not_there_any_more_but_nothing_that_was_reported() -> None:
    remember([found(), found("novation")], NOW, everything=False)
    reported("novation", "en", NOW)
    assert remember([found("escrow")], NOW + timedelta(days=1), everything=True) == 1
    assert sorted(keys()) == ["escrow", "novation"]


def test_block_makes_a_row_with_the_sentence_that_proves_it_in_a_draft() -> None:
    terms, row = main_list(), suspect()
    done = decide(row, SuspectState.BLOCK, marketer(), NOW, term_list=terms, suggestion="claiming it back")

    assert done.draft is not None
    assert done.draft.state == State.DRAFT
    term = Term.objects.get(version=done.draft, text="subrogation")
    assert (term.locale, term.kind, term.severity, term.explainable) == ("en", "jargon", "error", False)
    assert (term.suggestion, term.must_match) == ("claiming it back", ["Our subrogation unit writes."])
    assert "subrogations" in term.forms
    assert list(done.draft.editors.all()) == [marketer()]
    row.refresh_from_db()
    assert (row.state, row.by, row.term, row.term_list) == (SuspectState.BLOCK, marketer(), term.key, "main")
    assert (keys(), decided(NOW)) == ([], {("en", "subrogation")})
    assert remember([found(documents=99)], NOW, everything=False) == 0
    assert keys() == []


def test_explain_makes_a_row_that_an_explanation_silences_in_the_same_draft() -> None:
    terms = main_list()
    first = decide(suspect("novation"), SuspectState.BLOCK, marketer(), NOW, term_list=terms)
    example = Example("We got your \ufffc FNOL.", "claims")
    one = suspect("FNOL", kind="acronym", expansion="first notice of loss", examples=(example,))
    second = decide(one, SuspectState.EXPLAIN, marketer(), NOW, term_list=terms)

    assert first.draft == second.draft
    term = Term.objects.get(version=second.draft, text="FNOL")
    assert (term.rule, term.kind, term.explainable, term.expansion) == (
        "acronym",
        "acronym",
        True,
        "first notice of loss",
    )
    assert term.must_match == []  # an example with a gap in it proves nothing


def test_a_safe_acronym_goes_to_the_safe_list_and_a_safe_word_is_only_remembered() -> None:
    terms = main_list()
    done = decide(suspect("FNOL", kind="acronym"), SuspectState.SAFE, marketer(), NOW, term_list=terms)
    assert done.draft is not None
    assert done.draft.policy["acronyms"]["safe"] == sorted({*SAFE, "FNOL"})

    before = TermListVersion.objects.count()
    assert decide(suspect(), SuspectState.SAFE, reviewer(), NOW, term_list=None).draft is None
    assert TermListVersion.objects.count() == before
    assert decided(NOW) == {("en", "FNOL"), ("en", "subrogation")}


def test_not_now_comes_back_in_thirty_days_or_when_it_spreads() -> None:
    decide(suspect(), SuspectState.LATER, reviewer(), NOW, term_list=None)
    decide(suspect("novation"), SuspectState.LATER, reviewer(), NOW, term_list=None)
    assert (keys(), decided(NOW)) == ([], frozenset())
    assert remember([found(documents=11), found("novation", documents=12)], NOW, everything=True) == 1
    assert keys() == ["novation"]
    assert [row.key for row in waiting(NOW + timedelta(days=29))] == ["novation"]
    assert sorted(row.key for row in waiting(NOW + timedelta(days=30))) == ["novation", "subrogation"]


def test_a_decision_is_undone_and_refused_to_whoever_may_not() -> None:
    terms, row = main_list(), suspect()
    decide(row, SuspectState.NAME, reviewer(), NOW, term_list=None)
    undo(row, reviewer(), NOW)
    assert keys() == ["subrogation"]
    draft = decide(row, SuspectState.BLOCK, marketer(), NOW, term_list=terms).draft
    assert draft is not None
    with pytest.raises(NotAllowed):
        undo(row, reviewer(), NOW)
    undo(row, marketer(), NOW)
    assert (keys(), [term.text for term in draft.terms.all()]) == (["subrogation"], ["rider"])
    with pytest.raises(NotAllowed):
        decide(row, SuspectState.BLOCK, reviewer(), NOW, term_list=terms)
    with pytest.raises(Refused, match="Choose the term list"):
        decide(row, SuspectState.BLOCK, marketer(), NOW, term_list=None)
    stranger = marketer("nobody")
    stranger.groups.clear()
    with pytest.raises(NotAllowed):
        decide(row, SuspectState.NAME, type(stranger).objects.get(pk=stranger.pk), NOW, term_list=None)
    decide(suspect("rider"), SuspectState.NAME, marketer(), NOW, term_list=None)
    with pytest.raises(Refused, match="has a row for “rider” already"):
        decide(suspect("rider"), SuspectState.BLOCK, marketer(), NOW, term_list=terms)
    assert sorted(keys()) == ["subrogation"]


def test_reports_bring_a_word_to_the_front_and_back_from_safe() -> None:
    remember([found("novation", score=3.0)], NOW, everything=False)
    decide(suspect(), SuspectState.SAFE, reviewer(), NOW, term_list=None)
    assert keys() == ["novation"]
    reported(" Subrogation ", "en", NOW)
    assert keys() == ["subrogation", "novation"]  # 2.0 and a report are more than 3.0
    assert Suspect.objects.get(key="subrogation").reports == 1


@pytest.fixture
def sent(db: None) -> Callable[..., Message]:
    live_brand(channels=("email", "sms"))
    live_template()

    def go(key: str = "c-1", **data: JSON) -> Message:
        return send(CustomerFactory(key=key, name="Zbigniew Kwasniewski").key, NOW, **data)

    return go


def test_what_is_live_and_what_was_sent_is_gathered_without_whose_it_is(sent: Callable[..., Message]) -> None:
    sent()
    gathered = Gathered()
    live = list(live_documents(gathered))
    messages = list(sent_documents(10, gathered, test=True))
    assert {one.place for one in live} == {"renewal-notice"}
    assert [(one.place, bool(one.person)) for one in messages] == [("renewal-notice (sent)", True)]
    assert list(sent_documents(10, Gathered())) == []  # sent with a test key
    spans = [
        span for block in messages[0].blocks for span in block.spans if "Zbigniew" in block.text[span.start : span.end]
    ]
    assert [span.holds for span in spans] == ["person-name"] * len(spans)
    assert spans
    late = Gathered()
    assert list(live_documents(late, lambda: False)) == []
    assert late.left == 1


def test_an_answer_is_kept_once_without_whose_it_is(sent: Callable[..., Message]) -> None:
    cache.clear()
    message = sent()
    remember([found(), found("free look", kind="phrase")], NOW, everything=False)
    token = token_for(message, NOW)
    assert message_of(token, NOW + timedelta(days=59)) == message

    row = answer(message, clear=False, words="what is  Subrogation?", now=NOW)
    assert (row.template_key, row.channel, row.day, row.words) == (
        "renewal-notice", message.channel, NOW.date(), "what is Subrogation?",
    )  # fmt: skip
    assert str(message.pk) not in repr(ClearAnswer.objects.values().get())
    answer(message, clear=True, words="", now=NOW)
    assert ClearAnswer.objects.get().clear
    assert list(Suspect.objects.order_by("key").values_list("key", "reports")) == [("free look", 0), ("subrogation", 1)]
    for _ in range(3):
        answer(message, clear=True, words="", now=NOW)
    with pytest.raises(TooMany):
        answer(message, clear=True, words="", now=NOW)


def test_a_link_opens_nothing_else_and_not_for_ever(
    sent: Callable[..., Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    message = sent()
    token = token_for(message, NOW)
    for bad in (token[:-1], "x", token.replace(token[3], "_" if token[3] != "_" else "a", 1)):
        with pytest.raises(BadLink):
            message_of(bad, NOW)
    with pytest.raises(BadLink, match="too old"):
        message_of(token, NOW + timedelta(days=61))
    erase([message.send_id], by="the data protection officer", now=NOW)
    with pytest.raises(BadLink, match="not kept any more"):
        message_of(token, NOW)
    monkeypatch.setattr(answers, "MOST_A_MINUTE", 2)
    cache.clear()
    for _ in range(2):
        with pytest.raises(BadLink):
            message_of("x", NOW)
    with pytest.raises(TooMany):
        message_of("x", NOW)
