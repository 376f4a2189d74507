"""Which inliners keep every element as it was, in a real browser, over a folder of HTML e-mails.

    .venv/bin/python -m benchmarks.browser_fidelity FOLDER [--engine ours] [--differences 3]

Each document is loaded as it is and after each engine at 360, 600 and 1200 pixels and in dark mode; an engine keeps it
if each element has the same computed style (every property) and the same box. Nothing is loaded from the network.
"""

from __future__ import annotations

import argparse
import logging
import re
from collections.abc import Callable
from pathlib import Path

import css_inline
from premailer import Premailer

from commhub.render.html.inline import inline_styles
from tests.browser.looking import browser_page, differences, look


def premailer_as_it_is(html: str) -> str:
    return str(Premailer(html, allow_network=False, cssutils_logging_level=logging.CRITICAL).transform())


def premailer_tuned(html: str) -> str:
    """With the options that keep most, and its loss of lower-case doctypes mended."""
    doctype = re.match(r"\s*(<!doctype[^>]*>)", html, re.IGNORECASE)
    inlined = str(
        Premailer(
            html[doctype.end() :] if doctype else html,
            keep_style_tags=True,
            strip_important=False,
            remove_classes=False,
            allow_network=False,
            disable_leftover_css=False,
            disable_validation=True,
            cssutils_logging_level=logging.CRITICAL,
        ).transform()
    )
    return (doctype.group(1) if doctype else "") + re.sub(r"^\s*<!DOCTYPE[^>]*>\s*", "", inlined)


def css_inline_with_media(html: str) -> str:
    return str(
        css_inline.CSSInliner(keep_style_tags=True, keep_at_rules=True, load_remote_stylesheets=False).inline(html)
    )


def ours(html: str) -> str:
    return inline_styles(html, "benchmark")


ENGINES: dict[str, Callable[[str], str]] = {
    "premailer": premailer_as_it_is,
    "premailer-tuned": premailer_tuned,
    "css-inline": css_inline_with_media,
    "ours": ours,
}


def main() -> None:
    logging.disable(logging.CRITICAL)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engine", choices=sorted(ENGINES), action="append")
    parser.add_argument("--differences", type=int, default=2)
    arguments = parser.parse_args()
    engines = arguments.engine or list(ENGINES)
    kept = dict.fromkeys(engines, 0)
    files = sorted(arguments.folder.glob("*.html"))
    with browser_page() as page:
        for file in files:
            html = file.read_text(errors="replace")
            custom = sorted(set(re.findall(r"--[\w-]+(?=\s*:)", html)))
            before = look(page, html, custom=custom)
            for engine in engines:
                try:
                    found = differences(before, look(page, ENGINES[engine](html), custom=custom))
                except Exception as error:  # noqa: BLE001 - whatever another engine stumbles over is its result
                    found = [f"{type(error).__name__}: {error}"[:200]]
                kept[engine] += not found
                print(f"{file.name:44.44} {engine:16} {'same' if not found else f'{len(found)} differences'}")
                for line in found[: arguments.differences]:
                    print(f"      {line[:200]}")
    for engine, count in kept.items():
        print(f"{engine:16} {count} of {len(files)}")


if __name__ == "__main__":
    main()
