"""The tables of editions: what was compiled from what, and which one is live."""

from __future__ import annotations

from django.db import models

from brand_assets.models import Brand
from templates_store.models import Template, TemplateVersion


class StoredEdition(models.Model):
    """A compiled edition as stored: immutable, found by the hash of its content.

    `content` is the JSON form of contracts.Edition, as text so that no database puts its members in another order;
    `manifest` lists every input with its version and SHA-256, and
    the versions of what rendered it.
    """

    hash = models.CharField(max_length=64, unique=True)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="editions")
    template_version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="editions")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="editions")
    locale = models.CharField(max_length=20)
    content = models.TextField()
    manifest = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "edition"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.template_version} / {self.brand.key} / {self.locale}"


class EditionInput(models.Model):
    """One version that an edition was compiled from: the stored edge that answers "where is this used?"."""

    edition = models.ForeignKey(StoredEdition, on_delete=models.CASCADE, related_name="inputs")
    subject = models.CharField(max_length=40)
    parent_id = models.PositiveBigIntegerField()
    version_id = models.PositiveBigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["subject", "parent_id"])]
        constraints = [
            models.UniqueConstraint(fields=["edition", "subject", "version_id"], name="one_input_per_edition")
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.version_id}"


class LiveEdition(models.Model):
    """Which edition goes out now for a template, brand and locale: the pointer that publishing switches."""

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="live_editions")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="live_editions")
    locale = models.CharField(max_length=20)
    edition = models.ForeignKey(StoredEdition, on_delete=models.PROTECT, related_name="live_pointers")

    class Meta:
        ordering = ["template", "brand", "locale"]
        constraints = [
            models.UniqueConstraint(fields=["template", "brand", "locale"], name="one_live_edition"),
        ]

    def __str__(self) -> str:
        return f"{self.template} / {self.brand} / {self.locale}"
