"""Bad input: each kind gets its own clear error, and nothing is half stored."""

from __future__ import annotations

from typing import Any

import pytest

from commhub.contracts import JSON
from tests import factories
from tests.api.app import App, problem_of
from tests.api.conftest import rows

SENDS = "/api/v1/sends"


@pytest.fixture(scope="module")
def template(module_db: None) -> str:
    """The key of the live template, made once: no test here changes it."""
    brand = factories.live_brand(channels=("email", "sms"))
    return factories.live_template("renewal-notice", brands=[brand]).key


RECIPIENT: dict[str, JSON] = {"name": "Alex Morgan", "email": "alex@example.com"}


def asked(**changes: JSON) -> dict[str, Any]:
    """A good request with these members changed; None takes one out."""
    good = {"template": "renewal-notice", "recipient": RECIPIENT, "data": dict(factories.DATA), **changes}
    return {name: value for name, value in good.items() if value is not None}


def with_data(**changes: JSON) -> dict[str, Any]:
    return asked(data={**factories.DATA, **changes})


REFUSED: dict[str, tuple[dict[str, Any], int, str, list[str]]] = {
    "unknown template": (asked(template="no-such"), 404, "unknown-template", ["/template"]),
    "template without a live edition": (asked(template="only-a-draft"), 409, "template-not-live", ["/template"]),
    "template missing": (asked(template=None), 422, "invalid-request", ["/template"]),
    "template mistyped": (asked(template=7), 422, "invalid-request", ["/template"]),
    "data missing": (asked(data=None), 422, "invalid-data", ["/data/policy_number", "/data/premium"]),
    "one value missing": (
        asked(data={"policy_number": "HM-204711"}), 422, "invalid-data", ["/data/premium"],
    ),
    "data is no object": (asked(data=[1]), 422, "invalid-request", ["/data"]),
    "value mistyped": (with_data(policy_number=204711), 422, "invalid-data", ["/data/policy_number"]),
    "money as a number": (
        with_data(premium={"amount": 412.5, "currency": "GBP"}), 422, "invalid-data", ["/data/premium/amount"],
    ),
    "null in place of a value": (with_data(policy_number=None), 422, "invalid-data", ["/data/policy_number"]),
    "unknown variable": (with_data(**{"pol/icy": "x"}), 422, "invalid-data", ["/data/pol~1icy"]),
    "one text too long": (with_data(policy_number="x" * 10_001), 422, "invalid-data", ["/data/policy_number"]),
    "data too large": (with_data(note="x" * 256_000), 413, "data-too-large", ["/data"]),
    "unknown customer": (asked(recipient=None, customer="C-0"), 422, "unknown-customer", ["/customer"]),
    "nobody": (asked(recipient=None), 422, "no-recipient", ["/customer"]),
    "customer and recipient": (asked(customer="C-1"), 422, "no-recipient", ["/customer"]),
    "unknown channel": (asked(channel="pigeon"), 422, "invalid-request", ["/channel"]),
    "unknown brand": (asked(brand="harbour"), 422, "unknown-brand", ["/brand"]),
    "unknown language": (asked(locale="fr"), 422, "unknown-locale", ["/locale"]),
    "no language tag": (asked(locale="English"), 422, "invalid-request", ["/locale"]),
    "unknown member": (asked(tempalte="x"), 422, "invalid-request", ["/tempalte"]),
    "unknown member of the recipient": (
        asked(recipient={**RECIPIENT, "fax": "1"}), 422, "invalid-request", ["/recipient/fax"],
    ),
    "recipient without a name": (asked(recipient={"email": "a@example.com"}), 422, "invalid-request", ["/recipient/name"]),
    "name with a line break": (
        asked(recipient={"name": "Alex\r\nBcc: x@example.com"}), 422, "invalid-request", ["/recipient/name"],
    ),
    "no e-mail address": (
        asked(recipient={"name": "Alex", "email": "alex at example"}), 422, "invalid-request", ["/recipient/email"],
    ),
    "number without its country": (
        asked(recipient={"name": "Alex", "phone": "07700 900123"}), 422, "invalid-request", ["/recipient/phone"],
    ),
    "address with an empty line": (
        asked(recipient={"name": "Alex", "address": {"lines": ["1 High Street", " "], "country": "GB"}}),
        422, "invalid-request", ["/recipient/address/lines/1"],
    ),
    "address in no country": (
        asked(recipient={"name": "Alex", "address": {"lines": ["1 High Street"], "country": "XX"}}),
        422, "invalid-request", ["/recipient/address/country"],
    ),
    "several at once": (
        {"template": 7, "recipient": {"name": "", "email": 1}, "x": 1},
        422, "invalid-request", ["/recipient/email", "/recipient/name", "/template", "/x"],
    ),
}  # fmt: skip


@pytest.fixture
def content(template: str) -> None:
    """A live template, another of which there is only a draft, and a customer."""
    factories.template_draft("only-a-draft", brands=[factories.live_brand()])
    factories.CustomerFactory(key="C-1")


@pytest.mark.parametrize("path", [SENDS, "/api/v1/previews"])
@pytest.mark.parametrize("case", REFUSED)
def test_each_is_refused_with_its_place_and_nothing_is_stored(app: App, content: None, case: str, path: str) -> None:
    body, status, code, places = REFUSED[case]
    before = rows()
    answer = app.post(path, body, headers={"Idempotency-Key": "k"} if path == SENDS else {})
    found_status, found_code, found_places = problem_of(answer)
    assert (found_status, found_code, sorted(found_places)) == (status, code, places)
    assert all(fault["detail"] for fault in answer.json()["errors"])
    assert rows() == before


def test_the_good_request_that_all_of_these_spoil_is_accepted(app: App, content: None) -> None:
    assert app.post(SENDS, asked()).status_code == 202


def test_a_refused_request_does_not_use_up_its_idempotency_key(app: App, content: None) -> None:
    headers = {"Idempotency-Key": "k"}
    assert app.post(SENDS, asked(template="no-such"), headers=headers).status_code == 404
    assert app.post(SENDS, asked(), headers=headers).status_code == 202


def test_a_template_under_several_brands_needs_to_be_told_which(app: App, template: str) -> None:
    brands = [factories.live_brand(), factories.live_brand("harbour", channels=("email", "sms"))]
    factories.live_template("two-brands", brands=brands)
    assert problem_of(app.post(SENDS, asked(template="two-brands"))) == (422, "brand-needed", ["/brand"])
    assert app.post(SENDS, asked(template="two-brands", brand="harbour")).status_code == 202
