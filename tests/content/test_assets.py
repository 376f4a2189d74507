"""Assets in the tree: each file with its rule and its own bytes, also those made from a master; bad files are named."""

from __future__ import annotations

import io
from datetime import date

import pytest
from PIL import Image

from brand_assets.editing import put_file, put_master, write_asset_about, write_widths
from brand_assets.models import Asset, AssetVersion
from brand_assets.rules import Rule
from commhub.approval.drafts import start_draft
from tests import factories
from tests.content.stores import Tree, brought, exported, faults

pytestmark = pytest.mark.django_db
FOLDER = "brands/northlight/assets/logo"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h40v20H0z"/></svg>'


def picture(width: int = 40, colour: str = "#0a6b5e") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, width // 2), colour).save(stream, format="PNG")
    return stream.getvalue()


def no_drawing(source: bytes, width: int, height: int) -> bytes:
    raise AssertionError("a PNG is not drawn")


@pytest.fixture
def logo() -> AssetVersion:
    factories.listed("deductible")
    brand = factories.brand_draft().brand
    draft = start_draft(Asset.objects.create(brand=brand, slot="logo"), factories.marketer())
    assert isinstance(draft, AssetVersion)
    write_asset_about(draft, "Northlight", "")
    return draft


def only_assets(tree: Tree) -> Tree:
    return {path: content for path, content in tree.items() if path.startswith(FOLDER) or path == "commhub.yaml"}


def test_each_file_stands_with_its_rule_under_a_name_made_of_it(logo: AssetVersion) -> None:
    put_file(logo, "any", picture())
    put_file(logo, "print", SVG)
    rule = Rule("email", "cy", "GB", "dark", date(2027, 1, 1), date(2027, 12, 31), 2)
    put_file(logo, "email", picture(60), rule)
    tree = exported()
    name = "email-cy-GB-dark-from-2027-01-01-until-2027-12-31-2x.png"
    assert sorted(path.removeprefix(f"{FOLDER}/") for path in tree if path.startswith(FOLDER)) == [
        "any.png", "asset.yaml", name, "print.svg",
    ]  # fmt: skip
    assert (tree[f"{FOLDER}/any.png"], tree[f"{FOLDER}/print.svg"]) == (picture(), SVG)
    assert (
        tree[f"{FOLDER}/asset.yaml"]
        .decode()
        .startswith(
            "alt: Northlight\nfiles:\n  - file: any.png\n    channel: any\n"
            f"  - file: {name}\n    channel: email\n    locale: cy\n    market: GB\n    scheme: dark\n"
            "    valid_from: '2027-01-01'\n    valid_until: '2027-12-31'\n    scale: 2\n  - file: print.svg\n"
        )
    )


def test_a_master_and_what_was_made_of_it_come_back_as_they_were(logo: AssetVersion) -> None:
    write_widths(logo, 100, 20, no_drawing)
    put_master(logo, picture(1_200), no_drawing)
    before, tree = logo.hash_content(), only_assets(exported())
    made = [variant.made_from for variant in logo.variants.all() if variant.made_from]
    assert made
    logo.delete()
    Asset.objects.all().delete()
    brought(tree)
    again = AssetVersion.objects.get()
    assert again.hash_content() == before
    assert only_assets(exported()) == tree

    stale = tree[f"{FOLDER}/asset.yaml"]
    [problem, *_] = faults(tree | {f"{FOLDER}/master.png": picture(1_400, "#ff0000")})
    assert "was made from another master than stands here" in problem
    assert stale == only_assets(exported())[f"{FOLDER}/asset.yaml"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({f"{FOLDER}/any.png": b"GIF89a no"}, f"{FOLDER}/any.png: "),
        ({f"{FOLDER}/any.png": SVG}, f"{FOLDER}/any.png: By its content this is a svg file: give it that ending."),
        ({f"{FOLDER}/more.png": picture()}, f"{FOLDER}/more.png: No line of asset.yaml says where this file is used."),
        (
            {f"{FOLDER}/asset.yaml": b"alt: N\nfiles:\n  - file: ayn.png\n"},
            f"{FOLDER}/asset.yaml:3:11: There is no file 'ayn.png' beside asset.yaml. Did you mean 'any.png'?",
        ),
        (
            {f"{FOLDER}/asset.yaml": b"alt: N\nfiles:\n  - {file: any.png, channel: emial}\n"},
            f"{FOLDER}/asset.yaml:3:30: There is no channel 'emial'. Did you mean 'email'?",
        ),
        (
            {f"{FOLDER}/asset.yaml": b"alt: N\nfiles:\n  - {file: any.png}\n  - {file: any.png, channel: any}\n"},
            f"{FOLDER}/asset.yaml:4:5: any.png and any.png would be used in the same places.",
        ),
        (
            {f"{FOLDER}/asset.yaml": b"alt: N\nfiles:\n  - {file: ../../tokens.yaml}\n"},
            f"{FOLDER}/asset.yaml:3:12: There is no file '../../tokens.yaml' beside asset.yaml.",
        ),
    ],
)
def test_a_file_that_cannot_be_is_named(files: Tree, said: str, logo: AssetVersion) -> None:
    put_file(logo, "any", picture())
    assert any(one.startswith(said) for one in faults(only_assets(exported()) | files))
