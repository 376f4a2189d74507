"""The files of an asset version as pictures that a page can show; an SVG in an <img> runs no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.core.files.storage import default_storage

from brand_assets.derivatives import HARD_TO_SEE
from brand_assets.models import AssetVariant, AssetVersion
from brand_assets.rules import ANY_CHANNEL, DARK, DOUBLE, Rule, in_words
from commhub.desk.channels import channel_labels
from commhub.pictures.shots import data_url

LIGHT_GROUND, DARK_GROUND, PAPER = "light", "dark", "paper"
WHERE: Mapping[str, str] = {
    "print": "Letters",
    "email": "E-mails",
    "sms": "Text messages",
    ANY_CHANNEL: "Other channels",
}
GROUNDS = {"email": (LIGHT_GROUND, DARK_GROUND), "print": (PAPER,)}
KILOBYTE = 1_000
PIXELS_PER_MILLIMETRE = 96 / 25.4


@dataclass(frozen=True)
class Picture:
    """One file. `address` is empty when its bytes are missing from the storage. `width` and `height` are the file's own,
    `shown` how many pixels wide a page shows it, and `grounds` what on. `title` is its rule in words, `short` its channel
    alone, and `how` says how it
    was made from a master; `remarks` are sentences about it."""

    pk: int
    channel: str
    address: str
    media_type: str
    width: int
    height: int
    alt: str
    title: str
    short: str
    size: str
    shown: int
    grounds: Sequence[str]
    master: bool
    how: str
    remarks: Sequence[str]

    @property
    def kind(self) -> str:
        """Such as `PNG` or `SVG`."""
        return self.media_type.rsplit("/", 1)[-1].removesuffix("+xml").upper()


@dataclass(frozen=True)
class Family:
    """A master with what was made of it, or (without one) the files that a designer put there for one rule. `made_of` is
    the master's rule in words."""

    title: str
    master: Picture | None
    pictures: Sequence[Picture]
    remarks: Sequence[str]


def pictures_of(version: AssetVersion) -> list[Picture]:
    """The files of this version that are used, each with its bytes as a data address."""
    return [picture_of(variant) for variant in version.variants.filter(master=False)]


def families_of(version: AssetVersion) -> list[Family]:
    """All files of this version, by what they belong to: masters first, each with its own."""
    variants = list(version.variants.all())
    masters = [variant for variant in variants if variant.master]
    own = [variant for variant in variants if not variant.master and not variant.made_from]
    families = []
    for master in masters:
        made = [one for one in variants if one.made_from and _beside(one.rule) == _beside(master.rule)]
        made.sort(key=lambda one: (one.channel == ANY_CHANNEL, one.channel, -one.scale))
        pictures = [picture_of(one) for one in made]
        remarks = [one for one in master.remarks if one != HARD_TO_SEE or not _has_dark(master)]
        remarks += [_goes_on(one) for one in own if _beside(one.rule) == _beside(master.rule)]
        families.append(Family(_title(master), picture_of(master), pictures, remarks))
    families += [Family(_title(one), None, [picture_of(one)], one.remarks) for one in own]
    return families


def _goes_on(own: AssetVariant) -> str:
    """What a marketer has to know who puts a new master beside a file that a designer made."""
    who = WHERE.get(own.channel, f"{channel_labels().get(own.channel, own.channel)} messages")
    return f"{who} go on with the designer’s own file below; take it out there, and this one is used instead."


def picture_of(variant: AssetVariant) -> Picture:
    """One file as a picture."""
    version, name = variant.version, str(variant.file.name)
    content = b""
    if default_storage.exists(name):
        with default_storage.open(name) as file:
            content = file.read()
    dark = variant.scheme == DARK
    grounds = GROUNDS.get(variant.channel, (LIGHT_GROUND,))
    if DARK_GROUND in grounds and _has_dark(variant):
        grounds = (LIGHT_GROUND,)
    return Picture(
        pk=variant.pk,
        channel=variant.channel,
        address=data_url(variant.media_type, content) if content else "",
        media_type=variant.media_type,
        width=variant.width,
        height=variant.height,
        alt=version.alt,
        title=_title(variant),
        short=_title(variant, short=True),
        size=_in_words(len(content)),
        shown=_shown(variant),
        grounds=(DARK_GROUND,) if dark and variant.channel != "print" else grounds,
        master=variant.master,
        how=variant.made_how,
        remarks=variant.remarks,
    )


def _has_dark(variant: AssetVariant) -> bool:
    """Whether a file stands beside this one for dark screens, so that it is not seen there itself."""
    mine = _beside(replace(variant.rule, scheme=DARK))
    return any(
        one.scheme == DARK and _beside(one.rule) == mine
        for one in variant.version.variants.filter(channel=variant.channel, master=variant.master)
    )


def _title(variant: AssetVariant, *, short: bool = False) -> str:
    labels = {name: label.lower() for name, label in channel_labels().items()}
    rule = Rule(variant.channel, scale=variant.scale) if short else variant.rule
    if variant.master:
        words = in_words(rule, labels).removeprefix("any channel").removeprefix(", ")
        return f"Master, {words}" if words else "Master"
    words = in_words(rule, labels)
    return words[:1].upper() + words[1:]


def _beside(rule: Rule) -> tuple[object, ...]:
    return rule.locale, rule.market, rule.scheme, rule.valid_from, rule.valid_until


def _shown(variant: AssetVariant) -> int:
    """How many CSS pixels wide the file is shown where it is used."""
    version = variant.version
    if variant.channel == "print" and version.print_width:
        return round(version.print_width * PIXELS_PER_MILLIMETRE)
    if variant.scale:
        return variant.width // variant.scale
    if variant.channel == "email" and version.email_width:
        return version.email_width
    return variant.width // (DOUBLE if variant.width > 300 else 1)


def _in_words(count: int) -> str:
    return f"{count / KILOBYTE:.1f} kB" if count >= KILOBYTE else f"{count} bytes"
