"""Makes the fonts in brand_assets/fonts from Debian's Noto packages; run it only to take up a newer font version.

    apt-get install fonts-noto-core=20201225-1 fonts-noto-cjk=1:20220127+repack1-1
    python scripts/make_fonts.py

Noto Sans, Noto Sans Arabic and Noto Sans Hebrew are copied as they are. Noto Sans SC and Noto Sans KR are cut out of
the collection Noto Sans CJK, because that one alone is larger than everything else in the repository. The same input
gives the same bytes, so a second run shows no difference in git.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

FOLDER = Path(__file__).resolve().parent.parent / "brand_assets" / "fonts"
TRUETYPE = Path("/usr/share/fonts/truetype/noto")
OPENTYPE = Path("/usr/share/fonts/opentype/noto")

COPIED = (
    "NotoSans-Regular.ttf",
    "NotoSans-Bold.ttf",
    "NotoSans-Italic.ttf",
    "NotoSans-BoldItalic.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoSansArabic-Bold.ttf",
    "NotoSansHebrew-Regular.ttf",
    "NotoSansHebrew-Bold.ttf",
)
COLLECTIONS = ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc")


# What a letter in Chinese can hold. Rare personal names need Extension A and what the font has of the later
# extensions: a box in place of somebody's name is worse than two more megabytes.
HAN = (
    (0x0020, 0x024F),  # Latin, so that a Chinese run with a Latin word keeps one look
    (0x0370, 0x03FF),  # Greek, used as symbols
    (0x2000, 0x22FF),  # punctuation, currency, letterlike, numerals, arrows, mathematical signs
    (0x2460, 0x24FF),  # numbers in circles
    (0x2500, 0x266F),  # lines, boxes, shapes, signs
    (0x2E80, 0x2FDF),  # radicals
    (0x3000, 0x30FF),  # CJK punctuation, kana
    (0x3100, 0x312F),  # bopomofo
    (0x31C0, 0x33FF),  # strokes, enclosed and squared characters
    (0x3400, 0x4DBF),  # ideographs, extension A
    (0x4E00, 0x9FFF),  # ideographs
    (0xF900, 0xFAFF),  # compatibility ideographs
    (0xFE30, 0xFE4F),  # compatibility forms
    (0xFF00, 0xFFEF),  # fullwidth and halfwidth forms
    (0x20000, 0x323AF),  # ideographs, extensions B to H
)
# Korean in its own letters; the ideographs that it also uses are those above.
HANGUL = (
    (0x1100, 0x11FF),  # letters that are put together
    (0x3130, 0x318F),  # letters by themselves
    (0xAC00, 0xD7A3),  # syllables
)
# Features for horizontal text in one language. Vertical forms, widths and regional or old forms pull in thousands
# of glyphs that no letter of ours shows.
FEATURES = ("ccmp", "calt", "kern", "liga", "mark", "mkmk")
HANGUL_FEATURES = (*FEATURES, "ljmo", "tjmo", "vjmo")


@dataclass(frozen=True)
class Cut:
    """What is cut out of one face of a collection, and the family name that it gets."""

    face: str
    family: str
    ranges: tuple[tuple[int, int], ...]
    features: tuple[str, ...]


CUTS = (
    Cut("Noto Sans CJK SC", "Noto Sans SC", HAN, FEATURES),
    Cut("Noto Sans CJK KR", "Noto Sans KR", HANGUL, HANGUL_FEATURES),
)


def copy_fonts() -> None:
    for name in COPIED:
        shutil.copyfile(TRUETYPE / name, FOLDER / name)
        report(FOLDER / name)


def cut_fonts() -> None:
    for cut in CUTS:
        for collection in COLLECTIONS:
            font = face_of(OPENTYPE / collection, cut.face)
            subset(font, cut)
            name = rename(font, cut.family)
            font.save(FOLDER / f"{name}.otf")
            report(FOLDER / f"{name}.otf")


def face_of(path: Path, name: str) -> TTFont:
    """One face of a collection. The faces share their glyphs and differ in which they prefer."""
    for face in TTCollection(str(path), recalcTimestamp=False).fonts:
        if name in {face["name"].getDebugName(1), face["name"].getDebugName(16)}:
            return face
    raise SystemExit(f"{path} has no face called {name}; install the fonts-noto-cjk package")


def subset(font: TTFont, cut: Cut) -> None:
    options = Options()
    options.layout_features = list(cut.features)
    options.hinting = False  # a PDF is scaled by the reader; hints for small screens are dead weight
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[point for first, last in cut.ranges for point in range(first, last + 1)])
    subsetter.subset(font)


def rename(font: TTFont, family: str) -> str:
    """Give the cut a family name of its own, in every place where a renderer may look for it; answers its file's stem.

    Regular and Bold must carry the same family name, or CSS `font-weight: bold` does not find the bold file.
    """
    bold = font["OS/2"].usWeightClass >= 600
    style = "Bold" if bold else "Regular"
    postscript = f"{family.replace(' ', '')}-{style}"
    names = {1: family, 2: style, 3: f"2.004;{postscript}", 4: f"{family} {style}", 6: postscript}
    table = font["name"]
    kept = [record for record in table.names if record.nameID not in {1, 2, 3, 4, 6, 16, 17, 21, 22, 25}]
    table.names = [record for record in kept if (record.platformID, record.langID) == (3, 0x409)]
    for name_id, text in names.items():
        table.setName(text, name_id, 3, 1, 0x409)
    if bold:
        font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x40) | 0x20
        font["head"].macStyle |= 0x01
    outlines = font["CFF "].cff
    outlines.fontNames = [postscript]
    top = outlines.topDictIndex[0]
    top.FullName = f"{family} {style}"
    top.FamilyName = family
    top.Weight = style
    return postscript


def report(path: Path) -> None:
    print(f"{path.name:32} {path.stat().st_size / 1_000_000:6.2f} MB")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    missing = [
        path for path in (*(TRUETYPE / n for n in COPIED), *(OPENTYPE / n for n in COLLECTIONS)) if not path.exists()
    ]
    if missing:
        sys.exit(
            "These fonts are missing; install the packages named at the top of this file:\n  "
            + "\n  ".join(map(str, missing))
        )
    copy_fonts()
    cut_fonts()
