"""The table of words and rules that the linter holds against a message."""

from __future__ import annotations

from django.db import models


class Severity(models.TextChoices):
    ERROR = "error", "Error: stops the message"
    WARNING = "warning", "Warning"
    ADVICE = "advice", "Advice"


class Term(models.Model):
    """Something that customers do not understand, what to say instead, and why.

    `rule` is the name of the rule type that reads `text` (term: the words themselves; pattern: an RE2 expression).
    """

    text = models.CharField(max_length=200)
    locale = models.CharField(max_length=20, default="*", help_text="A language such as en or zh, or * for all.")
    rule = models.CharField(max_length=40, default="term")
    kind = models.CharField(max_length=40, default="jargon", help_text="jargon, acronym, sensitive or code")
    severity = models.CharField(max_length=10, choices=Severity.choices, default=Severity.ERROR)
    suggestion = models.CharField("what to say instead", max_length=300, blank=True)
    why = models.TextField(blank=True)
    allowed_in = models.JSONField(default=list, blank=True, help_text="Phrases in which the words are fine.")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["locale", "text"]
        constraints = [models.UniqueConstraint(fields=["locale", "rule", "text"], name="one_term_per_locale")]

    def __str__(self) -> str:
        return f"{self.text} ({self.locale})"
