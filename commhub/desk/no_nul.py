"""Refuses what no database can keep before any page sees it: a text with a NUL, in the address or in a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict

SAID: Final = "A text that was sent has a NUL character, which nothing can keep. Take it out, and send it again."
API: Final = "/api/"
"""Refuses them itself, with the place."""


class NoNul:
    """A middleware. PostgreSQL refuses a NUL in the middle of the work, which people would see as our own fault."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(API) and (_has_nul(request.GET) or _has_nul(request.POST)):
            return HttpResponseBadRequest(SAID, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def _has_nul(sent: QueryDict) -> bool:
    return any("\0" in name or any("\0" in value for value in values) for name, values in sent.lists())
