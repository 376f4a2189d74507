"""Which e-mail clients a brand targets, and what each of them supports: Can I email's table as a data file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from commhub.contracts import JSON, CompileError

DATA: Final = Path(__file__).resolve().parent / "data"
TOKEN: Final = "email_clients"
USUAL: Final = (
    "gmail-web", "gmail-ios", "gmail-android",
    "outlook-windows", "outlook-web", "outlook-macos", "outlook-ios", "outlook-android",
    "apple-mail-ios", "apple-mail-macos", "yahoo-web", "samsung-email-android",
)  # fmt: skip
"""The clients of a brand that names none."""


@dataclass(frozen=True, slots=True)
class Client:
    """One client on one platform; `column` is its place in the table's rows."""

    name: str
    label: str
    family: str
    column: int


@dataclass(frozen=True, slots=True)
class Table:
    """The data file. A letter of `support` is y (yes), a (in part), n (no), u or . (not known)."""

    updated: str
    source: str
    clients: Mapping[str, Client]
    support: Mapping[str, str]


@lru_cache(maxsize=1)
def table() -> Table:
    """The table of what clients support."""
    raw = json.loads((DATA / "client-support.json").read_text(encoding="utf-8"))
    clients = (Client(one["name"], one["label"], one["family"], at) for at, one in enumerate(raw["clients"]))
    return Table(raw["updated"], raw["source"], {client.name: client for client in clients}, raw["support"])


def targets(brand: Mapping[str, JSON]) -> tuple[Client, ...]:
    """The clients that a brand's `email_clients` names: a client (`outlook-windows`) or a family (`outlook`).

    The usual ones when it has no such token. Raises CompileError for a name that the table does not have.
    """
    named = brand.get(TOKEN, USUAL)
    if not isinstance(named, list | tuple) or not named or not all(isinstance(name, str) for name in named):
        raise CompileError(f"{TOKEN} is a list of names such as outlook-windows or gmail", "brand tokens")
    return _clients(tuple(named))


@lru_cache(maxsize=64)
def _clients(named: tuple[str, ...]) -> tuple[Client, ...]:
    known = table().clients
    families = {client.family for client in known.values()}
    for name in named:
        if name not in known and name not in families:
            raise CompileError(
                f"{TOKEN}: there is no client {name!r}; there are: {', '.join(sorted({*known, *families}))}",
                "brand tokens",
            )
    return tuple(client for client in known.values() if client.name in named or client.family in named)
