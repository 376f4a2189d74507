"""Character references of HTML (`&amp;`, `&#38;`), resolved as browsers do in text and in attributes."""

from __future__ import annotations

import re
from html.entities import html5 as ENTITIES

from tinyhtml5.constants import replacement_characters

_REFERENCE = re.compile(r"&(?:#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?|([a-zA-Z][a-zA-Z0-9]*;?))")
_LONGEST_ENTITY = max(map(len, ENTITIES))


def decode(text: str, *, attribute: bool = False) -> str:
    """Text with its character references resolved (13.2.5.72 on) and its line ends made \\n."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" not in text:
        return text

    def resolve(match: re.Match[str]) -> str:
        hexadecimal, decimal, name = match.groups()
        if name is None:
            number = int(hexadecimal, 16) if hexadecimal else int(decimal)
            if number in replacement_characters:
                return str(replacement_characters[number])
            return "\ufffd" if 0xD800 <= number <= 0xDFFF or number > 0x10FFFF else chr(number)
        for length in range(min(len(name), _LONGEST_ENTITY), 1, -1):
            known = ENTITIES.get(name[:length])
            if known is not None:
                follower = name[length : length + 1] or text[match.end() : match.end() + 1]
                if (
                    attribute
                    and name[length - 1] != ";"
                    and (follower == "=" or (follower.isascii() and follower.isalnum()))
                ):
                    return match.group()
                return known + name[length:]
        return match.group()

    return _REFERENCE.sub(resolve, text)
