"""The form of an asset's draft: how wide it is shown, its files with the rule of each, and the upload of another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from brand_assets.cleaning import clean
from brand_assets.editing import put_file, write_asset_about
from brand_assets.files import MAX_BYTES, UnsuitableFile, facts_of
from brand_assets.models import AssetVersion
from brand_assets.rules import ANY_CHANNEL, AS_IT_IS, DARK, DOUBLE, LIGHT, SINGLE, Rule
from commhub.channels import channels
from commhub.desk.forms.base import DraftForm, Tab
from commhub.desk.forms.template import check_locale
from commhub.desk.pictures import Family, families_of
from commhub.publish.blocks import is_plain
from commhub.publish.masters import move_file, put_master, remove_variant, write_widths

MASTER = "master"
SCHEME_WORDS = [("", "Light and dark screens"), (LIGHT, "Light screens"), (DARK, "Dark screens")]
RULE_FIELDS = ("locale", "market", "scheme", "from", "until")


class AssetFileField(forms.FileField):
    """A file that is judged by its content as soon as it arrives; its cleaned value is the content as it came."""

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return None
        if (file.size or 0) > MAX_BYTES:
            raise ValidationError(f"The file is larger than {MAX_BYTES // 1_000_000} MB.")
        content = bytes(file.read())
        try:
            facts_of(clean(content).content)
        except UnsuitableFile as error:
            raise ValidationError(str(error)) from error
        return content


@dataclass(frozen=True)
class FileRow:
    """The files of one rule as pictures, with the fields of that rule."""

    family: Family
    fields: Sequence[forms.BoundField]
    remove: forms.BoundField
    opened: bool


class AssetForm(DraftForm):
    """Masters, of which a file for each channel is made, and a designer's own files, each with the rule for its use."""

    if TYPE_CHECKING:
        version: AssetVersion

    failing = "new-file"
    """The field at which what a room refuses is told."""

    def add_fields(self) -> None:
        version = self.version
        self.fields["alt"] = forms.CharField(
            required=False,
            max_length=200,
            initial=version.alt,
            label="For people who cannot see it",
            help_text="What the picture says, such as the name in a logo. Empty: it says nothing and is passed over.",
        )
        self.fields["email-width"] = forms.IntegerField(
            required=False, min_value=1, max_value=1_200, initial=version.email_width, label="In e-mails, pixels wide"
        )
        self.fields["print-width"] = forms.IntegerField(
            required=False,
            min_value=1,
            max_value=297,
            initial=version.print_width,
            label="In letters, millimetres wide",
        )
        self.kept = list(version.variants.filter(made_from=""))
        for variant in self.kept:
            self._rule_fields(str(variant.pk), variant.rule)
            self.fields[f"{variant.pk}-remove"] = forms.BooleanField(required=False, label="Take it out")
        self.fields["new-file"] = AssetFileField(
            required=False, label="PNG, JPEG, GIF or SVG, up to 2 MB", help_text="Drop a file here, or choose one."
        )
        self.fields["new-kind"] = forms.ChoiceField(
            choices=_kinds(), required=False, label="What it is", initial=MASTER
        )
        self._rule_fields("new", Rule())

    def _rule_fields(self, prefix: str, rule: Rule) -> None:
        self.fields[f"{prefix}-locale"] = forms.CharField(
            required=False, max_length=20, initial=rule.locale, label="Language", validators=[check_locale],
            widget=forms.TextInput(attrs={"placeholder": "any", "size": 8}),
        )  # fmt: skip
        self.fields[f"{prefix}-market"] = forms.RegexField(
            r"^[A-Z]{2}$", required=False, initial=rule.market, label="Market", widget=forms.TextInput(
                attrs={"placeholder": "any", "size": 4, "maxlength": 2}
            ), error_messages={"invalid": "Use the two letters of a country, such as GB."},
        )  # fmt: skip
        self.fields[f"{prefix}-scheme"] = forms.ChoiceField(
            choices=SCHEME_WORDS, required=False, initial=rule.scheme, label="Shown on"
        )
        self.fields[f"{prefix}-from"] = _day(rule.valid_from, "Valid from")
        self.fields[f"{prefix}-until"] = _day(rule.valid_until, "Valid until")

    def rows(self) -> list[FileRow]:
        """The files with their fields, for the page."""
        return [
            FileRow(
                family,
                self._bound(str(pk)),
                self[f"{pk}-remove"],
                any(self[f"{pk}-{one}"].errors for one in RULE_FIELDS),
            )
            for family in families_of(self.version)
            if f"{(pk := (family.master or family.pictures[0]).pk)}-remove" in self.fields
        ]

    def alt(self) -> forms.BoundField:
        return self["alt"]

    def widths(self) -> list[forms.BoundField]:
        """The fields that say how wide the asset is shown."""
        return [self["email-width"], self["print-width"]]

    def new_file(self) -> forms.BoundField:
        return self["new-file"]

    def new_kind(self) -> forms.BoundField:
        return self["new-kind"]

    def new_rule(self) -> list[forms.BoundField]:
        """The fields of the rule of what is uploaded."""
        return self._bound("new")

    def new_rule_opened(self) -> bool:
        return any(field.errors or field.data for field in self._bound("new"))

    def _bound(self, prefix: str) -> list[forms.BoundField]:
        return [self[f"{prefix}-{name}"] for name in RULE_FIELDS]

    def tabs(self) -> Iterator[Tab]:
        fields = [
            self[name]
            for name in self.fields
            if name.split("-")[0] in {"alt", "email", "print", "new"} or name[0].isdigit()
        ]
        yield Tab("files", "Files", "", fields, "desk/tab_asset.html")

    def save(self, actor: User, now: datetime) -> None:
        try:
            super().save(actor, now)
        except UnsuitableFile as error:
            self.add_error(self.failing, str(error))

    def write(self) -> None:
        cleaned, version = self.cleaned_data, self.version
        write_asset_about(version, cleaned["alt"], cleaned["note"])
        for variant in self.kept:
            if cleaned.get(f"{variant.pk}-remove"):
                remove_variant(variant)
        self.failing = "email-width"
        write_widths(version, cleaned["email-width"], cleaned["print-width"])
        for variant in version.variants.filter(made_from="", pk__in=[one.pk for one in self.kept]):
            self.failing = f"{variant.pk}-from"
            move_file(variant, self._rule(str(variant.pk), variant.channel, variant.scale))
        self.failing = "new-file"
        if content := cleaned.get("new-file"):
            self._put(content, cleaned.get("new-kind") or MASTER)

    def _put(self, content: bytes, kind: str) -> None:
        if kind == MASTER:
            put_master(self.version, content, self._rule("new", ANY_CHANNEL, AS_IT_IS))
            return
        channel, _, scale = kind.partition(":")
        put_file(self.version, channel, content, self._rule("new", channel, int(scale or AS_IT_IS)))

    def _rule(self, prefix: str, channel: str, scale: int) -> Rule:
        values = [self.cleaned_data.get(f"{prefix}-{name}") for name in RULE_FIELDS]
        locale, market, scheme, first, last = values
        return Rule(channel, locale or "", market or "", scheme or "", first, last, scale)


def _day(day: date | None, label: str) -> forms.DateField:
    return forms.DateField(required=False, initial=day, label=label, widget=forms.DateInput(attrs={"type": "date"}))


def _kinds() -> list[tuple[str, str]]:
    """What an upload may be: a master, or a file for one channel."""
    kinds = [(MASTER, "The master: the files for all channels are made from it")]
    for channel in channels:
        if all(map(is_plain, channel.uses)):
            continue  # plain text shows no pictures
        name, label = channel.name, channel.label
        if name == "email":
            kinds += [
                (f"email:{DOUBLE}", "My own file for e-mails, twice as large as it is shown"),
                (f"email:{SINGLE}", "My own small file for e-mails"),
            ]
        else:
            kinds.append((name, f"My own file: {label.lower()}"))
    return [*kinds, (ANY_CHANNEL, "My own file for any channel")]
