"""The form of a content block's draft: one text for each locale."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commhub.desk.forms.base import DraftForm, SourceField, Tab
from commhub.desk.forms.languages import Translating, with_confirm
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
        self.translating = Translating(self.version, self.shown)
        for locale in self.shown:
            hint = "Markdown, with {{ variables }} of the templates."
            field = SourceField(rows=10, label="Text", help_text=hint, lint_as="markdown")
            field.initial = sources.get(locale, "")
            field.widget.attrs["lang"] = locale
            self.translating.dress(field, locale, "")
            self.fields[f"text:{locale}:source"] = field
        self.fields.update(self.translating.fields())

    def tabs(self) -> Iterator[Tab]:
        for locale in self.translating.in_order():
            field = self[f"text:{locale}:source"]
            with_confirm(self, field, f"right:{locale}:source")
            yield Tab(f"locale-{locale}", locale, "", [field], badges=self.translating.badges(locale))
        yield self.translating.tab(self)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        for locale in self.shown:
            check_locale(locale)
        return cleaned

    def write(self) -> None:
        texts = {locale: str(self.cleaned_data[f"text:{locale}:source"]) for locale in self.shown}
        languages = self.translating.told(self.cleaned_data, self.data)
        write_block(self.version, texts, self.cleaned_data["note"], languages)
