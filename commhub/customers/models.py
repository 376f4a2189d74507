"""The tables of who we talk to."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Customer(models.Model):
    """A person or firm that we write to, under the key that the company's own systems use."""

    key = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    locale = models.CharField(max_length=20, default="en")
    time_zone = models.CharField(max_length=60, blank=True)
    preferred_channel = models.CharField(max_length=40, blank=True)
    attributes = models.JSONField(default=dict, blank=True, help_text="Facts that channel rules may test.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.name} ({self.key})"


class ContactPoint(models.Model):
    """One way to reach a customer. `kind` is email, phone or address; `value` as in contracts.Contact."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=40)
    value = models.JSONField()
    status = models.CharField(max_length=20, default="ok")

    class Meta:
        ordering = ["customer", "kind"]
        constraints = [models.UniqueConstraint(fields=["customer", "kind"], name="one_contact_point_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.customer_id}"


class Consent(models.Model):
    """What a customer last said about one purpose (a category's key) on one channel."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    channel = models.CharField(max_length=40)
    given = models.BooleanField()
    at = models.DateTimeField(db_default=Now())
    how = models.CharField(max_length=200, blank=True)
    wording = models.TextField("the wording that the customer was shown", blank=True)

    class Meta:
        ordering = ["customer", "purpose", "channel"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "purpose", "channel"], name="one_consent_per_purpose_and_channel"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} by {self.channel}: {'given' if self.given else 'withdrawn'}"


class Suppression(models.Model):
    """An address that must not be written to, whoever it belongs to.

    `address` is the canonical form that the channel's `canonical_address` makes. `category` empty means all.
    """

    channel = models.CharField(max_length=40)
    address = models.CharField(max_length=320)
    category = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=200)
    source = models.CharField(max_length=80)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["channel", "address", "category"], name="one_suppression_per_address")
        ]

    def __str__(self) -> str:
        return f"{self.address} ({self.channel}): {self.reason}"
