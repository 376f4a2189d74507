"""The story: an app tells commhub about its customers, asks for messages, and watches what becomes of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from commhub.demo.cast import Customer, Request
from commhub.demo.client import Api
from commhub.demo.errors import DemoError

FINAL = frozenset({"sent", "blocked", "undeliverable", "failed"})
POLL_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Told:
    """One request and what became of it; `send` is the API's answer, its message final."""

    request: Request
    customer: Customer
    send: dict[str, Any]

    @property
    def message(self) -> dict[str, Any]:
        found: dict[str, Any] = self.send["messages"][0]
        return found

    @property
    def reason(self) -> str:
        """Why it went this way, in one sentence."""
        stopping = [finding for finding in self.message["findings"] if finding["severity"] == "error"]
        if self.message["state"] == "blocked" and stopping:
            field = f" (it came in by {stopping[0]['field']})" if stopping[0]["field"] else ""
            return f"{stopping[0]['message']}{field}"
        if self.message["state"] == "failed":
            return str(self.message["problem"])
        return str((self.message["decision"] or {}).get("explanation", ""))


def introduce(api: Api, customers: Sequence[Customer]) -> None:
    """Tell commhub who the customers are and which addresses must not be written to."""
    for customer in customers:
        api.put_customer(customer.key, customer.about)
        for channel, address, reason in customer.suppressed:
            api.suppress(channel, address, reason)


def ask(api: Api, requests: Sequence[Request]) -> list[str]:
    """Ask for every message; answers the ids of the sends, in the same order."""
    return [api.send(request.body, f"demo-{number}") for number, request in enumerate(requests, 1)]


def watch(api: Api, send_ids: Sequence[str], seconds: float, progress: Callable[[int], None]) -> list[dict[str, Any]]:
    """Wait until every send has come to its end; `progress` is told how many have. Raises DemoError after `seconds`."""
    deadline = time.monotonic() + seconds
    done: dict[str, dict[str, Any]] = {}
    while True:
        for send_id in send_ids:
            if send_id not in done:
                send = api.see(send_id)
                if send["status"] in FINAL:
                    done[send_id] = send
        progress(len(done))
        if len(done) == len(send_ids):
            return [done[send_id] for send_id in send_ids]
        if time.monotonic() > deadline:
            raise DemoError(
                f"After {seconds:.0f} seconds {len(send_ids) - len(done)} of {len(send_ids)} messages are still not "
                "finished. The log of the worker says what it does; --seconds gives it more time."
            )
        time.sleep(POLL_SECONDS)
