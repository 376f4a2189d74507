"""The table of what people decided about a version; rows are only ever added."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models

from brand_assets.models import Brand
from commhub.publish.models import Release
from templates_store.models import Category


class Review(models.Model):
    """One action on a version: who did what, when, why, on exactly which content, with which findings in sight.

    `subject` is the version's kind and `version_id` its id, so that one table tells the life of every kind.
    `findings` are contracts.Finding as JSON objects, with the locale and channel in which they were found. `proofs` are
    what was seen: [{"template", "brand", "locale", "channel", "test_set", "sha256"}]. `manifest` are all inputs of the
    editions in sight: [{"subject", "key", "number", "sha256"}]. `role` is that of a policy's step, for an approval, and
    `standing` what the policies asked for and had at that moment. `outside` is the address of a reviewer without an
    account; `actor` is then whoever invited them.
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
    release = models.ForeignKey(Release, null=True, on_delete=models.PROTECT, related_name="reviews")
    role = models.CharField(max_length=150, blank=True)
    outside = models.EmailField(blank=True)
    proofs = models.JSONField(default=list)
    manifest = models.JSONField(default=list)
    standing = models.JSONField(default=dict)

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


class ApprovalPolicy(models.Model):
    """Who must approve what: for content of these kinds, categories, brands, locales and channels, in these steps.

    An empty condition holds for all. Every policy that fits a change counts; a change that none fits cannot be approved.
    """

    name = models.CharField(max_length=120, unique=True, help_text="A short sentence; it is quoted as the reason.")
    kinds = models.JSONField(
        "kinds of content", default=list, blank=True, help_text='Such as ["template"]; empty: all.'
    )
    categories = models.ManyToManyField(Category, blank=True)
    brands = models.ManyToManyField(Brand, blank=True)
    locales = models.JSONField(default=list, blank=True, help_text='Such as ["de", "fr-CA"]; empty: all.')
    channels = models.JSONField(default=list, blank=True, help_text='Such as ["print"]; empty: all.')
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "approval policies"

    def __str__(self) -> str:
        return self.name


class ApprovalStep(models.Model):
    """One step of a policy: so many people of this role. A step waits until those of lower order are complete."""

    policy = models.ForeignKey(ApprovalPolicy, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField(default=1)
    role = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    count = models.PositiveSmallIntegerField("how many people", default=1)

    class Meta:
        ordering = ["order", "role__name"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "order", "role"], name="one_step_per_order_and_role"),
            models.CheckConstraint(condition=models.Q(count__gte=1), name="a_step_asks_for_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.count} of {self.role.name}"
