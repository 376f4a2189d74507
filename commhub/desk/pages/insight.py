"""Insight: what the linter stopped, where, by whose data and since when; what waivers cost; which templates read hardest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from commhub.desk.chart import bar_chart, bars_of, spark
from commhub.desk.hardest import Read, hardest
from commhub.desk.insight import (
    STOPPED,
    Line,
    Stretch,
    last_day,
    places,
    series,
    sources,
    total,
    words,
)
from commhub.desk.pages.page import page
from commhub.desk.typed import actor_of
from commhub.lint.discovery.rows import ClearAnswer
from commhub.lint.discovery.rows_queue import waiting
from commhub.lint.models import LintWaiver, Term
from commhub.lint.terms import readable_rules
from templates_store.models import Template

DAYS: Final = (7, 30, 90, 365)
USUAL: Final = 30
SOON: Final = timedelta(days=14)
UNUSED: Final = timedelta(days=30)
SECONDS: Final = 20.0
COMPUTED: Final[Mapping[str, str]] = {"sentence-length": "Long sentences", "readability": "Hard to read"}
"""Rules without words, as people call them."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next: how urgent (bad, warn, good), what and why, and where."""

    tone: str
    told: str
    action: str
    url: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with what it was in the days before."""

    label: str
    count: int
    before: int
    bad: bool = False

    @property
    def change(self) -> str:
        if self.count == self.before:
            return "as before"
        if not self.before:
            return "none before"
        percent = round(100 * (self.count - self.before) / self.before)
        return f"{abs(percent)}% {'more' if percent > 0 else 'less'} than before" if percent else "as before"

    @property
    def direction(self) -> str:
        return "up" if self.count > self.before else "down" if self.count < self.before else ""


@require_GET
def insight_page(request: HttpRequest) -> HttpResponse:
    """The overview."""
    require_reader(request)
    now = timezone.now()
    days, test = days_of(request), request.GET.get("test") == "1"
    stretch = Stretch.of(days, timezone.localtime(now).date())
    hits, before = stretch.hits(test=test), stretch.before.hits(test=test)
    counted = series(hits)
    bars = bars_of(counted, stretch.first, stretch.last)
    found, by_data, templates = words(hits, stretch), sources(hits), _template_urls()
    written = names_of(one.rule for one in found)
    found = [replace(one, name=_as_listed(one.name, written.get(one.rule, ""))) for one in found]
    context: dict[str, Any] = {
        "title": "What the linter stops",
        "days": days,
        "choices": DAYS,
        "test": test,
        "any": bool(total(hits)),
        "last_day": last_day(),
        "figures": [
            Figure("findings stopped a message", total(hits, STOPPED), total(before, STOPPED), bad=True),
            Figure("noticed only", total(hits, Q(outcome__in=["warned", "sent"])),
                   total(before, Q(outcome__in=["warned", "sent"]))),
            Figure("let through by a waiver", total(hits, Q(outcome="waived")), total(before, Q(outcome="waived"))),
        ],
        "chart": bar_chart(counted, bars, f"What the linter found in the last {days} days"),
        "series": counted,
        "bars": bars,
        "words": [(one, spark(one.trend), term_url(one.rule, days)) for one in found],
        "sources": by_data,
        "places": [(one, templates.get(one.template, "")) for one in places(hits)],
        "waivers": waiver_costs(now),
        "next": list(_steps(now, found, by_data, templates, days)),
        "answers": _answers(stretch),
    }  # fmt: skip
    return page(request, "desk/insight.html", context)


@require_GET
def reading_page(request: HttpRequest) -> HttpResponse:
    """Which live templates read hardest, by the formula of each language."""
    require_reader(request)
    until = monotonic() + SECONDS
    found, left = hardest(readable_rules().policy, lambda: monotonic() < until)
    context = {"title": "How it reads", "groups": list(_by_formula(found)), "left": left, "urls": _template_urls()}
    return page(request, "desk/insight_reading.html", context)


def require_reader(request: HttpRequest) -> None:
    """Raises PermissionDenied for whoever may not read what the linter counts."""
    if not actor_of(request).has_perm("record.view_linthit"):
        raise PermissionDenied("Your role does not read what the linter counts.")


def days_of(request: HttpRequest) -> int:
    """How many days a page is asked to look back."""
    given = request.GET.get("days", "")
    return int(given) if given.isascii() and given.isdecimal() and int(given[:4]) in DAYS else USUAL


def term_url(rule: str, days: int) -> str:
    """The page of a term."""
    return f"{reverse('admin:desk_insight_term')}?{urlencode({'rule': rule, 'days': days})}"


def waiver_costs(now: datetime) -> list[dict[str, Any]]:
    """What each rule costs in waivers: how many hold, how often they were needed, and how many end soon."""
    holds = LintWaiver.objects.filter(approved_at__lte=now, expires_at__gt=now, revoked_at=None)
    lately = Q(last_used_at__gt=now - UNUSED) | Q(approved_at__gt=now - UNUSED)
    rows = (
        holds.order_by()
        .values("rule")
        .annotate(
            number=Count("pk"),
            uses=Sum("uses"),
            soon=Count("pk", filter=Q(expires_at__lte=now + SOON)),
            unused=Count("pk", filter=~lately),
        )
        .order_by("-uses", "-number", "rule")[:12]
    )
    told = names_of(str(row["rule"]) for row in rows)
    return [
        {**row, "url": term_url(str(row["rule"]), USUAL), "name": told.get(str(row["rule"]), row["rule"])}
        for row in rows
    ]


def names_of(rules: Iterable[str]) -> dict[str, str]:
    """The words of rules by their keys, as their lists write them; a rule without a row has none."""
    rows = Term.objects.filter(key__in=list(rules)).order_by("version__number").values_list("key", "text", "rule")
    return {key: text for key, text, rule in rows if rule != "pattern"}


def _steps(
    now: datetime, found: Sequence[Line], by_data: Sequence[Line], templates: dict[str, str], days: int
) -> Iterator[Step]:
    for one in by_data[:2]:
        if one.stopped:
            yield Step(
                "bad",
                f"{one.app} sends “{one.name or 'words'}” in {one.field}, which stopped {one.stopped:,} times"
                f"{', with other words as well' if one.others else ''}.",
                "Put words in its place",
                f"{reverse('admin:codes_codeentry_add')}?{urlencode(_code_of(one))}",
            )
    for one in [line for line in found if not line.field and line.stopped][:2]:
        yield Step(
            "bad",
            f"“{one.name}” stands in the template {one.template} itself and stopped {one.stopped:,} times.",
            "Open the template",
            templates.get(one.template, term_url(one.rule, days)),
        )
    holds = LintWaiver.objects.filter(approved_at__lte=now, expires_at__gt=now, revoked_at=None)
    if soon := holds.filter(expires_at__lte=now + SOON).count():
        url = reverse("admin:lint_lintwaiver_changelist")
        ends = "1 waiver ends" if soon == 1 else f"{soon} waivers end"
        yield Step("warn", f"{ends} within {SOON.days} days; then what they let through blocks again.", "See them",
                   f"{url}?waiver=soon")  # fmt: skip
    if asked := LintWaiver.objects.filter(approved_at=None, refused_at=None).count():
        url = reverse("admin:lint_lintwaiver_changelist")
        wait = "1 waiver waits" if asked == 1 else f"{asked} waivers wait"
        yield Step("warn", f"{wait} for a decision.", "Decide", f"{url}?waiver=asked")
    if count := waiting(now).count():
        have = "1 word has" if count == 1 else f"{count} words have"
        yield Step("warn", f"{have} no entry on any list, and customers may not know them.", "Decide about them",
                   reverse("admin:desk_suspects"))  # fmt: skip
    idle = holds.filter(~Q(last_used_at__gt=now - UNUSED), approved_at__lte=now - UNUSED).count()
    if idle:
        url = reverse("admin:lint_lintwaiver_changelist")
        was = "1 waiver was" if idle == 1 else f"{idle} waivers were"
        yield Step("good", f"{was} not needed for {UNUSED.days} days and can go.", "Revoke them",
                   f"{url}?waiver=unused")  # fmt: skip


def _code_of(one: Line) -> dict[str, str]:
    """What the form of a code begins with. The field is a pointer into the request: /data/items/*/reason."""
    steps = [step for step in one.field.removeprefix("/data/").split("/") if step != "*"]
    return {"code": one.name, "template_key": one.template, "variable": ".".join(steps)}


def _answers(stretch: Stretch) -> list[dict[str, Any]]:
    """How clear customers found the messages of each template, the least clear first."""
    rows = (
        ClearAnswer.objects.filter(day__gte=stretch.first, day__lte=stretch.last)
        .order_by()
        .values("template_key")
        .annotate(number=Count("pk"), unclear=Count("pk", filter=Q(clear=False)))
    )
    told = [{**row, "percent": round(100 * row["unclear"] / row["number"])} for row in rows]
    return sorted(told, key=lambda row: (-row["unclear"], row["template_key"]))[:8]


def _as_listed(surface: str, listed: str) -> str:
    """A counted word, which is in small letters, with the capitals of its list."""
    return listed if listed.casefold() == surface.casefold() else COMPUTED.get(surface, surface)


def _template_urls() -> dict[str, str]:
    rows = Template.objects.values_list("key", "pk")
    return {key: reverse("admin:templates_store_template_change", args=[pk]) for key, pk in rows}


def _by_formula(found: Sequence[Read]) -> Iterator[tuple[Read, list[tuple[Read, float, str]]]]:
    """The editions by formula, each with the length of its bar and the page of its template."""
    for name in dict.fromkeys(one.readability.formula.name for one in found):
        own = [one for one in found if one.readability.formula.name == name]
        longest = max([1.0, *(one.readability.score for one in own)])
        rows = []
        for one in own:
            url = reverse("admin:templates_store_template_change", args=[one.template_pk])
            rows.append((one, round(100 * max(0.0, one.readability.score) / longest, 1), url))
        yield own[0], rows
