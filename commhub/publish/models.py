"""The tables of editions: what was compiled from what, and which one is live."""

from __future__ import annotations

from datetime import date

from django.conf import settings
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


class ReleaseState(models.TextChoices):
    """The life of a release: draft -> in-review -> (scheduled ->) published, or in-review -> rejected or draft again
    (withdrawn), or scheduled -> stopped when something no longer fits on the day."""

    DRAFT = "draft", "Being put together"
    IN_REVIEW = "in-review", "In review"
    SCHEDULED = "scheduled", "Approved, goes live later"
    PUBLISHED = "published", "Published"
    REJECTED = "rejected", "Rejected"
    STOPPED = "stopped", "Stopped"


class Release(models.Model):
    """What is reviewed and published together, in one transaction: one version, or several such as a rebrand's.

    `number` counts what was published, in that order. `effective_at` empty means at once. `reason` says why it was
    stopped. `goes_back_to` is the release whose versions a rollback brings back.
    """

    name = models.CharField(max_length=200)
    note = models.TextField("what changes and why", blank=True)
    state = models.CharField(max_length=16, choices=ReleaseState.choices, default=ReleaseState.DRAFT, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, editable=False)
    effective_at = models.DateTimeField("goes live at", null=True, blank=True)
    number = models.PositiveIntegerField(null=True, unique=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    reason = models.TextField(blank=True, editable=False)
    goes_back_to = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="rollbacks", editable=False
    )

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class ReleaseMember(models.Model):
    """One version of a release, and the one that was live before it (empty for the first of its kind)."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="members")
    subject = models.CharField(max_length=40)
    version_id = models.PositiveBigIntegerField()
    replaced_id = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ["subject", "version_id"]
        indexes = [models.Index(fields=["subject", "version_id"])]
        constraints = [
            models.UniqueConstraint(fields=["release", "subject", "version_id"], name="one_member_per_release")
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.version_id}"


class ReleaseEdition(models.Model):
    """One edition that a release puts live: made ready by preparing it, and approved with the last approval it needed.

    An edition may go live only if there is a row of it that is approved. `absent` are the channels that the edition would
    have had if there had been a layout for them: all else that its compile looked for is among its inputs. It was made for
    the day `on`, and has the right files of assets until the day before `changes_on`.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="editions")
    template_version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="+")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    locale = models.CharField(max_length=20)
    edition = models.ForeignKey(StoredEdition, on_delete=models.PROTECT, related_name="released")
    absent = models.JSONField(default=list)
    on = models.DateField(default=date.min)
    changes_on = models.DateField(null=True)
    approved = models.BooleanField(default=False)

    class Meta:
        ordering = ["release", "template_version", "brand", "locale"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "template_version", "brand", "locale"], name="one_edition_per_release"
            )
        ]

    def __str__(self) -> str:
        return f"{self.release}: {self.edition}"


class EditionCheck(models.Model):
    """What checking an edition found, so that a second look costs nothing. `key` is the hash of all that the answer
    depends on beside the edition: rules, words for codes, waivers, renderers. `seen` is publish.checked.Seen as JSON."""

    edition = models.ForeignKey(StoredEdition, on_delete=models.CASCADE, related_name="checks")
    key = models.CharField(max_length=64)
    seen = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="one_check_per_edition_and_rules")]

    def __str__(self) -> str:
        return f"{self.edition} {self.key[:12]}"


class Reference(models.Model):
    """An edge from a version to what its source names: kept up to date on every save, found by parsing Jinja.

    `subject` and `version_id` say which version, `parent_id` what it is a version of. `target` is content-block, asset
    or token and `key` the block's key, the asset's slot or the token's path (`colour.primary`). `part` with `locale`,
    `line` and `column` (both from 1) say where in the source.
    """

    subject = models.CharField(max_length=40)
    parent_id = models.PositiveBigIntegerField()
    version_id = models.PositiveBigIntegerField()
    target = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    part = models.CharField(max_length=80)
    locale = models.CharField(max_length=20, blank=True)
    line = models.PositiveIntegerField()
    column = models.PositiveIntegerField()

    class Meta:
        ordering = ["subject", "version_id", "part", "line", "column"]
        indexes = [
            models.Index(fields=["target", "key"], name="reference_target"),
            models.Index(fields=["subject", "version_id"], name="reference_version"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.version_id} > {self.target} {self.key}"


class LiveEdition(models.Model):
    """Which edition goes out now for a template, brand and locale: the pointer that publishing switches."""

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="live_editions")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="live_editions")
    locale = models.CharField(max_length=20)
    edition = models.ForeignKey(StoredEdition, on_delete=models.PROTECT, related_name="live_pointers")
    release = models.ForeignKey(Release, null=True, on_delete=models.PROTECT, related_name="switched")

    class Meta:
        ordering = ["template", "brand", "locale"]
        constraints = [
            models.UniqueConstraint(fields=["template", "brand", "locale"], name="one_live_edition"),
        ]

    def __str__(self) -> str:
        return f"{self.template} / {self.brand} / {self.locale}"
