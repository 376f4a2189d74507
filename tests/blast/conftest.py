"""Fixtures of the blast radius: a small store, a ruler without a browser, and a report worked off to its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from brand_assets.models import Brand
from commhub.blast.change import change_of
from commhub.blast.look import Place
from commhub.blast.models import BlastReport
from commhub.blast.report import go_on, report_of
from commhub.contracts import Rendered
from commhub.versions import Version
from templates_store.models import Template
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


@pytest.fixture(scope="module")
def store(module_db: None) -> tuple[Brand, Version, Template]:
    """A brand for e-mails and text messages, whose e-mails show its colour; a live block, and a template that includes it."""
    brand: Brand = publish(brand_draft()).brand
    publish(layout_draft(brand, "email", LAYOUT))
    publish(layout_draft(brand, "sms"))
    block: Version = publish(block_draft())
    return brand, block, live_template(parts={"en": PARTS})


@pytest.fixture
def brand(db: None, store: tuple[Brand, Version, Template]) -> Brand:
    return store[0]


@pytest.fixture
def block(db: None, store: tuple[Brand, Version, Template]) -> Version:
    """The live block `contact-us`."""
    return store[1]


@pytest.fixture
def with_block(db: None, store: tuple[Brand, Version, Template]) -> Template:
    """The live template `renewal-notice`, whose body includes it."""
    return store[2]


@pytest.fixture
def report() -> Callable[..., BlastReport]:
    """The whole report of a draft."""

    def make(version: Version, now: datetime = NOW) -> BlastReport:
        change = change_of(version)
        return go_on(report_of(change, now), change, now, ruler=NoRuler())

    return make
