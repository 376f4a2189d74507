"""Which translations are behind their source, as the tree says it and as a draft is told."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from commhub.content.problems import bad, did_you_mean
from commhub.content.yaml_reading import Node
from templates_store.translations import Rows, behind, marks

__all__ = ["behind", "read_behind", "translated"]
SHA256 = re.compile(r"[0-9a-f]{64}\Z")


def translated(
    texts: Mapping[str, str], source_locale: str, before: Rows, locale_before: str, out_of_date: Mapping[str, str]
) -> dict[str, str]:
    """What each text was translated from: what the files say of one that is out of date, else what its draft knows."""
    known = marks(texts, source_locale, before, locale_before)
    return known | {name: mark for name, mark in out_of_date.items() if known.get(name)}


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
