"""The tables of how we look: brands with tokens, and asset slots with versioned files."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models

from commhub.contracts import JSON
from commhub.versions import Version, version_constraints

KEY = RegexValidator(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "Use lower-case words joined by hyphens, such as northlight.")
ANY_CHANNEL = "any"


class Brand(models.Model):
    """A name under which we write to customers."""

    key = models.SlugField(max_length=60, unique=True, validators=[KEY])
    name = models.CharField(max_length=120)
    default_locale = models.CharField(
        max_length=20, default="en", help_text="Used when a customer's language is missing."
    )

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name


class BrandVersion(Version):
    """One version of a brand's tokens: plain data that templates read as `brand`, such as `brand.colour.primary`."""

    kind = "brand"
    parent_field = "brand"

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="versions")
    tokens = models.JSONField(default=dict)

    class Meta:
        ordering = ["brand", "-number"]
        constraints = version_constraints("brand")

    def content(self) -> dict[str, JSON]:
        return {"tokens": self.tokens}


class Asset(models.Model):
    """A slot of a brand (logo, signature, ...) that templates fill with `asset('logo')`."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="assets")
    slot = models.SlugField(max_length=60, validators=[KEY])
    alt = models.CharField("text for people who cannot see it", max_length=200)

    class Meta:
        ordering = ["brand", "slot"]
        constraints = [models.UniqueConstraint(fields=["brand", "slot"], name="one_asset_per_slot")]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        return f"{self.brand.key}-{self.slot}"


class AssetVersion(Version):
    """One version of an asset: a file for each channel that needs its own, and one for any other."""

    kind = "asset"
    parent_field = "asset"

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        ordering = ["asset", "-number"]
        constraints = version_constraints("asset")

    def content(self) -> dict[str, JSON]:
        files = self.variants.order_by("channel").values_list("channel", "sha256")
        return {"alt": self.asset.alt, "variants": dict(files)}


class AssetVariant(models.Model):
    """The file of an asset version for one channel, or for `any`. The bytes live in the default storage under their hash."""

    version = models.ForeignKey(AssetVersion, on_delete=models.CASCADE, related_name="variants")
    channel = models.CharField(max_length=40, default=ANY_CHANNEL)
    file = models.FileField(upload_to="assets/")
    sha256 = models.CharField(max_length=64, editable=False)
    media_type = models.CharField(max_length=80, editable=False)
    width = models.PositiveIntegerField(editable=False, help_text="Pixels, or the units of an SVG's view box.")
    height = models.PositiveIntegerField(editable=False)

    class Meta:
        ordering = ["channel"]
        constraints = [models.UniqueConstraint(fields=["version", "channel"], name="one_variant_per_channel")]

    def __str__(self) -> str:
        return f"{self.version} for {self.channel}"
