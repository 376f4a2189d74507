"""Sends: accepted once, told truly, seen by whom they belong to."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from commhub.approval.drafts import new_draft
from commhub.contracts import JSON
from commhub.record.models import Event, Message, Send
from templates_store.editing import write_brands
from templates_store.models import Template
from tests import factories
from tests.api.app import App, problem_of
from tests.api.conftest import rows

SENDS = "/api/v1/sends"


def body(**changes: JSON) -> dict[str, Any]:
    return {
        "template": "renewal-notice",
        "recipient": {"name": "Alex Morgan", "email": "alex@example.com", "phone": "+44 7700 900123"},
        "data": dict(factories.DATA),
        **changes,
    }


def test_an_accepted_send_is_stored_with_its_work(app: App, template: str) -> None:
    answer = app.post(SENDS, body())
    assert answer.status_code == 202
    send = Send.objects.get()
    url = f"http://127.0.0.1:8000/api/v1/sends/{send.pk}"
    assert answer.json() == {"id": str(send.pk), "status": "accepted", "url": url}
    assert answer.headers["Location"] == url
    assert "Idempotency-Replayed" not in answer.headers
    assert (send.app, send.test, send.template_key, send.brand_key) == ("Billing", False, template, "northlight")
    assert send.recipient == {"name": "Alex Morgan", "email": "alex@example.com", "phone": "+447700900123"}
    assert [message.state for message in send.messages.all()] == ["queued"]


def test_a_send_to_a_customer(app: App, template: str) -> None:
    customer = factories.CustomerFactory(key="C-1001")
    asked = body(customer="C-1001")
    del asked["recipient"]
    assert app.post(SENDS, asked).status_code == 202
    assert Send.objects.get().customer == customer


def test_the_same_key_and_body_make_one_send(app: App, template: str) -> None:
    first = app.post(SENDS, body(), headers={"Idempotency-Key": "order-7"})
    factories.work_off()
    again = app.post(SENDS, body(), headers={"Idempotency-Key": "order-7"})
    assert (again.status_code, again.content) == (202, first.content)
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Send.objects.count() == 1


def test_the_quoted_form_of_the_standard_is_the_same_key(app: App, template: str) -> None:
    first = app.post(SENDS, body(), headers={"Idempotency-Key": "order-7"})
    assert app.post(SENDS, body(), headers={"Idempotency-Key": '"order-7"'}).content == first.content


def test_members_in_another_order_are_the_same_body(app: App, template: str) -> None:
    asked = body()
    first = app.post(SENDS, asked, headers={"Idempotency-Key": "order-7"})
    turned = dict(reversed(list(asked.items())))
    assert app.post(SENDS, turned, headers={"Idempotency-Key": "order-7"}).content == first.content


def test_the_same_key_with_another_body_is_refused(app: App, template: str) -> None:
    app.post(SENDS, body(), headers={"Idempotency-Key": "order-7"})
    others = [
        body(data={**factories.DATA, "note": "Hello."}),
        body(recipient={"name": "Alex Morgan", "email": "other@example.com"}),
        body(template="another"),
        body(locale="en"),
        body(brand="northlight"),
        body(channel="sms"),
        {"template": "renewal-notice", "customer": "C-1", "data": dict(factories.DATA)},
    ]
    for other in others:
        answer = app.post(SENDS, other, headers={"Idempotency-Key": "order-7"})
        assert problem_of(answer) == (422, "idempotency-key-reused", []), other
    assert Send.objects.count() == 1


def test_another_app_may_use_the_same_idempotency_key(app: App, template: str) -> None:
    other = App(factories.api_key("Claims", "live")[1])
    ids = {one.post(SENDS, body(), headers={"Idempotency-Key": "order-7"}).json()["id"] for one in (app, other)}
    assert len(ids) == 2


@pytest.mark.parametrize("key", ["", '""', "x" * 256, "tab\there", "ümlaut"])
def test_an_idempotency_key_that_cannot_be_one(app: App, template: str, key: str) -> None:
    answer = app.post(SENDS, body(), headers={"Idempotency-Key": key})
    assert problem_of(answer) == (400, "invalid-idempotency-key", ["Idempotency-Key"])
    assert Send.objects.count() == 0


def test_the_longest_idempotency_key(app: App, template: str) -> None:
    assert app.post(SENDS, body(), headers={"Idempotency-Key": "x" * 255}).status_code == 202


def test_a_fault_in_the_middle_leaves_nothing_half_stored(
    app: App, template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(**fields: Any) -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr(Event.objects, "create", breaks)  # the last of the rows that a send is stored in
    answer = app.post(SENDS, body(), headers={"Idempotency-Key": "order-7"})
    assert answer.status_code == 500
    assert (Send.objects.count(), Message.objects.count()) == (0, 0)
    monkeypatch.undo()
    assert app.post(SENDS, body(), headers={"Idempotency-Key": "order-7"}).status_code == 202


def test_a_test_key_goes_through_everything_and_nothing_leaves(test_app: App, template: str) -> None:
    url = test_app.post(SENDS, body()).json()["url"]
    factories.work_off()
    send = test_app.get(url.removeprefix("http://127.0.0.1:8000")).json()
    assert (send["test"], send["status"]) == (True, "sent")
    assert [attempt["provider"] for attempt in send["messages"][0]["attempts"]] == ["memory-email"]


def test_what_became_of_a_send_is_told_with_reasons(test_app: App, template: str) -> None:
    send_id = test_app.post(SENDS, body(channel="sms")).json()["id"]
    before = test_app.get(f"{SENDS}/{send_id}").json()
    assert (before["status"], before["messages"][0]["decision"]) == ("queued", None)

    factories.work_off()
    send = test_app.get(f"{SENDS}/{send_id}").json()
    assert (send["status"], send["channel"], send["customer"]) == ("sent", "sms", None)
    (message,) = send["messages"]
    assert (message["state"], message["channel"], message["to"]) == ("sent", "sms", "+447700900123")
    decision = message["decision"]
    verdicts = {one["channel"]: one["verdict"] for one in decision["considered"]}
    assert (decision["channel"], verdicts["sms"], verdicts["print"]) == ("sms", "chosen", "ruled-out")
    assert decision["explanation"]
    assert all(one["code"] and one["why"] for one in decision["considered"])
    price = {"cost": "0.0400", "currency": "GBP", "destination": "GB", "price_list": "sample prices 2026-01"}
    assert message["facts"] == {"encoding": "GSM-7", "units": 53, "parts": 1, **price}
    assert [(one["number"], one["outcome"]) for one in message["attempts"]] == [(1, "accepted")]
    assert message["finished_at"] is not None
    assert "data" not in send


def test_a_blocked_message_names_the_value_that_brought_the_word_in(test_app: App, template: str) -> None:
    factories.listed("XQ-77", kind="code", locale="*", suggestion="the policy's number")
    asked = body(data={**factories.DATA, "policy_number": "XQ-77"})
    send_id = test_app.post(SENDS, asked).json()["id"]
    factories.work_off()
    send = test_app.get(f"{SENDS}/{send_id}").json()
    assert send["status"] == "blocked"
    finding = send["messages"][0]["findings"][0]
    assert (finding["surface"], finding["severity"], finding["field"]) == ("XQ-77", "error", "/data/policy_number")
    assert finding["suggestion"] == "the policy's number"
    assert send["messages"][0]["attempts"] == []


def test_no_usable_channel_is_accepted_and_ends_undeliverable(test_app: App, template: str) -> None:
    answer = test_app.post(SENDS, body(recipient={"name": "Alex Morgan"}))
    assert answer.status_code == 202
    factories.work_off()
    send = test_app.get(f"{SENDS}/{answer.json()['id']}").json()
    assert send["status"] == "undeliverable"
    (message,) = send["messages"]
    assert (message["channel"], message["to"], message["attempts"]) == ("", None, [])
    assert {one["verdict"] for one in message["decision"]["considered"]} == {"ruled-out"}
    assert message["problem"] == message["decision"]["explanation"]


def test_a_send_is_seen_by_every_key_of_its_app_and_by_no_other(app: App, test_app: App, template: str) -> None:
    path = f"{SENDS}/{app.post(SENDS, body()).json()['id']}"
    replaced = App(factories.api_key("Billing", "live")[1])
    other = App(factories.api_key("Claims", "live")[1])
    assert [one.get(path).status_code for one in (app, replaced, other, test_app)] == [200, 200, 404, 404]
    assert [len(one.get(SENDS).json()["results"]) for one in (app, replaced, other, test_app)] == [1, 1, 0, 0]


def test_a_send_that_is_not_there(app: App) -> None:
    assert problem_of(app.get(f"{SENDS}/{uuid4()}")) == (404, "not-found", [])


def test_the_list_goes_page_by_page_from_the_newest(app: App, template: str) -> None:
    made = [app.post(SENDS, body()).json()["id"] for _ in range(5)]
    found, path = [], f"{SENDS}?limit=2"
    pages = 0
    while path:
        page = app.get(path).json()
        assert len(page["results"]) <= 2
        found += [send["id"] for send in page["results"]]
        pages += 1
        path = (page["next"] or "").removeprefix("http://127.0.0.1:8000")
        if pages == 1:  # what arrives meanwhile neither repeats nor hides a row
            app.post(SENDS, body())
    assert (pages, found) == (3, made[::-1])


def test_the_list_is_filtered(test_app: App, template: str) -> None:
    factories.CustomerFactory(key="C-1")
    asked = body(customer="C-1")
    del asked["recipient"]
    to_customer = test_app.post(SENDS, asked).json()["id"]
    factories.work_off()
    waiting = test_app.post(SENDS, body()).json()["id"]

    def found(**query: str) -> list[str]:
        return [send["id"] for send in test_app.get(SENDS, query).json()["results"]]

    assert found() == [waiting, to_customer]
    assert found(status="sent") == [to_customer]
    assert found(status="queued") == [waiting]
    assert found(customer="C-1") == [to_customer]
    assert found(template=template) == [waiting, to_customer]
    assert found(template="another") == []


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ({"tempate": "x"}, "tempate"),
        ({"status": "working"}, "status"),
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"cursor": "nonsense"}, "cursor"),
        ({"cursor": "cj0xJnA9"}, "cursor"),  # before nothing
        ({"cursor": "cD0lMDA="}, "cursor"),  # after a NUL
        ({"cursor": "cD1ub3ctYW5kLXRoZW4="}, "cursor"),  # after no moment
    ],
)
def test_a_query_that_cannot_be_used(app: App, query: dict[str, str], place: str) -> None:
    assert problem_of(app.get(SENDS, query)) == (400, "invalid-query", [place])


def test_the_list_costs_the_same_however_long_it_is(
    app: App, template: str, django_assert_max_num_queries: Any
) -> None:
    for _ in range(6):
        app.post(SENDS, body())
    with django_assert_max_num_queries(5):  # the key, its last use, the sends, their messages, their attempts
        assert len(app.get(SENDS).json()["results"]) == 6


def test_nothing_is_stored_for_a_refused_request(app: App, template: str) -> None:
    before = rows()
    assert app.post(SENDS, body(data={})).status_code == 422
    assert rows() == before


def test_a_brand_that_a_draft_leaves_out_goes_on_until_that_is_approved(app: App, template: str) -> None:
    draft = new_draft(Template.objects.get(key=template).versions.get(state="live"), factories.marketer())
    write_brands(draft, [])
    assert app.post(SENDS, body()).status_code == 202
