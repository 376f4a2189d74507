"""Insight: what the daily counts say, what to do next, the page of a term, and how hard templates read."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commhub.desk.chart import Series, bar_chart, bars_of, scale
from commhub.lint.models import LintWaiver
from commhub.record.models import LintHit
from commhub.versions import sha256_of
from tests.factories import listed, live_brand, live_template, marketer, reviewer

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]


def hit(days_ago: int, count: int, **known: Any) -> None:
    fields = {
        "rule": "en.term.rider", "kind": "jargon", "severity": "error", "surface": "rider", "template_key": "renewal-notice",
        "locale": "en-GB", "channel": "email", "app": "Billing", "field": "", "outcome": "blocked", "test": False, **known,
    }  # fmt: skip
    day = timezone.localdate() - timedelta(days=days_ago)
    LintHit.objects.create(
        digest=sha256_of([*map(str, fields.values()), day.isoformat()]), day=day, count=count, **fields
    )


def text_of(answer: object) -> str:
    return html.unescape(answer.content.decode())  # type: ignore[attr-defined]


def test_the_overview_counts_what_was_stopped_by_word_field_and_template(login: Login) -> None:
    listed("rider")
    hit(1, 7)
    hit(2, 2, outcome="waived")
    hit(3, 30, rule="unknown-acronym.NIGO", surface="NIGO", field="/data/status", app="Claims", outcome="held")
    hit(4, 5, rule="sentence-length", surface="", outcome="warned", template_key="offer")
    hit(5, 90, rule="unknown-acronym.FNOL", surface="FNOL", field="/data/status", app="Claims", outcome="warned")
    hit(40, 10)
    hit(1, 99, test=True)
    page = login(reviewer()).get(reverse("admin:desk_insight"))
    told = page.context

    assert [(one.label, one.count, one.before) for one in told["figures"]] == [
        ("findings stopped a message", 37, 10),
        ("noticed only", 95, 0),
        ("let through by a waiver", 2, 0),
    ]
    assert [(one.name, one.stopped, one.times, one.field) for one, _, _ in told["words"]] == [
        ("NIGO", 30, 30, "/data/status"),
        ("rider", 7, 9, ""),
        ("FNOL", 0, 90, "/data/status"),
        ("Long sentences", 0, 5, ""),
    ]
    assert [(one.app, one.field, one.name, one.times) for one in told["sources"]] == [
        ("Claims", "/data/status", "NIGO", 120)
    ]
    assert [(one.template, one.times) for one, _ in told["places"]] == [("renewal-notice", 129), ("offer", 5)]
    assert sum(sum(bar.counts) for bar in told["bars"]) == 134
    steps = [step.told for step in told["next"]]
    assert steps[0] == "Claims sends “NIGO” in /data/status, which stopped 30 times, with other words as well."
    assert steps[1] == "“rider” stands in the template renewal-notice itself and stopped 7 times."
    assert "code=NIGO&template_key=renewal-notice&variable=status" in told["next"][0].url
    assert "270% more than before" in text_of(page)
    tried = login(reviewer()).get(reverse("admin:desk_insight") + "?test=1&days=7")
    assert tried.context["figures"][0].count == 99


def test_nothing_found_is_said_and_whoever_may_not_is_refused(login: Login) -> None:
    assert "The linter found nothing" in text_of(login(marketer()).get(reverse("admin:desk_insight")))
    stranger = login(User.objects.create_user("stranger", is_staff=True))
    for name in ("desk_insight", "desk_insight_reading", "desk_insight_term"):
        assert stranger.get(reverse(f"admin:{name}")).status_code == 403


def test_the_page_of_a_term_says_all_that_is_known_of_it(login: Login) -> None:
    listed("rider", suggestion="an extra to your cover", why="It is trade talk.", must_match=["Your rider ends."])
    now = timezone.now()
    LintWaiver.objects.create(
        rule="en.term.rider", scope="template", scope_key="renewal-notice", fingerprint="a" * 64, surface="rider",
        sentence="Your rider ends.", reason="The regulator's word.", requester=marketer(), requested_at=now,
        approver=reviewer(), approved_at=now, expires_at=now + timedelta(days=9), uses=12,
    )  # fmt: skip
    hit(1, 7, app="Claims", field="/data/note")
    page = login(marketer()).get(reverse("admin:desk_insight_term") + "?rule=en.term.rider")
    said = text_of(page)
    for words in (
        "an extra to your cover", "It is trade talk.", "Your rider ends.", "<li>riders</li>", "The regulator's word.",
        "needed 12×", "/data/note", "Main list v1", "7 times found, 7 stopped a message",
    ):  # fmt: skip
        assert words in said, words
    overview = login(marketer()).get(reverse("admin:desk_insight")).context
    assert [(row["name"], row["number"], row["uses"], row["soon"]) for row in overview["waivers"]] == [
        ("rider", 1, 12, 1)
    ]
    missing = login(marketer()).get(reverse("admin:desk_insight_term") + "?rule=nothing")
    assert missing.status_code == 404
    hit(1, 3, rule="unknown-acronym.NIGO", surface="NIGO")
    unknown = text_of(login(marketer()).get(reverse("admin:desk_insight_term") + "?rule=unknown-acronym.NIGO"))
    assert "An abbreviation that nobody has listed." in unknown


def test_templates_are_listed_by_how_hard_they_read(login: Login) -> None:
    listed("rider")
    brand = live_brand(channels=("email",))
    easy = " ".join(["We will pay you on Friday."] * 30)
    hard = " ".join(["Remuneration of the aforementioned beneficiary necessitates documentation."] * 20)
    for key, body in (("easy-one", easy), ("hard-one", hard), ("short-one", "We will pay you.")):
        live_template(key, parts={"en": {"subject": "News", "body": body}}, variables=(), brands=[brand])

    context = login(reviewer()).get(reverse("admin:desk_insight_reading")).context
    [(first, rows)] = context["groups"]
    assert first.readability.formula.name == "Flesch-Kincaid grade level"
    assert [one.template for one, _, _ in rows] == ["hard-one", "easy-one"]
    assert rows[0][1] == 100
    assert context["left"] == 0


def test_bars_are_days_or_weeks_and_the_chart_says_what_it_shows() -> None:
    first = date(2026, 11, 1)
    series = [
        Series("stopped", "stopped", {first: 3, first + timedelta(days=1): 4}),
        Series("waived", "waived", {first: 1}),
    ]
    bars = bars_of(series, first, first + timedelta(days=2))
    assert [(bar.label, bar.counts) for bar in bars] == [
        ("1 November", (3, 1)), ("2 November", (4, 0)), ("3 November", (0, 0)),
    ]  # fmt: skip
    drawn = bar_chart(series, bars, "What was found")
    assert 'aria-label="What was found. In all: stopped 7, waived 1. The most, 4, on 1 November."' in drawn
    assert drawn.count("<rect") == 3
    weeks = bars_of(series, first, first + timedelta(days=99))
    assert (len(weeks), weeks[0].label, weeks[0].counts) == (15, "1 November to 7 November", (7, 1))
    assert [scale(most) for most in (0, 1, 5, 7, 54, 61, 1001)] == [2, 2, 6, 10, 60, 100, 2000]
