"""Two reviewers who approve at the same moment, each over a connection of their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection

from commhub.approval.approve import approve
from commhub.approval.drafts import new_draft
from commhub.approval.submit import submit
from commhub.publish.compile import Compiled, compile_version
from commhub.publish.models import LiveEdition
from templates_store.models import ContentBlockVersion
from tests.factories import block_draft, live_brand, live_template, marketer, publish, reviewer
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
