"""The tables of what happened. Only the functions of this room write them.

Whatever can hold or quote a person's data is sealed: see commhub.sealing.
"""

from __future__ import annotations

import uuid

from django.db import models

from commhub.customers.models import Customer
from commhub.sealing import SealedBytesField, SealedJSONField, SealedTextField


class MessageState(models.TextChoices):
    """queued -> working -> sent, or one of the ends in which nothing left: blocked, undeliverable, failed.

    From working a message may also come to be held: a person resumes it (queued again) or stops it (blocked).
    """

    QUEUED = "queued", "Queued"
    WORKING = "working", "In work"
    SENT = "sent", "Sent"
    HELD = "held", "Held for a person"
    BLOCKED = "blocked", "Blocked by the linter"
    UNDELIVERABLE = "undeliverable", "No usable channel"
    FAILED = "failed", "Failed"


class Send(models.Model):
    """One accepted request of an app, with the edition that was live at that moment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    api_key_id = models.BigIntegerField()
    app = models.CharField(max_length=120)
    test = models.BooleanField(default=False)
    template_key = models.CharField(max_length=80)
    brand_key = models.CharField(max_length=60)
    locale = models.CharField(max_length=20)
    edition_hash = models.CharField(max_length=64)
    customer = models.ForeignKey(Customer, on_delete=models.SET_NULL, null=True, related_name="sends")
    recipient = SealedJSONField(default=dict, help_text="An inline recipient as it came in; empty for a customer.")
    data = SealedJSONField(default=dict)
    wish = models.CharField(max_length=40, blank=True)
    # NULL and not "": sends without a key must not collide in the constraint below.
    idempotency_key = models.CharField(max_length=255, null=True)  # noqa: DJ001
    request_hash = models.CharField(max_length=64)
    accepted_at = models.DateTimeField()
    erased_at = models.DateTimeField(
        null=True, help_text="When the person's data was taken out of this and its messages."
    )

    class Meta:
        ordering = ["-accepted_at"]
        indexes = [models.Index(fields=["app", "test", "-accepted_at"], name="sends_of_an_app")]
        constraints = [
            models.UniqueConstraint(fields=["api_key_id", "idempotency_key"], name="one_send_per_idempotency_key")
        ]

    def __str__(self) -> str:
        return f"{self.template_key} {self.id}"


class Message(models.Model):
    """One message of a send, and the outbox item of the work on it: the row is the truth, the broker only rings.

    `claim` is the token of the worker that has it, `claimed_at` when it took it or
    last got on with it; `not_before` delays a further try. `codes` is what was printed for the codes in the data (see
    contracts.Brief); NULL for messages from before there was a dictionary. `warnings` counts the linter's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    send = models.ForeignKey(Send, on_delete=models.PROTECT, related_name="messages")
    state = models.CharField(max_length=16, choices=MessageState.choices, default=MessageState.QUEUED)
    channel = models.CharField(max_length=40, blank=True)
    to = SealedJSONField(null=True)
    reader = SealedJSONField(
        default=dict, help_text="What the render read of the recipient: name, time zone, the channel's attributes."
    )
    codes = SealedJSONField(null=True, help_text="What was printed for codes: words by code, by the variable's name.")
    decision = SealedJSONField(null=True)
    findings = SealedJSONField(default=list)
    facts = SealedJSONField(default=dict)
    warnings = models.PositiveIntegerField(default=0)
    output_hash = models.CharField(max_length=64, blank=True)
    renderers = models.CharField(max_length=64, blank=True, help_text="The digest of the RendererSet that made it.")
    problem = SealedTextField(default="", blank=True)
    claim = models.CharField(max_length=64, blank=True)
    claimed_at = models.DateTimeField(null=True)
    claims = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    queued_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-queued_at"]
        permissions = [("decide_held_message", "Can resume or stop a held message")]
        indexes = [
            models.Index(
                fields=["state", "queued_at"], name="message_open", condition=models.Q(state__in=["queued", "working"])
            ),
            models.Index(fields=["held_at"], name="message_held", condition=models.Q(state="held")),
        ]

    def __str__(self) -> str:
        return f"{self.channel or 'message'} {self.id}"


class RendererSet(models.Model):
    """The versions of everything that rendered, by name; messages name theirs by its digest."""

    digest = models.CharField(max_length=64, primary_key=True)
    versions = models.JSONField()
    first_used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["first_used_at"]

    def __str__(self) -> str:
        return f"renderers {self.digest[:12]}"


class ArchivedCopy(models.Model):
    """A message as it left, where its category keeps copies; `content` is what record.archive packs."""

    message = models.OneToOneField(Message, on_delete=models.PROTECT, primary_key=True, related_name="archived_copy")
    content = SealedBytesField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "archived copies"
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"copy of {self.message_id}"


class Attempt(models.Model):
    """One try to hand a message to a provider."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    provider = models.CharField(max_length=60)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, default="started", help_text="started, accepted, refused or try-again")
    provider_id = models.CharField(max_length=200, blank=True)
    where = SealedTextField(default="", blank=True)
    detail = SealedTextField(default="", blank=True)

    class Meta:
        ordering = ["message", "number"]
        constraints = [models.UniqueConstraint(fields=["message", "number"], name="one_attempt_per_number")]

    def __str__(self) -> str:
        return f"attempt {self.number} of {self.message_id}"


class Event(models.Model):
    """Something that happened to a message, as one sentence; rows are only ever added, and an erasure empties them."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    detail = SealedTextField(default="", blank=True)

    class Meta:
        ordering = ["message", "id"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.detail}"


class LintHit(models.Model):
    """How often on one day the linter found one thing in messages of one kind. Counts, and nothing about a person.

    `surface` is there for what rules list, in small letters, and for acronyms that the template says; whatever else was
    found could be anybody's data. `field` is a place in requests, with `*` for the rows of a list. `outcome`: blocked,
    held, warned, waived or review. `digest` stands for all of these together.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    day = models.DateField()
    rule = models.CharField(max_length=600)
    kind = models.CharField(max_length=40)
    severity = models.CharField(max_length=10)
    surface = models.CharField(max_length=200, blank=True)
    template_key = models.CharField(max_length=80)
    locale = models.CharField(max_length=20)
    channel = models.CharField(max_length=40)
    app = models.CharField(max_length=120)
    field = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=10)
    test = models.BooleanField(default=False)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-day", "-count"]
        indexes = [
            models.Index(fields=["day", "rule"], name="lint_hits_of_a_rule"),
            models.Index(fields=["template_key", "day"], name="lint_hits_of_a_template"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.rule}: {self.count}"
