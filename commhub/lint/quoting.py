"""A finding's words with the words around them, as people quote. Pure."""

from __future__ import annotations

CONTEXT = 40
LONGEST_QUOTE = 80


def quoted(text: str, start: int, end: int) -> str:
    """The words at `start:end` of a block with about 40 characters on either side."""
    first, last = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    words = text[start:end]
    if len(words) > LONGEST_QUOTE:
        words = words[: LONGEST_QUOTE // 2] + " … " + words[-LONGEST_QUOTE // 2 :]
    around = " ".join((text[first:start] + words + text[end:last]).split())
    return ("…" if first else "") + around + ("…" if last < len(text) else "")
