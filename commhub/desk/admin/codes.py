"""The code dictionary in the admin: entries are added and ended, never changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from commhub.codes.dictionary import Scope
from commhub.codes.models import CodeEntry
from commhub.codes.store import add_entry, end_entry, problems_with_entry
from commhub.desk.admin.base import DeskModelAdmin
from commhub.desk.typed import ModelForm, actor_of
from commhub.publish.words import live_gaps
from templates_store.models import Template

MOST_TOLD = 10


class CodeEntryForm(ModelForm[CodeEntry]):
    """One entry, whose words are linted as what they will stand in."""

    class Meta:
        model = CodeEntry
        fields = ("code", "locale", "words", "template_key", "variable", "dictionary", "why")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if cleaned["template_key"] and not Template.objects.filter(key=cleaned["template_key"]).exists():
            raise ValidationError(f"There is no template {cleaned['template_key']!r}.")
        problems = problems_with_entry(cleaned["code"], cleaned["locale"], cleaned["words"], scope_of(cleaned))
        if problems:
            raise ValidationError(problems)
        return cleaned

    def validate_unique(self) -> None:
        """An entry for a code that has one takes its place."""

    def validate_constraints(self) -> None:
        """See validate_unique; the other constraints are what problems_with_entry says."""


def scope_of(cleaned: dict[str, Any]) -> Scope:
    return Scope(cleaned["template_key"], cleaned["variable"], cleaned["dictionary"])


class InForce(admin.SimpleListFilter):
    """Entries in force, or those that were."""

    title = "in force"
    parameter_name = "in_force"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "In force"), ("no", "Ended")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[CodeEntry]) -> QuerySet[CodeEntry]:
        return queryset if self.value() is None else queryset.filter(ended_at__isnull=self.value() == "yes")


@admin.register(CodeEntry)
class CodeEntryAdmin(DeskModelAdmin[CodeEntry]):
    """What customers read for codes."""

    noted_by_room = True
    form = CodeEntryForm
    list_display = (
        "code",
        "locale",
        "words",
        "template_key",
        "variable",
        "dictionary",
        "added_by",
        "added_at",
        "ended_at",
    )
    list_filter = (InForce, "locale", "dictionary", "template_key")
    search_fields = ("code", "words", "variable")
    actions = ("end",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {name: request.GET.get(name, "") for name in CodeEntryForm.Meta.fields}

    def has_change_permission(self, request: HttpRequest, obj: CodeEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: CodeEntry | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: CodeEntry, form: Any, change: bool) -> None:
        cleaned = form.cleaned_data
        added = add_entry(
            cleaned["code"],
            cleaned["locale"],
            cleaned["words"],
            scope_of(cleaned),
            by=actor_of(request),
            why=cleaned["why"],
            now=timezone.now(),
        )
        obj.pk = added.pk

    def has_end_permission(self, request: HttpRequest) -> bool:
        return actor_of(request).has_perm("codes.change_codeentry")

    @admin.action(description="End these entries", permissions=["end"])
    def end(self, request: HttpRequest, queryset: QuerySet[CodeEntry]) -> None:
        entries = list(queryset.filter(ended_at=None))
        for entry in entries:
            end_entry(entry, by=actor_of(request), now=timezone.now())
        messages.success(request, f"{len(entries)} ended.")
        ended = {entry.code for entry in entries}
        for one in [gap for gap in live_gaps() if gap.code in ended][:MOST_TOLD]:
            messages.warning(
                request,
                f"The template {one.template} prints the choice {one.code} of {one.variable}, which has no words in "
                f"{one.locale} now: sends with it are refused.",
            )
