"""SMS by an HTTP adapter: one POST of JSON per message to COMMHUB_SMS_URL."""

from __future__ import annotations

import http.client
import json
import ssl
from typing import ClassVar
from urllib.parse import urlsplit

from django.conf import settings

from commhub.contracts import JSON, DeliveryError, Parcel, Receipt
from commhub.deliver.providers.base import Provider

TIMEOUT_SECONDS = 15
LARGEST_ANSWER = 65_536
WORTH_ANOTHER_TRY = frozenset({408, 409, 425, 429})
"""Refusals that pass: too slow, the first try is still being worked on, too early, too many."""


class HttpSms(Provider):
    name: ClassVar[str] = "http-sms"
    label: ClassVar[str] = "Text messages by HTTP"
    channel: ClassVar[str] = "sms"

    def hand_over(self, parcel: Parcel) -> Receipt:
        if parcel.rendered.attachments or parcel.rendered.document:
            raise DeliveryError("This text message has a file with it; SMS carries none.", permanent=True)
        if not isinstance(parcel.to, str):
            raise DeliveryError("This text message has no telephone number to go to.", permanent=True)
        body = {
            "id": parcel.message_id,
            "to": parcel.to,
            "from": parcel.sender.get("address") or parcel.sender.get("name", ""),
            "text": parcel.rendered.content["text"],
        }
        status, answer = _post(parcel.message_id, body)
        _raise_for(status, answer)
        return Receipt(provider=self.name, provider_id=_id_in(status, answer), detail=f"Taken with status {status}.")


def _post(message_id: str, body: JSON) -> tuple[int, bytes]:
    """The gateway's status and answer. A redirect is not followed: it would carry the token to another host."""
    url = urlsplit(settings.COMMHUB_SMS_URL)
    if url.scheme not in {"http", "https"} or not url.hostname:
        raise DeliveryError(f"COMMHUB_SMS_URL is no http address: {settings.COMMHUB_SMS_URL!r}.", permanent=False)
    headers = {"Content-Type": "application/json", "Accept": "application/json", "Idempotency-Key": message_id}
    if settings.COMMHUB_SMS_TOKEN:
        headers["Authorization"] = f"Bearer {settings.COMMHUB_SMS_TOKEN}"
    connection: http.client.HTTPConnection
    if url.scheme == "https":
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(url.hostname, url.port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        connection = http.client.HTTPConnection(url.hostname, url.port, timeout=TIMEOUT_SECONDS)
    target = (url.path or "/") + (f"?{url.query}" if url.query else "")
    try:
        connection.request("POST", target, json.dumps(body, ensure_ascii=False).encode(), headers)
        response = connection.getresponse()
        return response.status, response.read(LARGEST_ANSWER)
    except TimeoutError as error:
        raise DeliveryError(
            f"The SMS gateway {url.netloc} did not answer within {TIMEOUT_SECONDS} seconds.", permanent=False
        ) from error
    except (OSError, http.client.HTTPException) as error:
        reason = str(error) or type(error).__name__
        raise DeliveryError(f"No connection to the SMS gateway {url.netloc}: {reason}.", permanent=False) from error
    finally:
        connection.close()


def _raise_for(status: int, answer: bytes) -> None:
    said = " ".join(answer[:300].decode("utf-8", "replace").split())
    if 300 <= status < 400:
        raise DeliveryError(
            f"The SMS gateway answered {status}, which points elsewhere. Set COMMHUB_SMS_URL to its final address.",
            permanent=False,
        )
    if status in {401, 403}:
        raise DeliveryError(
            f"The SMS gateway did not accept COMMHUB_SMS_TOKEN: {status} {said}".rstrip(), permanent=False
        )
    if status >= 400:
        permanent = status < 500 and status not in WORTH_ANOTHER_TRY
        raise DeliveryError(f"The SMS gateway refused the message: {status} {said}".rstrip(), permanent=permanent)


def _id_in(status: int, answer: bytes) -> str:
    """The gateway's id for the message. Without one nobody promised anything, whatever the status says: a wrong
    address in the settings can answer 200 too. The Idempotency-Key makes the next try harmless."""
    try:
        found = json.loads(answer)["id"] if 200 <= status < 300 else ""
    except (ValueError, KeyError, TypeError):
        found = ""
    if not isinstance(found, str | int) or isinstance(found, bool) or found == "":
        raise DeliveryError(
            f"The SMS gateway answered {status} without the id of the message. Is COMMHUB_SMS_URL right?",
            permanent=False,
        )
    return str(found)
