"""Where the desk's pages about what changes and about releases stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from commhub.desk.pages.blast import (
    blast_page,
    blast_work,
    entry_page,
    picture,
    release_blast_page,
    release_blast_work,
)

Guard = Callable[..., Any]


def release_urls(view: Guard) -> list[URLPattern]:
    """The patterns, each behind the admin's login."""
    return [
        path("desk/changes/<int:pk>/", view(entry_page), name="desk_blast_entry"),
        path("desk/changes/<int:pk>/<slug:key>/<int:number>-<int:side>.png", view(picture), name="desk_blast_picture"),
        path("desk/releases/<int:pk>/changes/", view(release_blast_page), name="desk_release_blast"),
        path("desk/releases/<int:pk>/changes/work/", view(release_blast_work), name="desk_release_blast_work"),
        path("desk/<slug:kind>/<int:pk>/changes/", view(blast_page), name="desk_blast"),
        path("desk/<slug:kind>/<int:pk>/changes/work/", view(blast_work), name="desk_blast_work"),
    ]
