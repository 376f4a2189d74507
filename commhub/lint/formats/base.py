"""What a format of the linter's answer is, and what it writes down."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from commhub.contracts import Finding
from commhub.lint.engine import Report

SURROGATE = re.compile("[\ud800-\udfff]")
LINE_END = re.compile("\r\n|\r|\n")


@dataclass(frozen=True)
class Linted:
    """One text that was linted. `name` is its path (with `/`) or what people call it; offsets are into `source`."""

    name: str
    source: str
    report: Report

    def everything(self) -> Iterator[tuple[Finding, str]]:
        """Every finding with what became of it: open, review (doubtful) or waived; in order of place."""
        told = [(one, "open") for one in self.report.findings] + [(one, "review") for one in self.report.doubtful]
        told += [(one, "waived") for one, _ in self.report.waived]
        yield from sorted(told, key=lambda pair: (pair[0].start, pair[0].end, pair[0].rule))

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of a code point, both from 1."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line begins."""
        return [0, *(match.end() for match in LINE_END.finditer(self.source))]


class Format(ABC):
    """One way to write the answer down. Pure."""

    name: ClassVar[str]
    label: ClassVar[str]

    def write(self, results: Sequence[Linted]) -> str:
        """All results as one text, which ends with a line break unless it is empty. Lone surrogates, which no file can
        hold, are shown as U+FFFD."""
        return SURROGATE.sub("\ufffd", self.told(results))

    @abstractmethod
    def told(self, results: Sequence[Linted]) -> str:
        """The same, with whatever stands in the texts."""


def errors_in(results: Sequence[Linted]) -> int:
    """How many open findings would stop a message."""
    return sum(finding.severity == "error" for one in results for finding in one.report.findings)
