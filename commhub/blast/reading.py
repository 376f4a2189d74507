"""A report as pages show it: counted by group, filtered, and page by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Count, QuerySet

from commhub.blast.groups import EXPLAINED, Group, place_of
from commhub.blast.models import BlastEntry, BlastReport
from commhub.blast.report import EVERY_CHANNEL
from commhub.blast.shots import waiting_for_pictures

FIRST: Final = 6
"""Entries of a group that are shown at first."""
PAGE: Final = 24
"""Entries of one group on a page of its own."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to see: one group, template, brand, language or channel; empty is all."""

    group: str = ""
    template: str = ""
    brand: str = ""
    locale: str = ""
    channel: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Counted:
    """A group with the number of its entries, under the wish for everything but the group."""

    name: str
    label: str
    explained: str
    count: int
    share: float
    """Percent of all, for the bar."""


@dataclass(frozen=True, slots=True)
class Section:
    """Entries of one group. `more` are those that are not shown here."""

    group: Counted
    entries: Sequence[BlastEntry]
    more: int
    pages: int = 1
    page: int = 1


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a report has come. `done` of `size` editions are compared, `pictured` of `pairs` have their pictures."""

    done: int
    size: int
    pictured: int
    pairs: int
    finished: bool
    complete: bool


@dataclass(frozen=True, slots=True)
class Read:
    """A report for a page. `choices` are what can be chosen among, by the name of the choice; `reach` how much is touched."""

    report: BlastReport
    wish: Wish
    progress: Progress
    counted: Sequence[Counted]
    total: int
    sections: Sequence[Section]
    choices: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    reach: Mapping[str, int] = field(default_factory=dict)


def read(report: BlastReport, wish: Wish) -> Read:
    """What a page shows of a report; a handful of queries, however many entries there are."""
    rows = report.entries.all()
    chosen = _filtered(rows, wish)
    counts = dict(chosen.order_by().values_list("group").annotate(count=Count("pk")))
    total = sum(counts.values())
    counted = [
        Counted(name, str(Group(name).label), EXPLAINED[name], count, round(100 * count / total, 2))
        for name, count in sorted(counts.items(), key=lambda one: place_of(one[0]))
    ]
    sections = [_section(chosen, one, wish) for one in counted if wish.group in {"", one.name}]
    return Read(
        report=report,
        wish=wish,
        progress=progress(report),
        counted=counted,
        total=total,
        sections=sections,
        choices=_choices(rows),
        reach={
            "editions": report.editions.count(),
            "templates": report.editions.order_by().values("template").distinct().count(),
            "entries": rows.count(),
        },
    )


def progress(report: BlastReport) -> Progress:
    """How far the report has come."""
    size = report.editions.count()
    done = size if report.finished_at else report.editions.exclude(done_at=None).count()
    pairs = report.entries.order_by().values("pair").distinct().count()
    pictured = pairs if report.pictured_at else pairs - waiting_for_pictures(report)
    return Progress(done, size, pictured, pairs, report.finished_at is not None, report.pictured_at is not None)


def _filtered(rows: QuerySet[BlastEntry], wish: Wish) -> QuerySet[BlastEntry]:
    for path, value in (
        ("edition__template", wish.template),
        ("edition__brand__key", wish.brand),
        ("edition__locale", wish.locale),
    ):
        if value:
            rows = rows.filter(**{path: value})
    return rows.filter(channel__in=[wish.channel, EVERY_CHANNEL]) if wish.channel else rows


def _section(rows: QuerySet[BlastEntry], group: Counted, wish: Wish) -> Section:
    found = rows.filter(group=group.name).select_related("pair", "edition__brand")
    if wish.group != group.name:
        return Section(group, list(found[:FIRST]), max(0, group.count - FIRST))
    pages = max(1, -(-group.count // PAGE))
    page = min(max(1, wish.page), pages)
    start = (page - 1) * PAGE
    return Section(group, list(found[start : start + PAGE]), 0, pages, page)


def _choices(rows: QuerySet[BlastEntry]) -> dict[str, list[tuple[str, str]]]:
    """What the entries can be narrowed down to: value and what people call it; only where there is more than one."""
    found = {
        "template": rows.order_by().values_list("edition__template", "edition__name").distinct(),
        "brand": rows.order_by().values_list("edition__brand__key", "edition__brand__name").distinct(),
        "locale": rows.order_by().values_list("edition__locale", "edition__locale").distinct(),
        "channel": rows.exclude(channel=EVERY_CHANNEL).order_by().values_list("channel", "channel").distinct(),
    }
    return {name: sorted(values, key=lambda one: one[1]) for name, values in found.items() if len(values) > 1}
