"""Where Jinja stands in an HTML source, and what that place asks for: an escape, or a refusal.

The source is read by render.tree, as a browser's tokenizer reads it, with a token of letters in place of each construct.
"""

from __future__ import annotations

import html as stdlib_html
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from jinja2 import nodes

from commhub.render.html.passive import ADDRESSES, DATA_SCRIPTS, DECIDING, SETS_OF_ADDRESSES, conditional_content
from commhub.render.html.places import Run, text_of
from commhub.render.html.regions import check_homes, regions
from commhub.render.html.tree import BROKEN, COMMENT, DOCTYPE, END, RAW, START, Piece, scan
from commhub.render.html.tree import RCDATA as RCDATA_PIECE
from commhub.render.jinja.constructs import EXPRESSION, LITERAL, STATEMENT, Constructs, Segment
from commhub.render.jinja.environment import lexing_environment

TEXT: Final = "text"
RCDATA: Final = "rcdata"
COMMENT_TEXT: Final = "comment"
VALUE: Final = "value"
BARE_VALUE: Final = "bare-value"
STYLE: Final = "style"
DATA_SCRIPT: Final = "data-script"
SCRIPT: Final = "script"
RAW_TEXT: Final = "raw-text"
TAG: Final = "tag"
TAG_NAME: Final = "tag-name"
ATTRIBUTE_NAME: Final = "attribute-name"
BROKEN_TAG: Final = "broken-tag"
DECLARATION: Final = "declaration"

_IN_CSS_URL = re.compile(r"url\(\s*[\"']?([^\"')]*)\Z", re.IGNORECASE)
_BARE = re.compile(r"[^\s\"'`=<>]+\Z")
_HARMLESS_NAME = re.compile(r"(data|aria)-")
_TAG_NAME = re.compile(r"</?[a-zA-Z][^\s/>]*\Z")
_NAME = re.compile(r"[^\s/>\"'=]\Z")


@dataclass(frozen=True, slots=True)
class Spot:
    """One construct's place in a document.

    `state` is what the parser reads there. `attribute` is the attribute's name, for a value; `before` what stands before
    it in the same value, style sheet or script. `home` is the same for two constructs that stand in the same piece of
    text, value, tag, comment or raw text; `start` is the offset of its token, `comment` that of the conditional comment
    which it stands in (-1: none).
    """

    number: str
    state: str
    home: tuple[object, ...]
    start: int
    element: str = ""
    attribute: str = ""
    before: str = ""
    comment: int = -1


def spots(source: str, constructs: Constructs, base: int = 0, comment: int = -1) -> Iterator[Spot]:
    """The place of every construct in protected HTML, in the order of the source."""
    if constructs.salt not in source:
        return
    tag = Piece(START, 0, 0)
    for piece in scan(source):
        if piece.kind == START:
            tag = piece
        text = source[piece.start : piece.end]
        if constructs.salt not in text:
            continue
        at = base + piece.start
        if piece.kind == COMMENT and (inner := conditional_content(text)):
            yield from spots(inner[1], constructs, at + inner[0], at)
        elif piece.kind in {START, END, BROKEN}:
            yield from _in_tag(piece, text, constructs, at, comment)
        else:
            state = _state_of(piece, tag, text, constructs)
            home = (comment, state) if state == TEXT else (comment, state, at)
            for match in constructs.token.finditer(text):
                yield Spot(match[1], state, home, at + match.start(), piece.name, "", text[: match.start()], comment)


def _state_of(piece: Piece, tag: Piece, text: str, constructs: Constructs) -> str:
    if piece.kind == COMMENT:
        statement = constructs.comment.fullmatch(text)
        return TEXT if statement and constructs.get(statement[1]).kind == STATEMENT else COMMENT_TEXT
    if piece.kind == RCDATA_PIECE:
        return RCDATA
    if piece.kind == DOCTYPE:
        return DECLARATION
    if piece.kind != RAW:
        return TEXT
    if piece.name == "style":
        return STYLE
    if piece.name == "script":
        kind = tag.attribute("type")
        return DATA_SCRIPT if kind and kind.value.strip().lower() in DATA_SCRIPTS else SCRIPT
    return RAW_TEXT


def _in_tag(piece: Piece, text: str, constructs: Constructs, at: int, comment: int) -> Iterator[Spot]:
    name_end = (2 if text.startswith("</") else 1) + len(piece.name)
    for match in constructs.token.finditer(text):
        offset = piece.start + match.start()
        held = next((one for one in piece.attributes if one.start <= offset < one.end), None)

        def spot(
            state: str, home: tuple[object, ...], attribute: str, before: str, match: re.Match[str] = match
        ) -> Spot:
            return Spot(match[1], state, (comment, *home), at + match.start(), piece.name, attribute, before, comment)

        if piece.kind == BROKEN:
            yield spot(BROKEN_TAG, (TAG, at), "", "")
        elif match.start() < name_end:
            yield spot(TAG_NAME, (TAG, at), "", text[: match.start()])
        elif held is None or held.quote == "none":
            yield spot(TAG, (TAG, at), held.name if held else "", held.name[: offset - held.start] if held else "")
        elif held.value_start <= offset:
            state = VALUE if held.quote in {'"', "'"} else BARE_VALUE
            name = constructs.token.sub("", held.name)
            yield spot(state, (VALUE, at, held.start), name, held.value[: offset - held.value_start])
        else:
            yield spot(ATTRIBUTE_NAME, (TAG, at), held.name, held.name[: offset - held.start])


def settle(runs: Sequence[Run], constructs: Constructs) -> list[Run]:
    """The document with known texts written out, statements in text made comments, and each expression escaped for
    where it stands.

    Raises CompileError, with the place, where no escape makes a value safe, and where the branches of a statement would
    leave the parser in different places.
    """
    runs = _apart(runs, constructs)
    found = list(spots(text_of(runs), constructs))
    written: dict[str, str] = {}
    for spot in found:
        segment = constructs.get(spot.number)
        if segment.kind == LITERAL:
            written[spot.number] = _literal(segment, spot)
            continue
        if refusal := _refusal(spot, segment):
            what = "{{ " + segment.inner + " }}" if segment.kind == EXPRESSION else "{% " + segment.inner + " %}"
            raise segment.place.error(f"{what} cannot stand here: {refusal}")
        if segment.kind == STATEMENT:
            if spot.state == TEXT and spot.comment < 0:
                written[spot.number] = f"<!--{constructs.salt}{spot.number}z-->"
        elif filters := _filters(spot, constructs):
            constructs.replace(spot.number, _escaped(segment, filters))
    check_homes((constructs.get(spot.number), spot.home) for spot in found)
    return [replace(run, text=written[run.number]) if run.number in written else run for run in runs]


def _literal(segment: Segment, spot: Spot) -> str:
    """A known text (of the brand) as it stands in this state."""
    if spot.state == STYLE:
        return segment.inner
    if spot.state == DATA_SCRIPT:
        return segment.inner.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\u003c")
    if spot.state in {SCRIPT, RAW_TEXT}:
        raise segment.place.error(f"{{{{ {segment.inner} }}}} cannot stand here: scripts do not run in messages")
    if spot.state == BARE_VALUE and not _BARE.match(segment.inner):
        raise segment.place.error(f'put quotes around the value of "{spot.attribute}": {segment.inner!r} needs them')
    return stdlib_html.escape(segment.inner)


def _apart(runs: Sequence[Run], constructs: Constructs) -> list[Run]:
    """The runs with a space before each statement that follows a name within a tag: `<td{% if wide %} nowrap{% endif %}>`.

    The statement prints nothing, but its token would be read as a part of the name. The names of elements come first,
    because they decide how what follows is read.
    """
    statements = {run.number for run in runs if run.number and constructs.get(run.number).kind == STATEMENT}
    runs = _spaced(runs, statements, _TAG_NAME)
    found = list(spots(text_of(runs), constructs))
    among_names = {spot.number for spot in found if spot.state in {TAG, ATTRIBUTE_NAME}}
    for region in regions((constructs.get(spot.number), spot) for spot in found):
        home = region.marks[0][1].home
        among_names |= {spot.number for _, spot in region.marks if spot.state == BARE_VALUE and spot.home != home}
    return _spaced(runs, statements & among_names, _NAME)


def _spaced(runs: Sequence[Run], numbers: Collection[str], name: re.Pattern[str]) -> list[Run]:
    spaced: list[Run] = []
    for run in runs:
        if run.number in numbers and spaced and name.search(spaced[-1].text):
            spaced.append(Run(" ", run.place))
        spaced.append(run)
    return spaced


def _refusal(spot: Spot, segment: Segment) -> str:
    """Why no escape makes this construct safe, or ''."""
    expression = segment.kind == EXPRESSION
    if spot.state in {SCRIPT, RAW_TEXT} or spot.attribute.startswith("on"):
        return "scripts do not run in messages"
    if spot.state == DECLARATION:
        return "the document type is the same for every message"
    if spot.state == BROKEN_TAG:
        return "the tag that it stands in is never closed"
    if spot.state in {VALUE, BARE_VALUE} and (spot.element, spot.attribute) in DECIDING | {(spot.element, "srcdoc")}:
        return f'"{spot.attribute}" decides what <{spot.element}> does, and is the same for every message'
    if spot.state == TAG_NAME and not (spot.before.lower() in {"<h", "</h"} and expression):
        return "name the element outright, and put a condition around whole elements"
    if spot.state == ATTRIBUTE_NAME and expression and not _HARMLESS_NAME.match(spot.before):
        return "name the attribute outright"
    return ""


def _filters(spot: Spot, constructs: Constructs) -> tuple[str, ...]:
    """The escapes that an expression needs besides that of HTML, which the environment applies to everything."""
    if spot.state in {STYLE, VALUE, BARE_VALUE}:
        css = spot.state == STYLE or spot.attribute == "style"
        kinds: tuple[str, ...] = ()
        if css:
            address = _IN_CSS_URL.search(stdlib_html.unescape(spot.before))
            kinds = (_for_address(address[1], constructs), "css_text") if address else ("css_text",)
        elif spot.attribute in SETS_OF_ADDRESSES:
            kinds = (_for_address(re.split(r"[,\s]", spot.before)[-1], constructs),)
        elif spot.attribute in ADDRESSES:
            kinds = (_for_address(spot.before, constructs),)
        return (*kinds, "bare_value") if spot.state == BARE_VALUE else kinds
    return {
        DATA_SCRIPT: ("json_text",),
        COMMENT_TEXT: ("comment_text",),
        TAG: ("tag_word",),
        TAG_NAME: ("tag_word('h')",),
        ATTRIBUTE_NAME: ("tag_word",),
    }.get(spot.state, ())


def _for_address(before: str, constructs: Constructs) -> str:
    """At its start a value must be an address that we allow; later on it is percent-encoded."""
    printed = constructs.token.sub(lambda match: "" if constructs.get(match[1]).kind == STATEMENT else "x", before)
    return "urlencode" if printed.strip() else "safe_url"


def _escaped(segment: Segment, filters: tuple[str, ...]) -> Segment:
    present = _last_filter(segment.inner)
    missing = filters[filters.index(present) + 1 :] if present in filters else filters
    if not missing:
        return segment
    return replace(segment, inner="|".join([f"({segment.inner})", *missing]), written=segment.inner)


def _last_filter(inner: str) -> str:
    """The filter that the whole expression goes through last, and not only one branch of it."""
    output = lexing_environment().parse("{{ " + inner + " }}").find(nodes.Output)
    whole = output.nodes[0] if output else None
    return whole.name if isinstance(whole, nodes.Filter) else ""
