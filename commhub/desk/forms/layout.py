"""The form of a layout's draft: its source and its settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commhub.desk.forms.base import DraftForm, JsonField, SourceField, Tab
from commhub.desk.kinds import as_lines
from templates_store.editing import write_layout
from templates_store.models import LayoutVersion


class LayoutForm(DraftForm):
    """The frame around what every template of a brand says on one channel."""

    if TYPE_CHECKING:
        version: LayoutVersion

    def add_fields(self) -> None:
        source = SourceField(
            rows=28, required=True, label="Source", help_text="{{ content }} stands for what the template says."
        )
        source.widget.attrs["class"] += " desk-code"
        source.widget.attrs["spellcheck"] = "false"
        self.fields["source"] = source
        self.fields["settings"] = JsonField(
            rows=8,
            label="Settings",
            help_text='What the channel wants to know, such as {"window": "uk-c5"} for letters.',
        )
        self.initial["source"] = self.version.source
        self.initial["settings"] = as_lines(self.version.settings)

    def tabs(self) -> Iterator[Tab]:
        yield Tab("source", "Source", "", [self["source"]])
        yield Tab("settings", "Settings", "", [self["settings"]])

    def write(self) -> None:
        write_layout(
            self.version, self.cleaned_data["source"], self.cleaned_data["settings"], self.cleaned_data["note"]
        )
