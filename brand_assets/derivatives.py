"""Makes from one master the files that each channel needs, in exactly the size in which the asset is shown there.

What is made depends on the master, the widths and the versions of Pillow and WeasyPrint alone: the same bytes each time.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from PIL import Image, ImageCms, ImageOps

from brand_assets.files import SVG_TYPE, FileFacts, UnsuitableFile
from brand_assets.rules import ANY_CHANNEL, AS_IT_IS, DOUBLE, SINGLE

Draw = Callable[[bytes, int, int], bytes]
"""Draws an SVG as a PNG with a clear ground: the drawing, and the width and height of the picture in pixels."""
EMAIL: Final = "email"
PRINT: Final = "print"
DOTS: Final = 300
"""Dots per inch of a good print; what is above cannot be seen, what is far below can."""
MILLIMETRES: Final = 25.4
JPEG_QUALITY: Final = 88
GROUND_OF_DARK: Final = (24, 35, 43)
LEAST_CONTRAST: Final = 1.7
MOST_LOST: Final = 0.3
"""The contrast below which a pixel is lost on a dark screen, and the share of pixels that may be."""
HARD_TO_SEE: Final = (
    "It is dark on a clear ground, and hard to see on a dark screen. Upload a master for dark screens as well."
)
_SIDE: Final = 64


@dataclass(frozen=True, slots=True)
class Shown:
    """How wide an asset is shown: in e-mails in pixels, in letters in millimetres; None where nobody said."""

    email: int | None
    print: int | None


@dataclass(frozen=True, slots=True)
class Made:
    """One file made from a master; `how` says in which way."""

    channel: str
    scale: int
    content: bytes
    how: str


@dataclass(frozen=True, slots=True)
class Derived:
    """All that was made from a master, and what does not go well with it, as sentences."""

    files: tuple[Made, ...]
    remarks: tuple[str, ...]


def derive(master: bytes, facts: FileFacts, shown: Shown, draw: Draw, *, dark: bool = False) -> Derived:
    """The files for e-mails, for letters and for any other channel. Raises UnsuitableFile when they cannot be made.

    A master for `dark` screens makes none for letters. Nothing is made dark from a master that is not: nobody can tell by
    rule what a brand looks like in the dark.
    """
    if facts.frames > 1:
        raise UnsuitableFile("A picture that moves cannot be a master. Put it in as the file for e-mails alone.")
    if facts.media_type == SVG_TYPE:
        derived = _from_drawing(master, facts, shown, draw)
    else:
        derived = _from_picture(master, facts, replace(shown, print=None) if dark else shown)
    if not dark:
        return derived
    remarks = tuple(one for one in derived.remarks if one != HARD_TO_SEE)
    return Derived(tuple(file for file in derived.files if file.channel != PRINT), remarks)


def _from_drawing(master: bytes, facts: FileFacts, shown: Shown, draw: Draw) -> Derived:
    if shown.email is None:
        raise UnsuitableFile(
            "Mail programs do not show SVG, so a picture is made of it: say how many pixels wide e-mails show it."
        )
    files = []
    for scale in (DOUBLE, SINGLE):
        width = shown.email * scale
        height = max(1, round(width * facts.height / facts.width))
        content = _as_png(Image.open(io.BytesIO(draw(master, width, height))))
        files.append(Made(EMAIL, scale, content, f"drawn {width} x {height} pixels from the SVG"))
    remarks = [_hard_to_see(files[0].content)]
    if b"<text" in master:
        remarks.append(
            "It has text, which is drawn in the fonts of this service and not in the designer's. Save its text as paths."
        )
    files += [
        Made(PRINT, AS_IT_IS, master, "the SVG itself, which is sharp in any size"),
        Made(ANY_CHANNEL, AS_IT_IS, files[0].content, files[0].how),
    ]
    return Derived(tuple(files), tuple(filter(None, remarks)))


def _from_picture(master: bytes, facts: FileFacts, shown: Shown) -> Derived:
    picture = upright(master)
    photo = facts.media_type == "image/jpeg"
    files: list[Made] = []
    remarks: list[str] = []
    if shown.email is None:
        remarks.append("Nobody said how wide e-mails show it: they get it as large as it is.")
    else:
        remarks += _too_small_for_email(picture.width, shown.email)
        for scale in (DOUBLE, SINGLE):
            sized = _sized(picture, shown.email * scale)
            files.append(Made(EMAIL, scale, _written(sized, photo), _how(picture, sized, "for e-mails")))
    if shown.print is not None:
        wanted = round(shown.print / MILLIMETRES * DOTS)
        sized = _sized(picture, min(wanted, picture.width))
        reached = round(sized.width / shown.print * MILLIMETRES)
        if sized.width < wanted:
            remarks.append(
                f"Printed {shown.print} mm wide it needs {wanted:,} pixels for {DOTS} dots per inch, and has "
                f"{picture.width:,}: it is printed with {reached}."
            )
        content = _written(sized, photo, dots=reached)
        files.append(Made(PRINT, AS_IT_IS, content, _how(picture, sized, f"for {reached} dots per inch")))
    files.append(Made(ANY_CHANNEL, AS_IT_IS, _written(picture, photo), _how(picture, picture, "for any channel")))
    remarks.append(_hard_to_see(files[0].content))
    return Derived(tuple(files), tuple(filter(None, remarks)))


def _too_small_for_email(width: int, shown: int) -> list[str]:
    if width < shown:
        raise UnsuitableFile(
            f"The picture is {width:,} pixels wide, and e-mails show it {shown:,} wide. Upload one that is at least "
            f"{2 * shown:,} pixels wide, or an SVG."
        )
    if width < 2 * shown:
        needed = f"The file for sharp screens (2x) needs {2 * shown:,} pixels, and the master has {width:,}"
        return [f"{needed}: it is enlarged, and no sharper for it."]
    return []


def upright(content: bytes) -> Image.Image:
    """The picture as one sees it: turned as the camera lay, in sRGB with 8 bits, clear where it is clear, and without
    anything that is written in the file beside it."""
    with Image.open(io.BytesIO(content)) as opened:
        profile = opened.info.get("icc_profile")
        picture = ImageOps.exif_transpose(opened)
        picture = _eight_bits(picture)
        if profile:
            picture = _in_srgb(picture, profile)
        clear = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
        plain = picture.convert("RGBA" if clear else "RGB")
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def _eight_bits(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):  # 16 bits of grey, which Pillow would cut off and not scale
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    return picture


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """The picture with the colours that its profile means; as it is where the profile cannot be used."""
    if picture.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        wanted = "RGBA" if picture.mode == "RGBA" else "RGB"
        turned = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=wanted)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return turned or picture


def _sized(picture: Image.Image, width: int) -> Image.Image:
    if width == picture.width:
        return picture
    height = max(1, round(width * picture.height / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _how(master: Image.Image, made: Image.Image, why: str) -> str:
    if made.size == master.size:
        return f"as large as the master, {why}"
    word = "enlarged" if made.width > master.width else "reduced"
    return f"{word} from {master.width} x {master.height} to {made.width} x {made.height} pixels, {why}"


def _written(picture: Image.Image, photo: bool, *, dots: int = 0) -> bytes:
    if not photo or picture.mode == "RGBA":
        return _as_png(picture, dots=dots)
    stream = io.BytesIO()
    more = {"dpi": (dots, dots)} if dots else {}
    picture.save(stream, "JPEG", quality=JPEG_QUALITY, subsampling=0, optimize=True, **more)
    return stream.getvalue()


def _as_png(picture: Image.Image, *, dots: int = 0) -> bytes:
    stream = io.BytesIO()
    more = {"dpi": (dots, dots)} if dots else {}
    picture.save(stream, "PNG", optimize=True, **more)
    return stream.getvalue()


def _hard_to_see(content: bytes) -> str:
    """What to say of a picture with a clear ground that is nearly as dark as a dark screen; '' of any other."""
    with Image.open(io.BytesIO(content)) as opened:
        small = opened.convert("RGBA").resize((_SIDE, _SIDE), Image.Resampling.BOX)
    data = small.tobytes()
    pixels = [tuple(data[at : at + 4]) for at in range(0, len(data), 4)]
    seen = [pixel[:3] for pixel in pixels if pixel[3] > 128]
    if not seen or len(seen) > 0.9 * len(pixels):
        return ""
    ground = _luminance(GROUND_OF_DARK) + 0.05
    lost = [one for one in map(_luminance, seen) if max(one + 0.05, ground) / min(one + 0.05, ground) < LEAST_CONTRAST]
    return HARD_TO_SEE if len(lost) > MOST_LOST * len(seen) else ""


def _luminance(colour: tuple[int, ...]) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (one / 255 for one in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
