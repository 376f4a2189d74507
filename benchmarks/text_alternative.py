"""How many times as fast a message's text alternative is as html2text on the message's HTML.

    python -m benchmarks.text_alternative [--rounds N] [--only TEXT]

Ours is what a message's text costs beside its HTML: the text source is run with the data that the HTML was printed with,
and laid out at 76 columns. The baseline is html2text.HTML2Text with `body_width` 76; it is given the finished HTML. Each
text is held against the one that is read from the finished HTML, which has to be the same.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC
from itertools import cycle

from html2text import HTML2Text

from benchmarks.email_samples import Sample, samples
from benchmarks.harness import ROUNDS, geometric_mean, measure, table
from commhub.contracts import AssetFile
from commhub.render.html.document import Document
from commhub.render.jinja.binding import Binder
from commhub.render.jinja.environment import printed
from commhub.render.jinja.values import typed
from commhub.render.text.alternative import laid_out, to_text

WANTED = 35.0


def no_asset(slot: str) -> AssetFile:
    raise LookupError(slot)


def contenders(sample: Sample) -> dict[str, Callable[[], str]]:
    """Ours and html2text, each one message after the other."""
    document = Document(Binder({}, no_asset, lambda file: file.sha256))
    names = [variable.name for variable in sample.variables]
    document.fill("", sample.source, markdown=False, part="email-html", names=names, offers=())
    document.inline("e-mail")
    source, page = document.text_source(), document.html_source()
    contexts = [typed(data, sample.variables, UTC, "/data") for data in sample.data]
    pages = [printed(page, context, locale=sample.locale, markup=True, part="body").plain for context in contexts]
    data, html = cycle(contexts), cycle(pages)

    def text_of(context: dict[str, object]) -> str:
        return laid_out(printed(source, context, locale=sample.locale, markup=False, part="text").plain)

    def theirs() -> str:
        reader = HTML2Text(bodywidth=76)
        reader.body_width = 76
        return reader.handle(next(html))

    for context, finished in zip(contexts, pages, strict=True):
        if text_of(context) != to_text(finished):
            raise SystemExit(f"{sample.name}: this is not the text of the finished HTML")
    return {"ours": lambda: text_of(next(data)), "html2text": theirs}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", default="", help="templates whose name has this in it")
    options = parser.parse_args()
    rows: list[list[object]] = []
    for sample in samples():
        if options.only in sample.name:
            found = measure(contenders(sample), options.rounds)
            rows.append([sample.name, f"{len(sample.source) / 1000:.1f}", found["html2text"] / found["ours"]])
    ratios = [float(str(row[2])) for row in rows]
    rows += [["geometric mean", "", geometric_mean(ratios)], ["lowest", "", min(ratios)], ["wanted, mean", "", WANTED]]
    print(table(["times as fast as", "KB", "html2text"], rows))


if __name__ == "__main__":
    main()
