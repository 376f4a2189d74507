"""The fonts of letters: what the layouts ask for is there, and has the characters that the library uses."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from commhub.render.letters.fonts import FOLDER
from commhub.starter.library import read_library

FILES = {path.name: path for path in sorted(FOLDER.iterdir()) if path.suffix in {".ttf", ".otf"}}


def named(name: str) -> tuple[str, str, int]:
    """The family and style by which CSS finds a font, and its weight."""
    with TTFont(FILES[name]) as font:
        names = font["name"]
        return names.getDebugName(1), names.getDebugName(2), font["OS/2"].usWeightClass


@pytest.mark.parametrize(
    ("file", "family"),
    [
        ("NotoSans-{}.ttf", "Noto Sans"),
        ("NotoSansSC-{}.otf", "Noto Sans SC"),
        ("NotoSansKR-{}.otf", "Noto Sans KR"),
        ("NotoSansArabic-{}.ttf", "Noto Sans Arabic"),
        ("NotoSansHebrew-{}.ttf", "Noto Sans Hebrew"),
    ],
)
def test_a_family_has_a_regular_and_a_bold_of_one_name(file: str, family: str) -> None:
    assert named(file.format("Regular")) == (family, "Regular", 400)
    assert named(file.format("Bold")) == (family, "Bold", 700)


def test_italics_are_there_for_latin() -> None:
    assert named("NotoSans-Italic.ttf") == ("Noto Sans", "Italic", 400)
    assert named("NotoSans-BoldItalic.ttf") == ("Noto Sans", "Bold Italic", 700)


@pytest.mark.parametrize("file", ["NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf"])
def test_the_chinese_font_has_every_character_of_the_library_and_rare_names(file: str) -> None:
    library = read_library()
    texts = [text for one in library.templates for text in one.parts.values()]
    texts += [text for one in library.blocks for text in one.texts.values()]
    texts += [str(one.tokens) for one in library.brands]
    texts.append("䶮㛃𬱖𠮷龘喆堃")  # in use as names, outside the first 20,000
    with TTFont(FILES[file]) as font:
        known = font.getBestCmap()
    assert sorted({letter for text in texts for letter in text if letter > " " and ord(letter) not in known}) == []


def test_no_font_makes_the_repository_unwieldy_and_the_licence_is_beside_them() -> None:
    assert max(path.stat().st_size for path in FILES.values()) < 9_000_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "OFL.txt").read_text(encoding="utf-8")
