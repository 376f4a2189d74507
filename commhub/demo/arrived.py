"""Looks at what arrived at the mail server, at the SMS gateway and in the printer's folder, and says what is not right."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from commhub.demo.folder import Places
from commhub.demo.story import Told


def wrong_with(told: Iterable[Told], places: Places) -> list[str]:
    """What went otherwise than it should, a sentence each; nothing if all is well."""
    told = list(told)
    problems = [problem for one in told for problem in _wrong_with_one(one, places)]
    expected = {path for one in told if one.message["state"] == "sent" and (path := where(one, places))}
    found = {path for folder in (places.mail, places.sms, places.letters) for path in folder.iterdir()}
    problems += [
        f"{path} arrived, and nobody asked for it."
        for path in sorted(found - expected)
        if path.suffix in {".eml", ".txt", ".pdf"}
    ]
    listed = sorted(line["file"] for line in manifest_lines(places))
    letters = sorted(path.name for path in expected if path.suffix == ".pdf")
    if listed != letters:
        problems.append(f"The printer's manifest lists {listed}, and the letters are {letters}.")
    return problems


def where(one: Told, places: Places) -> Path | None:
    """The file that this message made where it arrived, if its channel is one that arrives here."""
    name = one.message["id"]
    return {
        "email": places.mail / f"{name}.eml",
        "sms": places.sms / f"{name}.txt",
        "print": places.letters / f"{name}.pdf",
    }.get(one.message["channel"])


def manifest_lines(places: Places) -> list[dict[str, Any]]:
    """Every line of the printer's manifests."""
    return [
        json.loads(line)
        for manifest in sorted(places.letters.glob("manifest-*.jsonl"))
        for line in manifest.read_text("utf-8").splitlines()
    ]


def _wrong_with_one(one: Told, places: Places) -> Iterable[str]:
    message, request = one.message, one.request
    who = f"{request.template} to {one.customer.about['name']}"
    if (message["state"], message["channel"]) != (request.state, request.channel):
        yield (
            f"{who} should be {request.state} by {request.channel or 'no channel'}, and is {message['state']} by "
            f"{message['channel'] or 'no channel'}: {one.reason}"
        )
        return
    if request.state != "sent":
        return
    path = where(one, places)
    if path is None or not path.exists():
        yield f"{who} is said to be sent, and did not arrive as {path}."
        return
    content = path.read_bytes()
    if not _is_to(one, content):
        yield f"{path} is not addressed to {one.customer.about['name']}."
    if path.suffix == ".pdf":
        yield from _wrong_with_letter(one, content, places)


def _is_to(one: Told, content: bytes) -> bool:
    address = one.message["to"]
    match one.message["channel"]:
        case "email":
            mail = message_from_bytes(content, policy=policy.default)
            return [mailbox.addr_spec for mailbox in mail["To"].addresses] == [address]
        case "sms":
            return content.decode().splitlines()[0] == f"To: {address}"
        case _:
            return content.startswith(b"%PDF-")


def _wrong_with_letter(one: Told, content: bytes, places: Places) -> Iterable[str]:
    lines = [line for line in manifest_lines(places) if line["message_id"] == one.message["id"]]
    if len(lines) != 1:
        yield f"The letter {one.message['id']} stands in the printer's manifest {len(lines)} times."
    elif lines[0]["sha256"] != hashlib.sha256(content).hexdigest():
        yield f"The letter {one.message['id']} is not the one that the printer's manifest lists."
    elif lines[0]["recipient"] != one.customer.about["name"]:
        yield f"The printer's manifest names {lines[0]['recipient']} for the letter to {one.customer.about['name']}."
