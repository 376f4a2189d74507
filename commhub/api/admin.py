"""API keys in the admin: made here, shown once, switched off; nobody can read or change a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from commhub.api.keys import create_key, note_switch
from commhub.api.models import ApiKey

if TYPE_CHECKING:
    ApiKeyModelAdmin = admin.ModelAdmin[ApiKey]
else:
    ApiKeyModelAdmin = admin.ModelAdmin  # the stubs know it by its model; Django itself takes none in brackets


class NewKeyForm(forms.Form):
    """What somebody says who wants a key."""

    name = forms.CharField(max_length=120, label="App", help_text="Which app will use it; people read this.")
    mode = forms.ChoiceField(
        choices=ApiKey.Mode.choices, initial=ApiKey.Mode.TEST, label="Mode", widget=forms.RadioSelect
    )


@admin.register(ApiKey)
class ApiKeyAdmin(ApiKeyModelAdmin):
    """The list of keys. A key that was lost is replaced, never recovered."""

    list_display = ["name", "prefix", "mode", "content", "active", "created_by", "created_at", "last_used_at"]
    list_filter = ["mode", "active"]
    search_fields = ["name", "prefix"]
    fields = ["name", "mode", "prefix", "content", "acts_for", "active", "created_by", "created_at", "last_used_at"]
    readonly_fields = ["name", "mode", "prefix", "content", "acts_for", "created_by", "created_at", "last_used_at"]

    def has_delete_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return False  # sends name their key; one that shall not be used any more is switched off

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "active" in form.changed_data and isinstance(request.user, User):
            note_switch(form.instance, request.user, timezone.now())

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask for name and mode, then show the key: on this one page, never again."""
        if not self.has_add_permission(request) or not isinstance(request.user, User):
            raise PermissionDenied("Your role does not make API keys.")
        form = NewKeyForm(request.POST if request.method == "POST" else None, label_suffix="")
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": "New API key", "form": form}
        if form.is_valid():
            with transaction.atomic():
                row, key = create_key(
                    form.cleaned_data["name"], form.cleaned_data["mode"], request.user, now=timezone.now()
                )
                self.log_addition(request, row, [{"added": {}}])
            context |= {"title": f"The key of {row.name}", "row": row, "key": key}
        response = TemplateResponse(request, "api/new_key.html", context)
        response["Cache-Control"] = "no-store, private"
        return response
