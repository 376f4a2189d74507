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
from commhub.desk.pages.preparing import prepare_release, prepare_version
from commhub.desk.pages.release_actions import act_on_release, new_release, put_into
from commhub.desk.pages.releases import release_page, releases_page

Guard = Callable[..., Any]


def release_urls(view: Guard) -> list[URLPattern]:
    """The patterns, each behind the admin's login."""
    return [
        path("desk/changes/<int:pk>/", view(entry_page), name="desk_blast_entry"),
        path("desk/changes/<int:pk>/<slug:key>/<int:number>-<int:side>.png", view(picture), name="desk_blast_picture"),
        path("desk/releases/", view(releases_page), name="desk_releases"),
        path("desk/releases/new/", view(new_release), name="desk_new_release"),
        path("desk/releases/<int:pk>/", view(release_page), name="desk_release"),
        path("desk/releases/<int:pk>/do/<slug:action>/", view(act_on_release), name="desk_release_act"),
        path("desk/releases/<int:pk>/prepare/", view(prepare_release), name="desk_release_prepare"),
        path("desk/<slug:kind>/<int:pk>/prepare/", view(prepare_version), name="desk_prepare"),
        path("desk/<slug:kind>/<int:pk>/into-release/", view(put_into), name="desk_put_into"),
        path("desk/releases/<int:pk>/changes/", view(release_blast_page), name="desk_release_blast"),
        path("desk/releases/<int:pk>/changes/work/", view(release_blast_work), name="desk_release_blast_work"),
        path("desk/<slug:kind>/<int:pk>/changes/", view(blast_page), name="desk_blast"),
        path("desk/<slug:kind>/<int:pk>/changes/work/", view(blast_work), name="desk_blast_work"),
    ]
