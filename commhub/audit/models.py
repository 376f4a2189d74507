"""The table of what people did; rows are only ever added, each chained to the one before it by its hash."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """One action. `sentence` is what a person reads; `facts` are its details as canonical JSON text.

    `hash` is the SHA-256 of the row's content and of `previous`, the hash of the entry with the number before.
    """

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=254)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=60, blank=True)
    key = models.CharField(max_length=250, blank=True)
    sentence = models.TextField()
    facts = models.TextField(default="{}")
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name_plural = "audit entries"
        ordering = ["-number"]
        indexes = [models.Index(fields=["subject", "key"], name="audit_subject")]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.sentence


class AuditHead(models.Model):
    """The end of the chain, in one row: without it nobody could tell that the last entries are missing."""

    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"
