"""Which editions change when some versions go live together: known from the live editions and their inputs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from brand_assets.models import Brand
from commhub.publish.golive import locales_of
from commhub.publish.models import LiveEdition
from commhub.publish.sources import Using
from commhub.versions import State
from templates_store.models import Layout, LayoutVersion, TemplateVersion

Place = tuple[int, int, str]
"""A template's id, a brand's id and a locale: where one live edition stands."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One edition to put live. `version` comes with its template and category."""

    version: TemplateVersion
    brand: Brand
    locale: str

    @property
    def place(self) -> Place:
        return self.version.template_id, self.brand.pk, self.locale

    @property
    def said(self) -> str:
        """Such as `renewal-notice, northlight en-GB`."""
        return f"{self.version.template.key}, {self.brand.key} {self.locale}"


def plan(using: Using, gone: Collection[tuple[str, int]] = ()) -> list[Wanted]:
    """The editions that `using` puts live, by template, brand and locale.

    A template that goes live itself gets all brands and locales that it has. Of any other, only those that are live
    already are made anew: what a reviewer of the template has not seen goes live by no other way. `gone` are things
    (kind and parent's id) that nothing stands for any more.
    """
    own = [version for version in using.values() if isinstance(version, TemplateVersion)]
    found = [
        Wanted(version, brand, locale)
        for version in own
        for brand in version.brands.order_by("key")
        for locale in locales_of(version)
    ]
    changed = {thing for thing in (*using, *gone) if thing[0] != TemplateVersion.kind}
    if changed:
        away = [pk for kind, pk in (*using, *gone) if kind == TemplateVersion.kind]
        pointers = (
            LiveEdition.objects.filter(_reached(changed))
            .exclude(template_id__in=away)
            .select_related("brand")
            .only("template_id", "locale", "brand")
            .distinct()
        )
        rows = list(pointers)
        versions = {
            version.template_id: version
            for version in TemplateVersion.objects.filter(
                state=State.LIVE, template_id__in={row.template_id for row in rows}
            ).select_related("template__category")
        }
        found += [
            Wanted(versions[row.template_id], row.brand, row.locale) for row in rows if row.template_id in versions
        ]
    return sorted(found, key=lambda one: (one.version.template.key, one.brand.key, one.locale))


def _reached(changed: Collection[tuple[str, int]]) -> Q:
    """The live editions made from one of these things, or that a layout of their brand may add a channel to."""
    reached = Q(pk__in=[])
    by_kind: dict[str, list[int]] = {}
    for kind, pk in changed:
        by_kind.setdefault(kind, []).append(pk)
    for kind, ids in by_kind.items():
        if kind == LayoutVersion.kind:
            reached |= Q(brand__in=Layout.objects.filter(pk__in=ids).values("brand"))
        else:
            reached |= Q(edition__inputs__subject=kind, edition__inputs__parent_id__in=ids)
    return reached
