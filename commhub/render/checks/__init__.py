"""The checks of finished HTML, one file each: what clients support, accessibility, links and size."""

from __future__ import annotations

from collections.abc import Iterable

from commhub.contracts import Finding
from commhub.plugins import Registry
from commhub.render.checks.base import HtmlCheck, Page

html_checks: Registry[HtmlCheck] = Registry("commhub.render.checks", HtmlCheck)
_ORDER = {"error": 0, "warning": 1, "advice": 2}


def check_pages(pages: Iterable[Page]) -> tuple[Finding, ...]:
    """Everything that the checks have to say about these pages (one for each set of sample data): what is the same on
    several is said once. Errors come first, then by place."""
    found = dict.fromkeys(finding for page in pages for check in html_checks for finding in check.check(page))
    return tuple(sorted(found, key=lambda one: (_ORDER.get(one.severity, 9), one.part, one.line, one.column, one.rule)))
