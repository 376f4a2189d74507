"""Where the desk's pages about the life of versions stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from commhub.desk.pages.life import archive_action, due_page

Guard = Callable[..., Any]


def life_urls(view: Guard) -> list[URLPattern]:
    """The patterns, each behind the admin's login."""
    away, back = {"action": "archive"}, {"action": "unarchive"}
    return [
        path("desk/due/", view(due_page), name="desk_due"),
        path("desk/<slug:kind>/<int:pk>/archive/", view(archive_action), away, name="desk_archive"),
        path("desk/<slug:kind>/<int:pk>/unarchive/", view(archive_action), back, name="desk_unarchive"),
    ]
