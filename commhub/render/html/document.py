"""An HTML document on its way to an edition: layout and content put together, bound, and made ready for its channel."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from commhub.contracts import JSON, CompileError, Finding
from commhub.render.html.analysis import Reason, analyse
from commhub.render.html.contexts import TEXT, settle, spots
from commhub.render.html.dark import DarkOf, no_dark, offer_dark
from commhub.render.html.decisions import decide, numbered, numbers_in
from commhub.render.html.extent import refuse_giants
from commhub.render.html.inline import inline_styles
from commhub.render.html.markdown import tags_of, to_html
from commhub.render.html.passive import refuse_active
from commhub.render.html.places import Place, Places, Run, text_of
from commhub.render.html.tree import scan
from commhub.render.jinja.binding import Binder, check_names
from commhub.render.jinja.constructs import EXPRESSION, Constructs
from commhub.render.text.alternative import text_source
from commhub.render.text.block_text import block_text
from commhub.render.text.readable import readable_source

LAYOUT: Final = "layout"
WHOLE_DOCUMENT: Final = re.compile(r"<html[\s>]", re.IGNORECASE)


class Document:
    """One layout with its content, as protected HTML in runs that know where they were written.

    `findings` is advice about what mail clients ignore in it.
    """

    def __init__(self, binder: Binder) -> None:
        self.constructs = Constructs(binder)
        self.runs: list[Run] = []
        self.html = ""
        self.findings: tuple[Finding, ...] = ()

    def fill(
        self,
        layout: str,
        content: str,
        *,
        markdown: bool,
        part: str,
        names: Collection[str],
        offers: Collection[str],
        dark_of: DarkOf = no_dark,
    ) -> None:
        """Put the content (Markdown, or HTML) in the layout's `{{ content }}`; a whole HTML document needs no layout.

        `names` are the variables that both may read, `offers` what the channel gives to the layout besides. `dark_of`
        knows the pictures that have another file for dark screens. Raises CompileError with part, line and column.
        """
        check_names(content, names, part)
        if markdown:
            inner = self.constructs.split(to_html(self.constructs.protect(content, part), self.constructs), part)
        else:
            inner = self.constructs.runs(content, part)
        if not markdown and WHOLE_DOCUMENT.search(content):
            runs = inner
        else:
            check_names(layout, {*names, *offers, "content"}, LAYOUT)
            frame = self.constructs.runs(layout, LAYOUT)
            at = self._content_in(frame)
            runs = [*frame[:at], *inner, *frame[at + 1 :]]
        self.runs = offer_dark(settle(runs, self.constructs), dark_of)
        self.html = text_of(self.runs)
        refuse_giants(self.runs)
        self.findings = refuse_active(self.runs, self.constructs.token)

    def _content_in(self, frame: list[Run]) -> int:
        """The index of the run that stands for the content."""
        found = [
            spot
            for spot in spots(text_of(frame), self.constructs)
            if self.constructs.get(spot.number).kind == EXPRESSION
            and self.constructs.get(spot.number).inner == "content"
        ]
        if len(found) != 1 or found[0].state != TEXT or found[0].comment >= 0:
            raise CompileError("a layout has {{ content }} exactly once, in its text", LAYOUT)
        return next(index for index, run in enumerate(frame) if run.number == found[0].number)

    def reasons(self) -> tuple[Reason, ...]:
        """Why the styles cannot be inlined once for all messages; none if they can."""
        return analyse(self.runs, self.constructs)

    def inline(self, place: str) -> None:
        """Turn style rules into style attributes."""
        self.html = inline_styles(self.html, place)

    def number(self) -> dict[str, JSON]:
        """Number the start tags, and say what inlining decides about each: for the slow road of a template that does
        not need it."""
        decisions = decide(self.html)
        self.html = numbered(self.html)
        return decisions

    def place_of(self, tag: int, message: str) -> Place:
        """Where a start tag of a message made from the numbered document was written; <style> does not count."""
        pieces = scan(text_of(self.runs))
        numbers = [number for number in numbers_in(message) if pieces[number].name != "style"]
        return Places(self.runs).at(pieces[numbers[tag]].start) if 0 <= tag < len(numbers) else Place(LAYOUT)

    def html_source(self) -> str:
        """The document as Jinja source that prints HTML."""
        return self.constructs.restore(self.html)

    def text_source(self) -> str:
        """The document's text as Jinja source for text.laid_out; empty where each message's own HTML has to be read."""
        return text_source(self.html, self.constructs)

    def readable_source(self) -> str:
        """What the linter reads as Jinja source for readable.read; empty where each message's own HTML has to be."""
        return readable_source(self.html, self.constructs)


def bind_text(source: str, binder: Binder, names: Collection[str], place: str) -> str:
    """Plain-text source (a subject, an SMS) with brand tokens written out, as Jinja source again."""
    check_names(source, names, place)
    constructs = Constructs(binder)
    return constructs.restore(constructs.protect(source, place))


@lru_cache(maxsize=64)
def markdown_tags(source: str, place: str) -> tuple[tuple[str, int], ...]:
    """Name and line of every start tag that Markdown source with Jinja becomes, in order; kept, for each proof asks anew."""
    constructs = Constructs(_nothing_bound)
    return tuple(tags_of(constructs.protect(source, place), constructs))


def markdown_as_html(source: str, place: str) -> str:
    """Markdown source with Jinja as HTML source with Jinja: how a content block stands in a designer's HTML."""
    constructs = Constructs(_nothing_bound)
    return constructs.restore(to_html(constructs.protect(source, place), constructs))


def markdown_as_text(source: str, place: str) -> str:
    """Markdown source with Jinja as plain-text source with Jinja: how a content block stands in a text message."""
    constructs = Constructs(_nothing_bound)
    runs = constructs.split(to_html(constructs.protect(source, place), constructs), place)
    body = text_of(settle(runs, constructs))
    if not body.strip():
        return ""
    comment = re.compile("<!--(" + constructs.salt + "[0-9]+z)-->")
    text = block_text(f"<!doctype html><html><body>{body}</body></html>", comment).strip()
    return constructs.restore(text)


def _nothing_bound(inner: str, place: str, line: int) -> str | None:
    return None
