"""Which translations are behind their source: what the tree says of it, and what a draft is told."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping

from commhub.content.problems import bad, did_you_mean
from commhub.content.yaml_reading import Node

SHA256 = re.compile(r"[0-9a-f]{64}\Z")
Rows = Mapping[str, tuple[str, str]]
"""Texts by their name (`cy`, or `cy/body`): the source, and the hash of what it was translated from."""


def hash_of_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def behind(rows: Rows, source_locale: str) -> dict[str, str]:
    """The texts that were translated from another text than their source is now, with the hash of that one."""
    found = {}
    for name, (_, made_from) in sorted(rows.items()):
        source = rows.get(_source_of(name, source_locale))
        if made_from and (source is None or hash_of_text(source[0]) != made_from):
            found[name] = made_from
    return found


def translated(
    texts: Mapping[str, str], source_locale: str, before: Rows, out_of_date: Mapping[str, str]
) -> dict[str, str]:
    """What each text was translated from. One that the files say is out of date stays so; one that was changed, or is new,
    was made from the source as it is in the files; any other keeps what was known of it."""
    found = {}
    for name, text in texts.items():
        source = texts.get(_source_of(name, source_locale))
        if not source_locale or name == _source_of(name, source_locale) or source is None:
            found[name] = ""
        elif name in out_of_date:
            found[name] = out_of_date[name]
        elif name in before and before[name][0] == text and before[name][1]:
            found[name] = before[name][1]
        else:
            found[name] = hash_of_text(source)
    return found


def read_behind(node: Node, texts: Collection[str]) -> dict[str, str]:
    """The member `out_of_date` of a file. Raises BadTree."""
    found = {}
    for name, inner in node.members().items():
        if name not in texts:
            raise bad(inner.place, f"There is no text {name!r}.{did_you_mean(name, texts)}")
        if not SHA256.match(inner.text()):
            raise bad(inner.place, "This should be the SHA-256 of the text that it was translated from.")
        found[name] = inner.text()
    return dict(sorted(found.items()))


def _source_of(name: str, source_locale: str) -> str:
    """The name of the text from which a text is translated: `en/body` for `cy/body`."""
    _, slash, part = name.partition("/")
    return f"{source_locale}{slash}{part}"
