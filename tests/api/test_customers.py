"""Customers and suppressions, as apps write them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from commhub.contracts import JSON
from commhub.customers.models import ContactPoint, Customer, Suppression
from tests import factories
from tests.api.app import App, problem_of
from tests.api.conftest import rows

CUSTOMER = "/api/v1/customers/C-1001"
SUPPRESSIONS = "/api/v1/suppressions"
CONSENT: dict[str, JSON] = {
    "purpose": "marketing", "channel": "email", "given": True, "at": "2026-01-15T09:30:00Z",
    "how": "web form", "wording": "Yes,\nsend me offers.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def marketing(db: None) -> None:
    factories.CategoryFactory(key="marketing", consent_required=True)


def body(**changes: JSON) -> dict[str, Any]:
    return {
        "name": "Alex Morgan",
        "locale": "en-GB",
        "time_zone": "Europe/London",
        "preferred_channel": "print",
        "email": "Alex.Morgan@example.com",
        "phone": "+44 (0)7700 900123",
        "address": {"lines": ["7 Harbour Lane", "Whitby"], "postcode": "yo21 1aa", "country": "gb"},
        "attributes": {"paperless": True},
        "consents": [CONSENT],
        **changes,
    }


def test_a_new_customer_is_written_down(app: App) -> None:
    answer = app.put(CUSTOMER, body())
    assert answer.status_code == 201
    assert answer.headers["Location"] == "http://127.0.0.1:8000/api/v1/customers/C-1001"
    kept = {
        **body(),
        "phone": "+447700900123",
        "address": dict(factories.ADDRESS),
        "consents": [{**CONSENT, "at": "2026-01-15T09:30:00+00:00"}],
    }
    assert answer.json() == kept
    assert app.get(CUSTOMER).json() == kept


def test_what_was_read_can_be_sent_back(app: App) -> None:
    read = app.put(CUSTOMER, body()).json()
    answer = app.put(CUSTOMER, read)
    assert (answer.status_code, answer.json()) == (200, read)
    assert Customer.objects.count() == 1


def test_contact_points_become_exactly_what_is_given(app: App) -> None:
    app.put(CUSTOMER, body())
    smaller = body(email=None)
    del smaller["phone"]
    assert set(app.put(CUSTOMER, smaller).json()) & {"email", "phone", "address"} == {"address"}


def test_a_bounced_address_stays_bounced_until_it_is_corrected(app: App) -> None:
    app.put(CUSTOMER, body())
    email = ContactPoint.objects.filter(kind="email")
    email.update(status="bounced")
    app.put(CUSTOMER, body(name="Alex M."))
    assert email.get().status == "bounced"
    app.put(CUSTOMER, body(email="alex@example.com"))
    assert (email.get().status, email.get().value) == ("ok", "alex@example.com")


def test_a_consent_is_withdrawn_by_saying_so_and_never_by_leaving_it_out(app: App) -> None:
    app.put(CUSTOMER, body())
    assert len(app.put(CUSTOMER, body(consents=[])).json()["consents"]) == 1
    withdrawn = {**CONSENT, "given": False, "at": "2026-02-01T00:00:00Z"}
    assert [one["given"] for one in app.put(CUSTOMER, body(consents=[withdrawn])).json()["consents"]] == [False]


def test_what_was_said_last_stands_whichever_request_comes_last(app: App) -> None:
    app.put(CUSTOMER, body(consents=[{**CONSENT, "given": False, "at": "2026-02-01T00:00:00Z"}]))
    assert [one["given"] for one in app.put(CUSTOMER, body()).json()["consents"]] == [False]


IN_AN_HOUR = (timezone.now() + timedelta(hours=1)).isoformat()
SPOILT: dict[str, tuple[dict[str, Any], list[str]]] = {
    "no name": ({"email": "a@example.com"}, ["/name"]),
    "name mistyped": (body(name=7), ["/name"]),
    "e-mail": (body(email="alex@"), ["/email"]),
    "e-mail with a display name": (body(email="Alex <alex@example.com>"), ["/email"]),
    "phone": (body(phone="07700 900123"), ["/phone"]),
    "phone too short": (body(phone="+44 123"), ["/phone"]),
    "address": (body(address="7 Harbour Lane"), ["/address"]),
    "address without lines": (body(address={"country": "GB"}), ["/address/lines"]),
    "address with more": (body(address={**factories.ADDRESS, "a/b": 1}), ["/address/a~1b"]),
    "country": (body(address={"lines": ["x"], "country": "England"}), ["/address/country"]),
    "time zone": (body(time_zone="London"), ["/time_zone"]),
    "preferred channel": (body(preferred_channel="pigeon"), ["/preferred_channel"]),
    "attributes": (body(attributes=[1]), ["/attributes"]),
    "purpose": (body(consents=[CONSENT, {**CONSENT, "purpose": "gossip"}]), ["/consents/1/purpose"]),
    "consent's channel": (body(consents=[{**CONSENT, "channel": "pigeon"}]), ["/consents/0/channel"]),
    "given as a word": (body(consents=[{**CONSENT, "given": "yes"}]), ["/consents/0/given"]),
    "given left out": (body(consents=[{"purpose": "marketing", "channel": "email"}]), ["/consents/0/given"]),
    "moment without offset": (body(consents=[{**CONSENT, "at": "2026-01-15T09:30:00"}]), ["/consents/0/at"]),
    "moment to come": (body(consents=[{**CONSENT, "at": IN_AN_HOUR}]), ["/consents/0/at"]),
    "unknown member": (body(fax="1"), ["/fax"]),
}


@pytest.mark.parametrize("case", SPOILT)
def test_a_customer_that_cannot_be_kept(app: App, case: str) -> None:
    spoilt, places = SPOILT[case]
    before = rows()
    assert problem_of(app.put(CUSTOMER, spoilt)) == (422, "invalid-request", places)
    assert rows() == before


@pytest.mark.parametrize("key", ["-x", "a b", "x" * 81])
def test_a_key_that_no_customer_can_have(app: App, key: str) -> None:
    assert problem_of(app.put(f"/api/v1/customers/{key}", body())) == (404, "not-found", [])
    assert Customer.objects.count() == 0


def test_a_customer_that_is_not_there(app: App) -> None:
    assert problem_of(app.get(CUSTOMER)) == (404, "not-found", [])


# ---- suppressions -------------------------------------------------------------------------------------------------


def unsubscribed(**changes: JSON) -> dict[str, Any]:
    return {"channel": "email", "address": "Alex.Morgan@Example.com", "reason": "unsubscribed", **changes}


def test_an_address_is_suppressed_once(app: App) -> None:
    first = app.post(SUPPRESSIONS, unsubscribed())
    assert first.status_code == 201
    kept = first.json()
    assert first.headers["Location"] == kept["url"]
    assert (kept["address"], kept["source"], kept["category"]) == ("alex.morgan@example.com", "Billing", "")
    again = app.post(SUPPRESSIONS, unsubscribed(reason="said it again"))
    assert (again.status_code, again.json()) == (200, kept)
    assert app.get(kept["url"].removeprefix("http://127.0.0.1:8000")).json() == kept


def test_a_suppressed_address_is_not_written_to_until_it_is_lifted(test_app: App, template: str) -> None:
    suppression = test_app.post(SUPPRESSIONS, unsubscribed()).json()
    request = {
        "template": template,
        "recipient": {"name": "Alex", "email": "alex.morgan@example.com"},
        "data": dict(factories.DATA),
    }
    assert _end_of(test_app, request) == "undeliverable"
    path = f"{SUPPRESSIONS}/{suppression['id']}"
    assert test_app.delete(path).status_code == 204
    assert _end_of(test_app, request) == "sent"
    assert problem_of(test_app.delete(path)) == (404, "not-found", [])


def test_a_number_and_a_postal_address_are_suppressed_in_the_form_their_channels_compare(app: App) -> None:
    phone = app.post(SUPPRESSIONS, unsubscribed(channel="sms", address="+44 7700 900123")).json()
    letter = app.post(SUPPRESSIONS, unsubscribed(channel="print", address=dict(factories.ADDRESS))).json()
    assert (phone["address"], letter["address"]) == ("+447700900123", "7 harbour lane whitby yo21 1aa")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"channel": "pigeon"}, "/channel"),
        ({"address": "alex"}, "/address"),
        ({"address": None}, "/address"),
        ({"channel": "print", "address": {"lines": [], "country": "GB"}}, "/address/lines"),
        ({"category": "gossip"}, "/category"),
        ({"reason": ""}, "/reason"),
        ({"why": "x"}, "/why"),
    ],
)
def test_a_suppression_that_cannot_be(app: App, changes: dict[str, JSON], place: str) -> None:
    assert problem_of(app.post(SUPPRESSIONS, unsubscribed(**changes))) == (422, "invalid-request", [place])
    assert Suppression.objects.count() == 0


def _end_of(app: App, request: dict[str, JSON]) -> str:
    send = app.post("/api/v1/sends", request).json()
    factories.work_off()
    status: str = app.get(f"/api/v1/sends/{send['id']}").json()["status"]
    return status
