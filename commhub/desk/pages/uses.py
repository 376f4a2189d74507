"""The pages that list every use of a block, asset, layout or brand, and of one brand token."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from brand_assets.models import Brand
from commhub.desk.kinds import KINDS, kind_called
from commhub.desk.pages.page import page
from commhub.desk.typed import actor_of
from commhub.desk.used_by import USED, used_by


@require_GET
def uses_page(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Everything that is live or open and uses this."""
    found = kind_called(kind)
    if kind not in USED:
        raise Http404(f"Nothing uses a {found.label.lower()}.")
    if not found.may_view(actor_of(request)):
        raise PermissionDenied(f"Your role does not read {found.label.lower()} versions.")
    parent = get_object_or_404(found.parents, pk=pk)
    used = used_by(kind, parent, most=None)
    context = {"title": f"What uses {parent}", "named": parent, "parent": parent, "used": used}
    return page(request, "desk/uses.html", {**context, "parent_url": found.parent_url(parent)})


@require_GET
def token_uses_page(request: HttpRequest) -> HttpResponse:
    """Everything that is live or open and names this token, of one brand or of any."""
    kind = KINDS["brand"]
    if not kind.may_view(actor_of(request)):
        raise PermissionDenied("Your role does not read brands.")
    path = request.GET.get("path", "").strip()
    key = request.GET.get("brand", "")
    brand = get_object_or_404(Brand, key=key) if key else None
    named = f"brand.{path}" + (f" of {brand}" if brand else "")
    context = {"title": f"What uses {named}", "named": named, "parent": brand}
    used = used_by("token", brand, path=path, most=None)
    url = kind.parent_url(brand) if brand else ""
    return page(request, "desk/uses.html", {**context, "used": used, "parent_url": url})
