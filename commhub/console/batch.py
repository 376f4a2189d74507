"""Many letters from one file and a list of data: compiled once, laid out together, joined in one PDF."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from commhub.channels.print import JoinedLetters, Print
from commhub.console.brands import Look
from commhub.console.loose import Asked, brief_of, compiled
from commhub.console.sample import SampleData
from commhub.console.telling import line_of
from commhub.contracts import Finding
from commhub.lint.engine import check


@dataclass(frozen=True, slots=True)
class MadeBatch:
    """The joined PDF, and for each letter what the checks and the linter say."""

    letters: JoinedLetters
    findings: tuple[tuple[Finding, ...], ...]


def make_batch(path: Path, asked: Asked, look: Look, rows: Sequence[SampleData], *, now: datetime) -> MadeBatch:
    """The letters of all rows. Raises BadSource, CompileError or RenderError."""
    source, edition = compiled(path, asked, look, rows[0])
    briefs = [brief_of(replace(edition, variables=row.variables), look, row, now) for row in rows]
    channel = Print()
    channel.verify(source, edition, briefs[:1])
    letters = channel.render_batch(briefs)
    wording = look.wording()
    findings = tuple(
        (*noticed, *check(readables, asked.locale, wording, {"data": dict(row.values)}))
        for row, readables, noticed in zip(rows, letters.readables, letters.findings, strict=True)
    )
    return MadeBatch(letters, findings)


def tell_batch(made: MadeBatch) -> Iterator[str]:
    """The lines for standard error: how many letters and pages, and each letter's findings under its pages."""
    pages = made.letters.ranges[-1][1]
    yield f"{len(made.letters.ranges)} letters on {pages} pages"
    yield f"sha256 {hashlib.sha256(made.letters.content).hexdigest()}"
    for number, (pages_of, findings) in enumerate(zip(made.letters.ranges, made.findings, strict=True), start=1):
        for finding in findings:
            yield f"letter {number} (pages {pages_of[0]} to {pages_of[1]}): {line_of(finding)}"
    count = sum(map(len, made.findings))
    yield f"{count} findings" if count else "no findings"
