"""The table of what people decided about a version; rows are only ever added."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Review(models.Model):
    """One action on a version: who did what, when, why, on exactly which content, with which findings in sight.

    `subject` is the version's kind and `version_id` its id, so that one table tells the life of every kind.
    `findings` are contracts.Finding as JSON objects, with the locale and channel in which they were found.
    """

    subject = models.CharField(max_length=40)
    version_id = models.PositiveBigIntegerField()
    label = models.CharField(max_length=200)
    action = models.CharField(max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    comment = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64)
    findings = models.JSONField(default=list)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["subject", "version_id"])]
        permissions = [
            ("submit_version", "Can submit a version for review"),
            ("approve_version", "Can approve or reject a version under review"),
            ("retire_version", "Can retire a live version"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.label}"
