"""The tokenizer of the HTML standard (13.2.5) with the place of every token in the source, for a tree builder to read.

Nothing is decoded or put together anew: a token points at its stretch of the source. What a tree builder needs besides
(attributes decoded, text decoded) is made from it on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final

from tinyhtml5.constants import Token

from commhub.render.html.references import decode

TEXT: Final = "text"
START: Final = "start-tag"
END: Final = "end-tag"
COMMENT: Final = "comment"
DOCTYPE: Final = "doctype"
RAW: Final = "raw"
RCDATA: Final = "rcdata"
BROKEN: Final = "broken"

_SPACE: Final = "\t\n\f\r "
_MARKUP = re.compile(r"<(?:(?P<start>[a-zA-Z])|/(?P<end>[a-zA-Z])|(?P<comment>!--)|(?P<other>[!?]|/(?=[^a-zA-Z])))")
_TAG_NAME = re.compile(r"[^\t\n\f\r />]*")
_BETWEEN = re.compile(r"[\t\n\f\r /]*")
_ATTRIBUTE_NAME = re.compile(r"[^\t\n\f\r />][^\t\n\f\r />=]*")
_EQUALS = re.compile(r"[\t\n\f\r ]*=[\t\n\f\r ]*")
_BARE = re.compile(r"[^\t\n\f\r >]*")
_COMMENT = re.compile(r"<!--(?:-?>|(.*?)(?:--!?>|\Z))", re.DOTALL)
_DOCTYPE = re.compile(
    r"<!doctype(?P<gap>\s*)(?P<name>[^\s>]*)\s*"
    r"(?:(?P<keyword>public|system)\s*(?P<first>\"[^\">]*\"|'[^'>]*')?\s*(?P<second>\"[^\">]*\"|'[^'>]*')?)?"
    r"(?P<rest>[^>]*)(?P<close>>?)",
    re.IGNORECASE,
)
_SCRIPT_MARK = re.compile(r"(?P<open><!--)|(?P<close>-->)|<(?P<slash>/?)script(?=[\t\n\f\r />])", re.IGNORECASE)
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a tag as it is written: `value` is not decoded. Spans are offsets in the source.

    `start` and `end` hold name, equals sign, quotes and value; `value_start` and `value_end` the value without quotes.
    `quote` is `"`, `'`, "" (bare) or "none" (a name without a value: both value offsets are then `end`).
    """

    name: str
    value: str
    start: int
    end: int
    value_start: int
    value_end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source that is one thing to a browser. The pieces of a source cover it without gaps.

    `kind` is text | start-tag | end-tag | comment (also `<!x>`, `<?x>`, `</ x>`, `</>`) | doctype | raw (contents of
    style, script, xmp, iframe, noembed, noframes; of `<![CDATA[` with the name "cdata", markers included) | rcdata
    (contents of title and textarea) | broken (a tag that the source's end cuts off: browsers drop it). `name` is the
    element's name, in lower case; empty for text, comments and doctypes. A tag names each attribute as often as the
    source does; the first one counts.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    attributes: tuple[Attribute, ...] = ()

    def attribute(self, name: str) -> Attribute | None:
        """The attribute that counts under this name."""
        return next((attribute for attribute in self.attributes if attribute.name == name), None)


class Tokenizer:
    """Iterates tokens in the form that tinyhtml5's parser takes, and keeps the pieces they came from.

    The parser sets `state` after a start tag whose contents are raw text or RCDATA, as the standard has it. Text is cut
    at each match of `watch`, so that the match is a token of its own: `watched` is then its span.
    """

    data_state, rcdata_state, rawtext_state, script_data_state, plaintext_state = "data", RCDATA, RAW, "script", "plain"

    def __init__(self, source: str, parser: Any, watch: re.Pattern[str] | None = None) -> None:
        self.source = source
        self.parser = parser
        self.watch = watch
        self.state = self.data_state
        self.pieces: list[Piece] = []
        self.watched: tuple[int, int] | None = None
        self.stream = SimpleNamespace(encoding=(None, "certain"), position=lambda: (0, 0))

    def __iter__(self) -> Iterator[dict[str, Any]]:
        at, end = 0, len(self.source)
        while at < end:
            if self.state == self.data_state:
                yield from self._markup_or_text(at)
            elif self.state == self.plaintext_state:
                yield from self._text(at, end)
            else:
                yield from self._raw(at)
            at = self.pieces[-1].end

    def _piece(self, kind: str, start: int, end: int, name: str = "", attributes: tuple[Attribute, ...] = ()) -> None:
        self.pieces.append(Piece(kind, start, end, name, attributes))

    def _markup_or_text(self, at: int) -> Iterator[dict[str, Any]]:
        found = _MARKUP.search(self.source, at)
        if found is None or found.start() > at:
            yield from self._text(at, found.start() if found else len(self.source))
        elif found["start"] or found["end"]:
            yield from self._tag(at, found)
        elif found["comment"]:
            comment = _at(_COMMENT, self.source, at)
            yield from self._comment(at, comment.end(), comment.group(1) or "")
        else:
            yield from self._declaration(at)

    def _comment(self, start: int, end: int, data: str) -> Iterator[dict[str, Any]]:
        self._piece(COMMENT, start, end)
        self.watched = (start, end) if self.watch and self.watch.search(data) else None
        yield {"type": Token.COMMENT, "data": data.replace("\r\n", "\n").replace("\r", "\n")}
        self.watched = None

    def _declaration(self, at: int) -> Iterator[dict[str, Any]]:
        source = self.source
        if source[at : at + 9].lower() == "<!doctype":
            found = _at(_DOCTYPE, source, at)
            self._piece(DOCTYPE, at, found.end())
            yield _doctype_token(found)
            return
        current = self.parser.tree.open_elements[-1] if self.parser.tree.open_elements else None
        if source.startswith("<![CDATA[", at) and current and current.namespace != self.parser.tree.default_namespace:
            end = source.find("]]>", at)
            self._piece(RAW, at, len(source) if end < 0 else end + 3, "cdata")
            yield from self._characters(source[at + 9 : None if end < 0 else end])
            return
        end = source.find(">", at)
        end = len(source) if end < 0 else end + 1
        if source.startswith("</>", at):
            self._piece(COMMENT, at, end)
            return
        start = at + (1 if source[at + 1] == "?" else 2)
        yield from self._comment(at, end, source[start : end - 1 if source[end - 1] == ">" else end])

    def _tag(self, at: int, found: re.Match[str]) -> Iterator[dict[str, Any]]:
        kind = START if found["start"] else END
        name_match = _at(_TAG_NAME, self.source, found.end() - 1)
        name = name_match.group().translate(_LOWER).replace("\0", "\ufffd")
        read = _attributes(self.source, name_match.end())
        self.state = self.data_state
        if read is None:
            self._piece(BROKEN, at, len(self.source), name)
            return
        attributes, end, closing = read
        self._piece(kind, at, end, name, attributes)
        values: dict[str, str] = {}
        for one in attributes:
            if one.name not in values:
                values[one.name] = decode(one.value, attribute=True).replace("\0", "\ufffd")
        yield {
            "type": Token.START_TAG if kind == START else Token.END_TAG,
            "name": name,
            "data": values,
            "selfClosing": closing,
            "selfClosingAcknowledged": False,
            "piece": len(self.pieces) - 1,
        }

    def _raw(self, at: int) -> Iterator[dict[str, Any]]:
        """The contents of the element just opened, up to its end tag."""
        name = self.pieces[-1].name
        close = _end_tag(name)
        found = close.search(self.source, at)
        if self.state == self.script_data_state:
            found = _script_end(self.source, at, close)
        end = found.start() if found else len(self.source)
        kind = RCDATA if self.state == self.rcdata_state else RAW
        if end > at:
            self._piece(kind, at, end, name)
            text = self.source[at:end]
            yield from self._characters(decode(text) if kind == RCDATA else text.replace("\r\n", "\n"))
        if found:
            markup = _at(_MARKUP, self.source, end)
            yield from self._tag(end, markup)

    def _text(self, start: int, end: int) -> Iterator[dict[str, Any]]:
        self._piece(TEXT, start, end)
        read = str if self.state == self.plaintext_state else decode
        at = start
        for match in self.watch.finditer(self.source, start, end) if self.watch else ():
            yield from self._characters(read(self.source[at : match.start()]))
            self.watched = match.span()
            yield {"type": Token.CHARACTERS, "data": match.group()}
            self.watched = None
            at = match.end()
        yield from self._characters(read(self.source[at:end]))

    @staticmethod
    def _characters(text: str) -> Iterator[dict[str, Any]]:
        """Text as tokens: leading white space apart, and each NUL apart, as the parser's phases expect them."""
        for index, part in enumerate(text.split("\0")):
            if index:
                yield {"type": Token.CHARACTERS, "data": "\0"}
            rest = part.lstrip(_SPACE)
            if len(rest) < len(part):
                yield {"type": Token.SPACE_CHARACTERS, "data": part[: len(part) - len(rest)]}
            if rest:
                yield {"type": Token.CHARACTERS, "data": rest}


def _at(pattern: re.Pattern[str], source: str, at: int) -> re.Match[str]:
    """The match of a pattern that cannot fail there."""
    if found := pattern.match(source, at):
        return found
    raise ValueError(f"{pattern.pattern} does not match at {at}")


def _attributes(source: str, at: int) -> tuple[tuple[Attribute, ...], int, bool] | None:
    """The attributes of a tag from behind its name on, the offset behind its `>`, and whether it closes itself."""
    found: list[Attribute] = []
    while True:
        between = _at(_BETWEEN, source, at)
        at = between.end()
        if at == len(source):
            return None
        if source[at] == ">":
            return tuple(found), at + 1, source[at - 1] == "/" and bool(between.group())
        match = _at(_ATTRIBUTE_NAME, source, at)
        name = match.group().translate(_LOWER).replace("\0", "\ufffd")
        start, at = at, match.end()
        equals = _EQUALS.match(source, at)
        if equals is None:
            found.append(Attribute(name, "", start, at, at, at, "none"))
            continue
        at = equals.end()
        quote = source[at : at + 1]
        if quote in {'"', "'"}:
            close = source.find(quote, at + 1)
            if close < 0:
                return None
            found.append(Attribute(name, source[at + 1 : close], start, close + 1, at + 1, close, quote))
            at = close + 1
        elif not quote:
            return None
        else:
            bare = _at(_BARE, source, at)
            found.append(Attribute(name, bare.group(), start, bare.end(), at, bare.end(), ""))
            at = bare.end()


def _end_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{re.escape(name)}(?=[\t\n\f\r />])", re.IGNORECASE)


def _script_end(source: str, at: int, close: re.Pattern[str]) -> re.Match[str] | None:
    """The end tag of a script: one within `<!-- <script>` and its own `</script>` does not count (13.2.5.18 on)."""
    escaped = nested = False
    while True:
        mark = _SCRIPT_MARK.search(source, at)
        if mark is None:
            return None
        if mark["open"]:
            escaped = True
            at = mark.start() + 2  # `<!-->` closes what it opens
            continue
        if mark["close"]:
            escaped = nested = False
        elif not mark["slash"]:
            nested = nested or escaped
        elif nested:
            nested = False
        else:
            return close.match(source, mark.start())
        at = mark.end()


def _doctype_token(found: re.Match[str]) -> dict[str, Any]:
    first, second = (value[1:-1] if value else None for value in (found["first"], found["second"]))
    public = (found["keyword"] or "").lower() == "public"
    name = found["name"].translate(_LOWER)
    complete = bool(name) and bool(found["close"]) and (not found["keyword"] or first is not None)
    return {
        "type": Token.DOCTYPE,
        "name": name or None,
        "publicId": first if public else None,
        "systemId": second if public else first,
        "correct": complete and not (found["rest"].strip() and not found["keyword"]),
    }
