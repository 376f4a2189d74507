"""Writes `items.jsonl` from the marked messages, so that every offset is right by construction.

`python -m tests.lint.corpus.write`
"""

from __future__ import annotations

import json
import sys

from tests.lint.corpus.marked import HERE, items


def lines() -> str:
    """The whole of `items.jsonl`."""
    return "".join(json.dumps(item.labelled(), ensure_ascii=False) + "\n" for item in items())


if __name__ == "__main__":
    written = lines()
    (HERE / "items.jsonl").write_text(written, "utf-8")
    sys.stdout.write(f"{written.count(chr(10))} items\n")
