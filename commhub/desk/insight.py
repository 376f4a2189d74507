"""What the linter's daily counts say: which words, where, by whose data, and since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from commhub.desk.chart import Series
from commhub.record.models import LintHit

STOPPED: Final = Q(outcome__in=["blocked", "held"])
EVERY: Final = Q()
UNKNOWN: Final = "unknown-acronym."
MOST: Final = 12
OUTCOMES: Final = (
    ("stopped", "stopped", STOPPED),
    ("warned", "noticed", Q(outcome__in=["warned", "sent"])),
    ("waived", "let through by a waiver", Q(outcome="waived")),
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `first` to `last`, both among them, and as many days before."""

    first: date
    last: date

    @classmethod
    def of(cls, days: int, today: date) -> Stretch:
        return cls(today - timedelta(days=days - 1), today)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Stretch:
        return Stretch(self.first - timedelta(days=self.days), self.first - timedelta(days=1))

    def hits(self, *, test: bool = False) -> QuerySet[LintHit]:
        """The counts of these days; what test keys asked for is apart."""
        return LintHit.objects.filter(day__gte=self.first, day__lte=self.last, test=test).order_by()


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: what it is, how often it stopped something, how often it was found at all, and the days of it."""

    rule: str
    name: str
    stopped: int
    times: int
    share: float
    template: str = ""
    app: str = ""
    field: str = ""
    locale: str = ""
    trend: tuple[int, ...] = ()
    others: int = 0


def total(hits: QuerySet[LintHit], wanted: Q = EVERY) -> int:
    """How many findings."""
    return int(hits.filter(wanted).aggregate(all=Sum("count"))["all"] or 0)


def series(hits: QuerySet[LintHit]) -> list[Series]:
    """The counts by day: stopped, noticed, waived."""
    found = []
    for name, label, wanted in OUTCOMES:
        rows = hits.filter(wanted).values("day").annotate(all=Sum("count"))
        found.append(Series(name, label, {row["day"]: int(row["all"]) for row in rows}))
    return found


def words(hits: QuerySet[LintHit], stretch: Stretch, most: int = MOST) -> list[Line]:
    """The words that were found most, those that stopped messages first, with where each mostly stood."""
    told = _rows(hits, "rule", "surface")
    lines = []
    top = told[:most]
    trends = _trends(hits, [str(row["rule"]) for row in top], stretch)
    for row in top:
        own = hits.filter(rule=row["rule"], surface=row["surface"])
        lines.append(
            Line(
                rule=str(row["rule"]),
                name=str(row["surface"]) or str(row["rule"]),
                stopped=int(row["stopped"] or 0),
                times=int(row["all"]),
                share=_share(row, told),
                template=_most(own, "template_key"),
                app=_most(own.exclude(field=""), "app"),
                field=_most(own.exclude(field=""), "field"),
                locale=_most(own, "locale"),
                trend=trends.get((str(row["rule"]), str(row["surface"])), ()),
                others=max(0, own.values("template_key").distinct().count() - 1),
            )
        )
    return lines


def sources(hits: QuerySet[LintHit], most: int = MOST) -> list[Line]:
    """Whose data brought the words: app and field."""
    told = _rows(hits.exclude(field=""), "app", "field")
    lines = []
    for row in told[:most]:
        own = hits.filter(app=row["app"], field=row["field"])
        lines.append(
            Line(
                rule=_most(own, "rule"),
                name=_most(own.exclude(surface=""), "surface"),
                stopped=int(row["stopped"] or 0),
                times=int(row["all"]),
                share=_share(row, told),
                template=_most(own, "template_key"),
                app=str(row["app"]),
                field=str(row["field"]),
                others=max(0, own.exclude(surface="").values("surface").distinct().count() - 1),
            )
        )
    return lines


def places(hits: QuerySet[LintHit], most: int = MOST) -> list[Line]:
    """The templates in whose messages words were found."""
    told = _rows(hits, "template_key")
    return [
        Line(
            rule="",
            name=_most(hits.filter(template_key=row["template_key"]).exclude(surface=""), "surface"),
            stopped=int(row["stopped"] or 0),
            times=int(row["all"]),
            share=_share(row, told),
            template=str(row["template_key"]),
            locale=_most(hits.filter(template_key=row["template_key"]), "locale"),
        )
        for row in told[:most]
    ]


def last_day() -> date | None:
    """The last day of which there is a count."""
    found: date | None = LintHit.objects.aggregate(last=Max("day"))["last"]
    return found


def _rows(hits: QuerySet[LintHit], *names: str) -> list[Mapping[str, int | str]]:
    rows = hits.values(*names).annotate(all=Sum("count"), stopped=Sum("count", filter=STOPPED))
    return sorted(
        rows, key=lambda row: (-int(row["stopped"] or 0), -int(row["all"]), *(str(row[one]) for one in names))
    )


def _share(row: Mapping[str, int | str], told: Sequence[Mapping[str, int | str]]) -> float:
    """How long its bar is, in hundredths of the longest."""
    longest = max([1, *(int(one["all"]) for one in told)])
    return round(100 * int(row["all"]) / longest, 1)


def _most(hits: QuerySet[LintHit], name: str) -> str:
    """The one that stopped most, or was found most."""
    rows = hits.values(name).annotate(all=Sum("count"), stopped=Coalesce(Sum("count", filter=STOPPED), 0))
    row = rows.order_by("-stopped", "-all", name).first()
    return str(row[name]) if row else ""


def _trends(hits: QuerySet[LintHit], rules: Sequence[str], stretch: Stretch) -> dict[tuple[str, str], tuple[int, ...]]:
    found: dict[tuple[str, str], list[int]] = {}
    for row in hits.filter(rule__in=rules).values("rule", "surface", "day").annotate(all=Sum("count")):
        own = found.setdefault((str(row["rule"]), str(row["surface"])), [0] * stretch.days)
        own[(row["day"] - stretch.first).days] += int(row["all"])
    return {key: tuple(counts) for key, counts in found.items()}
