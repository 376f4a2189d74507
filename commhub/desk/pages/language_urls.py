"""Where the desk's pages about language stand: unlisted words, reports, and insight."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from commhub.desk.pages.insight import insight_page, reading_page
from commhub.desk.pages.insight_term import term_page
from commhub.desk.pages.suspects import decide_suspect, look_again, seen_answer, suspects_page
from commhub.desk.pages.unclear import report_word

Guard = Callable[..., Any]


def language_urls(view: Guard) -> list[URLPattern]:
    """The patterns, each behind the admin's login."""
    return [
        path("desk/words/", view(suspects_page), name="desk_suspects"),
        path("desk/words/look/", view(look_again), name="desk_look_again"),
        path("desk/words/report/", view(report_word), name="desk_report_word"),
        path("desk/words/answers/<slug:digest>/", view(seen_answer), name="desk_seen_answer"),
        path("desk/words/<int:pk>/decide/", view(decide_suspect), name="desk_decide_suspect"),
        path("desk/insight/", view(insight_page), name="desk_insight"),
        path("desk/insight/reading/", view(reading_page), name="desk_insight_reading"),
        path("desk/insight/term/", view(term_page), name="desk_insight_term"),
    ]
