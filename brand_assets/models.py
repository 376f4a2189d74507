"""The tables of how we look: brands with tokens, and asset slots with versioned files."""

from __future__ import annotations

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Coalesce

from brand_assets.rules import ANY_CHANNEL, SCHEMES, Rule, in_words
from commhub.contracts import JSON
from commhub.versions import Version, version_constraints

KEY = RegexValidator(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "Use lower-case words joined by hyphens, such as northlight.")
MARKET = RegexValidator(r"^[A-Z]{2}$", "Use the two letters of a country, such as GB.")


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

    class Meta:
        ordering = ["brand", "slot"]
        constraints = [models.UniqueConstraint(fields=["brand", "slot"], name="one_asset_per_slot")]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        return f"{self.brand.key}-{self.slot}"


class AssetVersion(Version):
    """One version of an asset: its files, each with the rule that says where it is used.

    `email_width` (pixels) and `print_width` (millimetres) are how wide it is shown; files made from a master have exactly
    the size for that.
    """

    kind = "asset"
    parent_field = "asset"

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="versions")
    alt = models.CharField("text for people who cannot see it", max_length=200, blank=True, default="")
    email_width = models.PositiveIntegerField(
        "shown this wide in e-mails, in pixels",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1_200)],
    )
    print_width = models.PositiveIntegerField(
        "printed this wide, in millimetres",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(297)],
    )

    class Meta:
        ordering = ["asset", "-number"]
        constraints = version_constraints("asset")

    def content(self) -> dict[str, JSON]:
        """What is approved. A file with no rule but its channel stands under `variants`, as it did before there were
        more; what nobody has set is left out, so that older versions keep their hash."""
        rows = list(self.variants.all())
        plain = {row.channel: row.sha256 for row in rows if row.is_plain}
        files = sorted((row.facts() for row in rows if not row.is_plain), key=lambda facts: sorted(facts.items()))
        widths = {"email_width": self.email_width, "print_width": self.print_width}
        return {
            "alt": self.alt,
            "variants": dict(sorted(plain.items())),
            **({"files": files} if files else {}),
            **{name: width for name, width in widths.items() if width is not None},
        }


class AssetVariant(models.Model):
    """One file of an asset version, and the rule that says where it is used (brand_assets.rules). The bytes live in the
    default storage under their hash.

    A `master` is what others are made from, and is used nowhere itself. What was made from it names its SHA-256 in
    `made_from` and how in `made_how`; a file that a designer put there has neither. `remarks` are sentences about it: what
    was taken out of it, and what does not go well with it.
    """

    version = models.ForeignKey(AssetVersion, on_delete=models.CASCADE, related_name="variants")
    channel = models.CharField(max_length=40, default=ANY_CHANNEL)
    locale = models.CharField(max_length=20, blank=True, default="")
    market = models.CharField(max_length=2, blank=True, default="", validators=[MARKET])
    scheme = models.CharField(max_length=5, blank=True, default="", choices=[(one, one or "any") for one in SCHEMES])
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    scale = models.PositiveSmallIntegerField(default=0)
    master = models.BooleanField(default=False)
    made_from = models.CharField(max_length=64, blank=True, default="", editable=False)
    made_how = models.CharField(max_length=200, blank=True, default="", editable=False)
    remarks = models.JSONField(default=list, editable=False)
    file = models.FileField(upload_to="assets/")
    sha256 = models.CharField(max_length=64, editable=False)
    media_type = models.CharField(max_length=80, editable=False)
    width = models.PositiveIntegerField(editable=False, help_text="Pixels, or the units of an SVG's view box.")
    height = models.PositiveIntegerField(editable=False)

    class Meta:
        ordering = ["channel", "locale", "market", "scheme", "valid_from", "-scale", "pk"]
        constraints = [
            models.UniqueConstraint(
                "version",
                "channel",
                "locale",
                "market",
                "scheme",
                "scale",
                "master",
                Coalesce("valid_from", models.Value(date(1, 1, 1))),
                Coalesce("valid_until", models.Value(date(9999, 12, 31))),
                name="one_file_per_rule",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} for {in_words(self.rule)}"

    @property
    def rule(self) -> Rule:
        return Rule(self.channel, self.locale, self.market, self.scheme, self.valid_from, self.valid_until, self.scale)

    @property
    def is_plain(self) -> bool:
        """Whether it is a designer's own file with no rule but its channel."""
        return self.rule == Rule(self.channel) and not self.master and not self.made_from

    def facts(self) -> dict[str, JSON]:
        """What of it is approved, as plain data; empty facts are left out."""
        found = {
            "channel": self.channel,
            "locale": self.locale,
            "market": self.market,
            "scheme": self.scheme,
            "valid_from": self.valid_from.isoformat() if self.valid_from else "",
            "valid_until": self.valid_until.isoformat() if self.valid_until else "",
            "scale": str(self.scale or ""),
            "master": "yes" if self.master else "",
            "made_from": self.made_from,
            "sha256": self.sha256,
        }
        return {name: value for name, value in found.items() if value}
