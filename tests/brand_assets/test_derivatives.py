"""What is made from a master: exact sizes, the same bytes each time, nothing of the camera, and what is too small."""

from __future__ import annotations

import hashlib
import io
import itertools
from typing import Any

import pytest
from PIL import ExifTags, Image, ImageCms

from brand_assets.derivatives import Derived, Shown, derive
from brand_assets.files import UnsuitableFile, facts_of
from commhub.publish.masters import draw

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 50"><rect width="100" height="50" fill="#0a6b5e"/></svg>'
)


def saved(picture: Image.Image, form: str = "PNG", **more: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, form, **more)
    return stream.getvalue()


def made(content: bytes, email: int | None = 100, printed: int | None = 40) -> Derived:
    return derive(content, facts_of(content), Shown(email, printed), draw)


def opened(derived: Derived) -> dict[tuple[str, int], Image.Image]:
    return {
        (file.channel, file.scale): Image.open(io.BytesIO(file.content))
        for file in derived.files
        if not file.content.startswith(b"<svg")
    }


def test_a_picture_is_made_in_exactly_the_sizes_that_are_shown() -> None:
    derived = made(saved(Image.new("RGBA", (1_000, 250), "#00808080")))
    pictures = opened(derived)
    assert {place: picture.size for place, picture in pictures.items()} == {
        ("email", 2): (200, 50),
        ("email", 1): (100, 25),
        ("print", 0): (472, 118),
        ("any", 0): (1_000, 250),
    }
    assert {picture.mode for picture in pictures.values()} == {"RGBA"}
    assert round(pictures["print", 0].info["dpi"][0]) == 300
    assert [file.how for file in derived.files][:3] == [
        "reduced from 1000 x 250 to 200 x 50 pixels, for e-mails",
        "reduced from 1000 x 250 to 100 x 25 pixels, for e-mails",
        "reduced from 1000 x 250 to 472 x 118 pixels, for 300 dots per inch",
    ]
    assert derived.remarks == ()


def test_a_drawing_is_drawn_for_e_mails_and_printed_as_it_is() -> None:
    derived = made(DRAWING)
    pictures = opened(derived)
    assert {place: picture.size for place, picture in pictures.items()} == {
        ("email", 2): (200, 50),
        ("email", 1): (100, 25),
        ("any", 0): (200, 50),
    }
    assert pictures["email", 2].getpixel((50, 25)) == (10, 107, 94, 255)
    assert pictures["email", 2].getpixel((150, 25))[3] == 0
    [printed] = [file for file in derived.files if file.channel == "print"]
    assert printed.content == DRAWING


NOISE = Image.effect_noise((300, 80), 60).convert("RGB")


@pytest.mark.parametrize("content", [DRAWING, saved(NOISE), saved(NOISE, "JPEG")], ids=["SVG", "PNG", "JPEG"])
def test_the_same_master_makes_the_same_bytes(content: bytes) -> None:
    first, second = made(content), made(content)
    assert [hashlib.sha256(file.content).hexdigest() for file in first.files] == [
        hashlib.sha256(file.content).hexdigest() for file in second.files
    ]


def test_a_master_that_is_too_small_is_refused_or_told() -> None:
    with pytest.raises(UnsuitableFile) as caught:
        made(saved(Image.new("RGB", (240, 60), "navy")), email=300)
    assert str(caught.value) == (
        "The picture is 240 pixels wide, and e-mails show it 300 wide. "
        "Upload one that is at least 600 pixels wide, or an SVG."
    )
    derived = made(saved(Image.new("RGB", (240, 60), "navy")), email=200, printed=40)
    assert derived.remarks == (
        "The file for sharp screens (2x) needs 400 pixels, and the master has 240: it is enlarged, and no sharper for it.",
        "Printed 40 mm wide it needs 472 pixels for 300 dots per inch, and has 240: it is printed with 152.",
    )
    assert opened(derived)["email", 2].size == (400, 100)
    assert opened(derived)["print", 0].size == (240, 60)


def test_without_a_width_only_what_needs_none_is_made() -> None:
    assert [file.channel for file in made(saved(Image.new("RGB", (240, 60))), None, None).files] == ["any"]
    with pytest.raises(UnsuitableFile, match="say how many pixels wide e-mails show it"):
        made(DRAWING, None, None)


def test_a_photograph_stands_upright_and_says_nothing_of_the_camera() -> None:
    photo = Image.new("RGB", (400, 300), "white")
    photo.paste("red", (0, 0, 200, 150))
    exif = photo.getexif()
    exif[ExifTags.Base.Orientation] = 6  # the camera lay on its side: turn it a quarter to the right
    exif[ExifTags.Base.Artist] = "Somebody"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    content = saved(photo, "JPEG", exif=exif, comment=b"Somebody's", quality=95)
    facts = facts_of(content)
    assert (facts.turned, facts.located) == (True, True)
    for picture in opened(made(content)).values():
        assert picture.format == "JPEG"
        assert picture.width < picture.height
        assert dict(picture.getexif()) == {}
        assert not {"exif", "comment", "icc_profile"} & set(picture.info)
        red, green, blue = picture.getpixel((picture.width - 10, 10))
        assert (red > 240, green < 20, blue < 20) == (True, True, True)


def test_colours_for_print_and_of_a_profile_become_those_of_screens() -> None:
    press = Image.new("CMYK", (300, 100), (0, 255, 255, 0))
    for picture in opened(made(saved(press, "JPEG"))).values():
        assert picture.mode == "RGB"
        assert picture.getpixel((5, 5))[0] > 200
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    same = saved(Image.new("RGB", (300, 100), (10, 107, 94)), icc_profile=profile)
    assert opened(made(same))["email", 1].getpixel((5, 5)) == (10, 107, 94)
    broken = saved(Image.new("RGB", (300, 100), (10, 107, 94)), icc_profile=b"no profile")
    assert opened(made(broken))["email", 1].getpixel((5, 5)) == (10, 107, 94)


@pytest.mark.parametrize(("deep", "level"), [(65_535, 255), (32_896, 128), (0, 0)])
def test_sixteen_bits_become_eight(deep: int, level: int) -> None:
    grey = Image.new("I;16", (300, 100), deep)
    assert opened(made(saved(grey)))["email", 1].convert("L").getpixel((5, 5)) == level


def test_a_palette_with_a_clear_colour_stays_clear() -> None:
    flat = Image.new("P", (300, 100), 0)
    flat.putpalette([0, 0, 0, 200, 0, 0])
    flat.paste(1, (0, 0, 100, 100))
    picture = opened(made(saved(flat, "GIF", transparency=0)))["email", 2]
    assert picture.getpixel((20, 20)) == (200, 0, 0, 255)
    assert picture.getpixel((180, 20))[3] == 0


def test_a_picture_that_moves_is_no_master() -> None:
    frames = [Image.new("RGB", (300, 100), colour) for colour in ("red", "green", "blue")]
    moving = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    with pytest.raises(UnsuitableFile, match="A picture that moves cannot be a master"):
        made(moving)


@pytest.mark.parametrize(
    ("ground", "ink", "told"),
    [("#00000000", "#12304a", True), ("#00000000", "#f2f7fa", False), ("#ffffff", "#12304a", False)],
)
def test_a_dark_logo_on_a_clear_ground_is_told(ground: str, ink: str, told: bool) -> None:
    logo = Image.new("RGBA", (300, 100), ground)
    logo.paste(ink, (40, 30, 260, 70))
    said = "It is dark on a clear ground, and hard to see on a dark screen. Upload a master for dark screens as well."
    assert (said in made(saved(logo)).remarks) is told


def test_text_in_a_drawing_is_told() -> None:
    words = DRAWING.replace(b"</svg>", b"<text>Northlight</text></svg>")
    assert any(
        one.startswith("It has text, which is drawn in the fonts of this service") for one in made(words).remarks
    )


@pytest.mark.parametrize("pair", list(itertools.product([1, 7, 333], [1, 2, 150])))
def test_no_size_is_without_a_height(pair: tuple[int, int]) -> None:
    email, height = pair
    assert min(opened(made(saved(Image.new("RGB", (700, height))), email, 1))["email", 1].size) >= 1
