"""The fonts that pictures are drawn with: those of our letters, and a machine's own for emoji, so that a machine's other
fonts change no picture."""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Final

from commhub.render.letters.fonts import FOLDER

EMOJI: Final = ("*Emoji*.ttf", "DejaVuSans.ttf")
"""We ship no emoji: they are drawn with the first of these that a machine has, and as boxes elsewhere."""
SYSTEM: Final = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
COMMON: Final = (
    "-apple-system", "Arial", "BlinkMacSystemFont", "Calibri", "Consolas", "Courier", "Courier New", "Garamond", "Geneva",
    "Georgia", "Helvetica", "Helvetica Neue", "Lucida Grande", "Menlo", "Monaco", "Open Sans", "Palatino", "Roboto",
    "San Francisco", "Segoe UI", "system-ui", "Tahoma", "Times", "Times New Roman", "Trebuchet MS", "Verdana",
)  # fmt: skip
"""Typefaces that nearly every mail program has: they are drawn with ours, and not with what stands behind them in a list."""
_COMMON: Final = (
    '<match target="pattern"><test name="family" qual="first"><string>{name}</string></test>'
    '<edit name="family" mode="assign" binding="strong"><string>Noto Sans</string></edit></match>'
)
_CONFIG: Final = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>{ours}</dir><dir>{emoji}</dir><cachedir>{cache}</cachedir>
{common}
<match target="pattern"><edit name="family" mode="append" binding="strong"><string>Noto Sans</string></edit></match>
<match target="font"><edit name="hinting" mode="assign"><bool>false</bool></edit>
<edit name="antialias" mode="assign"><bool>true</bool></edit>
<edit name="rgba" mode="assign"><const>none</const></edit></match>
</fontconfig>
"""


@lru_cache(maxsize=1)
def fonts_file() -> Path:
    """The fontconfig file for a browser of ours; written anew once in each process."""
    cache = Path(tempfile.gettempdir()) / f"commhub-pictures-{os.getuid()}-{fonts_digest()}"
    emoji = cache / "emoji"
    cache.mkdir(mode=0o700, exist_ok=True)
    emoji.mkdir(exist_ok=True)
    for file in _emoji():
        if not (emoji / file.name).exists():
            fresh = emoji / f".{os.getpid()}"
            fresh.symlink_to(file)
            fresh.replace(emoji / file.name)
    common = "\n".join(_COMMON.format(name=name) for name in COMMON)
    fresh = cache / f"fonts-{os.getpid()}.conf"
    fresh.write_text(_CONFIG.format(ours=FOLDER, emoji=emoji, cache=cache, common=common), encoding="utf-8")
    return fresh.replace(cache / "fonts.conf")


@lru_cache(maxsize=1)
def fonts_digest() -> str:
    """What tells these fonts from others: names and sizes of the files, and of the machine's emoji."""
    found = [*FOLDER.glob("*.[ot]tf"), *_emoji()]
    told = "\n".join(sorted(f"{file.name} {file.stat().st_size}" for file in found))
    return hashlib.sha256(f"{FOLDER}{_CONFIG}{_COMMON}{COMMON}\n{told}".encode()).hexdigest()[:16]


def _emoji() -> list[Path]:
    for name in EMOJI:
        if found := sorted(file for root in SYSTEM for file in root.rglob(name)):
            return found[:1]
    return []
