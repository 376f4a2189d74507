"""Plots counts by day as inline SVG: stacked bars for a page, a line for a row of a table. Pure; no library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH: Final = 960
HEIGHT: Final = 190
LEFT: Final = 44
BOTTOM: Final = 24
TOP: Final = 10
MOST_BARS: Final = 62
STEPS: Final = (1, 2, 3, 5)
LABELS: Final = 9


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of count: the class that colours it, what it is called, and how many on which day."""

    name: str
    label: str
    by_day: Mapping[date, int]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the first day of it, what it stands for in words, and the counts in the order of the series."""

    day: date
    label: str
    counts: tuple[int, ...]


def bars_of(series: Sequence[Series], first: date, last: date) -> list[Bar]:
    """A bar for each day from the first to the last, or for each week when there would be too many."""
    days = (last - first).days + 1
    step = 1 if days <= MOST_BARS else 7
    found = []
    for start in range(0, days, step):
        day = first + timedelta(days=start)
        stretch = [day + timedelta(days=one) for one in range(min(step, days - start))]
        counts = tuple(sum(one.by_day.get(each, 0) for each in stretch) for one in series)
        label = f"{day:%-d %B}" if step == 1 else f"{day:%-d %B} to {stretch[-1]:%-d %B}"
        found.append(Bar(day, label, counts))
    return found


def bar_chart(series: Sequence[Series], bars: Sequence[Bar], title: str, *, width: int = WIDTH) -> SafeString:
    """Stacked bars over time. What it shows stands in its description too; put the table of the bars beside it.

    `width` is that of the drawing, which a page stretches: half of it in half a page keeps the letters readable.
    """
    most = scale(max((sum(bar.counts) for bar in bars), default=0))
    inner, across = HEIGHT - TOP - BOTTOM, (width - LEFT) / max(1, len(bars))
    lines = format_html_join(
        "",
        '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/><text x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (LEFT, width, y, y, LEFT - 6, y + 4, f"{value:,}")
            for value in (0, most // 2, most)
            for y in [_round(TOP + inner * (1 - value / most))]
        ),
    )
    boxes = format_html_join("", '<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>',
                             _boxes(series, bars, most, inner, across))  # fmt: skip
    every = max(1, -(-len(bars) * WIDTH // (LABELS * width)))
    days = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (_round(LEFT + across * (number + 0.5)), HEIGHT - 6, f"{bar.day:%-d %b}")
            for number, bar in enumerate(bars)
            if number % every == 0
        ),
    )
    return format_html(
        '<svg class="insight-chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>',
        width, HEIGHT, f"{title}. {in_words(series, bars)}", lines, boxes, days,
    )  # fmt: skip


def in_words(series: Sequence[Series], bars: Sequence[Bar]) -> str:
    """What a chart shows, as sentences."""
    totals = [sum(bar.counts[number] for bar in bars) for number in range(len(series))]
    told = ", ".join(f"{one.label} {total:,}" for one, total in zip(series, totals, strict=True))
    top = max(bars, key=lambda bar: sum(bar.counts), default=None)
    most = f" The most, {sum(top.counts):,}, on {top.label}." if top and sum(top.counts) else ""
    return f"In all: {told}.{most}"


def spark(counts: Sequence[int]) -> SafeString:
    """A small line of counts, for a row of a table; decoration, as the counts stand beside it."""
    most = max([1, *counts])
    step = 96 / max(1, len(counts) - 1)
    path = " ".join(
        f"{'M' if not number else 'L'}{_round(number * step)} {_round(20 - 18 * count / most)}"
        for number, count in enumerate(counts)
    )
    return format_html('<svg class="insight-spark" viewBox="0 0 96 22" aria-hidden="true"><path d="{}"/></svg>', path)


def scale(most: int) -> int:
    """The end of an axis for counts up to this: a round, even number."""
    power = 1
    while True:
        for step in STEPS:
            if 2 * step * power >= most:
                return 2 * step * power
        power *= 10


def _boxes(
    series: Sequence[Series], bars: Sequence[Bar], most: int, inner: int, across: float
) -> Iterator[tuple[str, float, float, float, float, str]]:
    gap = min(6.0, across * 0.25)
    for number, bar in enumerate(bars):
        base = float(TOP + inner)
        for one, count in zip(series, bar.counts, strict=True):
            if not count:
                continue
            height = inner * count / most
            base -= height
            x = LEFT + across * number + gap / 2
            told = f"{bar.label}: {one.label} {count:,}"
            yield one.name, _round(x), _round(base), _round(across - gap), _round(height), told


def _round(value: float) -> float:
    return round(value, 1)
