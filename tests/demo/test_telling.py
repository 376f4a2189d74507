"""The demo notices when something went otherwise than it should, and says so to the person who reads it."""

from __future__ import annotations

import hashlib
import io
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from rich.console import Console

from commhub.demo import story
from commhub.demo.arrived import wrong_with
from commhub.demo.cast import CUSTOMERS, REQUESTS
from commhub.demo.client import Api
from commhub.demo.errors import DemoError
from commhub.demo.folder import Places, own_folder
from commhub.demo.show import Show
from commhub.demo.story import Told

PEOPLE = {customer.key: customer for customer in CUSTOMERS}
ADDRESSES = {"email": "amelia.hart@example.org", "sms": "+447700900102"}
PDF = b"%PDF-1.7 letter"


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Places]:
    with own_folder(tmp_path / "demo") as own:
        yield own


def told(channel: str, state: str = "sent", number: int = 1, **changes: Any) -> Told:
    """What the API would answer for the story's request that should go by that channel."""
    request = next(one for one in REQUESTS if (one.channel, one.state) == (channel, state))
    message = {
        "id": f"00000000-0000-0000-0000-{number:012}",
        "state": state,
        "channel": channel,
        "to": ADDRESSES.get(channel),
        "decision": {"explanation": "Because."},
        "findings": [],
        "problem": "",
        **changes,
    }
    return Told(request, PEOPLE[request.customer], {"status": message["state"], "messages": [message]})


def arrive(one: Told, places: Places) -> Path:
    """Put down what a message of that channel leaves where it arrives."""
    name, about = one.message["id"], one.customer.about
    match one.message["channel"]:
        case "email":
            path = places.mail / f"{name}.eml"
            path.write_text(f"To: Amelia <{about['email']}>\n\nHello\n")
        case "sms":
            path = places.sms / f"{name}.txt"
            path.write_text(f"To: {one.message['to']}\nFrom: Northlight\n\nHello\n")
        case _:
            path = places.letters / f"{name}.pdf"
            path.write_bytes(PDF)
            line = {"message_id": name, "file": path.name, "sha256": hashlib.sha256(PDF).hexdigest()}
            with (places.letters / "manifest-2025-03-09.jsonl").open("a") as manifest:
                manifest.write(json.dumps(line | {"recipient": about["name"]}) + "\n")
    return path


def test_all_is_well_when_everything_arrived(places: Places) -> None:
    all_three = [told("email", number=1), told("sms", number=2), told("print", number=3)]
    for one in all_three:
        arrive(one, places)

    assert wrong_with([*all_three, told("email", "blocked", 4)], places) == []


def test_another_channel_than_expected_is_wrong_and_so_is_another_state(places: Places) -> None:
    by_sms = told("email")
    by_sms = replace(by_sms, send={"status": "sent", "messages": [by_sms.message | {"channel": "sms"}]})
    failed = told("sms", state="sent")
    failed = replace(
        failed, send={"status": "failed", "messages": [failed.message | {"state": "failed", "problem": "No."}]}
    )

    assert wrong_with([by_sms, failed], places) == [
        "claim-update to Amelia Hart should be sent by email, and is sent by sms: Because.",
        "claim-update to Daniel Osei should be sent by sms, and is failed by sms: No.",
    ]


@pytest.mark.parametrize("channel", ["email", "sms", "print"])
def test_what_is_said_to_be_sent_must_have_arrived(places: Places, channel: str) -> None:
    [problem, *_] = wrong_with([told(channel)], places)
    assert "is said to be sent, and did not arrive as " in problem


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_what_arrived_for_somebody_else_is_wrong(places: Places, channel: str) -> None:
    one = told(channel)
    path = arrive(one, places)
    path.write_text("To: eve@example.org\n\nHello\n")

    assert wrong_with([one], places) == [f"{path} is not addressed to {one.customer.about['name']}."]


def test_what_arrived_unasked_is_wrong_also_for_a_message_that_was_blocked(places: Places) -> None:
    one = told("email", "blocked")
    path = arrive(one, places)

    assert wrong_with([one], places) == [f"{path} arrived, and nobody asked for it."]


def test_a_letter_must_stand_in_the_manifest_once_and_as_it_is(places: Places) -> None:
    one = told("print")
    path = arrive(one, places)
    path.write_bytes(b"%PDF-1.7 another letter")
    assert wrong_with([one], places) == [
        f"The letter {one.message['id']} is not the one that the printer's manifest lists."
    ]

    arrive(one, places)
    assert f"The letter {one.message['id']} stands in the printer's manifest 2 times." in wrong_with([one], places)


def test_the_reason_for_a_blocked_message_is_the_linters_and_names_the_field() -> None:
    finding = {"severity": "error", "message": "'NIGO' is an internal code", "field": "/claim_number"}
    assert told("email", "blocked", findings=[{**finding, "severity": "advice", "message": "x"}, finding]).reason == (
        "'NIGO' is an internal code (it came in by /claim_number)"
    )
    assert told("email", "blocked", findings=[{**finding, "field": ""}]).reason == "'NIGO' is an internal code"


class Slow:
    """An API whose first send never ends."""

    def see(self, send_id: str) -> dict[str, Any]:
        status = "working" if send_id == "s-1" else "sent"
        return {"template": "claim-update", "customer": "C-1001", "status": status}


def test_a_message_that_never_ends_is_named_when_the_time_is_up() -> None:
    counted: list[int] = []
    with pytest.raises(DemoError) as caught:
        story.watch(Slow(), ["s-1", "s-2"], 0, counted.append)  # type: ignore[arg-type]

    assert counted == [1]
    assert str(caught.value).startswith(
        "After 0 seconds 1 of 2 messages are still not finished: claim-update to C-1001 is working."
    )


class Refusing(BaseHTTPRequestHandler):
    """An API that refuses everything."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        problem = {
            "title": "Request not usable",
            "detail": "Some members are wrong.",
            "errors": [{"pointer": "/data/amount", "detail": "is missing"}],
        }
        self.send_response(422)
        self.end_headers()
        self.wfile.write(json.dumps(problem).encode())

    def log_message(self, *args: Any) -> None:
        """Nobody reads it."""


def test_a_refused_request_is_told_with_the_field() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            with pytest.raises(DemoError) as caught:
                Api(f"http://127.0.0.1:{server.server_port}", "k").send({}, "1")
        finally:
            server.shutdown()
            thread.join()

    assert str(caught.value) == (
        "POST /api/v1/sends was answered with 422: Request not usable. Some members are wrong. /data/amount is missing"
    )


@pytest.mark.parametrize("width", [80, 140])
def test_the_table_fits_the_terminal_and_breaks_no_name(places: Places, width: int) -> None:
    screen = io.StringIO()
    show = Show(Console(file=screen, force_terminal=True, color_system=None, width=width))
    one = told("print")
    arrive(one, places)
    show.results([one, told("email", "blocked", 2)], places, "http://127.0.0.1:8000")

    table, places_to_look = screen.getvalue().split("Where to look")
    assert max(len(line) for line in table.splitlines()) <= width
    for word in ("王美玲", "policy-documents", "letter", "sent", "claim-update", "blocked"):
        assert word in table
    assert f"1. http://127.0.0.1:8000/admin/record/message/{one.message['id']}/change/\n" in places_to_look


def test_the_addresses_that_are_shown_are_the_admins_and_the_apis(places: Places) -> None:
    screen = io.StringIO()
    one = told("email")
    Show(Console(file=screen, width=200)).results([one], places, "http://127.0.0.1:8000")

    assert f"look: http://127.0.0.1:8000{reverse('admin:record_message_change', args=[one.message['id']])}\n" in (
        screen.getvalue()
    )
    assert reverse("api:page") == "/api/v1/docs"
