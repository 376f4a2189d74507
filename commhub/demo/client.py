"""How an app talks to commhub: the public REST API, with a key and the standard library."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import quote, urlsplit

from commhub.demo.errors import DemoError

TIMEOUT_SECONDS = 30


class Api:
    """One app's way to one commhub. Each call is one request; an answer of 400 or more is raised as DemoError."""

    def __init__(self, url: str, key: str) -> None:
        self.server = urlsplit(url).netloc
        self.key = key

    def put_customer(self, key: str, customer: dict[str, Any]) -> None:
        self._ask("PUT", f"/api/v1/customers/{quote(key, safe='')}", customer)

    def suppress(self, channel: str, address: Any, reason: str) -> None:
        self._ask("POST", "/api/v1/suppressions", {"channel": channel, "address": address, "reason": reason})

    def send(self, request: dict[str, Any], idempotency_key: str) -> str:
        """Ask for a send; answers its id."""
        return str(self._ask("POST", "/api/v1/sends", request, {"Idempotency-Key": idempotency_key})["id"])

    def see(self, send_id: str) -> dict[str, Any]:
        """What became of a send so far."""
        found: dict[str, Any] = self._ask("GET", f"/api/v1/sends/{send_id}")
        return found

    def _ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        connection = http.client.HTTPConnection(self.server, timeout=TIMEOUT_SECONDS)
        sent = {"Authorization": f"Bearer {self.key}", "Accept": "application/json", **(headers or {})}
        if body is not None:
            sent["Content-Type"] = "application/json"
        try:
            connection.request(method, path, None if body is None else json.dumps(body).encode(), sent)
            response = connection.getresponse()
            status, answer = response.status, response.read()
        except (OSError, http.client.HTTPException) as error:
            raise DemoError(f"{method} {path}: no answer from the web server at {self.server}: {error}") from error
        finally:
            connection.close()
        if status >= 400:
            raise DemoError(f"{method} {path} was answered with {status}: {_problem(answer)}")
        return json.loads(answer) if answer else None


def _problem(answer: bytes) -> str:
    """An answer of the API's kind of problem as one sentence, or the answer as it is."""
    try:
        problem = json.loads(answer)
        fields = "; ".join(
            f"{error.get('pointer', '')} {error.get('detail', '')}" for error in problem.get("errors", ())
        )
        return f"{problem['title']}. {problem.get('detail', '')} {fields}".strip()
    except (ValueError, KeyError, TypeError, AttributeError):
        return answer[:500].decode("utf-8", "replace")
