"""People who decide at the same moment, each over a connection of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection

from commhub.approval.approve import approve
from commhub.approval.drafts import new_draft
from commhub.approval.errors import Refused
from commhub.approval.models import ApprovalPolicy, Review
from commhub.approval.releases import add, begin
from commhub.approval.submit import submit
from commhub.approval.withdraw import withdraw
from commhub.publish.compile import Compiled, compile_version
from commhub.publish.models import LiveEdition, Release, ReleaseMember
from templates_store.models import ContentBlockVersion, TemplateVersion
from tests.factories import block_draft, live_brand, live_template, marketer, publish, reviewer, template_draft
from tests.store import NOW


@pytest.mark.django_db(transaction=True)
def test_an_edition_that_two_approvals_change_at_once_has_both_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = ["greeting", "sign-off"]
    firsts = [publish(block_draft(key, en=f"The old {key}.")) for key in keys]
    body = "{% include 'greeting' %}\n\n{% include 'sign-off' %}"
    live_template(
        "letter",
        parts={"en": {"subject": "Hello", "body": body}},
        variables=[],
        brands=[live_brand(channels=("email",))],
    )
    waiting = []
    for first in firsts:
        draft = new_draft(first, marketer())
        draft.texts.update(source=f"The new {draft.block.key}.")
        submit(draft, marketer(), now=NOW)
        waiting.append(draft)
    reviewers = [reviewer("remy"), reviewer("robin")]
    both_compiled = Barrier(2)

    def compile_and_wait(*what: Any, **how: Any) -> Compiled:
        compiled = compile_version(*what, **how)
        with suppress(BrokenBarrierError):  # as it should be, the other one has to wait for its turn
            both_compiled.wait(timeout=1)
        return compiled

    monkeypatch.setattr("commhub.publish.prepare.compile_version", compile_and_wait)

    def run(place: int) -> None:
        try:
            approve(waiting[place], reviewers[place], now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, range(2)))

    assert set(ContentBlockVersion.objects.filter(state="live").values_list("number", flat=True)) == {2}
    content = LiveEdition.objects.get().edition.content
    assert [f"The new {key}." in content for key in keys] == [True, True]


@pytest.mark.django_db(transaction=True)
def test_two_who_approve_the_same_at_once_are_two_and_it_goes_live_once() -> None:
    draft = _waiting("letter")
    policy = ApprovalPolicy.objects.get()
    policy.steps.update(count=2)
    people = [reviewer("remy"), reviewer("robin")]
    outcomes = _at_once([lambda person=person: approve(draft, person, now=NOW) for person in people])
    assert [type(one) for one in outcomes] == [Review, Review]
    assert sorted(
        review.standing["complete"] for review in Review.objects.filter(action="approve", subject="template")
    ) == [
        False,
        True,
    ]
    draft.refresh_from_db()
    assert draft.state == "live"
    assert (
        Release.objects.filter(members__subject="template").get().number == Release.objects.exclude(number=None).count()
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_approvals_at_once_where_one_is_needed_the_second_is_refused() -> None:
    draft = _waiting("letter")
    people = [reviewer("remy"), reviewer("robin")]
    outcomes = _at_once([lambda person=person: approve(draft, person, now=NOW) for person in people])
    assert sorted(type(one).__name__ for one in outcomes) == ["Refused", "Review"]
    assert LiveEdition.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_it_is_either_approved_or_withdrawn_and_never_both() -> None:
    draft = _waiting("letter")
    robin, author = reviewer("robin"), marketer()
    outcomes = _at_once(
        [lambda: approve(draft, robin, now=NOW), lambda: withdraw(draft, author, now=NOW)],
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Refused", "Review"]
    draft.refresh_from_db()
    assert (draft.state, LiveEdition.objects.count()) in {("live", 1), ("draft", 0)}


@pytest.mark.django_db(transaction=True)
def test_a_version_that_two_releases_take_at_once_is_in_one_of_them() -> None:
    draft = block_draft("greeting")
    author = marketer()
    releases = [begin(name, "", author, now=NOW) for name in ("One", "Other")]
    outcomes = _at_once([lambda release=release: add(release, draft, author, now=NOW) for release in releases])
    assert sorted(type(one).__name__ for one in outcomes) == ["Refused", "ReleaseMember"]
    assert ReleaseMember.objects.count() == 1


def _waiting(key: str) -> TemplateVersion:
    """A template in review, of one sentence."""
    draft = template_draft(key, parts={"en": {"sms": "Hello."}}, variables=[], brands=[live_brand(channels=("sms",))])
    submit(draft, marketer(), now=NOW)
    return draft


def _at_once(actions: Sequence[Callable[[], object]]) -> list[object]:
    """What comes of each action, or why it was refused; all begin at the same moment, each on its own connection."""
    ready = Barrier(len(actions))

    def run(action: Callable[[], object]) -> object:
        ready.wait(timeout=10)
        try:
            return action()
        except Refused as error:
            return Refused(str(error))
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))
