"""Fixtures of the blast radius: a small store, a ruler without a browser, and a report worked off to its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from brand_assets.models import Brand
from commhub.blast.change import change_of
from commhub.blast.look import Place
from commhub.blast.models import BlastReport
from commhub.blast.report import go_on, report_of
from commhub.contracts import Rendered
from commhub.versions import Version
from tests.factories import block_draft, brand_draft, layout_draft, live_template, publish

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LAYOUT = (
    '<!DOCTYPE html><html lang="{{ locale }}"><head><title>{{ subject }}</title></head>'
    '<body><div style="border-top: 4px solid {{ brand.colour.primary }}">Northlight</div>{{ content }}</body></html>'
)
PARTS = {
    "subject": "Policy {{ policy_number }} renews",
    "body": 'Policy {{ policy_number }} renews.\n\n{% include "contact-us" %}',
    "sms": "Policy {{ policy_number }} renews.",
}


class NoRuler:
    """Measures nothing, as where there is no browser."""

    def places(self, rendered: Rendered) -> list[Place] | None:
        return None


@pytest.fixture
def brand(db: None) -> Brand:
    """A brand for e-mails and text messages, whose e-mails show its colour."""
    found: Brand = publish(brand_draft()).brand
    publish(layout_draft(found, "email", LAYOUT))
    publish(layout_draft(found, "sms"))
    return found


@pytest.fixture
def with_block(brand: Brand, block: Version) -> Any:
    """A live template whose body includes the live block `contact-us`."""
    return live_template(parts={"en": PARTS})


@pytest.fixture
def block(db: None) -> Version:
    """The live block `contact-us`."""
    return publish(block_draft())


@pytest.fixture
def report() -> Callable[..., BlastReport]:
    """The whole report of a draft."""

    def make(version: Version, now: datetime = NOW) -> BlastReport:
        change = change_of(version)
        return go_on(report_of(change, now), change, now, ruler=NoRuler())

    return make
