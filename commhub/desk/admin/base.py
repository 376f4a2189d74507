"""What all our lists share: a title that says what they list."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from commhub.desk.typed import ModelAdmin

M = TypeVar("M", bound=Model)


class DeskModelAdmin(ModelAdmin[M], Generic[M]):
    """Django's admin of a table, with its list called by the name of what it lists."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        name = str(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": name[:1].upper() + name[1:], **(extra_context or {})})
