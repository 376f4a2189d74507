"""Small pages for the tests of checks: a document as its author wrote it, read as its finished form."""

from __future__ import annotations

from commhub.contracts import Finding
from commhub.render.html.checks import html_checks
from commhub.render.html.checks.base import Page
from commhub.render.html.checks.clients import targets
from commhub.render.html.page.nodes import read_page
from commhub.render.html.page.places import SourceText, numbered, origins

START = '<!doctype html>\n<html lang="en"><head><title>News</title>{head}</head><body>\n'


def page_of(body: str, *, head: str = "", whole: str = "", locale: str = "en-GB", **more: object) -> Page:
    """A page with this body, which begins on line 3; `whole` is a document of its own."""
    html = whole or START.replace("{head}", head) + body + "\n</body></html>"
    source = SourceText("email-html", html, html)
    options: dict[str, object] = {"clients": targets({}), "part": "email-html", "size": len(html.encode())}
    return Page(
        root=read_page(numbered(html)),
        locale=locale,
        sources=(source,),
        origins=origins(html, None, source),
        **{**options, **more},  # type: ignore[arg-type]
    )


def found(name: str, page: Page) -> list[Finding]:
    """What one check finds."""
    return list(html_checks.get(name).check(page))


def told(name: str, body: str, **more: object) -> list[tuple[str, int, int, str, str]]:
    """Severity, line, column, what is quoted, and the message."""
    return [
        (one.severity, one.line, one.column, one.surface, one.message)
        for one in found(name, page_of(body, **more))  # type: ignore[arg-type]
    ]
