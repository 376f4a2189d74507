"""Reads the corpus's sources: messages in which what must be found stands in brackets.

`@ id locale channel stage tier tag tag ...` begins a message; its text follows, to the next such line. In the text

    ⟦NIGO|nigo⟧      must be found, by the rule of that id (`acronym`: one that no rule lists; `sentence`: too long)
    ⟦deductible⟧     the same, by the rule of which this is the term or the id, whatever its case, hyphens and spaces
    ⟪Ann Lee|person_name⟫  came from a variable of that type
    \\u{ad}           the character of that number, for what cannot be seen

Brackets may stand within brackets. A line that begins with `#:` is a remark on what follows and is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
TIERS: Final = ("core", "hard", "stretch")
CHANNELS: Final = ("email_html", "email_text", "sms", "print_html")
STAGES: Final = ("template", "rendered")
KINDS: Final = ("acronym", "sentence")  # what is found without a rule of the pack
PIECE: Final = re.compile(r"⟦|⟪|\|([^|⟦⟧⟪⟫\n]+)⟧|⟧|\|([a-z_]+)⟫|\\u\{([0-9a-f]+)\}")


@dataclass(slots=True)
class Item:
    """A labelled message. Spans are (start, end, name) in code points, end exclusive.

    `asides` may be found and count for nothing.
    """

    id: str
    locale: str
    channel: str
    stage: str
    tier: str
    tags: list[str]
    text: str
    expected: list[tuple[int, int, str]] = field(default_factory=list)
    protected: list[tuple[int, int, str]] = field(default_factory=list)
    asides: list[tuple[int, int, str]] = field(default_factory=list)

    def asked(self) -> dict[str, Any]:
        """The item as the linter is given it, without what it should find."""
        given = {key: getattr(self, key) for key in ("id", "locale", "channel", "stage", "text")}
        if self.protected:
            given["protected"] = [{"start": start, "end": end, "type": kind} for start, end, kind in self.protected]
        return given

    def labelled(self) -> dict[str, Any]:
        """The item with its labels, as `items.jsonl` keeps it."""
        expected = [{"start": start, "end": end, "rule": rule} for start, end, rule in self.expected]
        return {**self.asked(), "tier": self.tier, "tags": self.tags, "expected": expected}


def terms() -> dict[str, dict[str, Any]]:
    """The pack's entries by id."""
    return {entry["id"]: entry for entry in json.loads((HERE / "pack.json").read_text("utf-8"))["terms"]}


def items() -> list[Item]:
    """Every message of the corpus, file by file. Raises ValueError with the place of a label that cannot be meant."""
    known = terms()
    by_term: dict[str, str] = {}
    for name, entry in known.items():
        by_term.setdefault(_bare(entry["term"]), name)
    for name in known:
        by_term.setdefault(_bare(name), name)
    found: list[Item] = []
    for path in sorted((HERE / "messages").glob("*.txt")):
        for header, text in _messages(path.read_text("utf-8")):
            found.append(_item(f"{path.stem}: {header}", header, text, known, by_term))
    names = [one.id for one in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"These ids stand twice: {', '.join(sorted(twice))}.")
    return found


def _bare(term: str) -> str:
    return re.sub(r"[\s-]+", "", term.casefold())


def _messages(source: str) -> Iterator[tuple[str, str]]:
    header, lines = "", list[str]()
    for line in source.split("\n"):
        if line.startswith("#:"):
            continue
        if line.startswith("@ "):
            if header:
                yield header, "\n".join(lines).strip("\n")
            header, lines = line[2:], []
        else:
            lines.append(line)
    if header:
        yield header, "\n".join(lines).strip("\n")


def _item(where: str, header: str, marked: str, known: dict[str, Any], by_term: dict[str, str]) -> Item:
    name, locale, channel, stage, tier, *tags = header.split()
    if channel not in CHANNELS or stage not in STAGES or tier not in TIERS or not tags:
        raise ValueError(f"{where}: the heading is id, locale, channel, stage, tier, tags.")
    item = Item(name, locale, channel, stage, tier, tags, "")
    opened: list[tuple[str, int]] = []
    text, at = "", 0
    for piece in PIECE.finditer(marked):
        text += marked[at : piece.start()]
        at = piece.end()
        if piece[3]:
            text += chr(int(piece[3], 16))
        elif piece[0] in "⟦⟪":
            opened.append((piece[0], len(text)))
        else:
            bracket, start = opened.pop()
            if (bracket == "⟪") != bool(piece[2]):
                raise ValueError(f"{where}: {piece[0]!r} closes the wrong bracket.")
            if bracket == "⟪":
                item.protected.append((start, len(text), piece[2]))
                continue
            rule = piece[1] or by_term.get(_bare(text[start:]), "")
            if rule not in known and rule not in KINDS:
                raise ValueError(f"{where}: no rule is called {rule or text[start:]!r}.")
            item.expected.append((start, len(text), rule))
    if opened:
        raise ValueError(f"{where}: a bracket is not closed.")
    item.text = text + marked[at:]
    item.expected.sort()
    return item
