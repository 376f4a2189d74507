"""The only ways to change a brand's or an asset's draft; each refuses a version that has left draft."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from brand_assets.files import facts_of
from brand_assets.models import AssetVariant, AssetVersion, BrandVersion
from commhub.contracts import JSON


def write_tokens(version: BrandVersion, tokens: dict[str, JSON], note: str) -> None:
    """Set the tokens of a brand's draft."""
    version.require_draft()
    version.tokens = tokens
    version.note = note
    version.save(update_fields=["tokens", "note"])


def write_asset_note(version: AssetVersion, note: str) -> None:
    """Set the note of an asset's draft."""
    version.require_draft()
    version.note = note
    version.save(update_fields=["note"])


def put_file(version: AssetVersion, channel: str, content: bytes) -> AssetVariant:
    """Give an asset's draft this file for a channel (or for any), in place of the one it had. Raises UnsuitableFile."""
    version.require_draft()
    facts = facts_of(content)
    name = f"assets/{facts.sha256}.{facts.extension}"
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(content))
    variant, _ = AssetVariant.objects.update_or_create(
        version=version,
        channel=channel,
        defaults={
            "file": name,
            "sha256": facts.sha256,
            "media_type": facts.media_type,
            "width": facts.width,
            "height": facts.height,
        },
    )
    return variant


def remove_file(version: AssetVersion, channel: str) -> None:
    """Take the file for a channel out of an asset's draft. The bytes stay: other versions may hold them."""
    version.require_draft()
    version.variants.filter(channel=channel).delete()
