"""The http-sms provider in conversation with a real HTTP server."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from commhub.contracts import DeliveryError, Parcel
from commhub.deliver.providers import http_sms
from commhub.deliver.providers.http_sms import HttpSms
from tests.deliver.parcels import LOGO, MESSAGE_ID, parcel


class Gateway(ThreadingHTTPServer):
    """A gateway whose answer the test sets; it keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), GatewayHandler)
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        self.status = 201
        self.answer = b'{"id": "sms-7"}'
        self.location = ""
        self.silent = False
        self.done = threading.Event()


class GatewayHandler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, dict(self.headers), json.loads(body)))
        if self.server.silent:
            self.server.done.wait(10)
            return
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *args: Any) -> None:
        """Nobody reads the gateway's log."""


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    server = Gateway()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.COMMHUB_SMS_URL = f"http://127.0.0.1:{server.server_port}/v1/messages?account=9"
    settings.COMMHUB_SMS_TOKEN = "s3cret"
    yield server
    server.done.set()
    server.shutdown()
    thread.join()
    server.server_close()


def refused(given: Parcel) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        HttpSms().hand_over(given)
    return caught.value


def test_a_text_is_posted_with_its_key_and_the_gateways_id_comes_back(gateway: Gateway) -> None:
    given = parcel("sms", sender={"name": "Northlight"}, render={"content": {"text": "您的理赔已支付。"}})
    receipt = HttpSms().hand_over(given)

    assert (receipt.provider, receipt.provider_id) == ("http-sms", "sms-7")
    path, headers, body = gateway.asked[0]
    assert path == "/v1/messages?account=9"
    assert headers["Authorization"] == "Bearer s3cret"
    assert headers["Idempotency-Key"] == MESSAGE_ID
    assert headers["Content-Type"] == "application/json"
    assert body == {"id": MESSAGE_ID, "to": "+447700900123", "from": "Northlight", "text": "您的理赔已支付。"}


def test_without_a_token_no_authorization_is_sent(gateway: Gateway, settings: Any) -> None:
    settings.COMMHUB_SMS_TOKEN = ""
    HttpSms().hand_over(parcel("sms"))

    assert "Authorization" not in gateway.asked[0][1]


@pytest.mark.parametrize(
    ("status", "permanent"),
    [
        (400, True),
        (404, True),
        (422, True),
        (408, False),
        (409, False),
        (425, False),
        (429, False),
        (500, False),
        (503, False),
    ],
)
def test_a_refusal_is_permanent_by_its_status(gateway: Gateway, status: int, permanent: bool) -> None:
    gateway.status, gateway.answer = status, b'{"error":\n "no such\tnumber"}'
    error = refused(parcel("sms"))

    assert error.permanent is permanent
    assert str(error) == f'The SMS gateway refused the message: {status} {{"error": "no such number"}}'


@pytest.mark.parametrize("status", [401, 403])
def test_a_wrong_token_is_ours_to_put_right_so_the_message_stays_alive(gateway: Gateway, status: int) -> None:
    gateway.status, gateway.answer = status, b""
    error = refused(parcel("sms"))

    assert error.permanent is False
    assert str(error) == f"The SMS gateway did not accept COMMHUB_SMS_TOKEN: {status}"


def test_a_redirect_is_not_followed(gateway: Gateway) -> None:
    gateway.status, gateway.location = 307, f"http://127.0.0.1:{gateway.server_port}/elsewhere"
    error = refused(parcel("sms"))

    assert error.permanent is False
    assert str(error) == (
        "The SMS gateway answered 307, which points elsewhere. Set COMMHUB_SMS_URL to its final address."
    )
    assert [path for path, _, _ in gateway.asked] == ["/v1/messages?account=9"]


@pytest.mark.parametrize(
    "answer", [b"<html>hello</html>", b"{}", b'{"id": ""}', b'{"id": null}', b'{"id": true}', b"[]"]
)
def test_a_friendly_answer_without_an_id_is_no_promise(gateway: Gateway, answer: bytes) -> None:
    gateway.status, gateway.answer = 200, answer
    error = refused(parcel("sms"))

    assert error.permanent is False
    assert str(error) == "The SMS gateway answered 200 without the id of the message. Is COMMHUB_SMS_URL right?"


def test_a_number_for_an_id_is_kept_as_text(gateway: Gateway) -> None:
    gateway.answer = b'{"id": 42}'
    assert HttpSms().hand_over(parcel("sms")).provider_id == "42"


def test_no_gateway_there_is_worth_another_try(settings: Any) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.COMMHUB_SMS_URL = f"http://127.0.0.1:{port}/"
    error = refused(parcel("sms"))

    assert error.permanent is False
    assert str(error).startswith(f"No connection to the SMS gateway 127.0.0.1:{port}: ")


def test_a_silent_gateway_is_worth_another_try(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_sms, "TIMEOUT_SECONDS", 0.2)
    gateway.silent = True
    error = refused(parcel("sms"))

    assert error.permanent is False
    assert str(error).endswith("did not answer within 0.2 seconds.")


@pytest.mark.parametrize("address", ["", "gateway.example", "ftp://gateway.example/", "file:///etc/passwd"])
def test_an_address_that_is_not_http_names_the_setting(settings: Any, address: str) -> None:
    settings.COMMHUB_SMS_URL = address
    error = refused(parcel("sms"))

    assert error.permanent is False
    assert str(error) == f"COMMHUB_SMS_URL is no http address: {address!r}."


def test_what_a_text_message_cannot_carry_is_refused_for_good(gateway: Gateway) -> None:
    assert refused(parcel("sms", render={"attachments": (LOGO,)})).permanent is True
    assert refused(parcel("sms", to=None)).permanent is True
    assert gateway.asked == []
