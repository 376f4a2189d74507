"""The form of an asset's draft: a file for any channel, and one for each channel that needs its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from brand_assets.editing import put_file, remove_file, write_asset_note
from brand_assets.files import MAX_BYTES, UnsuitableFile, facts_of
from brand_assets.models import ANY_CHANNEL, AssetVersion
from commhub.desk.channels import channel_labels
from commhub.desk.forms.base import DraftForm, Tab


class AssetFileField(forms.FileField):
    """A file that is judged by its content as soon as it arrives; its cleaned value is the content."""

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return None
        if (file.size or 0) > MAX_BYTES:
            raise ValidationError(f"The file is larger than {MAX_BYTES // 1_000_000} MB.")
        content = bytes(file.read())
        try:
            facts_of(content)
        except UnsuitableFile as error:
            raise ValidationError(str(error)) from error
        return content


class AssetForm(DraftForm):
    """A PNG, JPEG, GIF or SVG for each channel; what is not given for a channel is taken from `any`."""

    if TYPE_CHECKING:
        version: AssetVersion

    def add_fields(self) -> None:
        self.files_now = {variant.channel: variant for variant in self.version.variants.all()}
        labels = channel_labels()
        self.channels = list(dict.fromkeys([ANY_CHANNEL, *labels, *self.files_now]))
        for channel in self.channels:
            label = "For any channel" if channel == ANY_CHANNEL else f"For {labels.get(channel, channel)} alone"
            now = self.files_now.get(channel)
            hint = f"Now: {now.media_type}, {now.width} x {now.height}." if now else "PNG, JPEG, GIF or SVG."
            self.fields[f"file-{channel}"] = AssetFileField(required=False, label=label, help_text=hint)
            if now:
                self.fields[f"remove-{channel}"] = forms.BooleanField(required=False, label="Take this file out")

    def tabs(self) -> Iterator[Tab]:
        names = [name for channel in self.channels for name in (f"file-{channel}", f"remove-{channel}")]
        yield Tab("files", "Files", "", [self[name] for name in names if name in self.fields])

    def write(self) -> None:
        write_asset_note(self.version, self.cleaned_data["note"])
        for channel in self.channels:
            content = self.cleaned_data.get(f"file-{channel}")
            if content:
                put_file(self.version, channel, content)
            elif self.cleaned_data.get(f"remove-{channel}"):
                remove_file(self.version, channel)
