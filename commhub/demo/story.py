"""The story: an app tells commhub about its customers, asks for messages, and watches what becomes of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from commhub.demo.cast import Customer, Request
from commhub.demo.client import Api
from commhub.demo.errors import DemoError

FINAL = frozenset({"sent", "held", "blocked", "undeliverable", "failed"})
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
    sends: dict[str, dict[str, Any]] = {}
    while True:
        sends |= {send_id: api.see(send_id) for send_id in send_ids if not _is_final(sends.get(send_id))}
        open_ones = [send for send in sends.values() if not _is_final(send)]
        progress(len(send_ids) - len(open_ones))
        if not open_ones:
            return [sends[send_id] for send_id in send_ids]
        if time.monotonic() > deadline:
            where = ", ".join(f"{send['template']} to {send['customer']} is {send['status']}" for send in open_ones)
            raise DemoError(
                f"After {seconds:.0f} seconds {len(open_ones)} of {len(send_ids)} messages are still not finished: "
                f"{where}. The worker's log says what it does; on a slow machine --seconds gives it more time."
            )
        time.sleep(POLL_SECONDS)


def _is_final(send: dict[str, Any] | None) -> bool:
    return send is not None and send["status"] in FINAL
