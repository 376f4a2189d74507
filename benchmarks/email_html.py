"""E-mail HTML per message: an edition's compiled source with typed data and marks, beside bare Jinja2, css-inline, premailer.

    python -m benchmarks.email_html [--rounds N] [--only TEXT]

Ours is all that a message costs between the request's JSON and the final HTML: typing the data, running the sandboxed
template with its limits, keeping each field's origin, and putting the HTML together. Bare Jinja2 is
`jinja2.Environment(autoescape=True)` with the template as the designer wrote it, compiled before, on the same JSON as
plain objects; css-inline and premailer inline what it renders. CPU time, in turns, the best of several rounds.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Callable
from datetime import UTC, date
from decimal import Decimal
from functools import lru_cache
from itertools import cycle

import css_inline
import jinja2
from babel.dates import format_date
from babel.numbers import format_currency
from premailer import Premailer

from benchmarks.email_samples import Sample, samples
from benchmarks.harness import ROUNDS, geometric_mean, measure, table
from commhub.contracts import AssetFile
from commhub.render.html.document import Document
from commhub.render.jinja.binding import Binder
from commhub.render.jinja.environment import printed
from commhub.render.jinja.values import babel_locale, typed

WANTED = {"Jinja2": 1.5, "css-inline": 10.0, "premailer": 300.0}


def no_asset(slot: str) -> AssetFile:
    raise LookupError(slot)


def ours(sample: Sample) -> Callable[[], str]:
    """One message after the other, from an edition of the sample."""
    document = Document(Binder({}, no_asset, lambda file: file.sha256))
    names = [variable.name for variable in sample.variables]
    document.fill("", sample.source, markdown=False, part="email-html", names=names, offers=())
    document.inline("e-mail")
    source = document.html_source()
    data = cycle(sample.data)

    def message() -> str:
        context = typed(next(data), sample.variables, UTC, "/data")
        return printed(source, context, locale=sample.locale, markup=True, part="body").plain

    return message


def bare(sample: Sample) -> Callable[[], str]:
    """Bare Jinja2. Its filters write amounts and dates with the same library, and remember what they wrote, as ours do."""
    locale = babel_locale(sample.locale)

    @lru_cache(maxsize=4096)
    def amount(value: str, currency: str) -> str:
        return format_currency(Decimal(value), currency, locale=locale)

    @lru_cache(maxsize=4096)
    def day(value: str) -> str:
        return format_date(date.fromisoformat(value), "long", locale=locale)

    environment = jinja2.Environment(autoescape=True)
    environment.filters["money"] = lambda value: amount(value["amount"], value["currency"])
    environment.filters["date"] = day
    template = environment.from_string(sample.source)
    data = cycle(sample.data)
    return lambda: template.render(next(data))


def with_css_inline(sample: Sample) -> Callable[[], str]:
    render = bare(sample)
    inliner = css_inline.CSSInliner(load_remote_stylesheets=False)
    return lambda: inliner.inline(render())


def with_premailer(sample: Sample) -> Callable[[], str]:
    render = bare(sample)
    return lambda: str(
        Premailer(
            html=render(),
            allow_network=False,
            allow_loading_external_files=False,
            cssutils_logging_level=logging.CRITICAL,
            cssutils_logging_handler=logging.NullHandler(),
        ).transform()
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", default="", help="templates whose name has this in it")
    parser.add_argument("--fast", action="store_true", help="beside bare Jinja2 only")
    options = parser.parse_args()
    makers = {"ours": ours, "Jinja2": bare, "css-inline": with_css_inline, "premailer": with_premailer}
    if options.fast:
        makers = {"ours": ours, "Jinja2": bare}
    rows: list[list[object]] = []
    for sample in samples():
        if options.only not in sample.name:
            continue
        found = measure({name: make(sample) for name, make in makers.items()}, options.rounds)
        ratios = [found[name] / found["ours"] for name in makers if name != "ours"]
        rows.append([sample.name, f"{len(sample.source) / 1000:.1f}", *ratios])
    columns = list(zip(*(row[2:] for row in rows), strict=True))
    rows.append(["geometric mean", "", *(geometric_mean(column) for column in columns)])
    rows.append(["lowest", "", *map(min, columns)])
    rows.append(["wanted, on the mean", "", *(WANTED[name] for name in makers if name != "ours")])
    print(table(["times as fast as", "KB", *(name for name in makers if name != "ours")], rows))


if __name__ == "__main__":
    main()
