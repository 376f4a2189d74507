"""The test sets of a template's draft in its form: each with a name, what differs from the samples, and who it is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from commhub.contracts import JSON
from commhub.desk.forms.base import DraftForm, JsonField, Tab
from commhub.desk.kinds import as_lines
from templates_store.models import TemplateVersion
from templates_store.test_sets import NamedSet, set_problems
from templates_store.variables import sample_of, spec_from_json

PREFIX: Final = "set-"
PARTS: Final = ("name", "data", "to", "address", "postcode", "country", "large", "gone")
LARGE_PRINT: Final = "large_print"


def set_fields(version: TemplateVersion, sent: Mapping[str, Any]) -> dict[str, forms.Field]:
    """The fields of every set that is stored or was sent, and of one more to fill in."""
    stored = list(version.test_sets.order_by("name"))
    numbers = [int(name.split("-")[1]) for name in sent if name.startswith(PREFIX) and name.split("-")[1].isdecimal()]
    count = max(len(stored), *(number + 1 for number in numbers if number < 200), 0) if numbers else len(stored) + 1
    samples = as_lines(_samples(version))
    found: dict[str, forms.Field] = {}
    for number in range(count):
        one = stored[number] if number < len(stored) else None
        for part, field in _fields(one.data if one else {}, one.recipient if one else {}, samples).items():
            if part == "gone" and one is None:
                continue
            if part == "name":
                field.initial = one.name if one else ""
                field.begins = True  # type: ignore[attr-defined]  # a set's first field, for the page
            found[f"{PREFIX}{number}-{part}"] = field
    return found


def set_tab(form: DraftForm) -> Tab:
    """The tab with those fields."""
    fields = [form[name] for name in form.fields if name.startswith(PREFIX)]
    return Tab("test-sets", "Test sets", "", fields, "desk/tab_test_sets.html")


def read_sets(form: DraftForm, variables: Sequence[JSON] | None) -> list[NamedSet] | None:
    """The sets that the form brought, None when it has no place for them; what is wrong with one stands at its field.
    `variables` are those of the form, None when they could not be read: then the data is not held against them."""
    if not any(name.startswith(PREFIX) for name in form.data):
        return None
    cleaned = form.cleaned_data
    numbers = dict.fromkeys(int(name.split("-")[1]) for name in form.fields if name.startswith(PREFIX))
    specs = tuple(spec_from_json(raw) for raw in variables) if variables is not None else None
    found: list[NamedSet] = []
    for number in numbers:
        values = {part: cleaned.get(f"{PREFIX}{number}-{part}") for part in PARTS}
        if values["gone"] or not any(value for part, value in values.items() if part != "country"):
            continue
        one = NamedSet(str(values["name"] or ""), values["data"] or {}, _recipient(values))
        found.append(one)
        for place, text in set_problems(one, specs) if specs is not None else ():
            _tell(form, number, place, text)
        if one.name.strip() in [other.name.strip() for other in found[:-1]]:
            form.add_error(f"{PREFIX}{number}-name", "Another test set has this name already.")
    return found


def _fields(data: Mapping[str, JSON], recipient: Mapping[str, JSON], samples: str) -> dict[str, forms.Field]:
    address: dict[str, Any] = dict(recipient.get("address") or {})
    fields: dict[str, forms.Field] = {
        "name": forms.CharField(max_length=80, label="Name", help_text="Such as: Renews with a discount."),
        "data": JsonField(rows=6, label="What differs from the samples"),
        "to": forms.CharField(max_length=200, label="Written to"),
        "address": forms.CharField(label="At this address", widget=forms.Textarea(attrs={"rows": 3})),
        "postcode": forms.CharField(max_length=20, label="Postcode"),
        "country": forms.CharField(max_length=2, label="Country"),
        "large": forms.BooleanField(label="Asked for large print"),
        "gone": forms.BooleanField(label="Take this test set out"),
    }
    fields["data"].initial = as_lines(dict(data)) if data else ""
    fields["data"].help_text = "JSON: a value for each variable that is not as in the samples; null leaves it out."
    fields["data"].widget.attrs["placeholder"] = samples
    fields["to"].initial = recipient.get("name", "")
    fields["address"].initial = "\n".join(address.get("lines", []))
    fields["address"].help_text = "A line for each line."
    fields["postcode"].initial = address.get("postcode", "")
    fields["country"].initial = address.get("country", "")
    fields["large"].initial = bool(recipient.get("attributes", {}).get(LARGE_PRINT))
    for field in fields.values():
        field.required = False
    return fields


def _recipient(values: Mapping[str, Any]) -> dict[str, JSON]:
    lines = [line.strip() for line in str(values["address"] or "").splitlines() if line.strip()]
    address = {"lines": lines, "postcode": values["postcode"] or "", "country": (values["country"] or "GB").upper()}
    return (
        ({"name": values["to"]} if values["to"] else {})
        | ({"address": address} if lines or values["postcode"] else {})
        | ({"attributes": {LARGE_PRINT: True}} if values["large"] else {})
    )


def _tell(form: DraftForm, number: int, place: str, text: str) -> None:
    """A problem at the field that it is about, with the place in the data."""
    head, _, rest = place.strip("/").partition("/")
    part = {"name": "name", "data": "data"}.get(head, "address")
    inner = rest.replace("/", ".")
    form.add_error(f"{PREFIX}{number}-{part}", ValidationError(f"“{inner}” {text}." if inner else f"This {text}."))


def _samples(version: TemplateVersion) -> dict[str, JSON]:
    try:
        return sample_of(version.variable_specs())
    except (ValueError, TypeError, AttributeError):  # the tab of the variables says what is wrong
        return {}
