"""Editions as they are stored and found again: by hash for a message, by template, brand and locale for a new send."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from brand_assets.models import AssetVariant
from commhub.contracts import CommhubError, Edition
from commhub.publish.compile import Compiled, edition_from_json, edition_to_json, hash_of_edition
from commhub.publish.models import EditionInput, LiveEdition, StoredEdition
from commhub.versions import State, canonical
from templates_store.models import TemplateVersion


class EditionMissing(CommhubError):
    """A message names an edition, or an edition a file, that is not there any more."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """An edition with the bytes of its assets, as a render needs them."""

    edition: Edition
    asset_bytes: Mapping[str, bytes]


def store(compiled: Compiled, version: TemplateVersion) -> StoredEdition:
    """The stored edition of that hash; made now if it is new."""
    edition = compiled.edition
    brand_id = next(one.parent_id for one in compiled.inputs if one.subject == "brand")
    stored, created = StoredEdition.objects.get_or_create(
        hash=edition.hash,
        defaults={
            "template_id": version.template_id,
            "template_version": version,
            "brand_id": brand_id,
            "locale": edition.locale,
            "content": canonical(edition_to_json(edition)).decode(),
            "manifest": dict(compiled.manifest),
        },
    )
    if created:
        EditionInput.objects.bulk_create(
            EditionInput(edition=stored, subject=one.subject, parent_id=one.parent_id, version_id=one.version_id)
            for one in compiled.inputs
        )
    return stored


def edition_of(stored: StoredEdition) -> Edition:
    """A stored edition as a value, taken as it stands in its row."""
    return edition_from_json(stored.hash, json.loads(stored.content))


@lru_cache(maxsize=512)
def load(edition_hash: str) -> Loaded:
    """An edition by its hash, with its assets. Editions never change, so each process reads one only once.

    Raises EditionMissing.
    """
    try:
        stored = StoredEdition.objects.get(hash=edition_hash)
    except StoredEdition.DoesNotExist as error:
        raise EditionMissing(f"there is no edition {edition_hash[:12]}…") from error
    content = json.loads(stored.content)
    if hash_of_edition(content, stored.manifest) != stored.hash:
        raise EditionMissing(f"edition {edition_hash[:12]}… is no longer what was approved: its row was changed")
    edition = edition_from_json(stored.hash, content)
    return Loaded(edition, {sha256: asset_bytes(sha256) for sha256 in edition.assets})


@lru_cache(maxsize=256)
def asset_bytes(sha256: str) -> bytes:
    """The content of an asset's file. Raises EditionMissing."""
    variant = AssetVariant.objects.filter(sha256=sha256).first()
    if variant is None:
        raise EditionMissing(f"there is no asset file {sha256[:12]}…")
    try:
        with variant.file.open("rb") as file:
            content = bytes(file.read())
    except OSError as error:
        raise EditionMissing(f"the asset file {variant.file.name} cannot be read: {error}") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise EditionMissing(f"the asset file {variant.file.name} is no longer what was approved")
    return content


class Live(NamedTuple):
    """One live edition of a template. `until` is when it ends to be sent, if it does; `last_day` the day after which it is
    not sent before somebody has looked at it again."""

    brand: str
    locale: str
    hash: str
    until: datetime | None
    last_day: date | None = None


def live_editions(template_key: str) -> list[Live]:
    """The live editions of a template as they are at one moment: one query, so that no switch comes in between."""
    version = TemplateVersion.objects.filter(template=OuterRef("template"), state=State.LIVE)
    stopping = version.filter(template__category__past_review="stop")
    rows = LiveEdition.objects.filter(template__key=template_key).annotate(
        until=Subquery(version.values("until")[:1]), last_day=Subquery(stopping.values("review_by")[:1])
    )
    return [Live(*row) for row in rows.values_list("brand__key", "locale", "edition__hash", "until", "last_day")]
