"""Entries in the database: what may stand in one, and that none is ever changed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commhub.codes.dictionary import ANYWHERE, Scope
from commhub.codes.models import CodeEntry
from commhub.codes.store import CodeRefused, add_entry, end_entry, load_dictionary
from tests.codes.entries import ADDED, put_words
from tests.factories import listed, reviewer

pytestmark = pytest.mark.django_db
OWN = Scope("claim-update", "status")


def add(code: str = "UW_PEND", locale: str = "en", words: str = "we are checking", scope: Scope = OWN) -> CodeEntry:
    return add_entry(code, locale, words, scope, by=reviewer(), why="A customer asked.", now=ADDED)


@pytest.fixture(autouse=True)
def rules(db: None) -> None:
    listed("NIGO", kind="code", suggestion="we need one more paper")
    listed("perhaps", severity="warning")


def test_an_entry_says_who_when_and_why() -> None:
    entry = add(words=" we are checking ")
    assert (entry.words, entry.added_by, entry.added_at, entry.why) == (
        "we are checking",
        reviewer(),
        ADDED,
        "A customer asked.",
    )
    assert load_dictionary(["claim-update"]).words("UW_PEND", "en-GB", [OWN]) == "we are checking"
    assert load_dictionary(["another"]).words("UW_PEND", "en-GB", [OWN]) is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"words": ""}, "Say what customers read for it: the words cannot be empty."),
        ({"words": "  "}, "Say what customers read for it: the words cannot be empty."),
        ({"words": "your case is NIGO"}, "NIGO"),
        ({"words": "a\u200bb"}, "without invisible characters"),
        ({"words": "a\nb"}, "one line"),
        ({"code": ""}, "Say which code it is."),
        ({"code": "x" * 201}, "Code: 200 characters are the most."),
        ({"words": "x" * 501}, "What customers read: 500 characters are the most."),
        ({"locale": "en" * 20}, "Locale: 20 characters are the most."),
        ({"locale": "klingon"}, "'klingon' is not a language"),
        ({"scope": Scope("claim-update", "")}, "Name a template and its variable"),
        ({"scope": Scope("claim-update", "status", "shared")}, "Name a template and its variable"),
    ],
)
def test_what_cannot_be_an_entry(fields: dict[str, str], said: str) -> None:
    with pytest.raises(CodeRefused, match=said):
        add(**fields)  # type: ignore[arg-type]
    assert not CodeEntry.objects.exists()


def test_a_warning_about_the_words_stops_nobody() -> None:
    assert add(words="perhaps later").pk


def test_another_entry_takes_the_place_of_the_first_which_stays_as_it_was() -> None:
    first = add()
    second = add(words="we are looking at it")
    assert add(words="we are looking at it") == second
    first.refresh_from_db()
    assert (first.words, first.ended_at, first.ended_by) == ("we are checking", ADDED, reviewer())
    assert load_dictionary(["claim-update"]).words("UW_PEND", "en", [OWN]) == "we are looking at it"
    assert CodeEntry.objects.count() == 2


def test_an_ended_entry_holds_no_more() -> None:
    entry = add()
    end_entry(entry, by=reviewer(), now=ADDED + timedelta(days=1))
    assert load_dictionary(["claim-update"]).words("UW_PEND", "en", [OWN]) is None
    assert CodeEntry.objects.get().ended_at == ADDED + timedelta(days=1)


def test_entries_of_each_scope_stand_beside_each_other() -> None:
    put_words({"open": "own"}, scope=OWN)
    put_words({"open": "shared"}, scope=Scope(dictionary="claims"))
    put_words({"open": "any"}, scope=ANYWHERE)
    dictionary = load_dictionary(["claim-update"])
    assert [dictionary.words("open", "en", [scope]) for scope in (OWN, Scope(dictionary="claims"), ANYWHERE)] == [
        "own",
        "shared",
        "any",
    ]
