"""The tokens of an HTML source, found by one expression each: what a linter needs of the tokenizer of the HTML standard.

The rules are those of render.html.tokens (13.2.5), and the tests hold both to the same answers; only a tag whose quote is
never closed is read on behind its first `>`, where a browser drops all that follows: no words may slip past the linter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5 as ENTITIES
from typing import Final

from tinyhtml5.constants import replacement_characters

PLACE_TAKER: Final = "\ufffc"
"""Takes the place of each character of a template's expression while the markup around it is read."""
_GAP: Final = r"[\t\n\f\r ]"
_NAME: Final = r"[a-zA-Z][^\t\n\f\r />]*+"
_VALUE: Final = rf"""{_GAP}*+={_GAP}*+(?:"[^"]*+"|'[^']*+'|(?!["'])[^\t\n\f\r >]*+)"""
_ATTRIBUTES: Final = rf"(?:[\t\n\f\r /]++|[^\t\n\f\r />][^\t\n\f\r />=]*+(?:{_VALUE}|(?!{_GAP}*+=)))*+"
_REST: Final = (
    r"|!--(?:-?>|(?P<comment>(?:[^-]++|-(?!-!?>))*+)(?:--!?>|\Z))"
    r"|(?P<broken>/?[a-zA-Z])|(?P<other>[!?]|/(?!\Z)))"
)
TOKEN: Final = re.compile(rf"<(?:(?P<name>/?+{_NAME})(?P<attributes>{_ATTRIBUTES})>{_REST}")
"""The next piece of markup. `other` is a doctype, a bogus comment or CDATA; `broken` a tag that is never closed."""
LENIENT: Final = re.compile(rf"<(?:(?P<name>/?+{_NAME})(?P<attributes>[^>]*+)(?:>|\Z){_REST}")
"""The same behind a tag that is never closed: quotes count no more, so that no source is gone through again and again."""
ATTRIBUTE: Final = re.compile(
    rf"(?P<name>[^\t\n\f\r />][^\t\n\f\r />=]*+)(?:{_GAP}*+={_GAP}*+"
    r"""(?:"(?P<two>[^"]*+)"|'(?P<one>[^']*+)'|(?P<bare>[^\t\n\f\r >]*+)))?+"""
)
SPECIAL: Final = re.compile(r"&(?:#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?|([a-zA-Z][a-zA-Z0-9]*;?))|\r\n?")
"""A character reference, or an end of line that is not a plain line feed."""
_LONGEST: Final = max(map(len, ENTITIES))
CONDITION: Final = re.compile(r"\s*\[if[^\]]*\]>", re.IGNORECASE)
FOOTNOTE: Final = re.compile(r"(?:<[a-zA-Z][^<>]*+>|\s)*+[0-9*†‡§(\[]")
"""What raised text begins with that is no part of the word before it."""
RAW: Final = frozenset({"style", "script", "xmp", "iframe", "noembed", "noframes"})
"""Elements whose contents are read as they stand, up to their end tag."""
RCDATA: Final = frozenset({"title", "textarea"})
"""Elements that hold text and references, and no other element."""
_ENDS: Final = {
    name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE) for name in (*RAW, *RCDATA)
}  # fmt: skip
_SCRIPT_MARK: Final = re.compile(r"(?P<open><!--)|(?P<close>-->)|<(?P<slash>/?)script(?=[\t\n\f\r />])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Value:
    """An attribute's value as it is written, and where."""

    text: str
    at: int


def attributes(source: str, start: int, end: int) -> dict[str, Value]:
    """The attributes of a tag between its name and its `>`, by name in small letters; the first of a name counts."""
    found: dict[str, Value] = {}
    for match in ATTRIBUTE.finditer(source, start, end):
        group = match.lastgroup or "name"
        value = Value("", match.end()) if group == "name" else Value(match[group], match.start(group))
        found.setdefault(match["name"].lower(), value)
    return found


def end_of_raw(source: str, name: str, at: int, end: int) -> int:
    """Where the end tag of an element with raw contents begins, or `end`."""
    if name == "script":
        return _end_of_script(source, at, end)
    found = _ENDS[name].search(source, at, end)
    return found.start() if found else end


def _end_of_script(source: str, at: int, end: int) -> int:
    """A script's end tag: one within `<!-- <script>` and its own `</script>` does not count (13.2.5.18 on)."""
    escaped = nested = False
    while mark := _SCRIPT_MARK.search(source, at, end):
        if mark["open"]:
            escaped, at = True, mark.start() + 2  # `<!-->` closes what it opens
            continue
        if mark["close"]:
            escaped = nested = False
        elif not mark["slash"]:
            nested = nested or escaped
        elif nested:
            nested = False
        else:
            return mark.start()
        at = mark.end()
    return end


def decoded(text: str, *, attribute: bool = False) -> Iterator[tuple[str, int, int]]:
    """The text in stretches: what it reads as, and which stretch of it that is. References are resolved one by one, as
    browsers do (13.2.5.72 on), ends of lines are a line feed. A stretch of one length on both sides stands as it is."""
    at = 0
    for match in SPECIAL.finditer(text):
        read, length = _read(match, text, attribute=attribute)
        if length:
            start = match.start()
            if start > at:
                yield text[at:start], at, start
            yield read, start, start + length
            at = start + length
    if at < len(text):
        yield text[at:], at, len(text)


def _read(match: re.Match[str], text: str, *, attribute: bool) -> tuple[str, int]:
    """What a reference reads as, and how long it is; a length of 0 if it is none."""
    hexadecimal, decimal, name = match.groups()
    length = match.end() - match.start()
    if name is None:
        if not (hexadecimal or decimal):
            return "\n", length
        digits = (hexadecimal or decimal).lstrip("0")[:8]  # eight digits are beyond Unicode already
        number = int(digits or "0", 16 if hexadecimal else 10)
        if number in replacement_characters:
            return str(replacement_characters[number]), length
        return "\ufffd" if 0xD800 <= number <= 0xDFFF or number > 0x10FFFF else chr(number), length
    for size in range(min(len(name), _LONGEST), 1, -1):
        known = ENTITIES.get(name[:size])
        if known is not None:
            follower = name[size : size + 1] or text[match.end() : match.end() + 1]
            if attribute and name[size - 1] != ";" and (follower == "=" or (follower.isascii() and follower.isalnum())):
                return "", 0
            return known, size + 1
    return "", 0
