"""Approval policies in the admin; what one may say is for their room to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone

from commhub.approval.models import ApprovalPolicy, ApprovalStep
from commhub.approval.policies import Step, policy_of
from commhub.approval.policy_rows import (
    conditions_in_words,
    described,
    known_kinds,
    note_policy,
    problems_with_conditions,
    problems_with_steps,
    steps_in_words,
    warnings_about,
)
from commhub.channels import channels
from commhub.desk.admin.base import DeskModelAdmin
from commhub.desk.channels import channel_labels
from commhub.desk.typed import ModelForm, TabularInline, actor_of

if TYPE_CHECKING:
    StepForms = BaseInlineFormSet[ApprovalStep, ApprovalPolicy, forms.ModelForm[ApprovalStep]]
else:
    StepForms = BaseInlineFormSet  # Django itself does not take models in brackets


class PolicyForm(ModelForm[ApprovalPolicy]):
    """A policy: what it is for as ticks and words."""

    kinds = forms.MultipleChoiceField(
        label="Kinds of content",
        required=False,
        choices=lambda: [(name, name.replace("-", " ").capitalize()) for name in known_kinds()],
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: all of them.",
    )
    channels = forms.MultipleChoiceField(
        required=False,
        choices=lambda: list(channel_labels().items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: all of them.",
    )
    locales = forms.CharField(
        label="Languages",
        required=False,
        help_text="Tags with commas between them; de also holds for de-AT. Empty: all of them.",
    )

    class Meta:
        model = ApprovalPolicy
        fields = ["name", "active", "kinds", "categories", "brands", "locales", "channels"]
        widgets = {
            "categories": forms.CheckboxSelectMultiple,
            "brands": forms.CheckboxSelectMultiple,
            "name": forms.TextInput(attrs={"size": 70}),
        }
        help_texts = {"categories": "None ticked: all of them.", "brands": "None ticked: all of them."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["locales"] = ", ".join(str(locale) for locale in self.instance.locales or [])

    def clean_locales(self) -> list[str]:
        return [word.strip() for word in str(self.cleaned_data["locales"]).split(",") if word.strip()]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        given = {field: cleaned.get(field, []) for field in ("kinds", "locales", "channels")}
        for field, problems in problems_with_conditions(**given, known_channels=channels.names()).items():
            self.add_error(field, ValidationError(problems))
        return cleaned


class StepFormSet(StepForms):
    """The steps together."""

    def clean(self) -> None:
        if any(self.errors):
            return
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        steps = [Step(one["order"], one["role"].name, one["count"]) for one in kept if one.get("role")]
        if problems := problems_with_steps(steps):
            raise ValidationError(problems)
        super().clean()


class StepForm(ModelForm[ApprovalStep]):
    """One step."""

    count = forms.IntegerField(label="How many people", min_value=1, initial=1)


class StepInline(TabularInline[ApprovalStep, ApprovalPolicy]):
    model = ApprovalStep
    form = StepForm
    formset = StepFormSet
    extra = 0
    min_num = 1
    verbose_name = "step"
    verbose_name_plural = "Steps: those of the same number together, the others one after another"

    def formfield_for_dbfield(self, db_field, request, **kwargs):  # type: ignore[no-untyped-def]
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "role":  # roles are made elsewhere, with their permissions
            widget = field.widget
            widget.can_add_related = widget.can_change_related = False
            widget.can_delete_related = widget.can_view_related = False
        return field


@admin.register(ApprovalPolicy)
class ApprovalPolicyAdmin(DeskModelAdmin[ApprovalPolicy]):
    """Who must approve what."""

    noted_by_room = True
    form = PolicyForm
    inlines = [StepInline]
    list_display = ["name", "holds_for", "asks_for", "active"]
    list_filter = ["active"]
    search_fields = ["name"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("steps__role", "categories", "brands")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        row = ApprovalPolicy.objects.get(pk=form.instance.pk)
        did = "changed" if change else "added"
        note_policy(did, row, actor_of(request), now=timezone.now(), before=form.before)
        for warning in warnings_about(row):
            messages.warning(request, warning)

    def save_model(self, request: HttpRequest, obj: ApprovalPolicy, form: Any, change: bool) -> None:
        # Taken here: when the rows that belong to it are saved, its own row says the new already.
        form.before = described(ApprovalPolicy.objects.get(pk=obj.pk)) if change else None
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: ApprovalPolicy) -> None:
        note_policy("deleted", obj, actor_of(request), now=timezone.now(), before=described(obj))
        super().delete_model(request, obj)

        if not ApprovalPolicy.objects.filter(active=True).exists():
            messages.warning(request, "No policy is left, so nothing can be approved until there is one.")

    @admin.display(description="holds for")
    def holds_for(self, row: ApprovalPolicy) -> str:
        return conditions_in_words(policy_of(row))

    @admin.display(description="asks for")
    def asks_for(self, row: ApprovalPolicy) -> str:
        return steps_in_words(policy_of(row))
