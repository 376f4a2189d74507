"""Where something is live: the editions that go out now and were made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from commhub.publish.models import LiveEdition


@dataclass(frozen=True)
class Use:
    """One live edition, and the version of it that this use stands on."""

    template: str
    template_url: str
    brand: str
    locale: str
    version: int
    since: datetime
    hash: str


def uses_of(kind: str, parent: Any) -> list[Use]:
    """The live editions of a template, or those made of a block, layout, brand or asset."""
    rows = LiveEdition.objects.select_related("template", "brand", "edition", "edition__template_version")
    if kind == "template":
        rows = rows.filter(template=parent)
    else:
        rows = rows.filter(edition__inputs__subject=kind, edition__inputs__parent_id=parent.pk).distinct()
    return [
        Use(
            template=row.template.name,
            template_url=reverse("admin:templates_store_template_change", args=[row.template_id]),
            brand=row.brand.name,
            locale=row.locale,
            version=row.edition.template_version.number,
            since=row.edition.created_at,
            hash=row.edition.hash,
        )
        for row in rows.order_by("template__key", "brand__key", "locale")
    ]
