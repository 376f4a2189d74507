"""The tables of what people decide, and of how they come to it: reviews, policies, comments, who is asked, invitations."""

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


class Comment(models.Model):
    """What somebody says about one place of a version; a row with `answers` is a reply and has no place of its own.

    A place is a line of a source (`part` and `locale` as in a template, `line` from 1, and `quoted`, the line's text at
    that time, by which it is found again in the next draft), or a proof (`brand`, `locale`, `channel`), or neither: then
    it is about the whole version. `parent_id` is what the version is one of.
    """

    subject = models.CharField(max_length=40)
    parent_id = models.PositiveBigIntegerField()
    version_id = models.PositiveBigIntegerField()
    answers = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replies")
    part = models.CharField(max_length=80, blank=True)
    locale = models.CharField(max_length=20, blank=True)
    line = models.PositiveIntegerField(null=True)
    quoted = models.TextField(blank=True)
    brand = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=40, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["subject", "version_id"], name="comment_version"),
            models.Index(fields=["subject", "parent_id"], name="comment_parent"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Assignment(models.Model):
    """Who is asked to review a release, and by when: one person, or everybody of a role. Who decides is for the policies
    to say all the same."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="assignments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="assignments"
    )
    role = models.ForeignKey(Group, null=True, on_delete=models.PROTECT, related_name="+")
    due = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, role__isnull=True)
                | models.Q(person__isnull=True, role__isnull=False),
                name="assigned_to_a_person_or_a_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release} to {self.person or self.role}"


class Notice(models.Model):
    """An e-mail to somebody of the staff, written with what it tells of and sent by a task. `key` says what it is about,
    so that the same is never written twice. `sent_at` is set before it is handed over: it may get lost, and never leaves
    twice."""

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=250)
    text = models.TextField()
    made_at = models.DateTimeField()
    not_before = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["not_before"], condition=models.Q(sent_at__isnull=True), name="notice_waiting")]

    def __str__(self) -> str:
        return self.subject


class Invitation(models.Model):
    """A reviewer without an account: a link for one address, one release and one role, good for one decision.

    Of the link only its SHA-256 is kept, and of the code that confirms the address only a keyed hash. `code_tries` are
    the wrong tries at the present code.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="invitations")
    role = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    address = models.EmailField()
    note = models.TextField(blank=True)
    inviter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    codes = models.PositiveSmallIntegerField(default=0)
    decision = models.ForeignKey(Review, null=True, on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "address"],
                condition=models.Q(used_at__isnull=True, revoked_at__isnull=True),
                name="one_open_invitation_per_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.address} for {self.release}"
