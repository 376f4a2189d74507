"""The parts of the library that are versions: what each is a version of, how it is written, and what it then holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from brand_assets.editing import put_file, write_asset_about, write_tokens
from brand_assets.files import facts_of
from brand_assets.models import Asset, AssetVersion, Brand, BrandVersion
from commhub.contracts import JSON
from commhub.decide.editing import Rule, rule_book, write_rules
from commhub.decide.models import RuleBookVersion
from commhub.lint.models import TermList, TermListVersion
from commhub.lint.store.writing import content_of, with_forms, write_list
from commhub.starter.library import (
    AssetSource,
    BlockSource,
    BrandSource,
    LayoutSource,
    Library,
    LibraryError,
    TemplateSource,
    TermListSource,
)
from commhub.versions import Version
from templates_store.editing import write_block, write_layout, write_template
from templates_store.models import (
    Category,
    ContentBlock,
    ContentBlockVersion,
    Layout,
    LayoutVersion,
    Template,
    TemplateVersion,
)

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that has versions. `content` is what `write` puts into a draft, in the form of `Version.content()`."""

    label: str
    model: type[Version]
    parent: models.Model
    content: JSON
    write: Callable[[Any], None]


def pieces(library: Library) -> Iterator[Piece]:
    """Every piece, in an order in which it can be approved. What it is a version of is made on the way.

    Raises LibraryError.
    """
    for term_list in library.term_lists:  # first: without rules nothing else can be approved
        yield _term_list(term_list)
    if library.rules:
        yield _channel_rules(library)
    for brand in library.brands:
        yield _brand(brand)
        for asset in brand.assets:
            yield _asset(brand, asset)
    for layout in library.layouts:
        yield _layout(layout)
    for block in library.blocks:
        yield _block(block)
    for template in library.templates:
        yield _template(template)


def _term_list(source: TermListSource) -> Piece:
    identity = {"key": source.key}
    terms = with_forms(source.terms)
    return Piece(
        label=f"term list {source.key}",
        model=TermListVersion,
        parent=_parent(TermList, identity, label=source.label, description=source.description),
        content=content_of(terms, source.policy),
        write=partial(write_list, terms=terms, policy=source.policy, note=source.note),
    )


def _channel_rules(library: Library) -> Piece:
    rules = [
        Rule(
            name=row["name"],
            channels=tuple(row["channels"]),
            conditions=row.get("conditions", {}),
            priority=row.get("priority", 100),
            active=row.get("active", True),
        )
        for row in library.rules
    ]
    content = [
        {
            "name": rule.name,
            "priority": rule.priority,
            "conditions": rule.conditions,
            "channels": list(rule.channels),
            "active": rule.active,
        }
        for rule in sorted(rules, key=lambda rule: (rule.priority, rule.name))
    ]
    return Piece(
        label="channel rules",
        model=RuleBookVersion,
        parent=rule_book(),
        content={"rules": content},
        write=partial(write_rules, rules=rules, note="The channel rules of the starter library."),
    )


def _brand(source: BrandSource) -> Piece:
    brand = _parent(Brand, {"key": source.key}, name=source.name, default_locale=source.default_locale)
    return Piece(
        label=f"brand {source.key}",
        model=BrandVersion,
        parent=brand,
        content={"tokens": source.tokens},
        write=partial(write_tokens, tokens=source.tokens, note=source.note),
    )


def _asset(brand: BrandSource, source: AssetSource) -> Piece:
    slot = {"brand": _found(Brand, "brand", brand.key), "slot": source.slot}
    variants = {channel: facts_of(content).sha256 for channel, content in source.files.items()}

    def write(version: AssetVersion) -> None:
        write_asset_about(version, source.alt, brand.note)
        for channel, content in source.files.items():
            put_file(version, channel, content)

    return Piece(
        label=f"asset {brand.key}-{source.slot}",
        model=AssetVersion,
        parent=_parent(Asset, slot),
        content={"alt": source.alt, "variants": variants},
        write=write,
    )


def _layout(source: LayoutSource) -> Piece:
    brand = _found(Brand, "brand", source.brand)
    return Piece(
        label=f"layout {source.brand}-{source.channel}",
        model=LayoutVersion,
        parent=_parent(Layout, {"brand": brand, "channel": source.channel}),
        content={"source": source.source, "settings": source.settings},
        write=partial(write_layout, source=source.source, settings=source.settings, note=source.note),
    )


def _block(source: BlockSource) -> Piece:
    return Piece(
        label=f"content block {source.key}",
        model=ContentBlockVersion,
        parent=_parent(ContentBlock, {"key": source.key}, name=source.name, description=source.description),
        content={"texts": source.texts},
        write=partial(write_block, texts=source.texts, note=source.note),
    )


def _template(source: TemplateSource) -> Piece:
    template = _parent(
        Template,
        {"key": source.key},
        name=source.name,
        description=source.description,
        category=_found(Category, "category", source.category),
    )
    brands = [_found(Brand, "brand", key) for key in source.brands]
    parts = [
        {"name": name, "locale": locale, "source": text}
        for (locale, name), text in sorted(source.parts.items())
        if text.strip()
    ]
    return Piece(
        label=f"template {source.key}",
        model=TemplateVersion,
        parent=template,
        content={
            "parts": parts,
            "variables": source.variables,
            "category": source.category,
            "brands": sorted(source.brands),
        },
        write=partial(write_template, parts=source.parts, variables=source.variables, note=source.note, brands=brands),
    )


def _parent(model: type[M], identity: dict[str, Any], **rest: Any) -> M:
    """The row of that identity; made now, and checked as the admin would, if there is none."""
    found = model._default_manager.filter(**identity).first()
    if found is None:
        found = model(**identity, **rest)
        try:
            found.full_clean()
        except ValidationError as error:
            raise LibraryError(f"{model._meta.verbose_name} {found}: {' '.join(error.messages)}") from error
        found.save()
    return found


def _found(model: type[M], what: str, key: str) -> M:
    row = model._default_manager.filter(key=key).first()
    if row is None:
        raise LibraryError(f"There is no {what} {key!r} in the library or the database.")
    return row
