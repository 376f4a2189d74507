"""Starts the demo as a newcomer does, but without a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 300


def demo(folder: Path, port: int) -> subprocess.Popen[str]:
    """`manage.py demo` without a terminal."""
    return subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "demo", "--folder", str(folder), "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "COMMHUB_DEBUG": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
