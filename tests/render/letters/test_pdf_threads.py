"""Letters made by many threads at once, as in a web server: none fails, and all come out the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TOGETHER = """
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from commhub.render.letters.pdf import make_pdf, page_images

sys.setswitchinterval(1e-6)
start = threading.Barrier(8)

def letter(number):
    start.wait()
    pdf = make_pdf("<html><body><p>Hello</p></body></html>", {}, {}).content
    return pdf, tuple(page_images(pdf, scale=0.5))

with ThreadPoolExecutor(8) as pool:
    print(len(set(pool.map(letter, range(8)))))
"""


def test_threads_do_not_disturb_each_other(root: Path, tmp_path: Path) -> None:
    """In a process and a folder of its own: what is set up for the first letter is where threads meet."""
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    answer = subprocess.run(
        [sys.executable, "-c", TOGETHER], cwd=root, env=environment, capture_output=True, text=True, check=False
    )

    assert (answer.returncode, answer.stdout.strip()) == (0, "1"), answer.stderr
