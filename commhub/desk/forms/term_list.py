"""The form of a term list's draft, but for its rows, which have a page of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commhub.desk.forms.base import DraftForm, JsonField, Tab
from commhub.desk.kinds import as_lines
from commhub.lint.models import TermListVersion
from commhub.lint.store.writing import write_about


class TermListForm(DraftForm):
    """What holds for all rows of a list: its policy."""

    if TYPE_CHECKING:
        version: TermListVersion

    def add_fields(self) -> None:
        self.fields["policy"] = JsonField(
            rows=14,
            label="Policy",
            help_text="The policy section of a rule pack: safe acronyms, glossary headings, limits.",
        )
        self.initial["policy"] = as_lines(self.version.policy)

    def tabs(self) -> Iterator[Tab]:
        yield Tab("policy", "Policy", "", [self["policy"]])

    def write(self) -> None:
        write_about(self.version, self.cleaned_data["policy"], self.cleaned_data["note"])
