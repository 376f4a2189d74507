"""A stored edition is what was approved, to the byte, or it is not sent."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from brand_assets.editing import put_file
from brand_assets.models import Asset, AssetVersion
from commhub.publish.compile import hash_of_edition
from commhub.publish.editions import EditionMissing, asset_bytes, load
from commhub.publish.models import StoredEdition
from commhub.versions import sha256_of
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
        asset=Asset.objects.create(brand=brand, slot="logo"), number=1, author=factories.marketer()
    )
    variant = put_file(version, "any", picture.getvalue())
    asset_bytes.cache_clear()
    assert asset_bytes(variant.sha256) == picture.getvalue()
    (tmp_path / str(variant.file.name)).write_bytes(b"something else")
    asset_bytes.cache_clear()
    with pytest.raises(EditionMissing, match="no longer what was approved"):
        asset_bytes(variant.sha256)


def test_the_number_of_an_input_is_no_part_of_the_hash_and_its_content_is() -> None:
    edition = stored()
    content = json.loads(edition.content)
    assert edition.manifest["format"] == "commhub-edition/2"
    inputs = edition.manifest["inputs"]
    later = {**edition.manifest, "inputs": [{**one, "number": one["number"] + 7} for one in inputs]}
    assert hash_of_edition(content, later) == edition.hash
    other = {**edition.manifest, "inputs": [{**one, "sha256": "0" * 64} for one in inputs]}
    assert hash_of_edition(content, other) != edition.hash


def test_an_edition_of_format_1_is_known_by_its_hash_with_the_numbers() -> None:
    edition = stored()
    manifest = {**edition.manifest, "format": "commhub-edition/1"}
    former = sha256_of({"content": json.loads(edition.content), "manifest": manifest})
    StoredEdition.objects.filter(pk=edition.pk).update(hash=former, manifest=manifest)
    load.cache_clear()
    assert load(former).edition.hash == former
    manifest["inputs"] = [{**one, "number": one["number"] + 1} for one in manifest["inputs"]]
    StoredEdition.objects.filter(pk=edition.pk).update(manifest=manifest)
    load.cache_clear()
    with pytest.raises(EditionMissing, match="no longer what was approved"):
        load(former)
