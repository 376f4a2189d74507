"""Writes YAML so that the same value always gives the same bytes, and git shows a change where something changed."""

from __future__ import annotations

import re
from typing import Final

import yaml

from commhub.contracts import JSON

FOREVER: Final = 1 << 30
"""No line is folded: where one is broken would depend on what stands before it."""
SHOWN: Final = re.compile(r"[\t\n -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*\Z")


class _Dumper(yaml.SafeDumper):
    """Block style, lists indented under their key, texts of several lines as blocks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        return True


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=_style(value))


def _style(value: str) -> str | None:
    """A block for what has lines and comes back from a block as it is; quotes with escapes for what is not shown."""
    if not SHOWN.match(value):
        return '"'
    if "\n" not in value:
        return '"' if "\t" in value else None
    first, lines = value[0], value.split("\n")
    if first.isspace() or "\t" in value or any(line != line.rstrip() or not (line or first) for line in lines):
        return '"'
    return "|"


_Dumper.add_representer(str, _text)


def as_yaml(value: JSON) -> bytes:
    """A value as YAML in UTF-8: members in the order in which they stand."""
    text: str = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, default_flow_style=False, width=FOREVER
    )
    return text.encode()


def ordered(value: JSON, first: tuple[str, ...] = ()) -> JSON:
    """The value with the members of every object in one order: those of `first`, then the others by name.

    A database may hand them out in any order.
    """
    if isinstance(value, dict):
        names = [name for name in first if name in value] + sorted(name for name in value if name not in first)
        return {name: ordered(value[name], first) for name in names}
    if isinstance(value, list | tuple):
        return [ordered(one, first) for one in value]
    return value
