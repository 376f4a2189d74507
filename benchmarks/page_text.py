"""Reading a letter's pages: how much of the time of making it goes into its text, its fields and what the linter reads.

    python -m benchmarks.page_text

The letters are those of the library, one page and two, in English and Chinese. Reading stands for all that is done with the
finished PDF but for the check of its address, which opens it anyway: runs, paragraphs, fields. Before letters were read from
their pages, their HTML was parsed for the linter; that is the other figure.
"""

from __future__ import annotations

import os
from typing import Final

import django

from benchmarks.harness import geometric_mean, measure, table

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commhub.settings")
django.setup()

from commhub.channels.print import Print  # noqa: E402 - needs Django set up
from commhub.render.letters.page_text import read_opened  # noqa: E402
from commhub.render.letters.words import opened  # noqa: E402
from commhub.render.text.readable import readable  # noqa: E402
from tests.golden.cases import cases, made  # noqa: E402

NAMES: Final = ("claim-update", "cancellation-notice")


def main() -> None:
    rows, shares = [], []
    for case in cases():
        if case.channel != "print" or case.template not in NAMES or case.brand != "northlight":
            continue
        one = made(case)
        content, html = one.rendered.document, one.rendered.content["html"]
        said = readable(html, "body")
        with opened(content) as document:
            found = measure(
                {
                    "read": lambda document=document, said=said: read_opened(document, said),  # type: ignore[misc]
                    "parse": lambda html=html: readable(html, "body"),  # type: ignore[misc]
                }
            )
        whole = measure({"letter": lambda one=one: Print().render(one.edition, one.brief)})["letter"]  # type: ignore[misc]
        shares.append(found["read"] / whole)
        pages = int(one.rendered.facts["pages"])
        rows.append(
            (case.name, pages, 1000 * found["read"] / pages, 100 * found["read"] / whole, 100 * found["parse"] / whole)
        )
    print(table(["letter", "pages", "ms a page", "% of the letter", "% to parse its HTML"], rows))
    print(f"\nReading the pages takes {100 * geometric_mean(shares):.1f} % of making a letter.")


if __name__ == "__main__":
    main()
