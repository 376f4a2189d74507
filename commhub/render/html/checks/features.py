"""Which features of HTML and CSS a source uses, and where: read as written, before styles are inlined."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import tinycss2

from commhub.render.html.checks.clients import DATA
from commhub.render.html.page.places import line_and_column, offset_of, pieces_of
from commhub.render.html.references import decode
from commhub.render.html.tokens import COMMENT, RAW, START

_NOT_OUTLOOK = re.compile(r"<!--\s*\[if\s+!\s*mso\s*\]>", re.IGNORECASE)
_END_IF = re.compile(r"<!\[endif\]", re.IGNORECASE)
_INVISIBLE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_MOMENT = re.compile(r":(?:hover|focus|active|focus-within|visited)\b", re.IGNORECASE)
_QUOTE = re.compile(r"&(?:quot|apos|#39|#34);")
_ENDING = re.compile(r"\.([a-z0-9]+)(?:[?#].*)?\Z", re.IGNORECASE)
_PICTURES: Final = frozenset({"img", "input"})


@dataclass(frozen=True, slots=True)
class Feature:
    """One entry of features.toml; `impact` is layout or look, `instead` what to do instead."""

    slug: str
    impact: str
    instead: str


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a feature: `surface` as people write it (`display: flex`), at an offset of the source. With
    `not_outlook`, Outlook on Windows does not get to see it."""

    feature: Feature
    surface: str
    offset: int
    not_outlook: bool = False


class Index:
    """features.toml by what is met in a source."""

    def __init__(self, raw: Mapping[str, Mapping[str, Any]]) -> None:
        self.by: dict[tuple[str, str], Feature] = {}
        self.values: dict[tuple[str, str], Feature] = {}
        self.features = {
            slug: Feature(slug, str(entry["impact"]), str(entry.get("instead", ""))) for slug, entry in raw.items()
        }
        for slug, entry in raw.items():
            feature = self.features[slug]
            for kind in ("property", "function", "unit", "at", "pseudo", "element", "attribute", "image"):
                for name in entry.get(kind, ()):
                    self.by[kind, name] = feature
            for name, words in entry.get("declaration", {}).items():
                for word in words:
                    self.values[name, word] = feature

    def get(self, kind: str, name: str) -> Feature | None:
        return self.by.get((kind, name))


@lru_cache(maxsize=1)
def index() -> Index:
    return Index(tomllib.loads((DATA / "features.toml").read_text(encoding="utf-8")))


@lru_cache(maxsize=256)
def uses_in(masked: str) -> tuple[Use, ...]:
    """The features that a masked HTML source uses, in order. What stands within @media or @supports is not counted:
    a client that does not know those does not read it; nor is what shows for a moment (:hover)."""
    found: list[Use] = []
    not_outlook = False
    for piece in pieces_of(masked):
        if piece.kind == COMMENT:
            text = masked[piece.start : piece.end]
            not_outlook = bool(_NOT_OUTLOOK.match(text)) or (not_outlook and not _END_IF.search(text))
        elif piece.kind == RAW and piece.name == "style":
            found += _in_sheet(masked, piece.start, piece.end, not_outlook)
        elif piece.kind == START:
            seen: list[tuple[Feature | None, str, int]] = [(index().get("element", piece.name), f"<{piece.name}>", 0)]
            for one in piece.attributes:
                value = decode(one.value, attribute=True)
                if one.name == "style":
                    if not _INVISIBLE.search(value):
                        found += _in_style(masked, one.value_start, one.value_end, not_outlook)
                    continue
                offset = one.start - piece.start
                seen.append((index().get("attribute", one.name), one.name, offset))
                if one.name == "src" and piece.name in _PICTURES:
                    seen.append((picture(value), value[:40], offset))
            found += [
                Use(feature, surface, piece.start + offset, not_outlook) for feature, surface, offset in seen if feature
            ]
    return tuple(found)


def picture(address: str) -> Feature | None:
    """The feature that showing a picture of this address needs, by the ending of its name."""
    if address.lower().startswith("data:"):
        return index().get("image", "data:")
    match = _ENDING.search(address)
    return index().get("image", match.group(1).lower()) if match else None


def _in_sheet(source: str, start: int, end: int, not_outlook: bool) -> Iterator[Use]:
    sheet = source[start:end]
    above = line_and_column(source, start)
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and (feature := index().get("at", rule.lower_at_keyword)):
            yield Use(feature, f"@{rule.lower_at_keyword}", _offset(source, rule, above), not_outlook)
        elif rule.type == "qualified-rule" and not _MOMENT.search(tinycss2.serialize(rule.prelude)):
            yield from _in_selector(source, rule, above, not_outlook)
            for feature, surface, token in _in_block(rule.content):
                yield Use(feature, surface, _offset(source, token, above), not_outlook)


def _in_selector(source: str, rule: Any, above: tuple[int, int], not_outlook: bool) -> Iterator[Use]:
    before = None
    for token in rule.prelude:
        if token.type == "ident" and before is not None and before == ":":
            feature = index().get("pseudo", token.lower_value)
            if feature:
                yield Use(feature, f"::{token.lower_value}", _offset(source, token, above), not_outlook)
        before = token


def _in_style(source: str, start: int, end: int, not_outlook: bool) -> Iterator[Use]:
    # the same length, so that each place stays
    style = _QUOTE.sub(lambda match: "'" + " " * (len(match.group()) - 1), source[start:end])
    above = line_and_column(source, start)
    for feature, surface, token in _in_block(tinycss2.parse_component_value_list(style)):
        yield Use(feature, surface, _offset(source, token, above), not_outlook)


def _in_block(content: Sequence[Any]) -> Iterator[tuple[Feature, str, Any]]:
    """The features in a block of declarations, each with what people call it and the token where it stands."""
    before: set[str] = set()
    for one in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if one.type == "qualified-rule":
            if nesting := index().get("at", "nest"):
                yield nesting, "a rule within a rule", one
            continue
        if one.type != "declaration":
            continue
        name = one.lower_name
        if feature := index().get("property", name):
            yield feature, name, one
        if name not in before:  # otherwise the earlier value is what other clients fall back on
            for token in _tokens(one.value):
                if token.type == "ident" and (feature := index().values.get((name, token.lower_value))):
                    yield feature, f"{name}: {token.lower_value}", token
                elif token.type == "function" and (feature := index().get("function", token.lower_name)):
                    yield feature, f"{token.lower_name}()", token
                elif token.type == "dimension" and (feature := index().get("unit", token.lower_unit)):
                    yield feature, f"{token.representation}{token.unit}", token
        before.add(name)


def _tokens(values: Iterable[Any]) -> Iterator[Any]:
    for token in values:
        yield token
        if token.type == "function":
            yield from _tokens(token.arguments)


def _offset(source: str, node: Any, above: tuple[int, int]) -> int:
    """The offset in the source of a CSS node that stands in a stretch which begins at `above`."""
    line, column = above
    if node.source_line > 1:
        return offset_of(source, line + node.source_line - 1, node.source_column)
    return offset_of(source, line, column + node.source_column - 1)
