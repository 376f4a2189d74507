"""A stored edition is what was approved, to the byte, or it is not sent."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from brand_assets.editing import put_file
from brand_assets.models import Asset, AssetVersion
from commhub.publish.editions import EditionMissing, asset_bytes, load
from commhub.publish.models import StoredEdition
from tests import factories

pytestmark = pytest.mark.django_db


def stored() -> StoredEdition:
    factories.live_template("renewal-notice")
    load.cache_clear()
    asset_bytes.cache_clear()
    edition = StoredEdition.objects.first()
    assert edition is not None
    return edition


def test_an_edition_that_was_not_touched_is_loaded() -> None:
    edition = stored()
    assert load(edition.hash).edition.hash == edition.hash


def test_an_edition_whose_row_was_changed_by_hand_is_refused() -> None:
    edition = stored()
    content = edition.content.replace("renewal", "removal")
    assert content != edition.content
    StoredEdition.objects.filter(pk=edition.pk).update(content=content)
    with pytest.raises(EditionMissing, match="no longer what was approved"):
        load(edition.hash)


def test_an_asset_whose_file_was_replaced_is_refused(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    picture = io.BytesIO()
    Image.new("RGB", (2, 2)).save(picture, format="PNG")
    brand = factories.brand_draft().brand
    version = AssetVersion.objects.create(
        asset=Asset.objects.create(brand=brand, slot="logo", alt="Logo"), number=1, author=factories.marketer()
    )
    variant = put_file(version, "any", picture.getvalue())
    asset_bytes.cache_clear()
    assert asset_bytes(variant.sha256) == picture.getvalue()
    (tmp_path / str(variant.file.name)).write_bytes(b"something else")
    asset_bytes.cache_clear()
    with pytest.raises(EditionMissing, match="no longer what was approved"):
        asset_bytes(variant.sha256)
