"""Where the pages of term lists and waivers stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path

from commhub.desk.pages.draft import edit
from commhub.desk.pages.ratchet import go_on_page
from commhub.desk.pages.terms import (
    KIND,
    change_terms,
    export_terms,
    import_terms,
    save_term,
    terms_page,
    try_term,
)
from commhub.desk.pages.waivers import ask_at_message, ask_at_version, decide_waiver

Guard = Callable[..., Any]


def term_list_urls(view: Guard) -> list[URLPattern]:
    """The patterns, each behind the admin's login. They stand before those of all kinds: rows are edited on a page of
    their own."""
    return [
        path("desk/term-list/<int:pk>/edit/", view(to_terms), name="desk_edit_terms"),
        path("desk/term-list/<int:pk>/about/", view(about), name="desk_about_terms"),
        path("desk/term-list/<int:pk>/terms/", view(terms_page), name="desk_terms"),
        path("desk/term-list/<int:pk>/terms/save/", view(save_term), name="desk_save_term"),
        path("desk/term-list/<int:pk>/terms/try/", view(try_term), name="desk_try_term"),
        path("desk/term-list/<int:pk>/terms/change/", view(change_terms), name="desk_change_terms"),
        path("desk/term-list/<int:pk>/terms/import/", view(import_terms), name="desk_import_terms"),
        path("desk/term-list/<int:pk>/terms/export/", view(export_terms), name="desk_export_terms"),
        path("desk/term-list/<int:pk>/trial/", view(go_on_page), name="desk_ratchet"),
        path("desk/waivers/<int:pk>/<slug:action>/", view(decide_waiver), name="desk_decide_waiver"),
        path("desk/messages/<uuid:pk>/waive/<slug:fingerprint>/", view(ask_at_message), name="desk_ask_waiver_message"),
        path("desk/<slug:kind>/<int:pk>/waive/<slug:fingerprint>/", view(ask_at_version), name="desk_ask_waiver"),
    ]


def to_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever wants to edit a term list wants to edit its rows."""
    return redirect("admin:desk_terms", pk=pk)


def about(request: HttpRequest, pk: int) -> HttpResponse:
    """What a draft says beside its rows."""
    return edit(request, KIND, pk)
