"""The format json: everything that is known, for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from commhub.contracts import JSON, Finding
from commhub.lint.formats.base import Format, Linted, errors_in

FIELDS: Final = (
    "rule",
    "kind",
    "severity",
    "part",
    "start",
    "end",
    "surface",
    "message",
    "suggestion",
    "field",
    "context",
)


class Json(Format):
    """`{"texts": [{"name", "findings": [...], "review": [...], "waived": [...]}], "errors": 1}`; offsets are code points."""

    name = "json"
    label = "JSON"

    def told(self, results: Sequence[Linted]) -> str:
        texts = [
            {
                "name": one.name,
                "findings": [_told(one, finding) for finding in one.report.findings],
                "review": [_told(one, finding) for finding in one.report.doubtful],
                "waived": [{**_told(one, finding), "waiver": waiver.id} for finding, waiver in one.report.waived],
            }
            for one in results
        ]
        return json.dumps({"texts": texts, "errors": errors_in(results)}, ensure_ascii=False, indent=2) + "\n"


def _told(one: Linted, finding: Finding) -> dict[str, JSON]:
    line, column = one.place(finding.start)
    told: dict[str, JSON] = {name: getattr(finding, name) for name in FIELDS}
    return {**told, "line": line, "column": column, "fingerprint": finding.fingerprint}
