"""The fonts of our letters: only those that ship with commhub, so that every machine makes the same page."""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parents[3] / "brand_assets" / "fonts"


@lru_cache(maxsize=1)
def use_our_fonts() -> None:
    """Point fontconfig at our folder alone. Must run before WeasyPrint is imported in this process."""
    digest = hashlib.sha256(str(FOLDER).encode()).hexdigest()[:12]
    cache = Path(tempfile.gettempdir()) / f"commhub-fonts-{os.getuid()}-{digest}"
    cache.mkdir(mode=0o700, exist_ok=True)
    config = cache / "fonts.conf"
    fresh = cache / f"fonts-{os.getpid()}.conf"
    fresh.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{FOLDER}</dir><cachedir>{cache}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    fresh.replace(config)
    os.environ["FONTCONFIG_FILE"] = str(config)
