"""Rows to name and to be named, made without approval: what is read here is what they say, not who let them live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from brand_assets.models import Asset, Brand, BrandVersion
from commhub.contracts import JSON
from commhub.publish.references import remember
from commhub.versions import State, Version
from templates_store.models import (
    BlockText,
    ContentBlock,
    ContentBlockVersion,
    Layout,
    LayoutVersion,
    Part,
    Template,
    TemplateVersion,
)
from tests.factories import CategoryFactory, marketer

V = TypeVar("V", bound=Version)
TOKENS: Mapping[str, JSON] = {
    "name": "Northlight",
    "phone": "0808",
    "colour": {"primary": "#0a6b5e"},
    "links": {"pay": "x"},
}


def brand(key: str = "northlight", tokens: Mapping[str, JSON] = TOKENS, slots: Sequence[str] = ("logo",)) -> Brand:
    """A brand with live tokens and asset slots."""
    made = Brand.objects.create(key=key, name=key.capitalize())
    _version(BrandVersion, made, State.LIVE, tokens=dict(tokens))
    for slot in slots:
        Asset.objects.create(brand=made, slot=slot)
    return made


def block(key: str, state: str = State.LIVE, **texts: str) -> ContentBlockVersion:
    """A version of a content block, by locale; its edges are kept."""
    parent, _ = ContentBlock.objects.get_or_create(key=key, defaults={"name": key})
    version = _version(ContentBlockVersion, parent, State.DRAFT)
    for locale, source in (texts or {"en": "Call us."}).items():
        BlockText.objects.create(version=version, locale=locale, source=source)
    return _settled(version, state)


def layout(of: Brand, channel: str, source: str, state: str = State.LIVE) -> LayoutVersion:
    parent, _ = Layout.objects.get_or_create(brand=of, channel=channel)
    return _settled(_version(LayoutVersion, parent, State.DRAFT, source=source), state)


def template(
    key: str,
    parts: Mapping[str, str],
    brands: Sequence[Brand],
    state: str = State.DRAFT,
    locale: str = "en",
    variables: Sequence[JSON] = (),
) -> TemplateVersion:
    """A version of a template; `parts` by name, all in one language."""
    parent, _ = Template.objects.get_or_create(
        key=key, defaults={"name": key.capitalize(), "category": CategoryFactory(key="service")}
    )
    version = _version(TemplateVersion, parent, State.DRAFT, variables=list(variables))
    version.brands.set(brands)
    for name, source in parts.items():
        Part.objects.create(version=version, name=name, locale=locale, source=source)
    return _settled(version, state)


def _version(model: type[V], parent: Any, state: str, **fields: Any) -> V:
    siblings = model._default_manager.filter(**{model.parent_field: parent})
    return model._default_manager.create(
        **{model.parent_field: parent}, number=siblings.count() + 1, author=marketer(), state=state, **fields
    )


def _settled(version: V, state: str) -> V:
    remember(version)
    type(version)._default_manager.filter(pk=version.pk).update(state=state)
    version.refresh_from_db()
    return version
