"""Pictures of a report: why there are none, that they are tried again, and which pages are left out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from commhub.blast import shots
from commhub.blast.models import BlastPair, BlastReport
from commhub.blast.shots import AGAIN, Studio, Taken, take_pictures, try_again
from commhub.contracts import Rendered
from commhub.pictures.camera import NoPicture
from commhub.versions import Version
from templates_store.models import Template
from tests.blast.conftest import NOW
from tests.blast.test_report import with_text

Report = Callable[..., BlastReport]
BUSY = "the browser made no picture of it: it took too long"


class Broken(Studio):
    """Too slow while `busy`; then every message has 14 pages, which look the same."""

    busy = True

    def pictures(self, rendered: Rendered) -> Taken:
        if self.busy:
            raise NoPicture(BUSY)
        return Taken(["changes/a.png"] * 12, 14)


def test_what_could_not_be_pictured_says_why_and_is_tried_again(
    with_block: Template, block: Version, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shots, "_difference", lambda *_: ("", 0))
    monkeypatch.setattr(shots.default_storage, "exists", lambda _: True)
    found: Any = report(with_text(block, "Call us on 0808 157 0999."))
    studio = Broken()
    take_pictures(found, NOW, studio)
    found.refresh_from_db()
    assert found.pictured_at == NOW
    assert {pair.facts["no_picture"] for pair in BlastPair.objects.all()} == {BUSY}

    studio.busy = False
    try_again(found, NOW + AGAIN)  # somebody looks too soon
    assert found.pictured_at == NOW
    later = NOW + AGAIN + timedelta(seconds=1)
    try_again(found, later)
    assert found.pictured_at is None
    take_pictures(found, later, studio)
    found.refresh_from_db()
    assert found.pictured_at == later
    for pair in BlastPair.objects.all():
        assert "no_picture" not in pair.facts
        assert pair.facts["cut"] == "The first 12 of 14 pages"
        assert len(pair.pictures) == 12
