"""The starter library on disk, read into plain values; templates_store/library/README.md says how it is laid out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, Final

from commhub.contracts import JSON, CommhubError
from commhub.lint.packs.reading import FLAGS, LISTS, TEXTS, term_of
from commhub.lint.rules.base import TermSpec
from commhub.lint.ruleset import RuleSet
from commhub.lint.store.policies import merged_policy

ROOT: Final = Path(__file__).resolve().parents[2]
CONTENT: Final = ROOT / "templates_store" / "library"
BRANDS: Final = ROOT / "brand_assets" / "library"
TERM_KEYS: Final = {*TEXTS, *LISTS, *FLAGS, "text", "settings"}
_INCLUDE = re.compile(r"\{%-?\s*include\s+[\"']([^\"']+)[\"']")


class LibraryError(CommhubError):
    """A file of the library that cannot be read as what it should be; the text begins with its path."""


@dataclass(frozen=True, slots=True)
class AssetSource:
    """One asset slot; `files` maps a channel, or `any`, to the file's bytes."""

    slot: str
    alt: str
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class BrandSource:
    key: str
    name: str
    default_locale: str
    tokens: dict[str, JSON]
    note: str
    assets: tuple[AssetSource, ...]


@dataclass(frozen=True, slots=True)
class LayoutSource:
    brand: str
    channel: str
    source: str
    settings: dict[str, JSON]
    note: str


@dataclass(frozen=True, slots=True)
class BlockSource:
    """A content block; `texts` maps locales to Markdown."""

    key: str
    name: str
    description: str
    note: str
    texts: dict[str, str]

    @property
    def includes(self) -> set[str]:
        """The keys of the blocks that stand inside this one."""
        return {key for text in self.texts.values() for key in _INCLUDE.findall(text)}


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """A template; `parts` maps (locale, part name) to source."""

    key: str
    name: str
    description: str
    category: str
    brands: tuple[str, ...]
    note: str
    variables: list[JSON]
    parts: dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class TermListSource:
    """A term list: its rules, and its policy as a rule pack has it."""

    key: str
    label: str
    description: str
    note: str
    policy: dict[str, JSON]
    terms: tuple[TermSpec, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """All of it. `categories` and `rules` are the fields of one row each; a block stands after those it includes."""

    categories: tuple[dict[str, JSON], ...]
    term_lists: tuple[TermListSource, ...]
    rules: tuple[dict[str, JSON], ...]
    brands: tuple[BrandSource, ...]
    layouts: tuple[LayoutSource, ...]
    blocks: tuple[BlockSource, ...]
    templates: tuple[TemplateSource, ...]

    def wording(self) -> RuleSet:
        """The rules of all its term lists together. Raises LintUnavailable when one cannot be read."""
        terms = [term for one in self.term_lists for term in one.terms]
        return RuleSet(terms, merged_policy(one.policy for one in self.term_lists))


def read_library(content: Path = CONTENT, brands: Path = BRANDS) -> Library:
    """The library in these two folders. Raises LibraryError with the path of the file that is wrong."""
    return Library(
        categories=_rows(content / "categories.toml", "category"),
        term_lists=tuple(_term_list(file) for file in sorted((content / "terms").glob("*.toml"))),
        rules=_rows(content / "rules.toml", "rule"),
        brands=tuple(_brand(folder) for folder in _folders(brands)),
        layouts=tuple(_layouts(content / "layouts")),
        blocks=_in_order([_block(folder) for folder in _folders(content / "blocks")]),
        templates=tuple(_template(folder) for folder in _folders(content / "templates")),
    )


def _term_list(file: Path) -> TermListSource:
    """One file: `label`, `locale` and `domain`, and `[[term]]`s as entries of a rule pack, which may leave out the usual.

    `safe` holds acronyms that every customer knows, in groups, each with the words that it stands for.
    """
    raw = _toml(file)
    _only(raw, {"label", "description", "note", "locale", "domain", "policy", "safe", "term"}, file)
    terms = []
    for row in raw.get("term", []):
        _only(row, TERM_KEYS, file)
        usual = {"locale": raw.get("locale", "*"), "domain": raw.get("domain", "")}
        entry = {"kind": "jargon", "inflect": True, "id": "", **usual, **row}
        terms.append(term_of({**entry, "term": row.get("text", row.get("term", ""))}))
    return TermListSource(
        key=file.stem,
        label=raw.get("label", file.stem.replace("-", " ").capitalize()),
        description=raw.get("description", ""),
        note=raw.get("note", ""),
        policy=_policy(raw),
        terms=tuple(terms),
    )


def _policy(raw: Mapping[str, JSON]) -> dict[str, JSON]:
    """The policy section of a term list, with the acronyms that the file calls safe."""
    safe = [acronym for group in raw.get("safe", {}).values() for acronym in group]
    own = raw.get("policy", {})
    return {**own, "acronyms": {**own.get("acronyms", {}), "safe": safe}} if safe else own


def _brand(folder: Path) -> BrandSource:
    file = folder / "brand.toml"
    raw = _toml(file)
    _only(raw, {"name", "default_locale", "note", "tokens", "assets"}, file)
    assets = []
    for asset in raw.get("assets", []):
        _only(asset, {"slot", "alt", "files"}, file)
        files = {channel: _bytes(folder / name) for channel, name in asset["files"].items()}
        assets.append(AssetSource(asset["slot"], asset["alt"], files))
    return BrandSource(
        key=folder.name,
        name=_text(raw, "name", file),
        default_locale=_text(raw, "default_locale", file),
        tokens=raw["tokens"],
        note=raw.get("note", ""),
        assets=tuple(assets),
    )


def _layouts(folder: Path) -> Iterable[LayoutSource]:
    file = folder / "layouts.toml"
    for row in _rows(file, "layout"):
        _only(row, {"channel", "source", "brands", "settings", "note"}, file)
        source = _read(folder / row["source"])
        for brand in row["brands"]:
            yield LayoutSource(brand, row["channel"], source, row.get("settings", {}), row.get("note", ""))


def _block(folder: Path) -> BlockSource:
    file = folder / "block.toml"
    raw = _toml(file)
    _only(raw, {"name", "description", "note"}, file)
    texts = {path.stem: _read(path) for path in sorted(folder.glob("*.md"))}
    return BlockSource(folder.name, _text(raw, "name", file), raw.get("description", ""), raw.get("note", ""), texts)


def _template(folder: Path) -> TemplateSource:
    file = folder / "template.toml"
    raw = _toml(file)
    _only(raw, {"name", "description", "category", "brands", "note", "variables"}, file)
    return TemplateSource(
        key=folder.name,
        name=_text(raw, "name", file),
        description=raw.get("description", ""),
        category=_text(raw, "category", file),
        brands=tuple(raw["brands"]),
        note=raw.get("note", ""),
        variables=raw.get("variables", []),
        parts={(path.parent.name, path.stem): _read(path) for path in sorted(folder.glob("*/*.*"))},
    )


def _in_order(blocks: list[BlockSource]) -> tuple[BlockSource, ...]:
    """The blocks, each after those that it includes: a block can only be approved when they are."""
    by_key = {block.key: block for block in blocks}
    try:
        order = TopologicalSorter({block.key: block.includes & set(by_key) for block in blocks}).static_order()
        return tuple(by_key[key] for key in order)
    except CycleError as error:
        raise LibraryError(f"blocks: these include each other: {' > '.join(error.args[1])}.") from error


def _folders(parent: Path) -> list[Path]:
    return sorted(path for path in parent.iterdir() if path.is_dir())


def _rows(file: Path, name: str) -> tuple[dict[str, JSON], ...]:
    raw = _toml(file)
    _only(raw, {name}, file)
    return tuple(raw.get(name, []))


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read(file))
    except tomllib.TOMLDecodeError as error:
        raise LibraryError(f"{file}: {error}.") from error


def _read(file: Path) -> str:
    try:
        return _bytes(file).decode("utf-8").strip("\n")
    except UnicodeDecodeError as error:
        raise LibraryError(f"{file}: this is not UTF-8 ({error}).") from error


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise LibraryError(f"{file}: it cannot be read ({error.strerror}).") from error


def _only(raw: Mapping[str, JSON], known: set[str], file: Path) -> None:
    if unknown := sorted(set(raw) - known):
        raise LibraryError(f"{file}: nobody knows {', '.join(unknown)}; there can be {', '.join(sorted(known))}.")


def _text(raw: Mapping[str, JSON], name: str, file: Path) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not value:
        raise LibraryError(f"{file}: {name!r} is missing.")
    return value
