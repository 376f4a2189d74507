"""The form of a brand's draft: its tokens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from brand_assets.editing import write_tokens
from brand_assets.models import BrandVersion
from commhub.desk.forms.base import DraftForm, JsonField, Tab
from commhub.desk.kinds import as_lines


class BrandForm(DraftForm):
    """Colours, names, addresses: whatever templates and layouts read as `brand`."""

    if TYPE_CHECKING:
        version: BrandVersion

    def add_fields(self) -> None:
        self.fields["tokens"] = JsonField(
            rows=26, label="Tokens", help_text='Templates read {"colour": {"primary": ...}} as brand.colour.primary.'
        )
        self.initial["tokens"] = as_lines(self.version.tokens)

    def tabs(self) -> Iterator[Tab]:
        yield Tab("tokens", "Tokens", "", [self["tokens"]])

    def write(self) -> None:
        write_tokens(self.version, self.cleaned_data["tokens"], self.cleaned_data["note"])
