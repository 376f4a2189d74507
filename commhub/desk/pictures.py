"""The files of an asset version as pictures that a page can show; an SVG in an <img> runs no script."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.storage import default_storage

from brand_assets.models import AssetVersion
from commhub.pictures.shots import data_url


@dataclass(frozen=True)
class Picture:
    """One file. `address` is empty when its bytes are missing from the storage."""

    channel: str
    address: str
    media_type: str
    width: int
    height: int
    alt: str


def pictures_of(version: AssetVersion) -> list[Picture]:
    """The files of this version, each as a data address."""
    found = []
    for variant in version.variants.order_by("channel"):
        name = str(variant.file.name)
        address = ""
        if default_storage.exists(name):
            with default_storage.open(name) as file:
                address = data_url(variant.media_type, file.read())
        found.append(
            Picture(variant.channel, address, variant.media_type, variant.width, variant.height, version.asset.alt)
        )
    return found
