"""The checks of finished HTML, one file each: what clients support, accessibility, links and size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from commhub.contracts import Finding
from commhub.plugins import Registry
from commhub.render.html.checks.base import HtmlCheck, Page

html_checks: Registry[HtmlCheck] = Registry("commhub.render.html.checks", HtmlCheck)
_ORDER = {"error": 0, "warning": 1, "advice": 2}


def check_pages(pages: Iterable[Page]) -> tuple[Finding, ...]:
    """Everything that the checks have to say about these pages (one for each set of sample data): what is the same on
    several pages, or in several places, is said once. Errors come first, then by place."""
    found = dict.fromkeys(finding for page in pages for check in html_checks for finding in check.check(page))
    alike: dict[tuple[str, ...], list[Finding]] = {}
    for one in found:
        alike.setdefault((one.rule, one.severity, one.part, one.surface, one.message), []).append(one)
    return tuple(sorted(map(_first, alike.values()), key=_rank))


def _first(alike: list[Finding]) -> Finding:
    """The first of some findings that say the same, with the number of the others."""
    first, more = min(alike, key=_rank), len(alike) - 1
    if not more:
        return first
    return replace(first, message=f"{first.message} The same in {more} more {'place' if more == 1 else 'places'}.")


def _rank(finding: Finding) -> tuple[int, str, int, int, str]:
    return _ORDER.get(finding.severity, 9), finding.part, finding.line, finding.column, finding.rule
