"""Customers with their contact points and consents, and suppressions, in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from commhub.channels import channels
from commhub.contracts import JSON
from commhub.customers.contact_points import BadContact, clean
from commhub.customers.models import Consent, ContactPoint, Customer, Suppression
from commhub.desk.admin.base import DeskModelAdmin
from commhub.desk.admin.filters import ChannelFilter
from commhub.desk.channels import channel_label, channel_labels
from commhub.desk.typed import ModelForm, TabularInline
from templates_store.models import Category


def channel_choices(empty: str = "") -> list[tuple[str, str]]:
    return ([("", empty)] if empty else []) + list(channel_labels().items())


def kind_choices() -> list[tuple[str, str]]:
    return list(dict.fromkeys((channel.contact_kind, channel.contact_label) for channel in channels))


class ContactPointForm(ModelForm[ContactPoint]):
    """A contact point as people type it; the room of customers says whether it can be one."""

    kind = forms.ChoiceField(choices=kind_choices)
    value = forms.JSONField(
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60, "class": "desk-code"}),
        help_text='In quotes: "ana@example.com", "+447700900123", or '
        '{"lines": ["1 High Street", "Leeds"], "postcode": "LS1 1AA", "country": "GB"}',
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "value" in cleaned and "kind" in cleaned:
            try:
                cleaned["value"] = clean(cleaned["kind"], cleaned["value"])
            except BadContact as error:
                raise ValidationError({"value": str(error)}) from error
        return cleaned


class ContactPointInline(TabularInline[ContactPoint, Customer]):
    model = ContactPoint
    form = ContactPointForm
    extra = 0


class ConsentForm(ModelForm[Consent]):
    """A consent, with the purposes and channels that there are."""

    purpose = forms.ChoiceField(choices=lambda: list(Category.objects.values_list("key", "label")))
    channel = forms.ChoiceField(choices=channel_choices)
    at = forms.SplitDateTimeField(label="when", widget=AdminSplitDateTime)
    wording = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2, "cols": 40}))


class ConsentInline(TabularInline[Consent, Customer]):
    model = Consent
    form = ConsentForm
    extra = 0


class CustomerForm(ModelForm[Customer]):
    preferred_channel = forms.ChoiceField(choices=lambda: channel_choices("No preference"), required=False)


@admin.register(Customer)
class CustomerAdmin(DeskModelAdmin[Customer]):
    """Who we talk to."""

    form = CustomerForm
    list_display = ["name", "key", "locale", "prefers"]
    list_filter = ["locale", "preferred_channel"]
    search_fields = ["key", "name"]
    inlines = [ContactPointInline, ConsentInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Customer | None = None) -> list[str]:
        return ["key"] if obj else []

    @admin.display(description="prefers", ordering="preferred_channel")
    def prefers(self, customer: Customer) -> str:
        return channel_label(customer.preferred_channel) if customer.preferred_channel else "–"


class SuppressionForm(ModelForm[Suppression]):
    """A suppression; the address is brought into the form that the channel compares."""

    channel = forms.ChoiceField(choices=channel_choices)
    category = forms.ChoiceField(
        choices=lambda: [("", "Every category"), *Category.objects.values_list("key", "label")], required=False
    )
    at = forms.SplitDateTimeField(label="since", widget=AdminSplitDateTime)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("address") and cleaned.get("channel") in channels:
            cleaned["address"] = _canonical(cleaned["channel"], cleaned["address"])
        return cleaned


def _canonical(channel: str, address: JSON) -> str:
    return channels.get(channel).canonical_address(address)


@admin.register(Suppression)
class SuppressionAdmin(DeskModelAdmin[Suppression]):
    """What must not be written to."""

    form = SuppressionForm
    list_display = ["address", "channel", "for_category", "reason", "source", "at"]
    list_filter = [ChannelFilter, "source"]
    search_fields = ["address", "reason"]

    @admin.display(description="category", ordering="category")
    def for_category(self, suppression: Suppression) -> str:
        return suppression.category or "every category"
