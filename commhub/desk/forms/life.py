"""The fields that every draft has about its life: from when, until when, and by when it is looked at again."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from commhub.versions import Version
from templates_store.models import TemplateVersion

MOMENT: Final = "%Y-%m-%dT%H:%M"


def life_fields(version: Version) -> dict[str, forms.Field]:
    """The fields with what the draft says now; `until` is for templates alone."""
    fields: dict[str, forms.Field] = {
        "life-from": _moment(
            version.effective_from,
            "Goes live not before",
            "Once it is approved, it waits for this moment. Empty: it goes live with its approval.",
        )
    }
    if isinstance(version, TemplateVersion):
        fields["life-until"] = _moment(
            version.until, "Not sent after", "From then on apps are told that it is over. Empty: it has no end."
        )
    fields["life-review-by"] = forms.DateField(
        required=False,
        initial=version.review_by,
        label="To be looked at again by",
        help_text="Thirty days before, it stands on the page “Due for another look”. Empty: it never does.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    return fields


def _moment(initial: Any, label: str, help_text: str) -> forms.DateTimeField:
    return forms.DateTimeField(
        required=False,
        initial=initial,
        label=label,
        help_text=help_text,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
