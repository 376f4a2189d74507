"""Where Jinja stands in an HTML source, and what that place asks for: an escape, or a refusal.

The scanner follows the tokenizer states of the HTML standard (13.2.5) as far as they matter here: text, tags,
attribute values, comments and raw text.
"""

from __future__ import annotations

import html as stdlib_html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from jinja2 import nodes

from commhub.contracts import CompileError
from commhub.render.constructs import EXPRESSION, LITERAL, STATEMENT, Constructs, Segment
from commhub.render.environment import lexing_environment
from commhub.render.passive import ADDRESSES

TEXT: Final = "text"
TAG: Final = "tag"
VALUE: Final = "value"
BARE_VALUE: Final = "bare-value"
COMMENT: Final = "comment"
STYLE: Final = "style"
SCRIPT: Final = "script"
TITLE: Final = "title"

URL_ATTRIBUTES: Final = ADDRESSES
STYLED_BY: Final = frozenset({"class", "id", "style"})
_RAW_TEXT: Final = {"style": STYLE, "script": SCRIPT, "title": TITLE, "textarea": TITLE}

_PIECE = re.compile(
    r"(?P<comment><!--.*?-->)"
    r"|(?P<declaration><![^>]*>)"
    r"|(?P<raw><(?P<raw_name>style|script|title|textarea)\b(?P<raw_attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>(?P<raw_text>.*?)</(?P=raw_name)\s*>)"
    r"|(?P<tag></?[a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>)",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))")
_CONDITIONAL = re.compile(r"<!--\[if[^\]]*\]>(.*)<!\[endif\]-->\Z", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spot:
    """One construct's place: the state of the HTML parser there, and within a value the attribute and what precedes it."""

    number: str
    state: str
    attribute: str = ""
    before: str = ""


def spots(source: str, constructs: Constructs) -> Iterator[Spot]:
    """The place of every construct in protected HTML."""
    end = 0
    for piece in _PIECE.finditer(source):
        yield from _in(source[end : piece.start()], TEXT, constructs)
        if piece["comment"]:
            conditional = _CONDITIONAL.match(piece["comment"])
            if conditional:  # Outlook reads this as HTML
                yield from spots(conditional.group(1), constructs)
            else:
                yield from _in(piece["comment"], COMMENT, constructs)
        elif piece["raw"]:
            yield from _in_tag(piece["raw_attributes"], constructs)
            yield from _in(piece["raw_text"], _RAW_TEXT[piece["raw_name"].lower()], constructs)
        elif piece["tag"]:
            yield from _in_tag(piece["tag"], constructs)
        else:
            yield from _in(piece["declaration"], TAG, constructs)
        end = piece.end()
    yield from _in(source[end:], TEXT, constructs)


def _in(text: str, state: str, constructs: Constructs) -> Iterator[Spot]:
    for match in constructs.token.finditer(text):
        yield Spot(match.group(1), state)


def _in_tag(tag: str, constructs: Constructs) -> Iterator[Spot]:
    seen: set[str] = set()
    for attribute in _ATTRIBUTE.finditer(tag):
        name, bare = attribute.group(1).lower(), attribute.group(4)
        value = bare or attribute.group(2) or attribute.group(3) or ""
        for match in constructs.token.finditer(value):
            seen.add(match.group(1))
            yield Spot(match.group(1), BARE_VALUE if bare else VALUE, name, value[: match.start()])
    for match in constructs.token.finditer(tag):
        if match.group(1) not in seen:
            yield Spot(match.group(1), TAG)


def settle(source: str, constructs: Constructs, place: str) -> str:
    """Protected HTML with literals written out, statements made comments and links guarded, ready to be parsed.

    Raises CompileError for a construct where no value is safe or where styles would depend on data.
    """
    written: dict[str, str] = {}
    for spot in spots(source, constructs):
        segment = constructs.get(spot.number)
        if segment.kind == LITERAL:
            written[spot.number] = segment.inner if spot.state == STYLE else stdlib_html.escape(segment.inner)
            continue
        _refuse_unsafe(spot, segment, place)
        if segment.kind == STATEMENT and spot.state == TEXT:
            written[spot.number] = f"<!--{constructs.salt}{spot.number}z-->"
        elif segment.kind == EXPRESSION and spot.state == VALUE and spot.attribute in URL_ATTRIBUTES:
            constructs.replace(spot.number, _guarded_link(segment, spot))
    return constructs.token.sub(lambda match: written.get(match.group(1), match.group(0)), source)


def _refuse_unsafe(spot: Spot, segment: Segment, place: str) -> None:
    what = "{{ " + segment.inner + " }}" if segment.kind == EXPRESSION else "{% " + segment.inner + " %}"
    reason = ""
    if spot.state == STYLE:
        reason = "styles cannot depend on a message's data: use a class, or a brand token"
    elif spot.state == SCRIPT:
        reason = "scripts do not run in messages"
    elif spot.state == TAG:
        reason = "it stands inside a tag: move it into a quoted attribute value, or around the whole element"
    elif spot.state == BARE_VALUE:
        reason = f'put quotes around the value of "{spot.attribute}"'
    elif spot.attribute in STYLED_BY:
        reason = f'"{spot.attribute}" cannot depend on a message\'s data: put the condition around the whole element'
    elif spot.attribute.startswith("on"):
        reason = "scripts do not run in messages"
    if reason:
        raise CompileError(f"{what} cannot stand here: {reason}", place, segment.line)


def _guarded_link(segment: Segment, spot: Spot) -> Segment:
    """An expression in a link: at its start it must be an address we allow, later on it is percent-encoded."""
    escape = "urlencode" if spot.before.strip() else "safe_url"
    if _ends_in(segment.inner, escape):
        return segment
    return Segment(EXPRESSION, f"({segment.inner})|{escape}", segment.line)


def _ends_in(inner: str, escape: str) -> bool:
    """Whether the whole expression goes through this filter, and not only one branch of it."""
    output = lexing_environment().parse("{{ " + inner + " }}").find(nodes.Output)
    whole = output.nodes[0] if output else None
    return isinstance(whole, nodes.Filter) and whole.name == escape


def quote_in_html(text: str) -> str:
    """Literal HTML source in which Jinja's delimiters are harmless: entities in text, a space within a style sheet."""
    pieces = re.split(r"(<style\b.*?</style\s*>)", text, flags=re.DOTALL | re.IGNORECASE)
    for index, piece in enumerate(pieces):
        replacement = r"{ \1" if index % 2 else r"&#123;\1"
        pieces[index] = re.sub(r"\{(?=([{%#]))", replacement[:-2], piece)
    return "".join(pieces)
