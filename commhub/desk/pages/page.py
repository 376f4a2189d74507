"""What every page of the desk shares: the admin's frame around it, and a policy that lets no foreign content act."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

# A frame made with `srcdoc` inherits this policy, so that a proof can neither run nor load nor send anything.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "frame-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page within the admin's frame."""
    full = {**admin.site.each_context(request), **context}
    return guarded(TemplateResponse(request, template, full, status=status))


def fragment(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A piece of a page, for the script that asked for it."""
    return guarded(TemplateResponse(request, template, context))


def guarded(response: HttpResponse) -> HttpResponse:
    """The response under the policy; pages with customers' data stay out of shared and disk caches."""
    response["Content-Security-Policy"] = POLICY
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store, private"
    return response
