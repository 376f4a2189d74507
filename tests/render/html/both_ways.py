"""One template made both ways, and what is wrong where they do not agree: for the property tests and the long run."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from commhub.channels.both_ways import unlike
from commhub.contracts import AssetFile, CompileError, RenderError
from commhub.render.html.css.cascade import cascade_of
from commhub.render.html.css.properties import longhands
from commhub.render.html.css.sheets import read_sheets
from commhub.render.html.decisions import inline_decided
from commhub.render.html.document import Document
from commhub.render.html.tree import parse
from commhub.render.jinja.binding import Binder
from commhub.render.jinja.environment import run
from commhub.render.jinja.marks import without_marks
from tests.render.html.made_templates import NAMES, data

SAFE, SLOW, REFUSED = "safe", "slow", "refused"


def no_asset(slot: str) -> AssetFile:
    raise CompileError(f"no asset {slot}")


def filled(source: str) -> Document:
    document = Document(Binder({}, no_asset, lambda file: file.file_name))
    layout = "<html><head></head><body>{{ content }}</body></html>"
    document.fill(layout, source, markdown=False, part="email-html", names=NAMES, offers=())
    return document


@dataclass(frozen=True, slots=True)
class Verdict:
    """`said` is safe, slow or refused; `wrong` what does not agree although it was said to be safe, or ''; `same_bytes`
    whether all messages were the same to the byte."""

    said: str
    wrong: str = ""
    same_bytes: bool = True


def judge(source: str, rnd: Random, messages: int = 2) -> Verdict:
    """What the analysis says of a template, and whether messages with random data bear it out."""
    try:
        document = filled(source)
    except CompileError:
        return Verdict(REFUSED)
    if document.reasons():
        return Verdict(SLOW)
    document.inline("email-html")
    slow = filled(source)
    plain_source = slow.html_source()
    decisions = slow.number()
    same = True
    for _ in range(messages):
        context = data(rnd)
        once = printed(document.html_source(), context)
        plain = printed(plain_source, context)
        in_message = inline_decided(printed(slow.html_source(), context), decisions, "email-html")
        same = same and once == in_message
        found = unlike(parse(once), parse(in_message)) if once != in_message else None
        if found:
            return Verdict(SAFE, f"{found.says} with {context!r}", same)
        for always in (True, False):
            if looks(plain, always=always) != looks(once, always=always):
                return Verdict(SAFE, f"another look (conditions hold: {always}) with {context!r}", same)
    return Verdict(SAFE, "", same)


def printed(source: str, context: dict[str, object]) -> str:
    try:
        return without_marks(run(source, context, locale="en", markup=True, part="body"))
    except RenderError as error:
        return str(error)


def looks(html: str, *, always: bool) -> list[dict[str, tuple[str, str]]]:
    """For each element the declaration that wins each property, if what only a client knows holds (or does not).

    Worked out from the document as it stands: it knows nothing of what was inlined, or when.
    """
    tree = parse(html)
    found = []
    for styled in cascade_of(tree, read_sheets(tree)).styled:
        winners: dict[str, tuple[Any, tuple[str, str]]] = {}
        for entries in styled.entries.values():
            for entry in entries:
                if not entry.static and not always:
                    continue
                value = entry.declaration.name, " ".join(entry.declaration.value.replace('"', "'").split())
                for name in longhands(entry.declaration.name):
                    if name not in winners or winners[name][0] < entry.key:
                        winners[name] = entry.key, value
        found.append({name: value for name, (_, value) in winners.items()})
    return found
