"""The tables of what we may say. Sources only: what they become is an edition, in commhub.publish."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models

from commhub.contracts import JSON, VariableSpec
from commhub.versions import Version, version_constraints
from templates_store.variables import spec_from_json

KEY = RegexValidator(
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "Use lower-case words joined by hyphens, such as renewal-notice."
)
LOCALE = RegexValidator(
    r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$", "Use a tag such as en, en-GB or zh-Hans."
)


class Category(models.Model):
    """What sort of message a template is, and so what may override what (see docs/glossary.md)."""

    key = models.SlugField(max_length=40, unique=True, validators=[KEY])
    label = models.CharField(max_length=80)
    preference_applies = models.BooleanField("the customer's preferred channel counts", default=True)
    consent_required = models.BooleanField("needs the customer's opt-in for each channel", default=False)
    archive_copies = models.BooleanField(
        "an encrypted copy of every message is kept as it left",
        default=False,
        help_text="Past messages can be made again without one. A copy also outlives a change of what renders.",
    )
    on_lint_error = models.CharField(
        "when the linter finds an error in a message",
        max_length=10,
        choices=[("block", "Block it: it ends there"), ("hold", "Hold it for a person")],
        default="block",
        help_text="Hold what must reach the customer in any case, such as legal notices.",
    )
    past_review = models.CharField(
        "when a template is past the day by which it was to be looked at again",
        max_length=10,
        choices=[("list", "List it; it goes on being sent"), ("stop", "Stop it: new sends are refused")],
        default="list",
        help_text="It is listed thirty days before in either case.",
    )

    class Meta:
        verbose_name_plural = "categories"
        ordering = ["key"]

    def __str__(self) -> str:
        return self.label


class Template(models.Model):
    """A message that we send again and again, under a key that apps use."""

    key = models.SlugField(
        max_length=80, unique=True, validators=[KEY], help_text="Apps name the template by this key."
    )
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT)
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name


class TemplateVersion(Version):
    """One version of a template: its parts in each locale, and the variables that it needs."""

    kind = "template"
    parent_field = "template"

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    brands = models.ManyToManyField(
        "brand_assets.Brand", through="TemplateBrand", related_name="template_versions", blank=True
    )
    variables = models.JSONField(default=list, blank=True)
    source_locale = models.CharField(
        "written first in",
        max_length=20,
        blank=True,
        validators=[LOCALE],
        help_text="The language from which the others are translated.",
    )
    required_locales = models.JSONField(
        "languages without which it does not go live", default=list, blank=True, help_text='Such as ["en", "cy"].'
    )
    until = models.DateTimeField("not sent after", null=True, blank=True)

    class Meta:
        ordering = ["template", "-number"]
        constraints = version_constraints("template")

    def content(self) -> dict[str, JSON]:
        parts = [
            {"name": part.name, "locale": part.locale, "source": part.source}
            for part in self.parts.order_by("locale", "name")
        ]
        brands = sorted(self.brands.values_list("key", flat=True))
        sets = [
            {"name": one.name, "data": one.data, "recipient": one.recipient} for one in self.test_sets.order_by("name")
        ]
        # Left out where there are none, so that versions from before there were test sets keep their hashes.
        return {
            "parts": parts,
            "variables": self.variables,
            "category": self.template.category.key,
            "brands": brands,
        } | ({"test_sets": sets} if sets else {})

    def variable_specs(self) -> tuple[VariableSpec, ...]:
        """The declared variables. Raises ValueError, naming the variable, when one does not fit together."""
        return tuple(spec_from_json(raw) for raw in self.variables)


class TemplateBrand(models.Model):
    """A brand that a template version is sent under."""

    version = models.ForeignKey(TemplateVersion, on_delete=models.CASCADE, related_name="brand_rows")
    brand = models.ForeignKey("brand_assets.Brand", on_delete=models.PROTECT, related_name="template_rows")

    class Meta:
        ordering = ["brand"]
        constraints = [models.UniqueConstraint(fields=["version", "brand"], name="one_row_per_version_and_brand")]

    def __str__(self) -> str:
        return f"{self.version} under {self.brand}"


class Part(models.Model):
    """The source of one part of a template version in one locale.

    `name` says what it is: subject, preheader and body (Markdown, shared by e-mail and letter), sms (plain text),
    email-html and print-html (a designer's own HTML in place of the body). A channel may bring further names.
    """

    version = models.ForeignKey(TemplateVersion, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(max_length=40)
    locale = models.CharField(max_length=20, validators=[LOCALE])
    source = models.TextField(blank=True)
    made_from = models.CharField(max_length=64, blank=True, editable=False)
    """The SHA-256 of the text in the source locale that this one was translated from; '' when it is the source itself."""

    class Meta:
        ordering = ["locale", "name"]
        constraints = [
            models.UniqueConstraint(fields=["version", "name", "locale"], name="one_part_per_name_and_locale")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.locale})"


class TestSet(models.Model):
    """Named sample data of a template version, from which proofs are made beside the declared samples.

    `data` are values for the variables; `recipient` may say otherwise who it is for: {"name": ..., "address": {...}}.
    """

    __test__ = False  # pytest takes a class of this name for tests

    version = models.ForeignKey(TemplateVersion, on_delete=models.CASCADE, related_name="test_sets")
    name = models.CharField(max_length=80)
    data = models.JSONField(default=dict, blank=True)
    recipient = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["version", "name"], name="one_test_set_per_name")]

    def __str__(self) -> str:
        return self.name


class ContentBlock(models.Model):
    """A piece of content that templates include by its key, so that it is changed in one place."""

    key = models.SlugField(max_length=80, unique=True, validators=[KEY])
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name


class ContentBlockVersion(Version):
    """One version of a content block."""

    kind = "content-block"
    parent_field = "block"

    block = models.ForeignKey(ContentBlock, on_delete=models.PROTECT, related_name="versions")
    source_locale = models.CharField("written first in", max_length=20, blank=True, validators=[LOCALE])

    class Meta:
        ordering = ["block", "-number"]
        constraints = version_constraints("block")

    def content(self) -> dict[str, JSON]:
        return {"texts": {text.locale: text.source for text in self.texts.order_by("locale")}}


class BlockText(models.Model):
    """The source of a content block version in one locale: Markdown with Jinja, plain enough to stand in an SMS."""

    version = models.ForeignKey(ContentBlockVersion, on_delete=models.CASCADE, related_name="texts")
    locale = models.CharField(max_length=20, validators=[LOCALE])
    source = models.TextField(blank=True)
    made_from = models.CharField(max_length=64, blank=True, editable=False)
    """The SHA-256 of the text in the source locale that this one was translated from; '' when it is the source itself."""

    class Meta:
        ordering = ["locale"]
        constraints = [models.UniqueConstraint(fields=["version", "locale"], name="one_text_per_locale")]

    def __str__(self) -> str:
        return f"{self.version} ({self.locale})"


class Layout(models.Model):
    """The frame around the content for one brand on one channel."""

    brand = models.ForeignKey("brand_assets.Brand", on_delete=models.PROTECT, related_name="layouts")
    channel = models.CharField(max_length=40)

    class Meta:
        ordering = ["brand", "channel"]
        constraints = [models.UniqueConstraint(fields=["brand", "channel"], name="one_layout_per_brand_and_channel")]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        return f"{self.brand.key}-{self.channel}"


class LayoutVersion(Version):
    """One version of a layout: Jinja source in which `{{ content }}` stands for what the template says."""

    kind = "layout"
    parent_field = "layout"

    layout = models.ForeignKey(Layout, on_delete=models.PROTECT, related_name="versions")
    source = models.TextField()
    settings = models.JSONField(
        default=dict, blank=True, help_text='What the channel wants to know, such as {"window": "uk-c5"} for print.'
    )

    class Meta:
        ordering = ["layout", "-number"]
        constraints = version_constraints("layout")

    def content(self) -> dict[str, JSON]:
        return {"source": self.source, "settings": self.settings}
