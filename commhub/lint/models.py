"""The tables of the linter: term lists, their versions and rows, waivers, and what a list would have stopped."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from commhub.contracts import JSON
from commhub.lint.discovery.rows import ClearAnswer, Suspect, UnclearReport
from commhub.versions import Version, version_constraints

__all__ = [
    "CONTENT", "KEY", "LONGEST_WAIVER", "Case", "ClearAnswer", "LintWaiver", "RatchetReport", "Scope", "ScriptVariants",
    "Severity", "Suspect", "Term", "TermList", "TermListVersion", "UnclearReport", "WaiverBatch",
]  # fmt: skip

KEY: Final = RegexValidator(
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "Use lower-case words joined by hyphens, such as insurance-en."
)
LONGEST_WAIVER: Final = timedelta(days=90)


class Severity(models.TextChoices):
    ERROR = "error", "Error: stops the message"
    WARNING = "warning", "Warning"
    ADVICE = "advice", "Advice"


class Case(models.TextChoices):
    """Empty: capitals matter for an acronym and for nothing else."""

    INSENSITIVE = "insensitive", "Any capitals"
    EXACT = "exact", "Exactly as written"


class ScriptVariants(models.TextChoices):
    AUTO = "auto", "Simplified and Traditional"
    NONE = "none", "As written only"


class TermList(models.Model):
    """Words that customers do not understand, kept together because the same people look after them.

    The live versions of all lists together are the rules in force.
    """

    key = models.SlugField(max_length=80, unique=True, validators=[KEY])
    label = models.CharField(max_length=120)
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.label


class TermListVersion(Version):
    """One version of a term list: its rows, and its part of the policy (the policy section of a rule pack)."""

    kind = "term-list"
    parent_field = "term_list"

    term_list = models.ForeignKey(TermList, on_delete=models.PROTECT, related_name="versions")
    policy = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["term_list", "-number"]
        constraints = version_constraints("term_list")

    def content(self) -> dict[str, JSON]:
        rows = self.terms.order_by().values(*CONTENT)
        return {"policy": self.policy, "terms": sorted(rows, key=lambda row: str(row["key"]))}


class Term(models.Model):
    """A row of a term list: something that customers do not understand, what to say instead, and why.

    `rule` is the name of the rule type that reads `text` (term: the words themselves; pattern: an RE2 expression).
    `key` names the row in findings and waivers, and stays when the words are changed. `forms` are the ways to write it,
    made when it is saved; an empty list has them made when the rules are compiled. A row that is not active says nothing.
    """

    version = models.ForeignKey(TermListVersion, on_delete=models.CASCADE, related_name="terms")
    key = models.CharField(max_length=600, help_text="What findings and waivers call it, such as en.term.deductible.")
    text = models.CharField(max_length=500)
    locale = models.CharField(max_length=20, default="*", help_text="A language such as en or zh, or * for all.")
    rule = models.CharField(max_length=40, default="term")
    kind = models.CharField(max_length=40, default="jargon", help_text="jargon, acronym, sensitive or code")
    severity = models.CharField(max_length=10, choices=Severity.choices, default=Severity.ERROR)
    suggestion = models.CharField("what to say instead", max_length=300, blank=True)
    why = models.TextField(blank=True)
    allowed_in = models.JSONField(default=list, blank=True, help_text="Phrases in which the words are fine.")
    pos = models.CharField("part of speech", max_length=20, blank=True, help_text="noun, verb, adjective or empty")
    inflect = models.BooleanField("plurals and verb forms count too", default=True)
    case = models.CharField("capitals", max_length=12, choices=Case.choices, blank=True)
    explainable = models.BooleanField("fine once the message has explained it", default=False)
    script_variants = models.CharField(
        "Chinese scripts", max_length=8, choices=ScriptVariants.choices, default=ScriptVariants.AUTO
    )
    expansion = models.CharField("stands for", max_length=300, blank=True)
    domain = models.CharField(max_length=60, blank=True)
    forms = models.JSONField(default=list, blank=True, help_text="All ways to write it; empty: made by the linter.")
    settings = models.JSONField(default=dict, blank=True, help_text="What only the rule type reads.")
    must_match = models.JSONField("sentences that it must find", default=list, blank=True)
    must_not_match = models.JSONField("sentences that it must leave alone", default=list, blank=True)
    source = models.CharField("source of the fact", max_length=300, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["locale", "text"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="one_term_per_key")]

    def __str__(self) -> str:
        return f"{self.text} ({self.locale})"


CONTENT: Final = tuple(field.name for field in Term._meta.concrete_fields if field.name not in {"id", "version"})
"""The columns of a row that are content."""


class RatchetReport(models.Model):
    """What a version of a term list would have stopped: in what is live, and in messages that were sent.

    `found` are entries of commhub.lint.store.ratchet; `editions` the hashes of the live editions to try and `messages` the
    ids of the sent messages, in this order, of which `done` have been tried; `skipped` messages could not be made again;
    `left_out` is how many further places were found and not kept. `odd`
    are sentences about rows that do not go together. Made at submit, anew at each.
    """

    version = models.OneToOneField(TermListVersion, on_delete=models.PROTECT, related_name="ratchet")
    content_hash = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    editions = models.JSONField(default=list)
    messages = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=list)
    left_out = models.PositiveIntegerField(default=0)
    odd = models.JSONField(default=list)

    class Meta:
        ordering = ["-begun_at"]

    def __str__(self) -> str:
        return f"what {self.version} would have stopped"

    @property
    def size(self) -> int:
        """How many editions and messages are to be tried."""
        return len(self.editions) + len(self.messages)

    @property
    def messages_done(self) -> int:
        return max(0, self.done - len(self.editions))


class WaiverBatch(models.Model):
    """The waivers with which a version of a term list went live. Once closed, no row comes to it any more."""

    version = models.OneToOneField(TermListVersion, on_delete=models.PROTECT, related_name="batch")
    made_at = models.DateTimeField()
    size = models.PositiveIntegerField(default=0)
    closed = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "waiver batches"
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"waivers of {self.version}, {self.made_at:%-d %B %Y}"


class Scope(models.TextChoices):
    EDITION = "edition", "One edition of a template"
    TEMPLATE = "template", "One template"
    CATEGORY = "category", "All templates of a category"
    ORGANISATION = "organisation", "Everything that we send"


class LintWaiver(models.Model):
    """One finding that may stay, for a time: asked for by one person and approved by another.

    `scope_key` is the edition's hash, or the key of the template or category. `sentence` is for people: without values of
    the request, as lint.waived makes it. Approved is what has `approved_at`; the row then changes no more, but for its
    revocation and the count of its uses.
    """

    rule = models.CharField(max_length=600)
    scope = models.CharField(max_length=16, choices=Scope.choices, default=Scope.TEMPLATE)
    scope_key = models.CharField(max_length=80, blank=True)
    fingerprint = models.CharField(max_length=64)
    surface = models.CharField(max_length=300)
    sentence = models.TextField()
    locale = models.CharField(max_length=20, blank=True)
    reason = models.TextField()
    ticket = models.CharField(max_length=120, blank=True)
    days = models.PositiveSmallIntegerField(
        default=LONGEST_WAIVER.days, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_WAIVER.days)]
    )
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    approved_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True, help_text="What the approver said to it.")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    batch = models.ForeignKey(WaiverBatch, on_delete=models.PROTECT, related_name="waivers", null=True)
    uses = models.PositiveBigIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "waiver"
        ordering = ["-requested_at", "-id"]
        indexes = [
            models.Index(fields=["approved_at", "expires_at"], name="waivers_in_force"),
            models.Index(fields=["fingerprint"], name="waivers_of_a_finding"),
        ]
        permissions = [
            ("request_waiver", "Can ask for a waiver"),
            ("approve_waiver", "Can approve, refuse or revoke a waiver"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(approver=F("requester")), name="waiver_by_another_person"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, expires_at__isnull=True)
                | Q(
                    approver__isnull=False,
                    refused_at__isnull=True,
                    expires_at__gt=F("approved_at"),
                    expires_at__lte=F("approved_at") + LONGEST_WAIVER,
                ),
                name="waiver_of_90_days_at_most",
            ),
        ]

    def __str__(self) -> str:
        return f"“{self.surface}” in {self.get_scope_display().lower()} {self.scope_key}".strip()
