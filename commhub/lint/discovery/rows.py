"""The tables of discovery: suspects and what people decided about them, unclear words that were reported, and answers."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models

from commhub.sealing import SealedTextField


class SuspectState(models.TextChoices):
    """What people decided about a suspect. Only later comes back by itself."""

    OPEN = "open", "Waits for a decision"
    BLOCK = "block", "On a term list"
    EXPLAIN = "explain", "On a term list, fine once explained"
    SAFE = "safe", "Customers know it"
    NAME = "name", "A name"
    LATER = "later", "Not now"


class Suspect(models.Model):
    """Something that customers may not understand and that nobody has listed (lint.discovery.discover.Suspect).

    `key` is what it is known by in its `language`. `examples` are {"sentence", "place"} without values of requests, `used`
    are [place, documents]. `reports` counts the people who said that it is unclear. Put off for later, it returns `until`
    then, or when it stands in twice as many documents as `documents_then`. `term` is the key of the row that was made.
    """

    language = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    word = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    reason = models.CharField(max_length=400, blank=True)
    expansion = models.CharField(max_length=300, blank=True)
    score = models.FloatField(default=0)
    familiarity = models.FloatField(default=0)
    documents = models.PositiveIntegerField(default=0)
    times = models.PositiveIntegerField(default=0)
    explained = models.PositiveIntegerField(default=0)
    reports = models.PositiveIntegerField(default=0)
    examples = models.JSONField(default=list)
    used = models.JSONField(default=list)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    state = models.CharField(max_length=10, choices=SuspectState.choices, default=SuspectState.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    documents_then = models.PositiveIntegerField(default=0)
    term_list = models.CharField(max_length=80, blank=True)
    term = models.CharField(max_length=600, blank=True)

    class Meta:
        app_label = "lint"
        ordering = ["-score", "key"]
        permissions = [("triage_suspect", "Can decide about words that nobody has listed")]
        constraints = [models.UniqueConstraint(fields=["language", "key"], name="one_suspect_per_word")]
        indexes = [models.Index(fields=["state", "-score"], name="suspects_by_state")]

    def __str__(self) -> str:
        return f"{self.word} ({self.language})"


class UnclearReport(models.Model):
    """Somebody of ours said in the desk that a word is unclear, and where. The note may quote a message: it is sealed."""

    suspect = models.ForeignKey(Suspect, on_delete=models.CASCADE, related_name="said")
    place = models.CharField(max_length=200, blank=True, help_text="Such as: template renewal-notice, v3.")
    note = SealedTextField(default="", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        app_label = "lint"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.suspect} in {self.place}"


class ClearAnswer(models.Model):
    """What somebody answered to "was this clear?", and nothing of who it was.

    `digest` keeps a message from being answered twice; without the secret key it leads to no message. `words` are what the
    reader typed, sealed, as anything may stand there. `changes` counts how often the answer was written.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    clear = models.BooleanField()
    words = SealedTextField(default="", blank=True)
    template_key = models.CharField(max_length=80)
    locale = models.CharField(max_length=20)
    channel = models.CharField(max_length=40, blank=True)
    day = models.DateField()
    changes = models.PositiveIntegerField(default=1)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        app_label = "lint"
        ordering = ["-day", "template_key"]
        indexes = [models.Index(fields=["template_key", "day"], name="answers_of_a_template")]

    def __str__(self) -> str:
        return f"{'clear' if self.clear else 'not clear'}: {self.template_key}, {self.day}"


DECIDED: Final = tuple(state for state in SuspectState if state is not SuspectState.OPEN)
"""The states in which a suspect is not shown again."""
