"""Uploads a master of an asset, through whatever door: the drawing of an SVG is this service's own."""

from __future__ import annotations

from brand_assets import editing
from brand_assets.files import UnsuitableFile
from brand_assets.models import AssetVariant, AssetVersion
from brand_assets.rules import Rule
from commhub.contracts import RenderError
from commhub.render.letters.drawings import picture_of


def draw(svg: bytes, width: int, height: int) -> bytes:
    """A drawing as a PNG of that size. Raises UnsuitableFile when it cannot be drawn."""
    try:
        return picture_of(svg, width, height)
    except RenderError as error:
        raise UnsuitableFile(f"The SVG cannot be drawn: {error}") from error


def put_master(version: AssetVersion, content: bytes, rule: Rule | None = None) -> list[AssetVariant]:
    """Keep a master in a draft and make a file for each channel of it. Raises UnsuitableFile."""
    return editing.put_master(version, content, draw, rule)


def write_widths(version: AssetVersion, email_width: int | None, print_width: int | None) -> None:
    """Set how wide an asset is shown, in pixels and millimetres, and make its files anew. Raises UnsuitableFile."""
    editing.write_widths(version, email_width, print_width, draw)


def move_file(variant: AssetVariant, rule: Rule) -> None:
    """Give a file of a draft another rule. Raises UnsuitableFile."""
    editing.move_file(variant, rule, draw)


def remove_variant(variant: AssetVariant) -> None:
    """Take a file out of a draft, and with a master what was made of it."""
    editing.remove_variant(variant, draw)
