"""The linter's and the checks' findings as people read them: the words marked where they stand, and equal ones told once."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from commhub.contracts import JSON, Finding
from commhub.desk.channels import channel_label

ORDER = {"error": 0, "warning": 1, "advice": 2, "review": 3, "waived": 4}
SAME = {"page": "body"}
"""What was read from the pages of a letter is to people what the e-mail has in its body."""


@dataclass
class Told:
    """One finding; `before`, `marked` and `after` quote it, `places` lists where the same was found.

    `instead` is what to say or do, unless the message says it already. `of_words` tells a finding of the linter, in what
    the customer reads, from one about a source, which has `line` and `column` (0: not known). `fingerprint` is what a
    waiver knows it by, '' where there can be none.
    """

    severity: str
    part: str
    before: str
    marked: str
    after: str
    message: str
    instead: str
    data_field: str
    kind: str
    of_words: bool
    line: int
    column: int
    fingerprint: str = ""
    places: list[str] = field(default_factory=list)


def told(findings: Iterable[tuple[str, Finding | Mapping[str, JSON]]]) -> list[Told]:
    """Findings with the place (such as `en, e-mail`) in which each was found; errors first, each said once."""
    found: dict[tuple[str | int, ...], Told] = {}
    for place, finding in findings:
        raw = dataclasses.asdict(finding) if isinstance(finding, Finding) else finding
        one = tell(raw)
        key = (
            one.severity,
            one.part,
            one.before,
            one.marked,
            one.after,
            one.message,
            one.data_field,
            one.line,
            one.column,
        )
        known = found.setdefault(key, one)
        if place and place not in known.places:
            known.places.append(place)
    return sorted(found.values(), key=lambda one: (ORDER.get(one.severity, 9), one.part, one.line, one.column))


def stored(findings: Iterable[Mapping[str, JSON]]) -> list[Told]:
    """Findings as rows keep them: JSON objects that may say in which locale and channel they were found."""
    return told((_place(raw), raw) for raw in findings)


def counts(findings: Iterable[Mapping[str, JSON]]) -> tuple[int, int]:
    """How many errors and how many warnings, each counted once."""
    severities = [one.severity for one in stored(findings)]
    return severities.count("error"), severities.count("warning")


def _place(raw: Mapping[str, JSON]) -> str:
    words = [str(raw[name]) for name in ("template", "brand", "locale") if raw.get(name)]
    return ", ".join([*words, channel_label(str(raw["channel"]))] if raw.get("channel") else words)


def tell(raw: Mapping[str, JSON]) -> Told:
    """One finding as people read it."""
    surface = str(raw.get("surface", ""))
    context = str(raw.get("context", "")) or str(raw.get("sentence", "")) or surface
    before, marked, after = context.partition(surface) if surface else (context, "", "")
    message, suggestion = str(raw.get("message", "")), str(raw.get("suggestion", ""))
    return Told(
        severity=str(raw.get("severity", "")),
        part=SAME.get(str(raw.get("part", "")), str(raw.get("part", ""))),
        before=before,
        marked=marked,
        after=after,
        message=message,
        instead="" if suggestion in message else suggestion,
        data_field=str(raw.get("field", "")),
        kind=str(raw.get("kind", "")),
        of_words=bool(raw.get("end", 1)),
        line=int(raw.get("line", 0)),
        column=int(raw.get("column", 0)),
        fingerprint=str(raw.get("fingerprint", "")),
    )
