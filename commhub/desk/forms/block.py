"""The form of a content block's draft: one text for each locale."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commhub.desk.forms.base import DraftForm, SourceField, Tab
from commhub.desk.forms.template import check_locale
from templates_store.editing import write_block
from templates_store.models import ContentBlockVersion


class BlockForm(DraftForm):
    """A block says the same thing in each language, in a text that can stand in a letter and in a text message."""

    add_locale = True
    if TYPE_CHECKING:
        version: ContentBlockVersion

    def add_fields(self) -> None:
        sources = {text.locale: text.source for text in self.version.texts.all()}
        self.shown = self.locales(sorted(sources)) or ["en"]
        for locale in self.shown:
            hint = "Markdown, with {{ variables }} of the templates."
            field = SourceField(rows=10, label="Text", help_text=hint, lint_as="markdown")
            field.initial = sources.get(locale, "")
            field.widget.attrs["lang"] = locale
            self.fields[f"text:{locale}:source"] = field

    def tabs(self) -> Iterator[Tab]:
        for locale in self.shown:
            yield Tab(f"locale-{locale}", locale, "", [self[f"text:{locale}:source"]])

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        for locale in self.shown:
            check_locale(locale)
        return cleaned

    def write(self) -> None:
        texts = {locale: str(self.cleaned_data[f"text:{locale}:source"]) for locale in self.shown}
        write_block(self.version, texts, self.cleaned_data["note"])
