"""How long hostile sources take to be read, and how much longer one that is ten times as large.

    python -m benchmarks.lint_hostile [--size CHARACTERS]

Each text of tests/lint/sources/hostile.py is read as every kind of source, with Jinja and without. A step that is
quadratic in the text would make the last column 100; 10 and a little is what it has to be.
"""

from __future__ import annotations

import argparse
from time import process_time

from commhub.lint.sources import STAGES
from tests.lint.sources.hostile import HOSTILE, read_all


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=10_000_000)
    options = parser.parse_args()
    print(f"{'text':20} {'kind':12} {'stage':10} {'seconds':>8} {'times':>6}")
    for name, text in HOSTILE.items():
        for channel in ("email_html", "email_text", "markdown"):
            for stage in STAGES:
                small, large = (
                    timed(text * (size // len(text)), channel, stage) for size in (options.size // 10, options.size)
                )
                print(f"{name:20} {channel:12} {stage:10} {large:8.2f} {large / max(small, 0.001):6.1f}")


def timed(source: str, channel: str, stage: str) -> float:
    """The CPU seconds that reading a source takes."""
    begun = process_time()
    read_all(source, channel, stage)
    return process_time() - begun


if __name__ == "__main__":
    main()
