"""Disguises what must be found in twelve ways that leave it readable, each with the spans where it then stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from opencc import OpenCC

from tests.lint.corpus.marked import Item

HTML: Final = ("email_html", "print_html")
HAN: Final = re.compile(r"[\u3400-\u9fff]")
KANA: Final = re.compile(r"[\u3040-\u30ff]")
LATIN: Final = re.compile(r"[A-Za-z]")
NOT_TEXT: Final = re.compile(r"<!--.*?-->|<(?:title|style|script)\b.*?</|<[^>]*>|\{[{%].*?[}%]\}", re.S)
# Letters of other scripts that look the same in most typefaces (Unicode's list of confusables names each pair).
LOOKALIKES: Final = {
    **dict(zip("aeopcxyABEKMHOPCTX", "аеорсхуАВЕКМНОРСТХ", strict=True)),
    **dict(zip("аеорсху", "aeopcxy", strict=True)),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One span that must be found: its text, the item it stands in, and the rule (empty for what no rule lists)."""

    surface: str
    item: Item
    rule: Mapping[str, Any]
    in_text: bool  # and not in an attribute, a heading without mark-up, or a string of the template

    @property
    def html(self) -> bool:
        return self.item.channel in HTML

    @property
    def middle(self) -> int:
        return len(self.surface) // 2

    def one_of(self, *ways: str) -> str:
        """One of several ways to do the same, by the item, so that all of them come up."""
        return ways[len(self.item.id) % len(ways)]


Change = Callable[[Place], "tuple[str, int, int] | None"]  # the new text, with where the term begins and ends in it


def _whole(text: str | None) -> tuple[str, int, int] | None:
    return None if text is None else (text, 0, len(text))


def inline_tag(place: Place) -> tuple[str, int, int] | None:
    """A letter of it in bold, in colour or in a link."""
    if not place.in_text:
        return None
    at = place.middle
    tag = place.one_of("<span style='color:red'>", "<b>", "<a href='https://x.example/a'>", '<em class="x">')
    close = f"</{tag[1:-1].split()[0]}>"
    changed = f"{place.surface[:at]}{tag}{place.surface[at]}{close}{place.surface[at + 1 :]}"
    return changed, 0, len(changed.removesuffix(close))


def entity(place: Place) -> tuple[str, int, int] | None:
    """A letter of it written as a number."""
    if not place.html or "{" in _around(place):
        return None
    at = place.middle
    number = place.one_of(f"{ord(place.surface[at])}", f"x{ord(place.surface[at]):X}", f"x0{ord(place.surface[at]):x}")
    return _whole(f"{place.surface[:at]}&#{number};{place.surface[at + 1 :]}")


def soft_hyphen(place: Place) -> tuple[str, int, int] | None:
    """A soft hyphen in its middle, as a character or, in text of HTML, by its name."""
    hyphen = place.one_of("&shy;", "\u00ad", "&#173;") if place.in_text else "\u00ad"
    return _whole(f"{place.surface[: place.middle]}{hyphen}{place.surface[place.middle :]}")


def zero_width(place: Place) -> tuple[str, int, int] | None:
    """A zero-width space, a zero-width non-joiner, a word joiner or a byte order mark in its middle."""
    nothing = place.one_of("\u200c", "\u200b", "\u2060", "\ufeff")
    return _whole(f"{place.surface[: place.middle]}{nothing}{place.surface[place.middle :]}")


def no_break_space(place: Place) -> tuple[str, int, int] | None:
    """No-break spaces between its words, as characters or, in text of HTML, by their name."""
    space = place.one_of("\u202f", "\u00a0", "&nbsp;" if place.in_text else "\u00a0")
    return _whole(place.surface.replace(" ", space) if " " in place.surface else None)


def line_wrap(place: Place) -> tuple[str, int, int] | None:
    """A line's end between its words or, in Chinese and Japanese, between its characters."""
    end = place.one_of("\r\n", "\n", "\n    ")
    if " " in place.surface:
        return _whole(place.surface.replace(" ", end, 1))
    both = place.surface[place.middle - 1 : place.middle + 1]
    if len(both) == 2 and all(HAN.match(one) or KANA.match(one) for one in both):
        return _whole(f"{place.surface[: place.middle]}{end}{place.surface[place.middle :]}")
    return None


def full_width(place: Place) -> tuple[str, int, int] | None:
    """Its Latin letters and digits as wide as Chinese characters."""
    wide = "".join(chr(ord(one) + 0xFEE0) if one.isascii() and one.isalnum() else one for one in place.surface)
    return _whole(wide if wide != place.surface else None)


def mathematical_bold(place: Place) -> tuple[str, int, int] | None:
    """Its Latin letters as the bold ones of formulas."""
    bold = "".join(_bold(one) for one in place.surface)
    return _whole(bold if bold != place.surface else None)


def _bold(one: str) -> str:
    if not (one.isascii() and one.isalpha()):
        return one
    return chr(0x1D400 + ord(one) - ord("A")) if one.isupper() else chr(0x1D41A + ord(one) - ord("a"))


def homoglyph(place: Place) -> tuple[str, int, int] | None:
    """One letter of another script that looks the same, in a word that keeps some of its own letters."""
    for word in re.finditer(r"[^\W\d_]+", place.surface):
        for at in range(word.start(), word.end()):
            if place.surface[at] in LOOKALIKES and word.end() - word.start() > 1:
                return _whole(place.surface[:at] + LOOKALIKES[place.surface[at]] + place.surface[at + 1 :])
    return None


def case(place: Place) -> tuple[str, int, int] | None:
    """Capitals where it had small letters, and the other way round, if its rule takes both."""
    if not place.rule or place.rule.get("case") == "exact" or place.rule.get("match") == "pattern":
        return None
    changed = place.surface.lower() if place.surface.isupper() else place.surface.upper()
    other = place.one_of(place.surface.swapcase(), changed, place.surface[:1].swapcase() + place.surface[1:])
    return _whole(other if other != place.surface and len(other) == len(place.surface) else None)


def script(place: Place) -> tuple[str, int, int] | None:
    """Traditional characters for Simplified, or the other way round, for rules that are written in Simplified."""
    if place.rule.get("locale") != "zh" or place.rule.get("script_variants") == "none":
        return None
    traditional, simplified = (_converter(way).convert(place.surface) for way in ("s2t", "t2s"))
    if traditional != place.surface and len(traditional) == len(place.surface):
        return _whole(traditional)
    # 帳 becomes 帐, where the term is written 账: only what comes out as the rule has it is sure to be the term.
    return _whole(simplified if simplified == place.rule["term"] != place.surface else None)


@cache
def _converter(direction: str) -> OpenCC:
    return OpenCC(direction)


def attribute_decoy(place: Place) -> tuple[str, int, int] | None:
    """The same word before it in attributes that nobody sees: only the visible one is to be reported."""
    if not place.in_text or '"' in place.surface:
        return None
    before = f'<span class="{place.surface}" data-note="{place.surface}">'
    return f"{before}{place.surface}</span>", len(before), len(before) + len(place.surface)


TRANSFORMATIONS: Final[Mapping[str, Change]] = {
    "inline tag": inline_tag,
    "entity": entity,
    "soft hyphen": soft_hyphen,
    "zero-width": zero_width,
    "no-break space": no_break_space,
    "line wrap": line_wrap,
    "full width": full_width,
    "mathematical bold": mathematical_bold,
    "homoglyph": homoglyph,
    "case": case,
    "script": script,
    "attribute decoy": attribute_decoy,
}


def transformed(item: Item, name: str, terms: Mapping[str, Any]) -> Item | None:
    """The item with each of its terms disguised; None where the transformation fits none of them.

    What it does not fit stays as it is, and may be found (`asides`). Sentences that are too long are left out.
    """
    text, at, expected, asides = "", 0, list[tuple[int, int, str]](), list[tuple[int, int, str]]()
    for start, end, rule in item.expected:
        if rule == "sentence" or start < at:
            continue
        text += item.text[at:start]
        surface = item.text[start:end]
        place = Place(surface, item, terms.get(rule, {}), _in_text(item, start))
        changed = TRANSFORMATIONS[name](place) if _plain(surface, item.channel) else None
        begin, stop = changed[1:] if changed else (0, len(surface))
        (expected if changed else asides).append((len(text) + begin, len(text) + stop, rule))
        text, at = text + (changed[0] if changed else surface), end
    if not expected or item.protected:
        return None
    text += item.text[at:]
    return replace(item, id=f"{item.id} ({name})", text=text, expected=expected, asides=asides, tags=[name])


def all_transformed(items: list[Item], terms: Mapping[str, Any]) -> Iterator[Item]:
    """Every core item with something to find, disguised in every way that fits."""
    for item in items:
        if item.tier == "core" and item.expected:
            for name in TRANSFORMATIONS:
                if (other := transformed(item, name, terms)) is not None:
                    yield other


def _plain(surface: str, channel: str) -> bool:
    """Whether the words stand there as they are, so that disguising a letter says where the others are."""
    return surface.isprintable() and not (channel in HTML and re.search("[<&]", surface)) and len(surface) > 1


def _in_text(item: Item, start: int) -> bool:
    if item.channel not in HTML:
        return False
    return not any(one.start() <= start < one.end() for one in NOT_TEXT.finditer(item.text))


def _around(place: Place) -> str:
    return "{" if place.item.stage == "template" and not place.in_text else ""
