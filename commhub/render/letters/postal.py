"""A postal address as its country writes it: where the postcode stands, which line is last, and a foreign country."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError

from commhub.contracts import JSON
from commhub.render.jinja.marks import clean

OWN_SCRIPT: Final = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\U00020000-\U000323af]")
"""Letters that only China, Japan, Korea and Taiwan write addresses in."""


@dataclass(frozen=True, slots=True)
class Custom:
    """How a country writes an address; postal.toml says what each member means."""

    place: str = "last"
    pattern: str = ""
    write: str = r"\1"
    gap: str = " "
    name_last: bool = False


@lru_cache(maxsize=1)
def customs() -> Mapping[tuple[str, bool], Custom]:
    """What postal.toml says, by country and whether the address is in the country's own script."""
    text = Path(__file__).with_name("postal.toml").read_text(encoding="utf-8")
    found = {}
    for country, raw in tomllib.loads(text).items():
        own = raw.pop("own_script", {})
        found[country, False] = Custom(**raw)
        found[country, True] = Custom(**{**raw, **own})
    return found


def written(name: str, value: Mapping[str, JSON], home: str) -> list[str]:
    """The lines of an address (`{"lines", "postcode", "country"}`) as they are printed on a letter from `home`.

    `home` is the sender's country. The last of the given lines is taken to be the town. A foreign address ends with the
    name of its country in capitals, in the language of the sender's, as the Universal Postal Union asks (UPU S42).
    """
    country = clean(str(value.get("country") or "")).strip().upper() or home
    lines = [line for given in value["lines"] if (line := " ".join(clean(str(given)).split()))]
    custom = customs().get((country, any(map(OWN_SCRIPT.search, lines))), Custom())
    lines = _with_postcode(lines, " ".join(clean(str(value.get("postcode") or "")).split()), custom)
    name = " ".join(clean(name).split())
    abroad = country_name(country, home) if country != home else ""
    order = (*lines, name, abroad) if custom.name_last else (name, *lines, abroad)
    return [line for line in order if line]


def _with_postcode(lines: Sequence[str], postcode: str, custom: Custom) -> list[str]:
    known = re.fullmatch(custom.pattern, postcode.upper()) if custom.pattern else None
    if known:
        postcode = known.expand(custom.write).strip("- ")
    bare = _bare(postcode)
    if not postcode or (lines and bare in _bare(lines[-1])):  # the app has put it into the line of the town itself
        return [*lines]
    if custom.place == "first" and known:
        return [postcode, *lines]
    # One line alone has no town to it, and what is no postcode of the country may be anything.
    if len(lines) < 2 or not known or custom.place not in {"before", "after"}:
        return [*lines, postcode]
    pair = (postcode, lines[-1]) if custom.place == "before" else (lines[-1], postcode)
    return [*lines[:-1], custom.gap.join(pair)]


def _bare(text: str) -> str:
    return "".join(one for one in text.upper() if one.isalnum())


@lru_cache(maxsize=1024)
def country_name(country: str, home: str) -> str:
    """The name of a country in capitals, in the language that most people of `home` read; its code if it has none."""
    try:
        names = Locale.parse(f"und_{home}").territories
    except (UnknownLocaleError, ValueError):
        names = Locale.parse("en").territories
    return unicodedata.normalize("NFC", names.get(country, country)).upper()
