"""The table of keys with which apps come in."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class ApiKey(models.Model):
    """A key of an app. Only a hash of it is stored; `prefix` is the readable start by which people tell keys apart."""

    class Mode(models.TextChoices):
        LIVE = "live", "Live: messages leave"
        TEST = "test", "Test: everything happens, nothing leaves"

    class Content(models.TextChoices):
        NONE = "none", "No: only what apps do"
        READ = "read", "May read the whole content"
        WRITE = "write", "May read it, and bring drafts for somebody"

    name = models.CharField("app", max_length=120)
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.TEST)
    content = models.CharField("content as code", max_length=10, choices=Content.choices, default=Content.NONE)
    acts_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="brings drafts for",
        help_text="The drafts are this person's, who needs the permissions and cannot approve them.",
    )
    prefix = models.CharField(max_length=24, unique=True, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    active = models.BooleanField(default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = "API key"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(content="write") | models.Q(acts_for__isnull=False), name="drafts_are_somebodys"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}...)"
