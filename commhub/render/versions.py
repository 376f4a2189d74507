"""The versions of all that turns an edition and data into bytes: kept with each message, and compared later."""

from __future__ import annotations

import ctypes
import hashlib
import platform
import sys
import unicodedata
import zoneinfo
from collections.abc import Iterable, Mapping, Set
from functools import lru_cache
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Final

from commhub.render.letters.fonts import FOLDER, use_our_fonts

RENDER_FORMAT: Final = "1"
"""Raised by hand whenever a change of ours lets an edition that is already stored render to other bytes than before.
It says what we know; `commhub-code` says what we may have overlooked."""
HERE: Final = Path(__file__).parent
CODE: Final = [HERE, HERE.parent / "channels"]
CODE_FILES: Final = {".py", ".toml", ".json"}
SHARED: Final = ("babel", "jinja2", "markupsafe")
CSS_READERS: Final = ("cssselect2", "tinycss2", "tinyhtml5")
LETTERS: Final = ("fonttools", "pillow", "pydyf", "pyphen", "weasyprint")
FONT_FILES: Final = {".ttf", ".otf", ".ttc", ".woff", ".woff2"}
HARFBUZZ: Final = ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll")
UNKNOWN: Final = "unknown"


@lru_cache(maxsize=1)
def shared() -> Mapping[str, str]:
    """What every channel renders with, by name."""
    return {
        "commhub-render": RENDER_FORMAT,
        "commhub-code": _digest(CODE, CODE_FILES),
        "python": f"{sys.version_info.major}.{sys.version_info.minor} ({platform.python_implementation()})",
        "unicode": unicodedata.unidata_version,
        "time-zones": _time_zones(),
        **_installed(SHARED),
    }


@lru_cache(maxsize=1)
def for_email() -> Mapping[str, str]:
    """What e-mails render with: also what reads HTML and CSS, for editions that inline per message."""
    return {**shared(), **_installed(CSS_READERS)}


@lru_cache(maxsize=1)
def for_letters() -> Mapping[str, str]:
    """What letters render with: also the PDF writer, the libraries below it, and our fonts. Loads WeasyPrint."""
    return {
        **for_email(),
        **_installed(LETTERS),
        "pango": _pango(),
        "harfbuzz": _harfbuzz(),
        "fonts": _digest([FOLDER], FONT_FILES),
    }


def _installed(names: Iterable[str]) -> dict[str, str]:
    return {name: version_of(name) for name in names}


def _time_zones() -> str:
    """The release of the time zone database that `zoneinfo` reads: the system's, or else that of the tzdata package."""
    for folder in zoneinfo.TZPATH:
        file = Path(folder) / "tzdata.zi"
        if file.is_file():
            with file.open(encoding="ascii", errors="replace") as lines:
                return lines.readline().removeprefix("# version ").strip()
    try:
        return version_of("tzdata")
    except ModuleNotFoundError:  # importlib.metadata.PackageNotFoundError is one
        return UNKNOWN


def _pango() -> str:
    use_our_fonts()
    from weasyprint.text.ffi import pango  # noqa: PLC0415 - WeasyPrint is slow to import

    number = int(pango.pango_version())
    return f"{number // 10_000}.{number // 100 % 100}.{number % 100}"


def _harfbuzz() -> str:
    for name in HARFBUZZ:
        try:
            call = ctypes.CDLL(name).hb_version_string
        except (OSError, AttributeError):
            continue
        call.restype = ctypes.c_char_p
        return str(call().decode())
    return UNKNOWN


def _digest(places: Iterable[Path], endings: Set[str]) -> str:
    """The SHA-256 over the files with these endings, shortened: each by name and content. A place is a folder or a file."""
    digest = hashlib.sha256()
    for place in places:
        found = place.rglob("*") if place.is_dir() else [place]
        for file in sorted(path for path in found if path.suffix.lower() in endings):
            content = file.read_bytes()
            digest.update(f"{file.name}:{len(content)}:".encode())
            digest.update(content)
    return digest.hexdigest()[:16]
