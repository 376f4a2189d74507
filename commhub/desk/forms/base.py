"""What the forms of all drafts share: the note, the tabs, their life, and which save of the draft they were made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from commhub.approval.edit import save_draft
from commhub.approval.life import set_life
from commhub.contracts import JSON
from commhub.desk.forms.life import life_fields
from commhub.lint.store.packs import UNKEPT
from commhub.versions import Version

HIDDEN: Final = frozenset({"seen", "base"})


@dataclass(frozen=True)
class Tab:
    """One page of a form: the fields of one locale, or of one subject. `badges` tell its state: a class, and words."""

    key: str
    title: str
    help: str
    fields: list[forms.BoundField]
    template: str = ""
    badges: Sequence[tuple[str, str]] = ()

    @property
    def wrong(self) -> bool:
        return any(field.errors for field in self.fields)


class DraftForm(forms.Form):
    """The form of one draft. Subclasses add their fields in `add_fields` and hand them to a room in `write`.

    `seen` is the save of the draft that the form was made of, and `base` what its fields said then (as digests), so that
    two people's changes can be told apart.
    """

    add_locale: ClassVar[bool] = False

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    base = forms.CharField(required=False, widget=forms.HiddenInput)
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
        super().__init__(data, files, initial={"seen": str(version.revision), "note": version.note}, label_suffix="")
        self.add_fields()
        self.fields.update(life_fields(version))
        self.initial["base"] = json.dumps({name: digest(text) for name, text in self.stored().items()})

    def add_fields(self) -> None:
        raise NotImplementedError

    def tabs(self) -> Iterator[Tab]:
        raise NotImplementedError

    def all_tabs(self) -> Iterator[Tab]:
        """The tabs of this kind, and that of its life."""
        yield from self.tabs()
        yield Tab(
            "life", "Life", "", [self[name] for name in self.fields if name.startswith("life-")], "desk/tab_life.html"
        )

    def write(self) -> None:
        """Hand the cleaned values to the room that keeps them."""
        raise NotImplementedError

    def save(self, actor: User, now: datetime) -> None:
        """Save what the form brought. Raises Stale when somebody else saved the draft in between."""
        seen = str(self.data.get("seen", ""))
        save_draft(self.version, actor, self._write_all, now=now, seen=int(seen) if seen.isdecimal() else -1)

    @property
    def stale(self) -> bool:
        """Whether it was made of an earlier save than the one that stands now."""
        return self.is_bound and self.data.get("seen", "") != str(self.version.revision)

    def stored(self) -> dict[str, str]:
        """What each field would show of the draft as it is stored, as text; files are left out."""
        names = [name for name, field in self.fields.items() if name not in HIDDEN and _is_text(field)]
        return {name: _shown(self.fields[name], self.get_initial_for_field(self.fields[name], name)) for name in names}

    def _write_all(self) -> None:
        self.write()
        chosen = {name: value for name, value in self.cleaned_data.items() if name.startswith("life-")}
        set_life(
            self.version,
            effective_from=chosen.get("life-from"),
            until=chosen.get("life-until"),
            review_by=chosen.get("life-review-by"),
        )

    def locales(self, stored: list[str]) -> list[str]:
        """The locales to show: those stored, those just added, and those that the sent form had."""
        sent = [name.split(":")[1] for name in self.data if name.count(":") == 2]
        return list(dict.fromkeys([*stored, *self.extra_locales, *sorted(sent)]))


def _is_text(field: forms.Field) -> bool:
    return not isinstance(field, forms.FileField)


def _shown(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return "on" if value else ""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return "\n".join(value or [])
    told = field.widget.format_value(field.prepare_value(value))
    if isinstance(told, list):  # what was chosen of a list
        told = "\n".join(told)
    return plain("" if told is None else str(told))


def plain(text: str) -> str:
    """Text with the line ends of the store, whatever a browser made of them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def digest(text: str) -> str:
    """Enough of a hash to tell whether a text is another one."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class SourceField(forms.CharField):
    """A text that is stored exactly as written, but for the line ends that browsers bring.

    The page shows a `folded` one only to whoever asks for it. With `lint_as` (lint.sources.CHANNELS) its words are marked
    as they are typed, in the language of the widget's `lang`. What its language has to say of it is in `late` (it is out of
    date), `beside` (its source) and `stands_in` (what customers get while it is empty): see forms.languages.
    """

    folded = False
    late: Any = None
    beside: Any = None
    stands_in = ""
    confirm: forms.BoundField | None = None

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
