"""Refuses HTML that could do something of its own: a message is read, it does not run, submit or lead away.

What is checked is what a browser's tokenizer sees (render.tree), so that no parser's repairs can hide anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from commhub.contracts import Finding, RenderError
from commhub.render.html.places import Place, Places, Run, text_of
from commhub.render.html.tree import BROKEN, COMMENT, START, Piece, decode, scan

REFUSED: Final = frozenset(
    {
        "applet",
        "base",
        "embed",
        "form",
        "frame",
        "frameset",
        "iframe",
        "object",
        "param",
        "plaintext",
        "portal",
        "template",
    }
    | {
        "marker",
        "pattern",
        "use",
    }  # drawings that can repeat themselves without end: those come in as assets, which are measured
    | {"animate", "animatemotion", "animatetransform", "handler", "listener", "set"}
)
SUBMITS: Final = frozenset({"file", "image", "password", "reset", "submit"})
ADDRESSES: Final = frozenset(
    {"action", "background", "cite", "codebase", "data", "formaction", "href", "longdesc", "lowsrc", "manifest", "ping"}
    | {"poster", "profile", "src", "xlink:href"}
)
SETS_OF_ADDRESSES: Final = frozenset({"imagesrcset", "srcset"})
DATA_SCRIPTS: Final = frozenset({"application/json", "application/ld+json"})
DECIDING: Final = frozenset(
    {
        ("input", "type"),
        ("link", "rel"),
        ("meta", "http-equiv"),
        ("script", "type"),
        ("style", "media"),
        ("style", "type"),
    }
)
"""Attributes that decide what their element does: a value of the data cannot stand there."""
LINKS: Final = frozenset(
    {"alternate", "apple-touch-icon", "author", "canonical", "dns-prefetch", "help", "icon", "license", "mask-icon"}
    | {"preconnect", "shortcut", "stylesheet"}
)
"""What a <link> may be. Nothing here fetches it; what a mail client fetches is a picture, a font or a style sheet."""
DANGEROUS: Final = frozenset(
    {"about", "blob", "data", "file", "filesystem", "javascript", "livescript", "vbscript", "view-source"}
)
KNOWN: Final = frozenset({"cid", "http", "https", "mailto", "sms", "tel"})
_PICTURE = re.compile(r"data:image/(png|jpe?g|gif);", re.IGNORECASE)
_NOT_SEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]")
_SCHEME = re.compile(r"([^:/?#]*):")
_PASSED = re.compile(r"[:/?#]")
_CONDITIONAL = re.compile(r"<!--\[if[^\]]*\]>(.*)<!\[endif\]-->\Z", re.DOTALL | re.IGNORECASE)
_NEVER = re.compile(r"(?!)")


def conditional_content(comment: str) -> tuple[int, str] | None:
    """Where the content of a conditional comment begins, and the content, which Outlook reads as HTML; None for any
    other comment."""
    found = _CONDITIONAL.match(comment)
    return (found.start(1), found.group(1)) if found else None


def refuse_active(runs: Sequence[Run], token: re.Pattern[str] = _NEVER) -> tuple[Finding, ...]:
    """What mail clients will ignore in this document, as advice.

    Raises CompileError, with the place, for an element or attribute that could act in the reader's program. `token` is
    the form of what stands for a Jinja construct.
    """
    source = text_of(runs)
    places = Places(runs)
    for offset, reason in _active(source, token):
        raise places.at(offset).error(f"{reason}; messages only show and link")
    return tuple(_ignored(source, places))


def refuse_active_message(source: str, part: str) -> None:
    """Raises RenderError for a finished message whose data made it do something of its own."""
    for _, reason in _active(source, _NEVER):
        raise RenderError(f"{part}: {reason}; messages only show and link")


def _active(source: str, token: re.Pattern[str], base: int = 0) -> Iterator[tuple[int, str]]:
    """The offset of each thing that could act, with what it is."""
    for piece in scan(source):
        if piece.kind == COMMENT:
            inner = conditional_content(source[piece.start : piece.end])
            if inner:
                yield from _active(inner[1], token, base + piece.start + inner[0])
        elif piece.kind == BROKEN:
            yield base + piece.start, f"<{piece.name}> is never closed with >"
        elif piece.kind == START:
            for start, reason in _reasons(piece, token):
                yield base + start, reason


def _reasons(piece: Piece, token: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    tag = piece.name
    values = {one.name: decode(one.value, attribute=True).strip().lower() for one in reversed(piece.attributes)}
    if tag in REFUSED:
        yield piece.start, f"<{tag}> cannot be used"
    elif tag == "script" and (values.get("type", "") not in DATA_SCRIPTS or "src" in values):
        yield piece.start, "<script> cannot be used, unless its type is application/ld+json"
    elif tag in {"input", "button"} and (values.get("type", "") in SUBMITS or "formaction" in values):
        yield piece.start, f"<{tag}> cannot send anything"
    elif tag == "meta" and values.get("http-equiv", "") == "refresh":
        yield piece.start, "<meta> cannot send the reader to another page"
    elif tag == "link" and not set(values.get("rel", "").split()) <= LINKS:
        yield piece.start, f'<link rel="{values["rel"]}"> cannot be used'
    for attribute in piece.attributes:
        name = token.sub("", attribute.name)
        if (name.startswith("on") and len(name) > len("on")) or name == "srcdoc":
            yield attribute.start, f'"{name}" cannot be used on <{tag}>'
        value = _NOT_SEEN.sub("", decode(attribute.value, attribute=True))
        if name in ADDRESSES and _leads_astray(value, token):
            shown = decode(attribute.value, attribute=True)[:40]
            yield attribute.start, f'"{name}" cannot be {shown!r} on <{tag}>'
        elif name in SETS_OF_ADDRESSES and any(_leads_astray(one, token) for one in value.split(",")):
            yield attribute.start, f'"{name}" cannot hold such an address on <{tag}>'


def _leads_astray(value: str, token: re.Pattern[str]) -> bool:
    """Whether an address has a scheme that acts, or may get one from pieces that only some messages have."""
    if _PICTURE.match(value):
        return False
    before = ""
    for index, chunk in enumerate(token.sub("\0", value).split("\0")):
        scheme = _SCHEME.match(chunk)
        if scheme and not index and scheme[1].lower() in DANGEROUS:
            return True
        if scheme and index and scheme[1].lower() not in KNOWN and (before or scheme[1]):
            return True
        if _PASSED.search(chunk):
            return False
        before += chunk
    return False


def _ignored(source: str, places: Places) -> Iterator[Finding]:
    for piece in scan(source):
        rel = piece.attribute("rel") if piece.kind == START and piece.name == "link" else None
        if rel and "stylesheet" in rel.value.lower().split():
            place: Place = places.at(piece.start)
            yield Finding(
                rule="linked-style-sheet",
                kind="html",
                severity="advice",
                part=place.part,
                start=0,
                end=0,
                surface=source[piece.start : piece.end][:120],
                message="Most mail clients never load a linked style sheet, and it is not inlined.",
                suggestion="Put what the message needs into a <style> element.",
                line=place.line,
                column=place.column,
            )
