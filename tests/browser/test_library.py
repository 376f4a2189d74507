"""The library's e-mails look the same in a browser with their style sheet and after inlining."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from commhub.channels.email import Email
from commhub.render.html.document import Document
from tests.browser.looking import Glass, Setting, browser_page, differences, look
from tests.golden.cases import Case, cases, made

LOOKS = (Setting(360), Setting(600), Setting(1200, dark=True))
EMAILS = [case for case in cases() if case.channel == "email"]


@pytest.fixture(scope="module")
def page() -> Iterator[Glass]:
    with browser_page() as page:
        yield page


@pytest.mark.parametrize("case", EMAILS, ids=lambda case: case.name)
def test_every_element_looks_the_same(case: Case, page: Glass, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = made(case).rendered.content["html"]
    # Its own comparison would find below that nothing was inlined.
    monkeypatch.setattr(Email, "verify", lambda *arguments: None)
    monkeypatch.setattr(Document, "inline", lambda self, place: None)
    written = made(case).rendered.content["html"]
    assert written != sent
    assert differences(look(page, written, LOOKS), look(page, sent, LOOKS), LOOKS) == []
