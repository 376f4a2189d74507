"""Which translations are behind their source: what each text was made from, kept as the hash of that text. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

Rows = Mapping[str, tuple[str, str]]
"""Texts by their name (`cy`, or `cy/body`): the source, and the hash of what it was translated from."""


def hash_of_text(text: str) -> str:
    """The SHA-256 by which a text is known to its translations."""
    return hashlib.sha256(text.encode()).hexdigest()


def source_name(name: str, source_locale: str) -> str:
    """The name of the text from which a text is translated: `en/body` for `cy/body`."""
    _, slash, part = name.partition("/")
    return f"{source_locale}{slash}{part}"


def behind(rows: Rows, source_locale: str) -> dict[str, str]:
    """The texts that were translated from another text than their source is now, with the hash of that one."""
    found = {}
    for name, (_, made_from) in sorted(rows.items()):
        origin = source_name(name, source_locale)
        source = rows.get(origin)
        if made_from and name != origin and (source is None or hash_of_text(source[0]) != made_from):
            found[name] = made_from
    return found


def marks(
    texts: Mapping[str, str],
    source_locale: str,
    before: Rows,
    locale_before: str,
    still_right: Collection[str] = (),
) -> dict[str, str]:
    """What each text was translated from, once these texts stand.

    One that was changed, that is new, or that somebody says is `still_right` was made from the source as it is now. Any
    other keeps what is known of it; where nothing is, or the source was another language, it was made from the source as it
    stood `before`. The source itself, a text without one, and one without words (a number) have none: ''.
    """
    found = {}
    for name, text in texts.items():
        origin = source_name(name, source_locale)
        source = texts.get(origin)
        if not source_locale or name == origin or source is None or not _has_words(source):
            found[name] = ""
            continue
        stood, known = before.get(name, ("", ""))
        if name in still_right or stood != text:
            found[name] = hash_of_text(source)
        elif known and locale_before == source_locale:
            found[name] = known
        else:
            found[name] = hash_of_text(before.get(origin, (source, ""))[0])
    return found


def _has_words(text: str) -> bool:
    return any(character.isalpha() for character in text)
