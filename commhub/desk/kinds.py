"""The kinds of content that live as versions, as the desk shows them: their tables, their editing form, their sources."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import models
from django.http import Http404
from django.urls import reverse

from brand_assets.models import Asset, AssetVersion, Brand, BrandVersion
from brand_assets.rules import in_words
from commhub.approval.seen import life_and_languages
from commhub.contracts import JSON
from commhub.decide.models import ChannelRule, RuleBook, RuleBookVersion
from commhub.lint.models import CONTENT, TermList, TermListVersion
from commhub.versions import Version
from templates_store.models import (
    ContentBlock,
    ContentBlockVersion,
    Layout,
    LayoutVersion,
    Template,
    TemplateVersion,
)

LIFE: Final = "life and languages"
"""The place under which a reviewer compares what is set beside the content."""


@dataclass(frozen=True)
class Kind:
    """One kind of version. `content` gives its content as texts, by the name of their place."""

    name: str
    label: str
    parents: type[models.Model]
    versions: type[Version]
    content: Callable[[Any], Mapping[str, str]]

    def sources(self, version: Version) -> Mapping[str, str]:
        """What a reviewer compares: texts by the name of their place, and when and in which languages it goes out."""
        said = "\n".join(f"{name}: {told}" for name, told in life_and_languages(version).items())
        return {**self.content(version), **({LIFE: said} if said else {})}

    def get(self, pk: int) -> Version:
        """The version of that id, with its parent and author. Raises Http404."""
        try:
            return self.rows().get(pk=pk)
        except self.versions.DoesNotExist:
            raise Http404(f"There is no {self.label.lower()} version {pk}.") from None

    def get_locked(self, pk: int) -> Version:
        """The version of that id, held until the transaction ends, so that nobody submits it while it is written."""
        try:
            return self.versions._default_manager.select_for_update().get(pk=pk)
        except self.versions.DoesNotExist:
            raise Http404(f"There is no {self.label.lower()} version {pk}.") from None

    def rows(self) -> models.QuerySet[Version]:
        """All versions of this kind, with their parents and authors."""
        related = ["author", self.versions.parent_field]
        if self.name in {"layout", "asset"}:
            related.append(f"{self.versions.parent_field}__brand")
        return self.versions._default_manager.select_related(*related)

    def may_view(self, user: User) -> bool:
        options = self.parents._meta
        return user.has_perm(f"{options.app_label}.view_{options.model_name}")

    def may_start(self, user: User) -> bool:
        options = self.versions._meta
        return user.has_perm(f"{options.app_label}.add_{options.model_name}")

    def parent_url(self, parent: models.Model) -> str:
        options = self.parents._meta
        return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[parent.pk])


def as_lines(value: JSON) -> str:
    """A JSON value as people read it, one fact on a line."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def _template_sources(version: TemplateVersion) -> dict[str, str]:
    parts = {f"{part.locale} · {part.name}": part.source for part in version.parts.order_by("locale", "name")}
    brands = version.brands.order_by("key").values_list("name", flat=True)
    sets = {
        f"test set · {one.name}": as_lines({"data": one.data, "recipient": one.recipient})
        for one in version.test_sets.order_by("name")
    }
    return {**parts, "brands": "\n".join(brands), "variables": as_lines(version.variables), **sets}


def _block_sources(version: ContentBlockVersion) -> dict[str, str]:
    return {text.locale: text.source for text in version.texts.order_by("locale")}


def _layout_sources(version: LayoutVersion) -> dict[str, str]:
    return {"source": version.source, "settings": as_lines(version.settings)}


def _brand_sources(version: BrandVersion) -> dict[str, str]:
    return {"tokens": as_lines(version.tokens)}


def _asset_sources(version: AssetVersion) -> dict[str, str]:
    files = {
        f"{'master' if file.master else 'file'} for {in_words(file.rule)}": "\n".join(
            filter(None, [file.media_type, f"{file.width} x {file.height}", file.made_how, f"SHA-256 {file.sha256}"])
        )
        for file in version.variants.all()
    }
    widths = {
        "width in e-mails": f"{version.email_width} pixels" if version.email_width else "",
        "width in letters": f"{version.print_width} mm" if version.print_width else "",
    }
    said = {place: text for place, text in widths.items() if text}
    return {"text for people who cannot see it": version.alt, **said, **files}


def _rule_sources(version: RuleBookVersion) -> dict[str, str]:
    """Each rule as a text of its own, in the order in which they are tried."""
    return {rule.name: _rule_text(rule) for rule in version.rules.order_by("priority", "name")}


def conditions_as_lines(tree: JSON, indent: str = "") -> str:
    """The conditions of a channel rule as JSON, each single condition on a line of its own."""
    if isinstance(tree, Mapping) and len(tree) == 1:
        ((group, branch),) = tree.items()
        if isinstance(branch, list) and branch:
            rows = ",\n".join(f"{indent}  {conditions_as_lines(one, indent + '  ')}" for one in branch)
            return f"{{{json.dumps(group)}: [\n{rows}\n{indent}]}}"
        if group == "not":
            return f"{{{json.dumps(group)}: {conditions_as_lines(branch, indent)}}}"
    return json.dumps(tree, ensure_ascii=False)


def _rule_text(rule: ChannelRule) -> str:
    order = ", then ".join(str(name) for name in rule.channels) if isinstance(rule.channels, list) else "?"
    told = [f"priority {rule.priority}" + ("" if rule.active else ", switched off"), f"channels: {order}"]
    return "\n".join([*told, f"if {conditions_as_lines(rule.conditions)}" if rule.conditions else "always"])


def _term_list_sources(version: TermListVersion) -> dict[str, str]:
    """Each row as a text of its own, so that a reviewer sees which rows changed, and what in them."""
    rows = version.terms.order_by("locale", "text", "key").values(*CONTENT)
    return {f"{row['key']}": as_facts(row) for row in rows} | {"policy": as_lines(version.policy)}


USUAL: Mapping[str, tuple[JSON, ...]] = {"inflect": (True,), "active": (True,), "script_variants": ("auto",)}
"""What goes without saying in a row of a term list."""


def as_facts(row: Mapping[str, JSON]) -> str:
    """A row of a term list as lines of `name: value`, without what is empty or as it usually is."""
    lines = []
    for name, value in row.items():
        if name == "forms" and value:
            lines.append(f"{name}: {' · '.join(value)}")
        elif isinstance(value, list):
            lines += [f"{name}: {one}" for one in value]
        elif name != "key" and value not in USUAL.get(name, ("", {}, False)):
            lines.append(f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines)


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("template", "Template", Template, TemplateVersion, _template_sources),
        Kind("content-block", "Content block", ContentBlock, ContentBlockVersion, _block_sources),
        Kind("layout", "Layout", Layout, LayoutVersion, _layout_sources),
        Kind("brand", "Brand", Brand, BrandVersion, _brand_sources),
        Kind("asset", "Asset", Asset, AssetVersion, _asset_sources),
        Kind("channel-rules", "Channel rules", RuleBook, RuleBookVersion, _rule_sources),
        Kind("term-list", "Term list", TermList, TermListVersion, _term_list_sources),
    )
}


def kind_called(name: str) -> Kind:
    """The kind of that name. Raises Http404."""
    if name not in KINDS:
        raise Http404(f"Nothing is called {name!r}; there are: {', '.join(KINDS)}.")
    return KINDS[name]


def kind_of_parent(parent: type[models.Model]) -> Kind:
    return next(kind for kind in KINDS.values() if kind.parents is parent)


def version_url(version: Version) -> str:
    return reverse("admin:desk_version", args=[version.kind, version.pk])


def edit_url(version: Version) -> str:
    return reverse("admin:desk_edit", args=[version.kind, version.pk])
