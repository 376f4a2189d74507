"""The format sarif: the Static Analysis Results Interchange Format, version 2.1.0 (OASIS standard, 27 March 2020)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from commhub.contracts import JSON, Finding
from commhub.lint.formats.base import Format, Linted

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Final = {"error": "error", "warning": "warning", "advice": "note"}
FINGERPRINT: Final = "commhubRuleAndSentence/v1"


class Sarif(Format):
    """One run; a doubtful finding is a result of the kind `review`, a waived one has a suppression. Columns are code
    points. The fingerprint is of the rule and its sentence, so that a result is known again when lines move."""

    name = "sarif"
    label = "SARIF 2.1.0"

    def told(self, results: Sequence[Linted]) -> str:
        rules: dict[str, dict[str, JSON]] = {}
        found = [_result(one, finding, fate, rules) for one in results for finding, fate in one.everything()]
        driver: dict[str, JSON] = {"name": "commhub", "rules": list(rules.values())}
        run: dict[str, JSON] = {
            "tool": {"driver": driver},
            "columnKind": "unicodeCodePoints",
            "artifacts": [{"location": {"uri": _uri(one.name)}} for one in results],
            "results": found,
        }
        return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _result(one: Linted, finding: Finding, fate: str, rules: dict[str, dict[str, JSON]]) -> dict[str, JSON]:
    level = LEVELS.get(finding.severity, "warning")
    if finding.rule not in rules:
        rules[finding.rule] = {
            "id": finding.rule,
            "shortDescription": {"text": f"{finding.kind}: {finding.rule}"},
            "help": {"text": f"Say instead: {finding.suggestion}" if finding.suggestion else "Say it in plain words."},
            "defaultConfiguration": {"level": level},
            "properties": {"kind": finding.kind, "number": len(rules)},
        }
    result: dict[str, JSON] = {
        "ruleId": finding.rule,
        "ruleIndex": rules[finding.rule]["properties"]["number"],
        "kind": "review" if fate == "review" else "fail",
        "level": "none" if fate == "review" else level,
        "message": {"text": finding.message},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": _uri(one.name)}, "region": _region(one, finding)}}
        ],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "properties": {"severity": finding.severity, "suggestion": finding.suggestion, "field": finding.field},
    }
    if fate == "waived":
        waiver = next(waiver for waived, waiver in one.report.waived if waived is finding)
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": f"waiver {waiver.id}"}]
    return result


def _region(one: Linted, finding: Finding) -> dict[str, JSON]:
    line, column = one.place(finding.start)
    end_line, end_column = one.place(finding.end)
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": finding.start,
        "charLength": finding.end - finding.start,
        "snippet": {"text": one.source[finding.start : finding.end]},
    }


def _uri(name: str) -> str:
    return quote(name, safe="/-._~!$&'()*+,;=@", errors="replace")
