"""The figures about a message in words: what a page shows of `Rendered.facts`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from commhub.contracts import JSON
from commhub.render.sms.parts import in_words

LABELS: Final = {
    "units": "characters counted",
    "bytes": "bytes of HTML",
    "forced_by": "UCS-2 because",
    "replaced": "punctuation put in plain",
    "max_parts": "budget of parts",
}
SAID_ELSEWHERE: Final = frozenset({"currency", "destination", "price_list"})
"""What stands in the line of another figure."""


def facts_for_people(facts: Mapping[str, JSON]) -> list[tuple[str, str]]:
    """The figures about a message that fit on a line, each with its label."""
    lines = []
    for name, value in facts.items():
        if name in WORDED:
            text = WORDED[name](value, facts)
        elif name in SAID_ELSEWHERE or not isinstance(value, str | int | float) or value is False:
            continue
        else:
            text = "yes" if value is True else str(value)
        if text:
            lines.append((LABELS.get(name, name.replace("_", " ").replace("-", " ")), text))
    return lines


def _forced_by(value: Sequence[Mapping[str, JSON]], facts: Mapping[str, JSON]) -> str:
    return "; ".join(_who(one) + " " + _listed(one) for one in value)


def _who(one: Mapping[str, JSON]) -> str:
    if one["source"] == "data":
        return f"{one['field']} brought"
    return "the template itself has" if one["source"] == "template" else "an amount, date or number brought"


def _listed(one: Mapping[str, JSON]) -> str:
    named = ", ".join(in_words(character) for character in one["characters"])
    return f"{named} and {one['more']} more" if one["more"] else named


def _replaced(value: Sequence[Mapping[str, JSON]], facts: Mapping[str, JSON]) -> str:
    return ", ".join(
        f"{in_words(one['character'])} as {in_words(one['by']) if one['by'] else 'nothing'}"
        + (f" ({one['count']} times)" if one["count"] > 1 else "")
        for one in value
    )


def _size(value: Mapping[str, JSON], facts: Mapping[str, JSON]) -> str:
    parts = value["parts"]
    return f"{parts} {'part' if parts == 1 else 'parts'} in {value['encoding']}"


def _cost(value: str, facts: Mapping[str, JSON]) -> str:
    told = f"{value} {facts.get('currency', '')}".strip()
    told += f" to {facts['destination']}" if facts.get("destination") else ""
    return told + (f" ({facts['price_list']})" if facts.get("price_list") else "")


WORDED: Final[Mapping[str, Callable[..., str]]] = {
    "forced_by": _forced_by,
    "replaced": _replaced,
    "as_written": _size,
    "in_plain": _size,
    "cost": _cost,
}
"""Figures that are more than one value, and what turns them into a line."""
