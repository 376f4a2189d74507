"""Looks at an uploaded file by its content: what it is, how large, and whether it is safe to show to customers."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from lxml import etree
from PIL import Image, ImageFile, UnidentifiedImageError

from brand_assets.containers import walk
from brand_assets.drawing import TooMuch, drawn
from commhub.contracts import CommhubError

MAX_BYTES = 2_000_000
MAX_PIXELS = 25_000_000
MAX_FRAMES = 200
MAX_PASSES = 100
"""The scans of a JPEG, each of which is decoded over the whole picture; usual files have 1 or about 10."""
RASTER = {"PNG": ("image/png", "png"), "JPEG": ("image/jpeg", "jpg"), "GIF": ("image/gif", "gif")}
STARTS = {"PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff", "GIF": b"GIF8"}
SVG_TYPE = "image/svg+xml"
SVG_NAMESPACE = "http://www.w3.org/2000/svg"
SVG_REFUSED = frozenset(
    {"script", "foreignobject", "handler", "listener", "iframe", "embed", "object", "audio", "video", "animate", "set"}
)
REPEATED = frozenset({"marker", "feturbulence"})
FOREIGN = frozenset({"http://www.w3.org/1999/xhtml", "http://www.w3.org/2001/XInclude"})
ADDRESSES = frozenset({"href", "src"})
ORIENTATION, GPS = 0x0112, 0x8825
"""EXIF tags (CIPA DC-008): how the camera was held, and where."""
MAX_SIDE = 100_000
MAX_ATTRIBUTES = 1_000
INLINE_IMAGE = re.compile(r"data:image/(png|jpeg|gif);base64,", re.IGNORECASE)
STYLE_REFERENCE = re.compile(r"url\(\s*['\"]?\s*(?!#)[^)]|image-set\(|\bsrc\(", re.IGNORECASE)
LENGTH = re.compile(r"\s*([0-9]{1,6}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})\s*(px)?\s*\Z")

_switch = Lock()


class UnsuitableFile(CommhubError):
    """A file that cannot be an asset; the text says why and what would do instead."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file turned out to be. `width` and `height` are pixels, or the units of an SVG's view box.

    `frames` is more than 1 for a picture that moves. `mode` is Pillow's name for how its colours are kept (RGB, CMYK ...),
    empty for an SVG. `turned`: it stands upright only for programs that read its EXIF orientation. `located`: it says where
    it was taken.
    """

    sha256: str
    media_type: str
    extension: str
    width: int
    height: int
    frames: int = 1
    mode: str = ""
    turned: bool = False
    located: bool = False


def facts_of(content: bytes) -> FileFacts:
    """What this file is, judged by its content and never by its name. Raises UnsuitableFile."""
    if not content:
        raise UnsuitableFile("The file is empty.")
    if len(content) > MAX_BYTES:
        megabytes = len(content) / 1_000_000
        raise UnsuitableFile(f"The file has {megabytes:.1f} MB; an asset can have {MAX_BYTES // 1_000_000} MB at most.")
    sha256 = hashlib.sha256(content).hexdigest()
    if looks_like_markup(content):
        width, height = _size_of_svg(content)
        return FileFacts(sha256, SVG_TYPE, "svg", width, height)
    found = _raster(content)
    if found.name not in RASTER:
        raise UnsuitableFile(f"This is a {found.name} file. Mail programs and printers need PNG, JPEG, GIF or SVG.")
    media_type, extension = RASTER[found.name]
    return FileFacts(
        sha256, media_type, extension, found.width, found.height, found.frames, found.mode, found.turned, found.located
    )


def refuse_located(facts: FileFacts) -> None:
    """Raises UnsuitableFile for a photograph that would tell customers where it was taken."""
    if facts.located:
        raise UnsuitableFile(
            "The photograph says where it was taken. Upload it as the master: the files that are made from it do not."
        )


def looks_like_markup(content: bytes) -> bool:
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return start == b"<"


@dataclass(frozen=True, slots=True)
class _Raster:
    name: str
    width: int
    height: int
    frames: int
    mode: str
    turned: bool
    located: bool


def _raster(content: bytes) -> _Raster:
    frames = _frames(content)
    try:
        with _strictly(), Image.open(io.BytesIO(content), formats=[*RASTER, "WEBP"]) as image:
            name, (width, height) = str(image.format), image.size
            _refuse_size(width, height)
            image.load()
            exif = image.getexif()
            turned, located = exif.get(ORIENTATION, 1) not in {0, 1}, bool(exif.get_ifd(GPS))
            return _Raster(name, width, height, frames, image.mode, turned, located)
    except UnidentifiedImageError:
        raise UnsuitableFile("This is not a PNG, JPEG, GIF or SVG picture.") from None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UnsuitableFile(f"The picture is damaged and cannot be read ({error}).") from error


def _frames(content: bytes) -> int:
    """How many pictures a file holds, after a look at all that can be told without decoding it. Raises UnsuitableFile."""
    name = next((name for name, start in STARTS.items() if content.startswith(start)), "")
    if not name:
        return 1
    walked = walk(name, content)
    _refuse_size(*walked.claims)
    # Pillow's own answer to a file cut short depends on a global switch, which WeasyPrint turns.
    if walked.rest is None:
        raise UnsuitableFile("The picture is damaged: its end is missing.")
    if walked.rest:
        raise UnsuitableFile(
            f"Behind the end of the picture stand {walked.rest:,} more bytes, which is how other files are hidden in one. "
            "Open it in a picture program and save it again."
        )
    if walked.frames > MAX_FRAMES or walked.frames * walked.claims[0] * walked.claims[1] > 4 * MAX_PIXELS:
        raise UnsuitableFile(f"The picture moves in {walked.frames:,} frames, which is more than mail programs bear.")
    if walked.passes > MAX_PASSES:
        raise UnsuitableFile(f"The picture is put together in {walked.passes:,} passes; {MAX_PASSES} are the most.")
    return walked.frames


def _refuse_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise UnsuitableFile(
            f"The picture has {width:,} x {height:,} pixels, which is too many to print or send: "
            f"{MAX_PIXELS // 1_000_000} million in all are the most."
        )


@contextmanager
def _strictly() -> Iterator[None]:
    """Pillow's switch for pictures that are cut short, off for a moment: WeasyPrint turns it on for the whole process."""
    with _switch:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _size_of_svg(content: bytes) -> tuple[int, int]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnsuitableFile(f"The SVG is not well formed: {error}.") from error
    if root.tag != f"{{{SVG_NAMESPACE}}}svg":
        raise UnsuitableFile("This is not a PNG, JPEG, GIF or SVG picture.")
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise UnsuitableFile("The SVG has a DOCTYPE, which can pull in other files. Save it again without one.")
    _refuse_instructions(root)
    for element in root.iter():
        _refuse_unsafe(element)
    try:
        drawn(root)
    except TooMuch as error:
        raise UnsuitableFile(f"The SVG cannot be drawn: {error}. Save it again with its parts written out.") from error
    return _view_box(root)


def _refuse_instructions(root: etree._Element) -> None:
    before = root.getprevious()
    while before is not None:
        if isinstance(before, etree._ProcessingInstruction):
            raise UnsuitableFile("The SVG refers to a style sheet outside itself. Save it with its styles inside.")
        before = before.getprevious()


def _refuse_unsafe(element: etree._Element) -> None:
    if isinstance(element, etree._ProcessingInstruction | etree._Entity):
        raise UnsuitableFile(
            f"Line {element.sourceline} of the SVG holds an instruction or entity, which is not allowed."
        )
    if isinstance(element, etree._Comment):
        return
    place = f"Line {element.sourceline} of the SVG"
    qualified = etree.QName(element)
    name = qualified.localname.lower()
    if qualified.namespace in FOREIGN:
        raise UnsuitableFile(f"{place} has <{name}> of another format than SVG. Take it out.")
    if name in REPEATED:
        raise UnsuitableFile(f"{place} has <{name}>, which can be drawn without end. Save it with its shapes as paths.")
    if len(element.attrib) > MAX_ATTRIBUTES:
        raise UnsuitableFile(f"{place} has a <{name}> with more than {MAX_ATTRIBUTES:,} attributes.")
    if name in SVG_REFUSED or name.startswith("animate"):
        raise UnsuitableFile(f"{place} has <{name}>, which could run or load something. Take it out.")
    for attribute, raw in element.items():
        _refuse_unsafe_attribute(place, etree.QName(str(attribute)).localname.lower(), str(raw))
    if name == "style" and style_reaches_out("".join(str(text) for text in element.itertext())):
        raise UnsuitableFile(f"{place} has a style that loads another file. Keep all styles inside the file.")


def _refuse_unsafe_attribute(place: str, name: str, value: str) -> None:
    if name.startswith("on"):
        raise UnsuitableFile(f"{place} has {name}=, which would run a script. Take it out.")
    reference = value.strip()
    inline = INLINE_IMAGE.match(reference) if name in ADDRESSES else None
    if inline:
        _refuse_unsafe_picture(place, reference[inline.end() :])
    elif name in ADDRESSES and not reference.startswith("#"):
        raise UnsuitableFile(f"{place} refers to {reference[:60]!r}. An asset must hold all that it shows in itself.")
    if name not in ADDRESSES and style_reaches_out(value):
        raise UnsuitableFile(f"{place} loads another file in {name}=. An asset must hold all that it shows in itself.")


def _refuse_unsafe_picture(place: str, written: str) -> None:
    try:
        _raster(base64.b64decode(written))
    except ValueError as error:
        raise UnsuitableFile(f"{place} holds a picture that cannot be read ({error}).") from error
    except UnsuitableFile as error:
        raise UnsuitableFile(f"{place} holds a picture that cannot be used. {error}") from error


def style_reaches_out(style: str) -> bool:
    before, *rest = style.split("/*")
    plain = before + "".join(part.partition("*/")[2] for part in rest)
    # A backslash can spell any letter in CSS, so that no search for "url(" would find it; drawings do not need one.
    return "\\" in plain or "@import" in plain.lower() or bool(STYLE_REFERENCE.search(plain))


def _view_box(root: etree._Element) -> tuple[int, int]:
    numbers = re.split(r"[\s,]+", str(root.get("viewBox", "")).strip())
    if len(numbers) != 4:
        numbers = ["0", "0", str(root.get("width", "")), str(root.get("height", ""))]
    lengths = [LENGTH.match(number) for number in numbers[2:]]
    sizes = [round(float(length.group(1))) for length in lengths if length]
    if len(sizes) != 2 or min(sizes) < 1 or max(sizes) > MAX_SIDE:
        raise UnsuitableFile("The SVG does not say how large it is. Give it a viewBox or a width and height in pixels.")
    return sizes[0], sizes[1]
