"""Lints items of JSON Lines with a rule pack: one answer a line, in the order of the items."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from commhub.contracts import JSON, CommhubError, DataSpan, Finding
from commhub.lint.engine import lint
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import CHANNELS, STAGES, source_blocks

ITEM_KEYS = frozenset({"id", "locale", "channel", "stage", "text", "protected"})
FREE_TEXT = frozenset({"free_text", "text", "string"})
SHOWN = ("start", "end", "kind", "rule", "severity", "surface", "suggestion")


class BadItem(CommhubError):
    """An item that cannot be linted; the text names its line."""


def lint_lines(lines: Iterable[str], rules: RuleSet) -> Iterator[str]:
    """The answer to each line: `{"id", "findings": [...]}`, and `"review"` where a hit is doubtful. Raises BadItem."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        item = _item(line, number)
        blocks = source_blocks(item["text"], item["channel"], item["stage"], _spans(item, number))
        report = lint(blocks, item["locale"], rules)
        answer: dict[str, JSON] = {"id": item["id"], "findings": [_shown(item, one) for one in report.findings]}
        if report.doubtful:
            answer["review"] = [_shown(item, one) for one in report.doubtful]
        yield json.dumps(answer, ensure_ascii=True)


def _item(line: str, number: int) -> Mapping[str, JSON]:
    try:
        item = json.loads(line.removeprefix("\ufeff"))  # a byte order mark, as some editors write
    except RecursionError as error:
        raise BadItem(f"Line {number} is nested deeper than any item is.") from error
    except ValueError as error:
        raise BadItem(f"Line {number} is not JSON: {error}.") from error
    if not isinstance(item, dict):
        raise BadItem(f"Line {number} is not an object.")
    for key in ("id", "locale", "text"):
        if not isinstance(item.get(key), str):
            raise BadItem(f"Line {number}: '{key}' is missing or not text.")
    item = {"channel": "email_text", "stage": "rendered", **item}
    for key, known in (("channel", CHANNELS), ("stage", STAGES)):
        if item[key] not in known:
            raise BadItem(f"Line {number}: '{key}' is {item[key]!r}; it can be {', '.join(known)}.")
    return item


def _spans(item: Mapping[str, JSON], number: int) -> tuple[DataSpan, ...]:
    try:
        return tuple(
            DataSpan(int(one["start"]), int(one["end"]), "", _holds(str(one.get("type", ""))))
            for one in item.get("protected") or ()
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise BadItem(
            f"Line {number}: 'protected' is a list of {{start, end, type}}; this one is not ({error!r})."
        ) from error


def _holds(type_: str) -> str:
    """What a protected span names, '' for free text, which is linted like the rest."""
    name = type_.replace("-", "_")
    return "" if name in FREE_TEXT else name or "protected"


def _shown(item: Mapping[str, JSON], finding: Finding) -> dict[str, JSON]:
    shown = {key: getattr(finding, key) for key in SHOWN}
    shown["surface"] = item["text"][finding.start : finding.end]
    return shown
