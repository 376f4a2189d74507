"""The form of a template's draft: its parts by locale, and its variables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError

from brand_assets.models import Brand
from commhub.contracts import JSON
from commhub.desk.channels import part_names
from commhub.desk.forms.base import DraftForm, SourceField, Tab
from commhub.desk.forms.languages import Translating, with_confirm
from commhub.desk.forms.test_sets import read_sets, set_fields, set_tab
from commhub.desk.kinds import as_lines
from commhub.desk.typed import ModelMultipleChoiceField
from templates_store.editing import write_template
from templates_store.models import LOCALE, TemplateVersion
from templates_store.test_sets import write_test_sets
from templates_store.variable_problems import VariablesProblem, read_variables

WORDS = {
    "subject": ("Subject", "One line. The subject of the e-mail and of the letter.", 1),
    "preheader": ("Preheader", "One line that mail programs show after the subject.", 1),
    "body": ("Text of the e-mail and the letter", "Markdown, with {{ variables }} and {% if %} ... {% endif %}.", 22),
    "sms": ("Text message", "Plain text. Short texts in simple letters go out as one part.", 5),
    "sms-budget": ("Most parts of the text message", "A number. Empty: what the brand's layout says.", 1),
    "email-html": ("Own HTML for the e-mail", "Only when the text above will not do: it takes its place.", 6),
    "print-html": ("Own HTML for the letter", "Only when the text above will not do: it takes its place.", 6),
}

LINT_AS = {
    "subject": "sms",
    "preheader": "sms",
    "body": "markdown",
    "sms": "sms",
    "email-html": "email_html",
    "print-html": "print_html",
}
"""How the linter reads each part that people read; a line of a mail is plain text, as a text message is."""
DESIGNERS = frozenset({"email-html", "print-html"})


class VariablesField(forms.CharField):
    """The variables as JSON text; the page shows them as a table where scripts run."""

    def __init__(self) -> None:
        attributes = {"rows": 18, "class": "desk-source desk-code", "spellcheck": "false", "data-variables": "1"}
        super().__init__(
            required=False,
            label="Variables",
            help_text="What an app must send with each request. The samples fill the preview.",
            widget=forms.Textarea(attrs=attributes),
        )

    def clean(self, value: object) -> list[JSON]:
        try:
            return read_variables(str(super().clean(value)).replace("\r\n", "\n"))
        except VariablesProblem as problem:
            raise ValidationError(problem.problems) from problem


class BrandsField(ModelMultipleChoiceField[Brand]):
    """The brands that a template is sent under. Where there is one brand alone, a first draft begins with it."""

    def __init__(self, version: TemplateVersion) -> None:
        known = Brand.objects.all()
        chosen = list(version.brands.all())
        if not chosen and version.number == 1 and version.revision == 0 and len(known) == 1:
            chosen = list(known)
        super().__init__(
            known,
            required=False,
            initial=sorted(str(brand.pk) for brand in chosen),
            label="Sent under",
            help_text="It goes out under each of these brands, in that brand's look. Without any it cannot go live.",
            widget=forms.CheckboxSelectMultiple,
        )


class TemplateForm(DraftForm):
    """One field for each locale and part. An empty part is no part: what stands in for it is said beside it."""

    add_locale = True
    if TYPE_CHECKING:
        version: TemplateVersion

    def add_fields(self) -> None:
        sources = {(part.locale, part.name): part.source for part in self.version.parts.all()}
        stored = sorted({locale for locale, _ in sources} | set(self.version.required_locales))
        self.shown = self.locales(stored) or ["en"]
        self.translating = Translating(self.version, self.shown)
        extra = [name for _, name in sources if name not in WORDS]
        self.names = list(dict.fromkeys([*part_names(WORDS), *extra]))
        for locale in self.shown:
            for name in self.names:
                label, hint, rows = WORDS.get(name, (name.capitalize(), "", 6))
                field = SourceField(rows=rows, label=label, help_text=hint, lint_as=LINT_AS.get(name, ""))
                field.initial = sources.get((locale, name), "")
                field.widget.attrs["lang"] = locale
                field.folded = name in DESIGNERS and not field.initial
                self.translating.dress(field, locale, name)
                self.fields[f"part:{locale}:{name}"] = field
        self.fields.update(self.translating.fields())
        self.fields["brands"] = BrandsField(self.version)
        self.fields["variables"] = VariablesField()
        self.initial["variables"] = as_lines(self.version.variables)
        self.fields.update(set_fields(self.version, self.data))

    def tabs(self) -> Iterator[Tab]:
        for locale in self.translating.in_order():
            fields = [self[f"part:{locale}:{name}"] for name in self.names]
            for field, name in zip(fields, self.names, strict=True):
                with_confirm(self, field, f"right:{locale}:{name}")
            badges = self.translating.badges(locale)
            yield Tab(f"locale-{locale}", locale, "", fields, "desk/tab_parts.html", badges)
        yield self.translating.tab(self)
        yield Tab("brands", "Brands", "", [self["brands"]], "desk/tab_brands.html")
        yield Tab("variables", "Variables", "", [self["variables"]], "desk/tab_variables.html")
        yield set_tab(self)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        for locale in self.shown:
            check_locale(locale)
        self.test_sets = read_sets(self, self.cleaned_data.get("variables"))
        return cleaned

    def write(self) -> None:
        places = [(locale, name) for locale in self.shown for name in self.names]
        parts = {(locale, name): str(self.cleaned_data[f"part:{locale}:{name}"]) for locale, name in places}
        cleaned = self.cleaned_data
        languages = self.translating.told(cleaned, self.data)
        write_template(self.version, parts, cleaned["variables"], cleaned["note"], cleaned["brands"], languages)
        if self.test_sets is not None:
            write_test_sets(self.version, self.test_sets)


def check_locale(locale: str) -> None:
    """Raises ValidationError for what cannot be the name of a language."""
    LOCALE(locale)
