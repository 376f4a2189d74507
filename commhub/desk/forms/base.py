"""What the forms of all drafts share: the note, the tabs, and that nobody overwrites what another person saved."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from commhub.contracts import JSON
from commhub.lint.store.packs import UNKEPT
from commhub.versions import Version


@dataclass(frozen=True)
class Tab:
    """One page of a form: the fields of one locale, or of one subject. `facts` goes to the page's own template."""

    key: str
    title: str
    help: str
    fields: list[forms.BoundField]
    template: str = ""

    @property
    def wrong(self) -> bool:
        return any(field.errors for field in self.fields)


class DraftForm(forms.Form):
    """The form of one draft. Subclasses add their fields in `add_fields` and hand them to a room in `write`."""

    add_locale: ClassVar[bool] = False

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    replace = forms.BooleanField(required=False, label="Replace what the other person saved with what stands here")
    note = forms.CharField(
        required=False,
        label="What changed and why",
        help_text="The reviewer reads this first.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        version: Version,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        extra_locales: tuple[str, ...] = (),
    ) -> None:
        self.version = version
        self.extra_locales = extra_locales
        super().__init__(data, files, initial={"seen": stamp(version), "note": version.note}, label_suffix="")
        self.conflict = False
        self.add_fields()

    def add_fields(self) -> None:
        raise NotImplementedError

    def tabs(self) -> Iterator[Tab]:
        raise NotImplementedError

    def write(self) -> None:
        """Hand the cleaned values to the room that keeps them."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("seen") != stamp(self.version) and not cleaned.get("replace"):
            self.conflict = True
            raise ValidationError(
                "Somebody else saved this draft while you were writing. Your text still stands below and is not saved: "
                "open the draft in a second window to see theirs, then bring the two together here."
            )
        return cleaned

    def locales(self, stored: list[str]) -> list[str]:
        """The locales to show: those stored, those just added, and those that the sent form had."""
        sent = [name.split(":")[1] for name in self.data if name.count(":") == 2]
        return list(dict.fromkeys([*stored, *self.extra_locales, *sorted(sent)]))


class SourceField(forms.CharField):
    """A text that is stored exactly as written, but for the line ends that browsers bring.

    The page shows a `folded` one only to whoever asks for it. With `lint_as` (lint.sources.CHANNELS) its words are marked
    as they are typed, in the language of the widget's `lang`.
    """

    folded = False

    def __init__(self, *, rows: int = 12, lint_as: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        attributes = {"rows": rows, "class": "desk-source", "spellcheck": "true", "wrap": "soft"}
        if lint_as:
            attributes["data-lint"] = lint_as
        super().__init__(strip=False, widget=forms.Textarea(attrs=attributes), **kwargs)

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).replace("\r\n", "\n")


class JsonField(forms.CharField):
    """An object of JSON as text; a mistake is told with its line."""

    def __init__(self, *, rows: int = 16, **kwargs: Any) -> None:
        attributes = {"rows": rows, "class": "desk-source desk-code", "spellcheck": "false"}
        super().__init__(required=False, widget=forms.Textarea(attrs=attributes), **kwargs)

    def clean(self, value: Any) -> dict[str, JSON]:
        text = str(super().clean(value)).replace("\r\n", "\n") or "{}"
        try:
            found = json.loads(text, parse_constant=_no_number)
        except RecursionError as error:
            raise ValidationError("This is nested too deeply.") from error
        except json.JSONDecodeError as error:
            line = text.splitlines()[min(error.lineno, text.count("\n") + 1) - 1].strip()
            raise ValidationError(f"Line {error.lineno}: {error.msg} (near {line[:60]!r}).") from error
        if not isinstance(found, dict):
            raise ValidationError("This must be an object: begin with { and end with }.")
        if UNKEPT.search(json.dumps(found, ensure_ascii=False)):
            raise ValidationError(
                "This has a character that no database keeps: \\u0000, or half of one (\\ud800 to \\udfff)."
            )
        return found


def _no_number(written: str) -> JSON:
    raise ValidationError(f"{written} is no number.")


def stamp(version: Version) -> str:
    """Changes whenever what the form shows was saved."""
    return f"{version.hash_content()}:{len(version.note)}"
