"""`make golden` makes the golden set anew, and a page that shows what changed: before, after, and the difference."""

from __future__ import annotations

import difflib
import hashlib
import html
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commhub.settings")
django.setup()

from tests.golden.cases import HERE, PICTURES, Case, cases, made, texts_of  # noqa: E402 - Django is set up first
from tests.golden.draw import browser, difference, picture_of  # noqa: E402

INDEX = PICTURES / "index.json"
REPORT = Path("var") / "golden"
STYLE = """<!doctype html><meta charset="utf-8"><title>Golden set</title><style>
body { font: 15px/22px sans-serif; margin: 24px } figure { display: inline-block; width: 32%; margin: 0; vertical-align: top }
img { width: 100%; border: 1px solid #ccc } pre { background: #f4f5f7; padding: 12px; overflow: auto; max-height: 380px }
</style>"""


def fingerprint(texts: Mapping[Path, str]) -> str:
    """What a picture was made from: the SHA-256 of the texts that are compared."""
    whole = "\0".join(texts[path] for path in sorted(texts))
    return hashlib.sha256(whole.encode()).hexdigest()


def read_index() -> dict[str, str]:
    return dict(json.loads(INDEX.read_text())) if INDEX.exists() else {}


def main() -> int:
    REPORT.mkdir(parents=True, exist_ok=True)
    redraw = "--redraw" in sys.argv[1:]
    wanted = list(cases())
    before, index, sections = read_index(), {}, []
    with browser() as chromium:
        for number, case in enumerate(wanted, start=1):
            message = made(case)
            texts = texts_of(case, message)
            key = f"{case.channel}/{case.name}"
            index[key] = fingerprint(texts)
            changed = before.get(key) != index[key] or not case.picture.exists()
            print(f"[{number:3}/{len(wanted)}] {'changed  ' if changed else 'unchanged'} {key}", flush=True)
            if changed or redraw:
                sections.append(_replace(case, texts, picture_of(message, chromium)))
    for path in _left_over(wanted):
        print(f"          gone      {path.relative_to(HERE)}")
        path.unlink()
    INDEX.write_text(json.dumps(index, indent=1, sort_keys=True) + "\n")
    (REPORT / "index.html").write_text(STYLE + (f"<h1>{len(sections)} changed</h1>" + "".join(sections)))
    print(f"{len(sections)} of {len(wanted)} drawn. Look at {REPORT / 'index.html'} before you commit.")
    return 0


def _replace(case: Case, texts: Mapping[Path, str], picture: bytes) -> str:
    """Write the new files; answers the report's section about them."""
    lines: list[str] = []
    for path, text in texts.items():
        old = path.read_text() if path.exists() else ""
        lines += difflib.unified_diff(old.splitlines(), text.splitlines(), "before", path.name, lineterm="", n=1)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    former = case.picture.read_bytes() if case.picture.exists() else b""
    case.picture.parent.mkdir(parents=True, exist_ok=True)
    case.picture.write_bytes(picture)
    shown = {"before": former, "after": picture, "difference": difference(former, picture) if former else b""}
    figures = []
    for what, content in shown.items():
        if content:
            name = f"{case.channel}.{case.name}.{what}.png"
            (REPORT / name).write_bytes(content)
            figures.append(f'<figure><figcaption>{what}</figcaption><img src="{name}"></figure> ')
    told = html.escape("\n".join(lines)) or "the words are the same"
    return f"<h2>{case.channel}: {case.name}</h2>{''.join(figures)}<pre>{told}</pre>"


def _left_over(wanted: list[Case]) -> list[Path]:
    """Files of messages that there are no more."""
    names = {(case.channel, case.name) for case in wanted}
    files = [*HERE.glob("*/*.html"), *HERE.glob("*/*.txt"), *PICTURES.glob("*/*.png")]
    return [path for path in files if (path.parent.name, path.stem) not in names]


if __name__ == "__main__":
    sys.exit(main())
