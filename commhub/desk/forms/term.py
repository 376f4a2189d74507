"""The form of one row of a term list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from commhub.desk.forms.base import JsonField
from commhub.lint.examples import failed_examples
from commhub.lint.models import CONTENT, Case, ScriptVariants, Severity, Term
from commhub.lint.packs.reading import KINDS
from commhub.lint.rules import rule_types
from commhub.lint.rules.base import TermSpec
from commhub.lint.selection import problems_with_term
from commhub.lint.store.writing import with_forms
from commhub.lint.terms import spec_of
from commhub.versions import sha256_of

PARTS_OF_SPEECH = (
    ("", "not said"),
    ("noun", "noun"),
    ("verb", "verb"),
    ("adjective", "adjective"),
    ("adverb", "adverb"),
)


class LinesField(forms.CharField):
    """A list of texts, one on a line."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = (line.strip() for line in str(super().clean(value)).splitlines())
        return list(dict.fromkeys(line for line in lines if line))


HIDDEN = frozenset({"made", "seen"})


class TermForm(forms.Form):
    """One row. Forms that nobody edited are made anew when the words change: `made` is what was made last."""

    text = forms.CharField(label="Words", max_length=500, widget=forms.TextInput(attrs={"autofocus": True}))
    suggestion = forms.CharField(label="Say instead", max_length=300, required=False)
    why = forms.CharField(label="Why", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    locale = forms.CharField(max_length=20, initial="en", help_text="en, zh, zh-HK, … or * for every language")
    kind = forms.ChoiceField(choices=[(name, name) for name in KINDS])
    severity = forms.ChoiceField(choices=Severity.choices)
    rule = forms.ChoiceField(
        label="Read as", choices=lambda: [(rule.name, rule.label) for rule in rule_types], initial="term"
    )
    inflect = forms.BooleanField(label="Plurals, verb forms and hyphens count too", required=False, initial=True)
    explainable = forms.BooleanField(label="Fine once the message has explained it", required=False)
    active = forms.BooleanField(label="Active", required=False, initial=True)
    forms_text = LinesField(
        label="Ways to write it", rows=4, help_text="One on a line; empty them to have them made anew."
    )
    allowed_in = LinesField(label="Fine in these phrases", rows=2, help_text="One on a line.")
    must_match = LinesField(label="Must find", rows=2, help_text="Sentences, one on a line.")
    must_not_match = LinesField(label="Must leave alone", rows=2, help_text="Sentences, one on a line.")
    pos = forms.ChoiceField(label="Part of speech", choices=PARTS_OF_SPEECH, required=False)
    case = forms.ChoiceField(label="Capitals", choices=[("", "As is usual"), *Case.choices], required=False)
    script_variants = forms.ChoiceField(label="Chinese", choices=ScriptVariants.choices, initial="auto")
    expansion = forms.CharField(label="Stands for", max_length=300, required=False)
    domain = forms.CharField(label="Field of business", max_length=60, required=False)
    source = forms.CharField(label="Source of the fact", max_length=300, required=False)
    licence = forms.CharField(max_length=120, required=False)
    settings = JsonField(rows=3, label="Settings of the rule type")
    made = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    FIRST = ("text", "suggestion", "why")
    CHOICES = ("locale", "kind", "severity", "rule")
    SWITCHES = ("inflect", "explainable", "active")
    PROOF = ("allowed_in", "must_match", "must_not_match")
    MORE = ("pos", "case", "script_variants", "expansion", "domain", "source", "licence", "settings")

    def __init__(self, row: Term | None = None, data: Mapping[str, Any] | None = None) -> None:
        self.row = row
        super().__init__(data, initial=_initial(row) if row else None, label_suffix="")

    def meanwhile(self) -> str:
        """What somebody else saved of this row since the form was opened, as one sentence; '' when nobody did.

        The form then counts as opened now, so that saving it again is a decision.
        """
        seen = str(self.data.get("seen", ""))
        if self.row is None or not seen or seen == stamp(self.row):
            return ""
        mine = {name: self[name].value() for name in self.fields}
        theirs = _initial(self.row)
        apart = [
            f"{self.fields[name].label or name}: “{_told(theirs[name])}”"
            for name in theirs
            if name in self.fields and name not in HIDDEN and _told(theirs[name]) != _told(mine[name])
        ]
        self.data = {**{name: self.data[name] for name in self.data}, "seen": stamp(self.row)}
        return (
            "Somebody else saved this row meanwhile, and it was not written over. Theirs says "
            + ("; ".join(apart) or "the same as yours")
            + ". Bring the two together below and save again."
        )

    def groups(self) -> dict[str, list[forms.BoundField]]:
        """The fields as the page lays them out."""
        named = {"first": self.FIRST, "choices": self.CHOICES, "switches": self.SWITCHES, "proof": self.PROOF}
        return {name: [self[field] for field in fields] for name, fields in (named | {"more": self.MORE}).items()}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and (problems := self.problems()):
            raise ValidationError(problems)
        return cleaned

    def problems(self) -> list[str]:
        """What keeps the row from being saved, as sentences."""
        spec = self.spec()
        return problems_with_term(spec) or failed_examples(spec)

    def spec(self) -> TermSpec:
        """The row as the engine reads it, with its forms. Only after the fields are cleaned."""
        given = self.cleaned_data
        written = given["forms_text"]
        edited = written and "\n".join(written) != str(given["made"]).replace("\r\n", "\n")
        known: dict[str, Any] = {name: given[name] for name in TermSpec.__slots__ if name in given}
        for name in self.PROOF:
            known[name] = tuple(given[name])
        known["id"] = self.row.key if self.row else ""
        known["forms"] = tuple(written) if edited else ()
        known["settings"] = (
            json.dumps(given["settings"], sort_keys=True, ensure_ascii=False) if given["settings"] else ""
        )
        spec = TermSpec(**known)
        return spec if problems_with_term(spec) else with_forms([spec])[0]

    def made_forms(self) -> tuple[str, ...]:
        """The ways to write it that the linter would make, whatever people wrote."""
        return with_forms([_without_forms(self.spec())])[0].forms


def _initial(row: Term) -> dict[str, Any]:
    spec = spec_of(row)
    initial = {name: getattr(row, name) for name in TermForm.base_fields if hasattr(row, name)}
    initial["settings"] = json.dumps(row.settings, indent=1, ensure_ascii=False) if row.settings else ""
    made = () if problems_with_term(spec) else with_forms([_without_forms(spec)])[0].forms
    return initial | {"forms_text": list(row.forms or made), "made": "\n".join(made), "seen": stamp(row)}


def stamp(row: Term) -> str:
    """Changes whenever the row was saved with something else in it."""
    return sha256_of({name: getattr(row, name) for name in CONTENT})[:16]


def _told(value: Any) -> str:
    """A field's value as one line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    lines = value if isinstance(value, list | tuple) else str(value or "").split("\n")
    return " · ".join(filter(None, (str(line).strip() for line in lines)))


def _without_forms(spec: TermSpec) -> TermSpec:
    return TermSpec(**{name: getattr(spec, name) for name in spec.__slots__ if name != "forms"})
