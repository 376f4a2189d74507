"""What all our lists share: a title that says what they list, and an audit entry for whatever is changed in them."""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from commhub.desk.noted import note_form, note_row
from commhub.desk.typed import ModelAdmin, actor_of

M = TypeVar("M", bound=Model)


class Noted:
    """Writes what was saved or deleted in a form of the admin into the audit log, in the transaction of the form.

    `noted_by_room` says that the room that saves it writes the entry.
    """

    noted_by_room: ClassVar[bool] = False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        if not self.noted_by_room:
            note_form(actor_of(request), form, formsets, added=not change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with transaction.atomic():
            if not self.noted_by_room:
                note_row(actor_of(request), "deleted", obj)
            super().delete_model(request, obj)  # type: ignore[misc]

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with transaction.atomic():
            for row in queryset:
                self.delete_model(request, row)


class DeskModelAdmin(Noted, ModelAdmin[M], Generic[M]):
    """Django's admin of a table, with its list called by the name of what it lists."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        name = str(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": name[:1].upper() + name[1:], **(extra_context or {})})
