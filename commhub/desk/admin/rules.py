"""Channel rules in the admin; whether one can be read is for their room to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from commhub.channels import channels
from commhub.decide.models import ChannelRule
from commhub.decide.operators import operators
from commhub.decide.rules import problems_with_channels, problems_with_conditions
from commhub.desk.admin.base import DeskModelAdmin
from commhub.desk.channels import channel_label, channel_labels
from commhub.desk.typed import ModelForm


class ChannelRuleForm(ModelForm[ChannelRule]):
    """A rule: its conditions as JSON, its channels as words in order."""

    conditions = forms.JSONField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "cols": 90, "class": "desk-source desk-code"}),
        help_text="Empty holds always. The operators are listed below.",
    )
    channels = forms.CharField(label="Channels in order", help_text="Names with commas between them.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = ", ".join(f"{name} ({label})" for name, label in channel_labels().items())
        self.fields["channels"].help_text = f"Names with commas between them. There are: {known}."
        if isinstance(self.instance.channels, list):
            self.initial["channels"] = ", ".join(str(name) for name in self.instance.channels)

    def clean_conditions(self) -> Any:
        tree = self.cleaned_data["conditions"] or {}
        problems = problems_with_conditions(tree)
        if problems:
            raise ValidationError(problems)
        return tree

    def clean_channels(self) -> list[str]:
        names = [name.strip() for name in str(self.cleaned_data["channels"]).split(",") if name.strip()]
        problems = problems_with_channels(names, channels.names())
        if problems:
            raise ValidationError(problems)
        return names


@admin.register(ChannelRule)
class ChannelRuleAdmin(DeskModelAdmin[ChannelRule]):
    """The rules in the order in which they are tried."""

    form = ChannelRuleForm
    change_form_template = "desk/rule.html"
    list_display = ["priority", "name", "in_order", "active"]
    list_display_links = ["name"]
    list_filter = ["active"]
    search_fields = ["name"]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        extra = {**(extra_context or {}), "operators": list(operators)}
        return super().changeform_view(request, object_id, form_url, extra)

    @admin.display(description="channels in order")
    def in_order(self, rule: ChannelRule) -> str:
        return ", then ".join(channel_label(str(name)) for name in rule.channels)
