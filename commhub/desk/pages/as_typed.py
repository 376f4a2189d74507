"""What the editor asks while somebody types: the linter's findings in one field of a draft, with what to say instead."""

from __future__ import annotations

import json
import time
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from commhub.contracts import Finding
from commhub.desk.forms.template import check_locale
from commhub.desk.kinds import KINDS
from commhub.desk.pages.page import guarded
from commhub.desk.typed import actor_of
from commhub.lint.engine import LintUnavailable, lint
from commhub.lint.replacing import replacement
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import CHANNELS, source_blocks
from commhub.lint.terms import load_rule_set

MAX_BYTES: Final = 500_000
"""What one question may weigh; templates are a tenth of that."""
AROUND: Final = 200
"""Characters before a word that are looked at to tell whether it begins a sentence."""


@require_POST
def lint_typed(request: HttpRequest) -> JsonResponse:
    """Answers `{"text", "channel", "locale"}` with `{"findings": [...]}`, in order of place.

    `start` and `end` count UTF-16 code units, as browsers do. A finding has its severity (review for one in doubt), the
    sentence that says why, and `instead`, what to put in its place ('' if nothing is suggested). Nothing is kept.
    """
    actor = actor_of(request)
    if not any(kind.may_start(actor) for kind in KINDS.values()):
        raise PermissionDenied("Your role does not write content.")
    if len(request.body) > MAX_BYTES:
        return _refused(413, f"This text is too long to be checked as you type: {MAX_BYTES:,} bytes are the most.")
    try:
        asked = _asked(request.body)
    except ValueError as error:
        return _refused(422, str(error))
    began = time.perf_counter()
    try:
        rules = load_rule_set()
        report = lint(source_blocks(asked["text"], asked["channel"], "template"), asked["locale"], rules)
    except LintUnavailable as error:
        return _refused(503, str(error))
    found = sorted([*report.findings, *report.doubtful], key=lambda finding: (finding.start, finding.end))
    answer = JsonResponse({"findings": list(_told(found, asked["text"], rules))})
    answer["Server-Timing"] = f"lint;dur={(time.perf_counter() - began) * 1000:.1f}"
    return _guarded(answer)


def _asked(body: bytes) -> Mapping[str, str]:
    """The question. Raises ValueError with a sentence for whoever wrote the script that asks."""
    try:
        raw = json.loads(body)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"The question is not JSON: {error}.") from error
    names = {"text", "channel", "locale"}
    if not isinstance(raw, dict) or set(raw) != names or not all(isinstance(value, str) for value in raw.values()):
        raise ValueError("The question is an object with the texts text, channel and locale, and nothing else.")
    if raw["channel"] not in CHANNELS:
        raise ValueError(f"There is no channel {raw['channel']!r}; there are: {', '.join(CHANNELS)}.")
    try:
        check_locale(raw["locale"])
    except ValidationError as error:
        raise ValueError(f"{raw['locale']!r} is not a language tag. {' '.join(error.messages)}") from error
    return raw


def _told(findings: Sequence[Finding], text: str, rules: RuleSet) -> Iterator[Mapping[str, Any]]:
    units = Units(text)
    written = _written(rules)
    for finding in findings:
        before = text[max(0, finding.start - AROUND) : finding.start]
        line_end = text.find("\n", finding.end)
        after = text[finding.end : finding.end + AROUND if line_end < 0 else min(line_end, finding.end + AROUND)]
        yield {
            "start": units.at(finding.start),
            "end": units.at(finding.end),
            "severity": finding.severity,
            "word": finding.surface,
            "message": finding.message,
            "suggestion": finding.suggestion,
            # What a pattern matches is many words: its suggestion says what to write, and is not itself what to write.
            "instead": replacement(
                finding.surface,
                finding.suggestion if finding.rule in rules.listed else "",
                written=written.get(finding.rule, ""),
                before=before,
                line=before.rpartition("\n")[2] + after,
            ),
        }


class Units:
    """Places in a text as browsers count them: characters beyond the first 65,536 are two."""

    def __init__(self, text: str) -> None:
        self._astral = [] if text.isascii() else [place for place, one in enumerate(text) if one > "\uffff"]

    def at(self, place: int) -> int:
        return place + bisect_left(self._astral, place)


@lru_cache(maxsize=2)
def _written(rules: RuleSet) -> Mapping[str, str]:
    """How each rule writes its term, by the rule's key."""
    return {term.key: term.text for term in rules.terms}


def _refused(status: int, problem: str) -> JsonResponse:
    return _guarded(JsonResponse({"problem": problem}, status=status))


def _guarded(answer: JsonResponse) -> JsonResponse:
    guarded(answer)
    return answer
