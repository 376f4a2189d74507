"""The demo from end to end, as a newcomer runs it, and with its worker killed in the middle."""

from __future__ import annotations

import io
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from commhub.demo import story
from commhub.demo.arrived import manifest_lines, wrong_with
from commhub.demo.cast import CUSTOMERS, REQUESTS
from commhub.demo.client import Api
from commhub.demo.folder import Places, own_folder
from commhub.demo.house import open_house
from commhub.demo.run import create_key, set_up
from commhub.demo.show import Show
from commhub.demo.story import Told
from commhub.demo.supervise import free_port, is_free
from tests.demo.starting import SECONDS, demo


@dataclass(frozen=True)
class Finished:
    """A demo that ran to its end: what it showed, with which status it ended, and what it left."""

    shown: str
    status: int
    port: int
    places: Places


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """Run once for all tests of this file: loading the library takes a while."""
    port, folder = free_port(), tmp_path_factory.mktemp("finished") / "demo"
    run = demo(folder, port)
    shown, _ = run.communicate(timeout=SECONDS)
    return Finished(shown, run.returncode, port, Places(folder))


def test_the_demo_without_a_terminal_shows_its_table_and_ends_well(finished: Finished) -> None:
    shown, port = finished.shown, finished.port
    assert finished.status == 0, shown
    assert "All of it arrived as it should, and what had to be stopped was stopped." in shown
    for number, request in enumerate(REQUESTS, 1):
        person = next(customer.about["name"] for customer in CUSTOMERS if customer.key == request.customer)
        assert f"\n{number}. {person}, {request.template}: " in shown
    assert shown.count(f"look: http://127.0.0.1:{port}/admin/record/message/") == len(REQUESTS)
    for login in ("marketer", "reviewer", "admin"):
        assert f"\n  {login} " in shown
    assert "\x1b" not in shown  # plain lines, no colours
    assert is_free(port)  # the web server is gone


def test_the_demos_messages_arrived_in_their_forms(finished: Finished) -> None:
    places = finished.places
    assert {channel: len(list(folder.glob(kind))) for channel, folder, kind in arrivals(places)} == {
        channel: sum(request.state == "sent" and request.channel == channel for request in REQUESTS)
        for channel in ("email", "sms", "print")
    }
    assert len(manifest_lines(places)) == len(list(places.letters.glob("*.pdf")))
    [mail] = places.mail.glob("*.eml")
    parts = message_from_bytes(mail.read_bytes(), policy=policy.default).walk()
    assert [part.get_content_type() for part in parts][:2] == ["multipart/alternative", "text/plain"]


def arrivals(places: Places) -> list[tuple[str, Path, str]]:
    return [("email", places.mail, "*.eml"), ("sms", places.sms, "*.txt"), ("print", places.letters, "*.pdf")]


class Held:
    """The SMS gateway with its answer held back, so that the worker stands in the middle of a message."""

    def __init__(self, keep: Callable[[dict[str, Any]], str]) -> None:
        self.keep = keep
        self.asked = threading.Event()
        self.release = threading.Event()

    def __call__(self, message: dict[str, Any]) -> str:
        self.asked.set()
        assert self.release.wait(SECONDS)
        return self.keep(message)


def copy_content(source: Places, target: Places) -> None:
    """The database of a finished demo and its files, so that the library need not be loaded again."""
    with closing(sqlite3.connect(source.database)) as old, closing(sqlite3.connect(target.database)) as new:
        old.backup(new)
    shutil.copytree(source.root / "media", target.root / "media")


def test_a_worker_killed_in_the_middle_loses_nothing(
    finished: Finished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show = Show(Console(file=io.StringIO()))
    with own_folder(tmp_path / "demo") as places, open_house(places, free_port()) as house:
        copy_content(finished.places, places)
        house.supervisor.environment.update(COMMHUB_SWEEP_SECONDS="1", COMMHUB_LEASE_SECONDS="5")
        worker = set_up(house, show).worker
        held = Held(house.sms.keep)
        monkeypatch.setattr(house.sms, "keep", held)
        api = Api(house.url, create_key(house))
        story.introduce(api, CUSTOMERS)
        send_ids = story.ask(api, REQUESTS)

        assert held.asked.wait(SECONDS)
        worker.kill()
        held.release.set()
        assert {api.see(send_id)["status"] for send_id in send_ids} - story.FINAL  # not all of it was done

        house.start_worker()
        told = watched(api, send_ids)
        assert wrong_with(told, places) == []
        assert {one.message["state"] for one in told} == {"sent", "blocked", "undeliverable"}


def watched(api: Api, send_ids: list[str]) -> list[Told]:
    people = {customer.key: customer for customer in CUSTOMERS}
    sends = story.watch(api, send_ids, SECONDS, lambda _: None)
    return [Told(request, people[request.customer], send) for request, send in zip(REQUESTS, sends, strict=True)]
