"""An HTML document on its way to an edition: layout and content put together, bound, and made ready for its channel."""

from __future__ import annotations

import re
from collections.abc import Collection

from commhub.contracts import CompileError
from commhub.render.binding import Binder, check_names
from commhub.render.constructs import EXPRESSION, Constructs, quote_braces
from commhub.render.html import TEXT, quote_in_html, settle, spots
from commhub.render.inline import inline_styles
from commhub.render.markdown import tags_of, to_html
from commhub.render.passive import refuse_active
from commhub.render.text import to_text

WHOLE_DOCUMENT = re.compile(r"<html[\s>]", re.IGNORECASE)


class Document:
    """One layout with its content, as protected HTML. `place` names the sources in error messages."""

    def __init__(self, binder: Binder) -> None:
        self.constructs = Constructs(binder)
        self.html = ""

    def fill(
        self, layout: str, content: str, *, markdown: bool, part: str, names: Collection[str], offers: Collection[str]
    ) -> None:
        """Put the content (Markdown, or HTML) in the layout's `{{ content }}`; a whole HTML document needs no layout.

        `names` are the variables that both may read, `offers` what the channel gives to the layout besides.
        """
        check_names(content, names, part)
        if not markdown and WHOLE_DOCUMENT.search(content):
            self.html = settle(self.constructs.protect(content, part), self.constructs, part)
            refuse_active(self.html, part)
            return
        check_names(layout, {*names, *offers, "content"}, "layout")
        inner = self.constructs.protect(content, part)
        if markdown:
            inner = to_html(inner, self.constructs)
        inner = settle(inner, self.constructs, part)
        refuse_active(inner, part)
        frame = self.constructs.protect(layout, "layout")
        token = self._content_token(frame)
        frame = settle(frame, self.constructs, "layout")
        refuse_active(frame, "layout")
        self.html = frame.replace(token, inner)

    def _content_token(self, frame: str) -> str:
        found = [
            spot
            for spot in spots(frame, self.constructs)
            if self.constructs.get(spot.number).kind == EXPRESSION
            and self.constructs.get(spot.number).inner == "content"
        ]
        if len(found) != 1 or found[0].state != TEXT:
            raise CompileError("a layout has {{ content }} exactly once, in its text", "layout")
        return f"{self.constructs.salt}{found[0].number}z"

    def inline(self, place: str) -> None:
        """Turn style rules into style attributes."""
        self.html = inline_styles(self.html, place)

    def html_source(self) -> str:
        """The document as Jinja source that prints HTML."""
        return self.constructs.restore(self.html, quote=quote_in_html)

    def text_source(self) -> str:
        """The document's text as Jinja source that prints plain text."""
        comment = re.compile("<!--(" + self.constructs.salt + "[0-9]+z)-->")
        return self.constructs.restore(to_text(self.html, comment), quote=quote_braces)


def bind_text(source: str, binder: Binder, names: Collection[str], place: str) -> str:
    """Plain-text source (a subject, an SMS) with brand tokens written out, as Jinja source again."""
    check_names(source, names, place)
    constructs = Constructs(binder)
    return constructs.restore(constructs.protect(source, place), quote=quote_braces)


def markdown_tags(source: str, place: str) -> list[tuple[str, int]]:
    """Name and line of every start tag that Markdown source with Jinja becomes, in order."""
    constructs = Constructs(_nothing_bound)
    return tags_of(constructs.protect(source, place), constructs)


def markdown_as_html(source: str, place: str) -> str:
    """Markdown source with Jinja as HTML source with Jinja: how a content block stands in a designer's HTML."""
    constructs = Constructs(_nothing_bound)
    return constructs.restore(to_html(constructs.protect(source, place), constructs), quote=quote_in_html)


def markdown_as_text(source: str, place: str) -> str:
    """Markdown source with Jinja as plain-text source with Jinja: how a content block stands in a text message."""
    constructs = Constructs(_nothing_bound)
    body = settle(to_html(constructs.protect(source, place), constructs), constructs, place)
    if not body.strip():
        return ""
    comment = re.compile("<!--(" + constructs.salt + "[0-9]+z)-->")
    text = to_text(f"<!doctype html><html><body>{body}</body></html>", comment).strip()
    return constructs.restore(text, quote=quote_braces)


def _nothing_bound(inner: str, place: str, line: int) -> str | None:
    return None
