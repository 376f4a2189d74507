"""Letters made by many threads at once, as in a web server: none fails, and all come out the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TOGETHER = """
from concurrent.futures import ThreadPoolExecutor
from commhub.render.pdf import make_pdf, page_images

def letter(number):
    pdf = make_pdf("<html><body><p>Hello</p></body></html>", {}, {}).content
    return pdf, tuple(page_images(pdf, scale=0.5))

with ThreadPoolExecutor(6) as pool:
    print(len(set(pool.map(letter, range(12)))))
"""


def test_threads_do_not_disturb_each_other(root: Path) -> None:
    """In a process of its own: what is set up at the first letter of a process is where threads met."""
    answer = subprocess.run([sys.executable, "-c", TOGETHER], cwd=root, capture_output=True, text=True, check=False)

    assert (answer.returncode, answer.stdout.strip()) == (0, "1"), answer.stderr
